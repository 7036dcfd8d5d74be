#pragma once

#include <QString>
#include <optional>
#include <vector>

namespace lk::test {

// What PowerShell's tokenizer makes of a script.
struct PowershellToken {
  enum class Kind { Word, Dash, String, Variable, Number, Open, Close, Comma, End, Pipe, Assign, Member };
  Kind kind;
  QString text;
};

// The tokens of a script; else, in `problem`, what PowerShell would not take.
[[nodiscard]] std::optional<std::vector<PowershellToken>> powershellTokens(const QString& script, QString& problem);

// Whether PowerShell takes it for a single quote, as it does typographic ones.
[[nodiscard]] bool isPowershellQuote(QChar c);

// The single-quoted string at `at`, which is moved behind it; nothing: it is not closed.
[[nodiscard]] std::optional<QString> powershellStringAt(const QString& script, qsizetype& at);

}  // namespace lk::test
