#pragma once

#include <QString>
#include <cstdint>

#include "server/node/control_types.h"

// The same command again from a terminal: lines that can be pasted as they are.
namespace lk::ui {

// What a line is pasted into: POSIX sh; or cmd and PowerShell, whose quoting is not the same, so that a line holds only
// what both take as it is.
enum class Terminal : std::uint8_t { Posix, Windows };

// Of the system that the console runs on.
[[nodiscard]] Terminal ownTerminal();

// How Redis is reached, as the settings have it.
struct RedisPlace {
  QString url;  // empty: there is none
  QString prefix = QStringLiteral("lk");
  QString passwordFile;
  QString caFile;
};

// One word: whatever is in it, sh takes it as it is. Text with no NUL.
[[nodiscard]] QString shellQuoted(const QString& text);

// linekeeper send … with its payload as text where it is that and the terminal takes it, else as hex or base64. A very
// long one is not for cmd. For Windows what names Redis stands in double quotes as it is.
[[nodiscard]] QString sendLine(const node::CommandRequest& request, const RedisPlace& redis = {},
                               Terminal terminal = Terminal::Posix);

// For sh, as redis-cli is on servers: redis-cli PUBLISH … with the request's id, which should be a fresh one: nodes
// deliver an id once. Empty: the URL is empty or is none.
[[nodiscard]] QString publishLine(const node::CommandRequest& request, const RedisPlace& redis);

}  // namespace lk::ui
