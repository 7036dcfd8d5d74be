#pragma once

#include <QByteArray>
#include <QList>

#include "server/base/result.h"
#include "ui/command_record.h"
#include "ui/payload_text.h"

// What the console remembers of commands over its restarts, as the text of its files.
namespace lk::ui {

// A command with a name, to be sent again and again.
struct CommandTemplate {
  QString name;  // 1 to 60 characters, with no white space around it
  PayloadForm form = PayloadForm::Text;
  QString text;  // with placeholders
  qint64 ttlS = 0;
  qint64 timeoutS = 10;
  bool operator==(const CommandTemplate&) const = default;
};

inline constexpr qsizetype kMostTemplates = 200;
inline constexpr qsizetype kLongestTemplateName = 60;
inline constexpr qsizetype kLongestTemplateText = 262'144;  // characters
inline constexpr qsizetype kMostHistory = 1'000;
inline constexpr qsizetype kMostHistoryPayload = 4 * 1024 * 1024;  // bytes of all payloads together

[[nodiscard]] bool isTemplateName(const QString& name);
[[nodiscard]] QByteArray templatesToJson(const QList<CommandTemplate>& templates);
// Errors: Io; the file is none of ours. A template that can't be is left out.
[[nodiscard]] Result<QList<CommandTemplate>> templatesFromJson(const QByteArray& json);

// The newest that fit the bounds, oldest first.
[[nodiscard]] QByteArray historyToJson(const QList<CommandRecord>& records);
[[nodiscard]] Result<QList<CommandRecord>> historyFromJson(const QByteArray& json);

}  // namespace lk::ui
