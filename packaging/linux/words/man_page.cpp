#include <QRegularExpression>

#include "packaging/linux/words/texts.h"
#include "packaging/linux/words/utf8.h"
#include "server/base/settings_value.h"

namespace lk::packaging {

namespace {

using app::OptionSpec;
using app::VerbSpec;

// Text that troff takes for nothing else: no macro at a line's beginning, no escapes, a minus that can be copied.
QString plain(const QString& text) {
  QString out;
  bool lineBegins = true;
  for (const QChar c : text) {
    if (lineBegins && (c == QLatin1Char('.') || c == QLatin1Char('\''))) out += s("\\&");
    lineBegins = c == QLatin1Char('\n');
    if (c == QLatin1Char('\\')) {
      out += s("\\e");
    } else if (c == QLatin1Char('-')) {
      out += s("\\-");
    } else if (c == QLatin1Char('\'')) {
      out += s("\\(aq");
    } else if (c.unicode() > 126) {
      out += s("\\[u%1]").arg(uint{c.unicode()}, 4, 16, QLatin1Char('0')).toUpper().replace(s("[U"), s("[u"));
    } else {
      out += c;
    }
  }
  return out;
}

QString bold(const QString& text) { return s("\\fB") + plain(text) + s("\\fR"); }
QString italic(const QString& text) { return s("\\fI") + plain(text) + s("\\fR"); }

QString section(const char* title) { return s(".SH ") + s(title) + s("\n"); }
QString paragraph(const QString& text) { return s(".PP\n") + text + s("\n"); }
QString entry(const QString& tag, const QString& text) { return s(".TP\n") + tag + s("\n") + text + s("\n"); }

// Lines as they are.
QString block(const QString& lines) {
  QStringList out;
  for (const QString& line : lines.split(QLatin1Char('\n'))) out.push_back(plain(line.trimmed()));
  return s(".PP\n.nf\n.RS 4\n") + out.join(s("\n")) + s("\n.RE\n.fi\n");
}

QString sentences(const QString& text) {
  const QString trimmed = text.trimmed();
  return plain(trimmed.endsWith(QLatin1Char('.')) ? trimmed : trimmed + QLatin1Char('.'));
}

QString optionEntry(const OptionSpec& option) {
  const QString name = bold(s("--") + option.name);
  const QString tag = option.valueName.isEmpty() ? name : name + s(" ") + italic(option.valueName);
  return entry(tag, sentences(option.help.left(1).toUpper() + option.help.mid(1)));
}

QString options(const VerbSpec& spec) {
  QString text;
  for (const OptionSpec& option : spec.options) text += optionEntry(option);
  return text;
}

QString verbSection(const VerbSpec& verb) {
  QString help = verb.help;
  return s(".SS ") + plain(verb.name) + s("\n") + block(verb.usage) +
         paragraph(plain(help.replace(QLatin1Char('\n'), QLatin1Char(' ')))) + options(verb) + s(".PP\nExamples:\n") +
         block(verb.examples);
}

QString settingEntry(const SettingsField& field) {
  const QString standard = s(fieldText(Settings{}, field));
  QString text = sentences(s(field.help)) + s("\n") + plain(s("Takes %1; default: ").arg(s(fieldForm(field)))) +
                 (standard.isEmpty() ? s("empty") : bold(standard)) + s(".");
  if (!field.reloadable) text += s("\nA running node takes it at its next start.");
  return entry(bold(s(field.name())), text);
}

QString settings() {
  QString text =
      section("SETTINGS") +
      paragraph(plain(s("Each stands in the settings file as \"KEY = VALUE\" below its [SECTION], or is given by --set "
                        "SECTION.KEY=VALUE. Lines that begin with # or ; are comments. Durations take ms, s, m and "
                        "h.")));
  std::string_view shown;
  for (const SettingsField& field : settingsFields()) {
    if (field.section != shown) text += s(".SS [%1]\n").arg(s(field.section));
    shown = field.section;
    text += settingEntry(field);
  }
  return text;
}

QString surroundings() {
  return section("FILES") +
         entry(plain(s("~/.config/linekeeper/linekeeper.ini")), plain(s("Settings, unless --config names others."))) +
         entry(plain(s("/etc/linekeeper/linekeeper.ini")), plain(s("Settings of the service linekeeper.service."))) +
         entry(plain(s("/etc/credstore/linekeeper.redis-password")),
               plain(s("The service's credential of that name, if it is there; redis.password-file = "
                       "credential:linekeeper.redis-password takes it."))) +
         section("ENVIRONMENT") +
         entry(bold(s("LINEKEEPER_RUNTIME_DIR")), plain(s("The folder of the nodes' control sockets."))) +
         entry(bold(s("CREDENTIALS_DIRECTORY")), plain(s("Where credential:NAME is looked for; systemd sets it."))) +
         entry(bold(s("NOTIFY_SOCKET")) + s(", ") + bold(s("WATCHDOG_USEC")),
               plain(s("With --headless: where systemd is told how the node does, and how often; systemd sets them.")));
}

}  // namespace

QString manPage() {
  const VerbSpec& start = app::startSpec();
  QString help = start.help;
  QString text = s(".\\\" Made from the program's own tables; see packaging/linux/words.\n.TH LINEKEEPER 1 \"\" "
                   "\"Linekeeper " LINEKEEPER_VERSION "\" \"User Commands\"\n.nh\n.ad l\n") +
                 section("NAME") +
                 plain(s("linekeeper - gateway node for devices on long TCP connections, and its "
                         "console\n")) +
                 section("SYNOPSIS") + block(start.usage) + section("DESCRIPTION") +
                 plain(help.replace(QLatin1Char('\n'), QLatin1Char(' '))) + s("\n");
  text += paragraph(plain(app::generalHelp().join(QLatin1Char(' '))));
  text += section("OPTIONS") + options(start) + section("VERBS");
  for (const VerbSpec& verb : app::verbs()) text += verbSection(verb);
  text += settings();
  text += section("EXIT STATUS") + plain(app::exitCodeHelp()) + s("\n");
  text += surroundings();
  text += section("EXAMPLES") + block(start.examples);
  text += section("SEE ALSO") + s(".BR systemctl (1),\n.BR nginx (8),\n.BR redis\\-server (1)\n");
  return text.replace(s("\n\n"), s("\n"));
}

}  // namespace lk::packaging
