#include "app/command_line.h"

#include <algorithm>
#include <string>
#include <vector>

#include "server/base/nearest_word.h"

namespace lk::app {

namespace {

Error usage(const QString& text) { return {Error::Code::Usage, text.toStdString()}; }

QString s(const char* text) { return QString::fromUtf8(text); }

const VerbSpec* findVerb(const QString& name) {
  const auto found = std::ranges::find_if(verbs(), [&](const VerbSpec& verb) { return verb.name == name; });
  return found == verbs().end() ? nullptr : &*found;
}

QString helpHint(const QString& verb) {
  return verb.isEmpty() ? s("linekeeper --help") : s("linekeeper %1 --help").arg(verb);
}

// Behind a sentence about a word that is unknown: which one was meant, where that can be seen.
QString meant(const QString& written, const QStringList& known, const QString& mark = {}) {
  const std::string word = written.toStdString();
  NearestWord nearest(word);
  std::vector<std::string> words;
  for (const QString& one : known) words.push_back(one.toStdString());
  for (const std::string& one : words) nearest.look(one);
  const std::string_view found = nearest.found();
  if (found.empty()) return {};
  return s("; did you mean %1%2?").arg(mark, QString::fromUtf8(found.data(), static_cast<qsizetype>(found.size())));
}

// argument begins with a dash.
Error unknownOption(const VerbSpec& spec, const QString& argument) {
  const QString name = argument.section(QLatin1Char('='), 0, 0);
  QString text = s("unknown option '%1'").arg(argument);
  if (name.startsWith(s("--"))) {
    QStringList known;
    for (const OptionSpec& option : spec.options) known.push_back(option.name);
    text += meant(name.mid(2), known, s("--"));
  } else if (!spec.name.isEmpty()) {
    text += s("; a word that begins with a dash is written behind --, as in: linekeeper send demo-1 -- -1");
  }
  const QString hint = helpHint(spec.name);
  return usage(text.endsWith(QLatin1Char('?')) ? text + s(" See %1").arg(hint) : text + s("; see %1").arg(hint));
}

Result<const VerbSpec*> verbOf(const QStringList& arguments) {
  if (arguments.isEmpty() || arguments.front().startsWith(QLatin1Char('-'))) return &startSpec();
  const QString& name = arguments.front();
  if (const VerbSpec* verb = findVerb(name)) return verb;
  QStringList names;
  for (const VerbSpec& verb : verbs()) names.push_back(verb.name);
  if (const QString near = meant(name, names); !near.isEmpty()) {
    return usage(s("there is no verb '%1'%2 See linekeeper --help").arg(name, near));
  }
  return usage(s("there is no verb '%1'; there are: %2; see linekeeper --help").arg(name, names.join(s(", "))));
}

}  // namespace

QString CommandLine::value(const QString& option, const QString& fallback) const {
  const QStringList values = options.value(option);
  return values.isEmpty() ? fallback : values.back();
}

Result<qint64> CommandLine::number(const QString& option, qint64 fallback, qint64 min, qint64 max) const {
  if (!has(option)) return fallback;
  bool isNumber = false;
  const qint64 number = value(option).toLongLong(&isNumber);
  if (isNumber && number >= min && number <= max) return number;
  return usage(s("--%1 is '%2', and must be a whole number from %3 to %4")
                   .arg(option, value(option), QString::number(min), QString::number(max)));
}

Result<CommandLine> parseCommandLine(const QStringList& arguments) {
  const auto verb = verbOf(arguments);
  if (!verb) return verb.error();
  const VerbSpec& spec = **verb;
  CommandLine line;
  line.verb = spec.name;
  bool onlyWords = false;
  for (qsizetype i = spec.name.isEmpty() ? 0 : 1; i < arguments.size(); ++i) {
    const QString& argument = arguments[i];
    if (onlyWords || !argument.startsWith(QLatin1Char('-')) || argument == QLatin1StringView("-")) {
      line.words.push_back(argument);
      continue;
    }
    if (argument == QLatin1StringView("--")) {
      onlyWords = true;
      continue;
    }
    const qsizetype equals = argument.indexOf(QLatin1Char('='));
    QString name = equals < 0 ? argument : argument.left(equals);
    name = name == QLatin1StringView("-h") ? s("help") : name.startsWith(s("--")) ? name.mid(2) : QString();
    const auto option = std::ranges::find_if(spec.options, [&](const OptionSpec& known) { return known.name == name; });
    if (name.isEmpty() || option == spec.options.end()) {
      return unknownOption(spec, argument);
    }
    if (option->valueName.isEmpty()) {
      if (equals >= 0) return usage(s("--%1 takes no value").arg(name));
      line.options[name].push_back({});
      continue;
    }
    if (equals < 0 && i + 1 == arguments.size()) {
      return usage(s("--%1 wants a value: --%1 %2").arg(name, option->valueName));
    }
    line.options[name].push_back(equals >= 0 ? argument.mid(equals + 1) : arguments[++i]);
  }
  if (spec.name.isEmpty() && !line.words.isEmpty()) {
    return usage(
        s("'%1' is no option; a verb must come first, as in: linekeeper send DEVICE PAYLOAD").arg(line.words.front()));
  }
  return line;
}

QString helpText(const QString& verb) {
  const VerbSpec& spec = verb.isEmpty() ? startSpec() : *findVerb(verb);
  QString text = s("Usage: ") + spec.usage + s("\n\n") + spec.help + s("\n\nOptions:\n");
  for (const OptionSpec& option : spec.options) {
    const QString name = s("--") + option.name + (option.valueName.isEmpty() ? QString() : s(" ") + option.valueName);
    text += s("  ") + name.leftJustified(24) + (name.size() > 23 ? s("\n") + QString(26, QLatin1Char(' ')) : s("  ")) +
            option.help + s("\n");
  }
  if (verb.isEmpty()) {
    text += s("\nVerbs (linekeeper VERB --help tells more):\n");
    for (const VerbSpec& known : verbs()) {
      text += s("  ") + known.name.leftJustified(10) + known.help.section(QLatin1Char('\n'), 0, 0) + s("\n");
    }
    text += s("\n") + generalHelp().join(QLatin1Char('\n')) + s("\n") + exitCodeHelp() + s("\n");
  }
  return text + s("\nExamples:\n") + spec.examples + s("\n");
}

}  // namespace lk::app
