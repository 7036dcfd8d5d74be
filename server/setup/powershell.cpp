#include "server/setup/powershell.h"

#include <QByteArray>
#include <QString>

namespace lk::setup {

namespace {

constexpr std::string_view kProgram = "powershell.exe";

// Output has to be UTF-8 whatever code page the console is set to. Fails in the constrained language mode, where
// output then stays as it is.
constexpr std::string_view kBefore =
    "$ErrorActionPreference = 'Stop'; "
    "try { [Console]::OutputEncoding = New-Object -TypeName System.Text.UTF8Encoding -ArgumentList $false } catch { "
    "}; ";

// What PowerShell passes on as it stands. A comma would make a list, and @ or $ begin something else.
bool isBare(std::string_view word) {
  constexpr std::string_view kBare = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./\\:=+";
  return !word.empty() && word.find_first_not_of(kBare) == std::string_view::npos;
}

bool isSingleQuote(char16_t c) { return c == u'\'' || (c >= u'\u2018' && c <= u'\u201B'); }

}  // namespace

std::string powershellQuoted(std::string_view utf8) {
  const QString text = QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
  QString quoted = QStringLiteral("'");
  for (const QChar c : text) {
    if (c.isNull()) continue;
    quoted += c;
    if (isSingleQuote(c.unicode())) quoted += c;
  }
  return (quoted + QLatin1Char('\'')).toStdString();
}

std::string powershellQuotedList(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : ",") + powershellQuoted(word);
  return list;
}

CommandLine powershellCommand(std::string_view script) {
  return {std::string(kProgram),
          {"-NoProfile", "-NonInteractive", "-OutputFormat", "Text", "-Command",
           std::string(kBefore) + std::string(script)}};
}

std::string powershellScript(const CommandLine& command) {
  const std::size_t count = command.arguments.size();
  if (command.program != kProgram || count < 2 || command.arguments[count - 2] != "-Command") return {};
  std::string_view script = command.arguments.back();
  if (script.starts_with(kBefore)) script.remove_prefix(kBefore.size());
  return std::string(script);
}

std::string typedText(System::Kind kind, const CommandLine& command) {
  if (kind != System::Kind::Windows) return command.shellText();
  // A program in quotes is started only by the sign before it.
  std::string whole = "& " + powershellQuoted(command.program);
  for (const std::string& argument : command.arguments) {
    whole += ' ' + (isBare(argument) ? argument : powershellQuoted(argument));
  }
  return whole;
}

std::string powershellEncoded(std::string_view script) {
  const QString text = QString::fromUtf8(script.data(), static_cast<qsizetype>(script.size()));
  QByteArray bytes;
  bytes.reserve(2 * text.size());
  for (const QChar c : text) {
    bytes += static_cast<char>(c.unicode() & 0xFF);
    bytes += static_cast<char>(c.unicode() >> 8);
  }
  return bytes.toBase64().toStdString();
}

CommandLine elevatedCommand(const CommandLine& command) {
  if (powershellScript(command).empty()) return command;
  // The program by its whole path: a powershell.exe that PATH finds elsewhere must not get an administrator's rights.
  const std::string start =
      "try { $run = Start-Process -FilePath (Join-Path -Path $PSHOME -ChildPath 'powershell.exe') -ArgumentList "
      "'-NoProfile','-NonInteractive','-EncodedCommand'," +
      powershellQuoted(powershellEncoded(command.arguments.back())) +
      " -Verb RunAs -WindowStyle Hidden -Wait -PassThru } catch { exit " + std::to_string(kElevationDeclined) +
      " }; exit $run.ExitCode";
  return powershellCommand(start);
}

}  // namespace lk::setup
