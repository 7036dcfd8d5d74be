#pragma once

#include <QString>

#include "server/node/control_types.h"

// The same command again from a shell: lines for POSIX sh, of one or more words, that can be pasted as they are.
namespace lk::ui {

// How Redis is reached, as the settings have it.
struct RedisPlace {
  QString url;  // empty: there is none
  QString prefix = QStringLiteral("lk");
  QString passwordFile;
  QString caFile;
};

// One word: whatever is in it, a shell takes it as it is. Text with no NUL.
[[nodiscard]] QString shellQuoted(const QString& text);

// linekeeper send … with its payload as text where it is that, else as hex or, when long, base64.
[[nodiscard]] QString sendLine(const node::CommandRequest& request, const RedisPlace& redis = {});

// redis-cli PUBLISH … with the request's id, which should be a fresh one: nodes deliver an id once. Empty: the URL is
// empty or is none.
[[nodiscard]] QString publishLine(const node::CommandRequest& request, const RedisPlace& redis);

}  // namespace lk::ui
