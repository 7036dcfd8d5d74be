#include "tests/setup/powershell_tokens.h"

#include <QRegularExpression>
#include <QStringView>

namespace lk::test {

namespace {

bool isDouble(QChar c) { return QStringLiteral("\"\u201C\u201D\u201E").contains(c); }

}  // namespace

bool isPowershellQuote(QChar c) { return QStringLiteral("'\u2018\u2019\u201A\u201B").contains(c); }

std::optional<QString> powershellStringAt(const QString& script, qsizetype& at) {
  QString content;
  for (++at; at < script.size(); ++at) {
    if (!isPowershellQuote(script[at])) {
      content += script[at];
    } else if (at + 1 < script.size() && isPowershellQuote(script[at + 1])) {
      content += script[++at];
    } else {
      ++at;
      return content;
    }
  }
  return std::nullopt;
}

std::optional<std::vector<PowershellToken>> powershellTokens(const QString& script, QString& problem) {
  using Kind = PowershellToken::Kind;
  static const QRegularExpression kVariable(QStringLiteral("\\G\\$[A-Za-z_][A-Za-z0-9_]*"));
  static const QRegularExpression kDash(QStringLiteral("\\G-[A-Za-z]+"));
  static const QRegularExpression kNumber(QStringLiteral("\\G-?[0-9]+(?![A-Za-z0-9])"));
  static const QRegularExpression kWord(QStringLiteral("\\G[A-Za-z][A-Za-z0-9._-]*"));
  static const QRegularExpression kMember(QStringLiteral("\\G(\\.|::)[A-Za-z][A-Za-z0-9]*"));
  std::vector<PowershellToken> tokens;
  qsizetype at = 0;
  bool spaced = true;
  while (at < script.size()) {
    const QChar c = script[at];
    if (c == QLatin1Char(' ')) {
      spaced = true;
      ++at;
      continue;
    }
    if (isPowershellQuote(c)) {
      if (!powershellStringAt(script, at)) {
        problem = QStringLiteral("a string is not closed");
        return std::nullopt;
      }
      if (at < script.size() && !QStringLiteral(" ,);}]").contains(script[at])) {
        problem = QStringLiteral("after a string comes %1").arg(script.mid(at, 10));
        return std::nullopt;
      }
      tokens.push_back({Kind::String, {}});
      spaced = false;
      continue;
    }
    const auto take = [&](const QRegularExpression& form, Kind kind) {
      const QRegularExpressionMatch match = form.match(script, at);
      if (!match.hasMatch()) return false;
      tokens.push_back({kind, match.captured()});
      at += match.capturedLength();
      spaced = false;
      return true;
    };
    const auto single = [&](const char* open, Kind kind) {
      const QString text = QString::fromLatin1(open);
      if (!QStringView(script).mid(at).startsWith(text)) return false;
      tokens.push_back({kind, text});
      at += text.size();
      spaced = false;
      return true;
    };
    if (take(kVariable, Kind::Variable)) continue;
    if (!spaced && take(kMember, Kind::Member)) continue;
    if (take(kNumber, Kind::Number)) continue;
    if (spaced && take(kDash, Kind::Dash)) continue;
    if (!spaced && tokens.back().text == QLatin1StringView("(") && take(kDash, Kind::Dash)) continue;
    if (take(kWord, Kind::Word)) continue;
    if (single("@(", Kind::Open) || single("@{", Kind::Open) || single("(", Kind::Open) || single("{", Kind::Open) ||
        single("[", Kind::Open) || single(")", Kind::Close) || single("}", Kind::Close) || single("]", Kind::Close) ||
        single(",", Kind::Comma) || single(";", Kind::End) || single("|", Kind::Pipe) || single("=", Kind::Assign)) {
      continue;
    }
    problem = QStringLiteral("%1 stands outside of strings").arg(isDouble(c) ? QStringLiteral("a quote") : QString(c));
    return std::nullopt;
  }
  return tokens;
}

}  // namespace lk::test
