#pragma once

#include <QMap>
#include <QString>
#include <QStringList>

#include "server/base/result.h"

namespace lk::app {

// One option as people write it and as --help shows it.
struct OptionSpec {
  QString name;       // without dashes
  QString valueName;  // empty: takes none
  QString help;
};

// A verb, or (with an empty name) the start of the program itself.
struct VerbSpec {
  QString name;
  QString usage;
  QString help;  // its first line is a whole sentence: lists of verbs show it alone
  QList<OptionSpec> options;
  QString examples;
};

[[nodiscard]] const QList<VerbSpec>& verbs();
[[nodiscard]] const VerbSpec& startSpec();
// What holds for all of them, in sentences.
[[nodiscard]] QStringList generalHelp();
[[nodiscard]] QString exitCodeHelp();

// What was written: options in their order, each perhaps several times.
struct CommandLine {
  QString verb;
  QMap<QString, QStringList> options;
  QStringList words;

  [[nodiscard]] bool has(const QString& option) const { return options.contains(option); }
  [[nodiscard]] QString value(const QString& option, const QString& fallback = {}) const;
  // A whole number in a range, the fallback when the option is not there, or what is wrong.
  [[nodiscard]] Result<qint64> number(const QString& option, qint64 fallback, qint64 min, qint64 max) const;
};

// arguments: without the program's name. Errors: Usage, with what would be right.
[[nodiscard]] Result<CommandLine> parseCommandLine(const QStringList& arguments);

[[nodiscard]] QString helpText(const QString& verb);

}  // namespace lk::app
