#include <cstdlib>
#include <utility>

#include "app/command_line.h"
#include "app/windows_arguments.h"

using namespace lk::app;

namespace {

// A Windows command line behind the program's name, as a C program there takes it apart.
QStringList windowsReads(QStringView line) {
  QStringList words;
  QString word;
  bool begun = false;
  bool quoted = false;
  qsizetype backslashes = 0;
  for (const QChar c : line) {
    if (c == QLatin1Char('\\')) {
      ++backslashes;
      begun = true;
      continue;
    }
    if (c == QLatin1Char('"')) {
      word += QString(backslashes / 2, QLatin1Char('\\'));
      begun = true;
      if (backslashes % 2 == 1) {
        word += c;
      } else {
        quoted = !quoted;
      }
      backslashes = 0;
      continue;
    }
    word += QString(std::exchange(backslashes, 0), QLatin1Char('\\'));
    if ((c == QLatin1Char(' ') || c == QLatin1Char('\t')) && !quoted) {
      if (std::exchange(begun, false)) words.push_back(std::exchange(word, {}));
      continue;
    }
    begun = true;
    word += c;
  }
  word += QString(backslashes, QLatin1Char('\\'));
  if (begun) words.push_back(word);
  return words;
}

QStringList written(const CommandLine& line) {
  const QStringList verb = line.verb.isEmpty() ? QStringList() : QStringList{line.verb};
  QStringList words = verb;
  for (auto option = line.options.constBegin(); option != line.options.constEnd(); ++option) {
    for (const QString& value : *option) {
      const QString name = QStringLiteral("--") + option.key();
      // An option without a value takes none, not even an empty one.
      const bool isBare = value.isEmpty() && !parseCommandLine(verb + QStringList{name + QLatin1Char('=')});
      words.push_back(isBare ? name : name + QLatin1Char('=') + value);
    }
  }
  if (line.words.isEmpty()) return words;
  words.push_back(QStringLiteral("--"));
  return words + line.words;
}

}  // namespace

// What somebody types behind the program's name, a line each: refused with a reason, or the same however it is written;
// and another program is started with just these words.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const QString text = QString::fromUtf8(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
  const QStringList arguments = text.split(QLatin1Char('\n'));
  const QString program = QStringLiteral("C:\\Program Files\\lk.exe");
  const QString line = windowsCommandLine(program, arguments);
  if (windowsReads(line) != QStringList{program} + arguments) std::abort();

  const auto parsed = parseCommandLine(arguments);
  if (!parsed) {
    if (parsed.error().text.empty()) std::abort();
    return 0;
  }
  if (helpText(parsed->verb).isEmpty()) std::abort();
  for (auto option = parsed->options.constBegin(); option != parsed->options.constEnd(); ++option) {
    const auto number = parsed->number(option.key(), 0, -5, 1'000'000);
    if (number ? *number < -5 || *number > 1'000'000 : number.error().text.empty()) std::abort();
    if (parsed->value(option.key()) != option->back()) std::abort();
  }
  const auto again = parseCommandLine(written(*parsed));
  if (!again || again->verb != parsed->verb || again->options != parsed->options || again->words != parsed->words) {
    std::abort();
  }
  return 0;
}
