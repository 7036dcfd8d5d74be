#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include "server/base/result.h"

namespace lk::app {

inline constexpr int kDone = 0;
inline constexpr int kAnswerIsNo = 1;
inline constexpr int kWrongUsage = 2;
inline constexpr int kNobodyThere = 3;

[[nodiscard]] int exitCodeOf(const Error& error);
// With what no terminal takes for a command in the place of control characters.
[[nodiscard]] QString shown(QString text);
// With a full stop, where it does not end with a mark of its own.
[[nodiscard]] QString sentence(const QString& text);

// What a verb prints: lines for people, or with --json exactly one JSON value on stdout.
class Output {
 public:
  explicit Output(bool json) : m_json(json) {}

  [[nodiscard]] bool json() const { return m_json; }
  void line(const QString& text) const;  // for people: nothing with --json
  // For people, what others said, in as many lines, each behind the indent: nothing of it commands the terminal.
  void said(const QString& indent, const QString& text) const;
  void note(const QString& text) const;         // stderr, in either case
  void value(const QJsonObject& object) const;  // only with --json
  void value(const QJsonArray& array) const;
  // One JSON array, an item at a time: for verbs that go on.
  void arrayItem(const QJsonObject& object);
  void endArray();
  // Nobody reads standard output any more, or it can't be written: a verb that goes on ends.
  [[nodiscard]] bool isBroken() const;

  // The sentence on stderr; with --json also {"error": …} on stdout, unless an array was begun. The exit code.
  [[nodiscard]] int fail(const Error& error);

 private:
  bool m_json;
  bool m_arrayBegun = false;
};

}  // namespace lk::app
