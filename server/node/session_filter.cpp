#include "server/node/session_filter.h"

#include <algorithm>
#include <array>

#include "server/base/duration.h"

namespace lk::node {

namespace {

Error wrong(const QString& word, const QString& why) {
  return {Error::Code::Usage, QStringLiteral("'%1': %2").arg(word, why).toStdString()};
}

bool compare(qint64 value, bool above, qint64 bound) { return above ? value > bound : value < bound; }

}  // namespace

QStringList SessionFilter::keywords() {
  return {QStringLiteral("node:"), QStringLiteral("addr:"),    QStringLiteral("idle>"),
          QStringLiteral("up<"),   QStringLiteral("reports>"), QStringLiteral("pending>")};
}

Result<SessionFilter> SessionFilter::parse(const QString& text) {
  SessionFilter filter;
  const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
  for (const QString& word : words) {
    auto term = parseTerm(word);
    if (!term) return term.error();
    filter.m_terms.push_back(*term);
  }
  return filter;
}

Result<SessionFilter::Term> SessionFilter::parseTerm(const QString& word) {
  static constexpr std::array kSubjects = {std::pair{"idle", Subject::Idle}, std::pair{"up", Subject::Up},
                                           std::pair{"reports", Subject::Reports},
                                           std::pair{"pending", Subject::Pending}};
  Term term;
  const auto after = [&](const char* prefix) { return word.mid(static_cast<qsizetype>(qstrlen(prefix))); };
  if (word.startsWith(QLatin1StringView("node:")) || word.startsWith(QLatin1StringView("addr:"))) {
    term.subject = word.startsWith(QLatin1Char('n')) ? Subject::Node : Subject::Address;
    term.text = after("node:");
    if (term.text.isEmpty()) return wrong(word, QStringLiteral("write what to look for behind the colon"));
    return term;
  }
  const qsizetype sign = std::max(word.indexOf(QLatin1Char('>')), word.indexOf(QLatin1Char('<')));
  if (sign < 0) {
    term.text = word;
    return term;
  }
  const QString name = word.left(sign);
  const auto known =
      std::ranges::find_if(kSubjects, [&](const auto& subject) { return name == QLatin1StringView(subject.first); });
  if (known == kSubjects.end()) return wrong(word, QStringLiteral("compare idle, up, reports or pending"));
  term.subject = known->second;
  term.above = word[sign] == QLatin1Char('>');
  const QString bound = word.mid(sign + 1);
  if (term.subject == Subject::Idle || term.subject == Subject::Up) {
    const auto duration = parseDuration(bound.toStdString());
    if (!duration) return wrong(word, QStringLiteral("write a duration, as in %1>60s").arg(name));
    term.number = duration->count();
    return term;
  }
  bool isNumber = false;
  term.number = bound.toLongLong(&isNumber);
  if (!isNumber || term.number < 0) return wrong(word, QStringLiteral("write a whole number, as in %1>10").arg(name));
  return term;
}

bool SessionFilter::holds(const Term& term, const SessionRow& row, qint64 nowMs) {
  switch (term.subject) {
    case Subject::Device: return row.device.contains(term.text, Qt::CaseInsensitive);
    case Subject::Node: return row.node.startsWith(term.text);
    case Subject::Address: return row.address.startsWith(term.text);
    case Subject::Idle: return compare(nowMs - row.lastHeardAtMs, term.above, term.number);
    case Subject::Up: return compare(nowMs - row.connectedAtMs, term.above, term.number);
    case Subject::Reports: return compare(static_cast<qint64>(row.reports), term.above, term.number);
    case Subject::Pending: return compare(row.commandsPending, term.above, term.number);
  }
  return false;
}

bool SessionFilter::matches(const SessionRow& row, qint64 nowMs) const {
  return std::ranges::all_of(m_terms, [&](const Term& term) { return holds(term, row, nowMs); });
}

bool SessionFilter::dependsOnTime() const {
  return std::ranges::any_of(
      m_terms, [](const Term& term) { return term.subject == Subject::Idle || term.subject == Subject::Up; });
}

}  // namespace lk::node
