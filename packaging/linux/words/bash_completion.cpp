#include "packaging/linux/words/texts.h"
#include "packaging/linux/words/utf8.h"
#include "server/base/settings.h"

namespace lk::packaging {

namespace {

using app::OptionSpec;
using app::VerbSpec;
using Form = SettingsField::Form;

// One arm of a case over VERB:OPTION. What an option takes is told by the name of its value.
QString valueArm(const QString& verb, const OptionSpec& option) {
  const QString where = s("    '%1:--%2') ").arg(verb, option.name);
  if (option.valueName == s("FILE")) return where + s("_linekeeper_files; return ;;\n");
  if (option.valueName == s("SECTION.KEY=VALUE")) return where + s("_linekeeper_setting; return ;;\n");
  return where + s("return ;;\n");
}

QString valueArms(const VerbSpec& spec) {
  QString arms;
  for (const OptionSpec& option : spec.options) {
    if (!option.valueName.isEmpty()) arms += valueArm(spec.name, option);
  }
  return arms;
}

QString wordsArm(const VerbSpec& spec, const QStringList& words) {
  QStringList options;
  for (const OptionSpec& option : spec.options) options.push_back(s("--") + option.name);
  return s("    '%1') options='%2' words='%3' ;;\n").arg(spec.name, options.join(s(" ")), words.join(s(" ")));
}

QString settingArms() {
  QString arms;
  for (const SettingsField& field : settingsFields()) {
    if (field.form == Form::FilePath) arms += s("    %1=*) _linekeeper_files; return ;;\n").arg(s(field.name()));
    if (field.form != Form::Choice) continue;
    arms += s("    %1=*) values='%2' ;;\n").arg(s(field.name()), s(field.choices).replace(s("|"), s(" ")));
  }
  return arms;
}

}  // namespace

QString bashCompletion() {
  QStringList verbs;
  QString arms = wordsArm(app::startSpec(), {});
  QString values = valueArms(app::startSpec());
  for (const VerbSpec& verb : app::verbs()) {
    verbs.push_back(verb.name);
    arms += wordsArm(verb, wordsAfter(verb));
    values += valueArms(verb);
  }
  QStringList names;
  for (const SettingsField& field : settingsFields()) names.push_back(s(field.name()) + s("="));
  QString script = s(R"bash(# bash completion of linekeeper, made from the program's own tables

# Puts what begins with $current into COMPREPLY, after $prefix, less what bash takes for words of their own.
_linekeeper_offer() {
  local candidate cut=
  case "$prefix$current" in *[=:]*) cut=${prefix}${current%"${current##*[=:]}"} ;; esac
  [[ $COMP_WORDBREAKS == *=* && $COMP_WORDBREAKS == *:* ]] || cut=
  while IFS= read -r candidate; do
    candidate=$prefix$candidate
    COMPREPLY+=("${candidate#"$cut"}")
  done
}

_linekeeper_files() {
  compopt -o filenames 2>/dev/null
  local prefix=$prefix current=$current
  if [[ $current == *=* ]]; then
    prefix+=${current%%=*}= current=${current#*=}
  fi
  _linekeeper_offer < <(compgen -f -- "$current")
}

_linekeeper_setting() {
  local values=
  case "$current" in
@SETTING_ARMS@    *=*) return ;;
    *) compopt -o nospace 2>/dev/null; _linekeeper_offer < <(compgen -W '@SETTINGS@' -- "$current"); return ;;
  esac
  [ -n "$values" ] || return
  local prefix=$prefix${current%%=*}= current=${current#*=}
  _linekeeper_offer < <(compgen -W "$values" -- "$current")
}

_linekeeper() {
  COMPREPLY=()
  local line=${COMP_LINE:0:COMP_POINT} all current previous prefix= verb= options= words=
  read -ra all <<<"$line"
  [[ $line != *[[:blank:]] ]] || all+=('')
  [ ${#all[@]} -ge 2 ] || return
  current=${all[-1]} previous=${all[-2]}
  if [ ${#all[@]} -ge 3 ]; then
    case " @VERBS@ " in *" ${all[1]} "*) verb=${all[1]} ;; esac
  fi
  if [[ $current == --*=* ]]; then
    previous=${current%%=*} prefix=$previous= current=${current#*=}
  fi
  case "$verb:$previous" in
@VALUES@  esac
  [ -z "$prefix" ] || return
  case "$verb" in
@WORDS@  esac
  [ ${#all[@]} -gt 2 ] || words='@VERBS@'
  case "$current" in
    -*) _linekeeper_offer < <(compgen -W "$options" -- "$current") ;;
    *) _linekeeper_offer < <(compgen -W "$words" -- "$current") ;;
  esac
}

complete -F _linekeeper linekeeper
)bash");
  return script.replace(s("@SETTING_ARMS@"), settingArms())
      .replace(s("@SETTINGS@"), names.join(s(" ")))
      .replace(s("@VERBS@"), verbs.join(s(" ")))
      .replace(s("@VALUES@"), values)
      .replace(s("@WORDS@"), arms);
}

}  // namespace lk::packaging
