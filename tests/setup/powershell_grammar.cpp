#include "tests/setup/powershell_grammar.h"

#include <QRegularExpression>
#include <QString>
#include <QStringList>
#include <optional>
#include <utility>
#include <vector>

#include "tests/setup/powershell_cmdlets.h"
#include "tests/setup/powershell_tokens.h"

namespace lk::test {

namespace {

using Token = PowershellToken;

// Goes through the tokens, one statement or element of a pipeline after the other.
class Reader {
 public:
  explicit Reader(std::vector<Token> tokens) : m_tokens(std::move(tokens)) {}

  QString complaint() {
    block({});
    if (m_problem.isEmpty() && m_at < m_tokens.size()) m_problem = QStringLiteral("a bracket closes that is not open");
    return m_problem;
  }

 private:
  using Kind = Token::Kind;

  [[nodiscard]] bool done() const { return !m_problem.isEmpty() || m_at >= m_tokens.size(); }
  [[nodiscard]] const Token& now() const { return m_tokens[m_at]; }
  [[nodiscard]] bool nowIs(Kind kind) const { return !done() && now().kind == kind; }
  bool fail(const QString& text) {
    if (m_problem.isEmpty()) m_problem = text;
    return false;
  }

  // From behind an opening bracket to behind its closing one.
  void bracket(const QString& open) {
    const QString close = open.endsWith(QLatin1Char('('))   ? QStringLiteral(")")
                          : open.endsWith(QLatin1Char('{')) ? QStringLiteral("}")
                                                            : QStringLiteral("]");
    block(open);
    if (!nowIs(Kind::Close) || now().text != close) {
      fail(QStringLiteral("%1 is not closed by %2").arg(open, close));
      return;
    }
    ++m_at;
  }

  // Statements up to a closing bracket, or the end.
  void block(const QString& open) {
    while (!done() && now().kind != Kind::Close) {
      if (now().kind == Kind::End) {
        ++m_at;
      } else if (open == QLatin1StringView("[")) {
        if (now().kind != Kind::Word && now().kind != Kind::Number && now().kind != Kind::Variable &&
            now().kind != Kind::Member && now().kind != Kind::Open) {
          fail(QStringLiteral("%1 within [ ]").arg(now().text));
          return;
        }
        if (now().kind == Kind::Open) {
          const QString inner = now().text;
          ++m_at;
          bracket(inner);
        } else {
          ++m_at;
        }
      } else if (open == QLatin1StringView("@{")) {
        if (!nowIs(Kind::Word)) {
          fail(QStringLiteral("a table's key is no word"));
          return;
        }
        ++m_at;
        if (!nowIs(Kind::Assign)) {
          fail(QStringLiteral("a table's key without ="));
          return;
        }
        ++m_at;
        statement();
      } else {
        statement();
      }
    }
  }

  void statement() {
    static const QStringList kKeywords{QStringLiteral("try"),  QStringLiteral("catch"),   QStringLiteral("if"),
                                       QStringLiteral("else"), QStringLiteral("foreach"), QStringLiteral("exit")};
    if (nowIs(Kind::Word) && kKeywords.contains(now().text)) {
      keyword();
      return;
    }
    while (!done()) {
      if (nowIs(Kind::Word)) {
        command();
      } else {
        expression();
      }
      if (!nowIs(Kind::Pipe)) return;
      ++m_at;
      if (!nowIs(Kind::Word)) {
        fail(QStringLiteral("a pipe leads to no command"));
        return;
      }
    }
  }

  void keyword() {
    const QString word = now().text;
    ++m_at;
    if (word == QLatin1StringView("exit")) {
      if (nowIs(Kind::Number) || nowIs(Kind::Variable)) expression();
      return;
    }
    if (word == QLatin1StringView("if") || word == QLatin1StringView("foreach")) {
      if (!nowIs(Kind::Open) || now().text != QLatin1StringView("(")) {
        fail(word + QStringLiteral(" without ("));
        return;
      }
      ++m_at;
      if (word == QLatin1StringView("foreach")) {
        if (!nowIs(Kind::Variable)) fail(QStringLiteral("foreach without a variable"));
        ++m_at;
        if (!nowIs(Kind::Word) || now().text != QLatin1StringView("in")) fail(QStringLiteral("foreach without in"));
        ++m_at;
      }
      bracket(QStringLiteral("("));
    }
    if (!nowIs(Kind::Open) || now().text != QLatin1StringView("{")) {
      fail(word + QStringLiteral(" without {"));
      return;
    }
    ++m_at;
    bracket(QStringLiteral("{"));
  }

  // An argument or an operand: with members, indexes, and further ones behind commas.
  bool value() {
    if (done()) return false;
    if (now().kind == Kind::Open) {
      const QString open = now().text;
      ++m_at;
      bracket(open);
      if (open == QLatin1StringView("[") && !done() && (nowIs(Kind::Variable) || nowIs(Kind::Open))) return value();
    } else if (now().kind == Kind::Word || now().kind == Kind::String || now().kind == Kind::Number ||
               now().kind == Kind::Variable) {
      ++m_at;
    } else {
      return false;
    }
    while (nowIs(Kind::Member) ||
           (nowIs(Kind::Open) && (now().text == QLatin1StringView("[") ||
                                  (now().text == QLatin1StringView("(") && m_tokens[m_at - 1].kind == Kind::Member)))) {
      const Token token = now();
      ++m_at;
      if (token.kind == Kind::Open) bracket(token.text);
    }
    if (nowIs(Kind::Comma)) {
      ++m_at;
      if (!value()) return fail(QStringLiteral("nothing follows a comma"));
    }
    return true;
  }

  void command() {
    const QString name = now().text;
    const auto found = powershellCmdlets().find(name);
    if (found == powershellCmdlets().end()) {
      fail(QStringLiteral("%1 is no known command").arg(name));
      return;
    }
    ++m_at;
    QStringList given;
    while (!done() && now().kind != Kind::Close && now().kind != Kind::End && now().kind != Kind::Pipe) {
      if (!nowIs(Kind::Dash)) {
        fail(QStringLiteral("%1 of %2 belongs to no parameter").arg(now().text, name));
        return;
      }
      const QString parameter = now().text.mid(1);
      ++m_at;
      if (given.contains(parameter)) fail(QStringLiteral("-%1 twice").arg(parameter));
      given << parameter;
      if (found->second.contains(parameter)) continue;  // a switch
      if (!found->second.contains(parameter + QLatin1Char(':'))) {
        fail(QStringLiteral("%1 has no parameter -%2").arg(name, parameter));
        return;
      }
      if (!value()) fail(QStringLiteral("-%1 of %2 has no value").arg(parameter, name));
    }
  }

  void expression() {
    bool wantsValue = true;
    while (!done()) {
      if (nowIs(Kind::Dash)) {
        if (!isPowershellOperator(now().text)) {
          fail(QStringLiteral("%1 is no operator").arg(now().text));
          return;
        }
        if (wantsValue != (now().text == QLatin1StringView("-not"))) {
          fail(QStringLiteral("%1 stands where it cannot").arg(now().text));
          return;
        }
        wantsValue = true;
        ++m_at;
      } else if (nowIs(Kind::Assign)) {
        ++m_at;
        statement();
        return;
      } else if (wantsValue) {
        if (nowIs(Kind::Word) || !value()) {
          fail(QStringLiteral("a value is missing"));
          return;
        }
        wantsValue = false;
      } else {
        break;
      }
    }
    if (!done() && now().kind != Kind::Close && now().kind != Kind::End && now().kind != Kind::Pipe) {
      fail(QStringLiteral("%1 follows a value").arg(now().text));
    }
    if (wantsValue) fail(QStringLiteral("a value is missing at the end"));
  }

  std::vector<Token> m_tokens;
  std::size_t m_at = 0;
  QString m_problem;
};

}  // namespace

std::string complaintOfPowershell(std::string_view script) {
  QString problem;
  auto tokens = powershellTokens(QString::fromUtf8(script.data(), static_cast<qsizetype>(script.size())), problem);
  if (!tokens) return problem.toStdString();
  if (tokens->empty()) return "nothing there";
  return Reader(*std::move(tokens)).complaint().toStdString();
}

std::string complaintOfTypedLine(std::string_view line) {
  static const QStringList kPrograms{QStringLiteral("linekeeper"), QStringLiteral("nginx"),
                                     QStringLiteral("redis-cli"),  QStringLiteral("netsh"),
                                     QStringLiteral("taskkill"),   QStringLiteral("gpresult")};
  static const QRegularExpression kBare(QStringLiteral("\\G[A-Za-z0-9_./\\\\:=+*?-]+(?= |$)"));
  static const QRegularExpression kDouble(QStringLiteral("\\G\"[^\"$`]*\"(?= |$)"));
  const QString text = QString::fromUtf8(line.data(), static_cast<qsizetype>(line.size()));
  const QString first = text.section(QLatin1Char(' '), 0, 0);
  if (first != QLatin1StringView("&") && !kPrograms.contains(first)) return complaintOfPowershell(line);
  qsizetype at = first.size();
  for (bool isProgram = first == QLatin1StringView("&"); at < text.size(); isProgram = false) {
    if (text[at] != QLatin1Char(' ')) return "words run together at " + text.mid(at).toStdString();
    ++at;
    if (at < text.size() && isPowershellQuote(text[at])) {
      if (!powershellStringAt(text, at)) return "a string is not closed";
      continue;
    }
    if (isProgram) return "& without a quoted program";
    const QRegularExpressionMatch bare = kBare.match(text, at);
    const QRegularExpressionMatch quoted = kDouble.match(text, at);
    if (!bare.hasMatch() && !quoted.hasMatch()) return "PowerShell reads more into " + text.mid(at).toStdString();
    at += bare.hasMatch() ? bare.capturedLength() : quoted.capturedLength();
  }
  return {};
}

std::string readByPowershell(std::string_view quoted) {
  const QString text = QString::fromUtf8(quoted.data(), static_cast<qsizetype>(quoted.size()));
  if (text.isEmpty() || !isPowershellQuote(text[0])) return "?";
  qsizetype at = 0;
  const std::optional<QString> content = powershellStringAt(text, at);
  return content && at == text.size() ? content->toStdString() : "?";
}

}  // namespace lk::test
