#include "server/node/session_filter.h"

#include <algorithm>
#include <array>

#include "server/base/duration.h"

namespace lk::node {

namespace {

bool compare(qint64 value, bool above, qint64 bound) { return above ? value > bound : value < bound; }

bool beginsAReason(const QString& text) {
  return std::ranges::any_of(kCloseReasons, [&](CloseReason reason) {
    return QString::fromUtf8(toText(reason)).startsWith(text, Qt::CaseInsensitive);
  });
}

bool mayStandInAnId(const QString& word) { return isDeviceId(word.left(64).toStdString()); }

QString why(const SessionFilter::Problem& problem) {
  using Fault = SessionFilter::Fault;
  switch (problem.fault) {
    case Fault::NoValue: return QStringLiteral("write what to look for behind the colon");
    case Fault::UnknownKey: return QStringLiteral("compare idle, up, reports, pending or out");
    case Fault::NoDuration: return QStringLiteral("write a duration, as in %1>60s").arg(problem.key);
    case Fault::NoNumber: return QStringLiteral("write a whole number, as in %1>10").arg(problem.key);
    case Fault::NoDeviceId: return QStringLiteral("write a whole device id after id:");
    case Fault::NoReason: return QStringLiteral("no close reason begins so; write one, as in close:kicked");
    case Fault::NeverInAnId: return QStringLiteral("a device's id has only letters, digits and . _ : -");
    case Fault::NoNegatedId: return QStringLiteral("id: can't be turned round; leave out the !");
  }
  return {};
}

}  // namespace

QStringList SessionFilter::keywords() {
  return {QStringLiteral("id:"),    QStringLiteral("node:"),    QStringLiteral("addr:"), QStringLiteral("idle>"),
          QStringLiteral("up<"),    QStringLiteral("reports>"), QStringLiteral("out>"),  QStringLiteral("pending>"),
          QStringLiteral("close:"), QStringLiteral("proto:")};
}

SessionFilter SessionFilter::read(const QString& text, QList<Problem>& problems) {
  SessionFilter filter;
  qsizetype at = 0;
  while (at < text.size()) {
    if (text[at].isSpace()) {
      ++at;
      continue;
    }
    qsizetype end = at;
    while (end < text.size() && !text[end].isSpace()) ++end;
    Problem problem;
    problem.at = at;
    problem.length = end - at;
    problem.word = text.mid(at, end - at);
    filter.readWord(problem.word, problem, problems);
    at = end;
  }
  return filter;
}

Result<SessionFilter> SessionFilter::parse(const QString& text) {
  QList<Problem> problems;
  SessionFilter filter = read(text, problems);
  if (problems.isEmpty()) return filter;
  const QString reason = QStringLiteral("'%1': %2").arg(problems.front().word, why(problems.front()));
  return Error{Error::Code::Usage, reason.toStdString()};
}

void SessionFilter::readWord(const QString& word, Problem problem, QList<Problem>& problems) {
  Term term;
  term.negated = word.startsWith(QLatin1Char('!'));
  const QString plain = term.negated ? word.mid(1) : word;
  const auto refuse = [&](Fault fault) {
    problem.fault = fault;
    problems.push_back(problem);
  };
  const qsizetype colon = plain.indexOf(QLatin1Char(':'));
  const qsizetype sign = std::max(plain.indexOf(QLatin1Char('>')), plain.indexOf(QLatin1Char('<')));
  problem.key = plain.left(std::max({colon, sign, qsizetype{0}}));
  if (colon >= 0 && problem.key == QLatin1StringView("id")) {
    const QString id = plain.mid(colon + 1);
    if (term.negated) return refuse(Fault::NoNegatedId);
    if (!isDeviceId(id.toStdString())) return refuse(Fault::NoDeviceId);
    m_ids.insert(id);
    return;
  }
  term.text = plain;
  std::optional<Fault> fault;
  if (sign >= 0) {
    fault = readComparison(plain, sign, term);
  } else {
    if (colon >= 0) fault = readText(plain.left(colon), term);
    if (!fault && term.subject == Subject::Device && !mayStandInAnId(plain)) fault = Fault::NeverInAnId;
  }
  fault ? refuse(*fault) : m_terms.push_back(term);
}

// A colon behind none of the keys is part of an id.
std::optional<SessionFilter::Fault> SessionFilter::readText(const QString& key, Term& term) {
  static constexpr std::array kSubjects = {std::pair{"node", Subject::Node}, std::pair{"addr", Subject::Address},
                                           std::pair{"proto", Subject::Protocol}, std::pair{"close", Subject::Close}};
  const auto* const known =
      std::ranges::find_if(kSubjects, [&](const auto& subject) { return key == QLatin1StringView(subject.first); });
  if (known == kSubjects.end()) return {};
  term.subject = known->second;
  term.text = term.text.mid(key.size() + 1);
  if (term.text.isEmpty()) return Fault::NoValue;
  if (term.subject == Subject::Close && !beginsAReason(term.text)) return Fault::NoReason;
  return {};
}

std::optional<SessionFilter::Fault> SessionFilter::readComparison(const QString& word, qsizetype sign, Term& term) {
  static constexpr std::array kSubjects = {
      std::pair{"idle", Subject::Idle}, std::pair{"up", Subject::Up}, std::pair{"reports", Subject::Reports},
      std::pair{"pending", Subject::Pending}, std::pair{"out", Subject::OutBuffer}};
  const QString name = word.left(sign);
  const auto* const known =
      std::ranges::find_if(kSubjects, [&](const auto& subject) { return name == QLatin1StringView(subject.first); });
  if (known == kSubjects.end()) return Fault::UnknownKey;
  term.subject = known->second;
  term.above = word[sign] == QLatin1Char('>');
  const QString bound = word.mid(sign + 1);
  if (term.subject == Subject::Idle || term.subject == Subject::Up) {
    const auto duration = parseDuration(bound.toStdString());
    if (!duration) return Fault::NoDuration;
    term.number = duration->count();
    return {};
  }
  bool isNumber = false;
  term.number = bound.toLongLong(&isNumber);
  if (!isNumber || term.number < 0) return Fault::NoNumber;
  return {};
}

bool SessionFilter::holds(const Term& term, const SessionRow& row, qint64 nowMs) {
  switch (term.subject) {
    case Subject::Device: return row.device.contains(term.text, Qt::CaseInsensitive);
    case Subject::Node: return row.node.startsWith(term.text);
    case Subject::Address: return row.address.startsWith(term.text);
    case Subject::Protocol: return row.protocol.startsWith(term.text);
    case Subject::Close:
      return row.lastClose && QString::fromUtf8(toText(*row.lastClose)).startsWith(term.text, Qt::CaseInsensitive);
    case Subject::Idle: return compare(nowMs - row.lastHeardAtMs, term.above, term.number);
    case Subject::Up: return compare(nowMs - row.connectedAtMs, term.above, term.number);
    case Subject::Reports: return compare(static_cast<qint64>(row.reports), term.above, term.number);
    case Subject::Pending: return compare(row.commandsPending, term.above, term.number);
    case Subject::OutBuffer: return compare(row.outBuffer, term.above, term.number);
  }
  return false;
}

bool SessionFilter::matches(const SessionRow& row, qint64 nowMs) const {
  if (!m_ids.isEmpty() && !m_ids.contains(row.device)) return false;
  return std::ranges::all_of(m_terms, [&](const Term& term) { return holds(term, row, nowMs) != term.negated; });
}

bool SessionFilter::dependsOnTime() const {
  return std::ranges::any_of(
      m_terms, [](const Term& term) { return term.subject == Subject::Idle || term.subject == Subject::Up; });
}

}  // namespace lk::node
