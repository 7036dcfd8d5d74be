#include "app/finding_json.h"

#include <QJsonArray>

namespace lk::app {

namespace {

QString s(const char* text) { return QString::fromUtf8(text); }
QString qt(const std::string& text) { return QString::fromStdString(text); }

QJsonArray shellTexts(const std::vector<setup::CommandLine>& commands) {
  QJsonArray array;
  for (const setup::CommandLine& command : commands) array.push_back(qt(command.shellText()));
  return array;
}

QJsonObject toJson(const setup::Action& action) {
  return {{s("id"), qt(action.id)},
          {s("label"), qt(action.label.plain())},
          {s("does"), qt(action.does.plain())},
          {s("commands"), shellTexts(action.commands)},
          {s("undo"), shellTexts(action.undo)},
          {s("elevated"), action.elevated}};
}

}  // namespace

QJsonObject toJson(const setup::Finding& finding) {
  QJsonArray evidence;
  for (const setup::Text& text : finding.evidence) evidence.push_back(qt(text.plain()));
  QJsonObject json{{s("id"), qt(finding.id)},
                   {s("grade"), qt(std::string(toText(finding.grade)))},
                   {s("title"), qt(finding.title.plain())},
                   {s("evidence"), evidence},
                   {s("why"), qt(finding.why.plain())}};
  if (!finding.fix) return json;
  QJsonArray commands;
  for (const std::string& command : finding.fix->commands) commands.push_back(qt(command));
  QJsonObject fix{{s("text"), qt(finding.fix->text.plain())}, {s("commands"), commands}};
  if (!finding.fix->block.empty()) fix.insert(s("block"), qt(finding.fix->block));
  if (finding.fix->action) fix.insert(s("action"), toJson(*finding.fix->action));
  json.insert(s("fix"), fix);
  return json;
}

}  // namespace lk::app
