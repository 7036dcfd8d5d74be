#include "app/windows_arguments.h"

namespace lk::app {

namespace {

bool needsQuotes(const QString& argument) {
  for (const QChar c : argument) {
    if (c == QLatin1Char(' ') || c == QLatin1Char('"') || (c.unicode() >= '\t' && c.unicode() <= '\r')) return true;
  }
  return argument.isEmpty();
}

}  // namespace

QString windowsQuoted(const QString& argument) {
  if (!needsQuotes(argument)) return argument;
  QString quoted(QLatin1Char('"'));
  qsizetype backslashes = 0;
  for (const QChar c : argument) {
    if (c == QLatin1Char('"')) quoted += QString(backslashes + 1, QLatin1Char('\\'));
    backslashes = c == QLatin1Char('\\') ? backslashes + 1 : 0;
    quoted += c;
  }
  // The closing quote is one, too, and not of the word.
  return quoted + QString(backslashes, QLatin1Char('\\')) + QLatin1Char('"');
}

QString windowsCommandLine(const QString& program, const QStringList& arguments) {
  QString line = QLatin1Char('"') + program + QLatin1Char('"');
  for (const QString& argument : arguments) line += QLatin1Char(' ') + windowsQuoted(argument);
  return line;
}

}  // namespace lk::app
