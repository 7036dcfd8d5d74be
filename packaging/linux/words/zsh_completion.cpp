#include "packaging/linux/words/texts.h"
#include "packaging/linux/words/utf8.h"
#include "server/base/settings.h"

namespace lk::packaging {

namespace {

using app::OptionSpec;
using app::VerbSpec;
using Form = SettingsField::Form;

QString quoted(QString text) { return s("'") + text.replace(s("'"), s("'\\''")) + s("'"); }

// A description within a specification, where brackets and colons mean something.
QString described(QString text) {
  for (const char* mark : {"\\", "[", "]", ":"}) text.replace(s(mark), s("\\") + s(mark));
  return text;
}

QString firstLine(const QString& text) { return text.section(QLatin1Char('\n'), 0, 0); }

QString argument(const OptionSpec& option) {
  const QString help = s("[%1]").arg(described(option.help));
  const QString name = s("--") + option.name;
  if (option.valueName.isEmpty()) return quoted(name + help);
  const bool repeats = option.help.contains(s("may be repeated"));
  const char* action = option.valueName == s("FILE")                ? "_files"
                       : option.valueName == s("SECTION.KEY=VALUE") ? "_linekeeper_settings"
                                                                    : " ";
  return quoted((repeats ? s("*") : QString()) + name + s("=") + help +
                s(":%1:%2").arg(described(option.valueName), s(action)));
}

QString arguments(const VerbSpec& spec) {
  QStringList all;
  for (const OptionSpec& option : spec.options) all.push_back(argument(option));
  const QStringList words = wordsAfter(spec);
  if (!words.isEmpty()) all.push_back(quoted(s("*:what:(%1)").arg(words.join(s(" ")))));
  return s("_arguments -S \\\n        ") + all.join(s(" \\\n        "));
}

QString valueArms() {
  QString arms;
  for (const SettingsField& field : settingsFields()) {
    const QString where = s("      (*%1) ").arg(s(field.name()));
    if (field.form == Form::FilePath) arms += where + s("_files ;;\n");
    if (field.form == Form::Choice) {
      arms += where + s("compadd - %1 ;;\n").arg(s(field.choices).replace(s("|"), s(" ")));
    }
  }
  return arms;
}

QString settingNames() {
  QString names;
  for (const SettingsField& field : settingsFields()) {
    names += s("      ") + quoted(s(field.name()) + s(":") + described(s(field.help))) + s("\n");
  }
  return names;
}

}  // namespace

QString zshCompletion() {
  QString verbs;
  QString arms;
  for (const VerbSpec& verb : app::verbs()) {
    verbs += s("      ") + quoted(verb.name + s(":") + described(firstLine(verb.help))) + s("\n");
    arms += s("    (%1)\n      %2 ;;\n").arg(verb.name, arguments(verb));
  }
  QString script = s(R"zsh(#compdef linekeeper
# zsh completion of linekeeper, made from the program's own tables

_linekeeper_settings() {
  if compset -P '*='; then
    case ${IPREFIX%=} in
@VALUE_ARMS@    esac
  else
    local -a settings=(
@SETTINGS@    )
    _describe setting settings -S '='
  fi
}

_linekeeper() {
  if (( CURRENT == 2 )) && [[ ${words[2]} != -* ]]; then
    local -a verbs=(
@VERBS@    )
    _describe verb verbs
    return
  fi
  local verb=${words[2]}
  if [[ $verb != -* ]]; then
    shift words
    (( CURRENT-- ))
  fi
  case $verb in
@ARMS@    (-*)
      @START@ ;;
  esac
}

_linekeeper "$@"
)zsh");
  return script.replace(s("@VALUE_ARMS@"), valueArms())
      .replace(s("@SETTINGS@"), settingNames())
      .replace(s("@VERBS@"), verbs)
      .replace(s("@ARMS@"), arms)
      .replace(s("@START@"), arguments(app::startSpec()));
}

}  // namespace lk::packaging
