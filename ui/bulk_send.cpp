#include "ui/bulk_send.h"

#include <QDateTime>
#include <QSaveFile>
#include <algorithm>

#include "ui/server_words.h"
#include "ui/table_text.h"

namespace lk::ui {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kTick{50};
constexpr std::chrono::milliseconds kSlowTick{250};  // when all is sent
constexpr int kMostAtOnce = 200;                     // commands of one tick: the window goes on between them
constexpr std::chrono::seconds kGrace{5};            // past the timeout, for a node that has died

QString s(const char* text) { return QString::fromUtf8(text); }

QString wordOf(CommandStatus status) {
  const std::string_view word = toText(status);
  return QString::fromUtf8(word.data(), static_cast<qsizetype>(word.size()));
}

}  // namespace

BulkSend::BulkSend(ConsoleContext& context, SendPlan plan, int rate, QObject* parent)
    : QObject(parent), m_context(context), m_plan(std::move(plan)), m_rate(std::clamp(rate, 1, kMostRate)) {
  m_results.reserve(static_cast<std::size_t>(m_plan.targets.size()));
  connect(&m_tick, &QTimer::timeout, this, &BulkSend::tick);
  connect(&m_context.feed.control(), &node::NodeControl::commandChanged, this, &BulkSend::take);
  connect(&m_context.feed.control(), &node::NodeControl::stateChanged, this, &BulkSend::linkChanged);
}

void BulkSend::start() {
  m_allowedAt = m_context.parts.clock->steady();
  m_allowance = 1;
  m_tick.start(kTick);
  tick();
}

void BulkSend::stop(const QString& why) {
  if (!sending()) return;
  m_stopped = true;
  m_stoppedWhy = why;
  Q_EMIT progressed();
}

void BulkSend::tick() {
  const auto now = m_context.parts.clock->steady();
  const double elapsed = std::chrono::duration<double>(now - m_allowedAt).count();
  m_allowedAt = now;
  // What a stalled window did not send is not made up for at once.
  const double most = std::max(1.0, m_rate * 0.25);
  m_allowance = std::min(most, m_allowance + elapsed * m_rate);
  if (sending()) sendSome(std::min(kMostAtOnce, static_cast<int>(m_allowance)));
  endOverdue();
  if (std::exchange(m_changed, false)) Q_EMIT progressed();
  if (over()) {
    m_tick.stop();
  } else if (!sending() && m_tick.intervalAsDuration() == kTick) {
    m_tick.start(kSlowTick);
  }
}

void BulkSend::sendSome(int most) {
  const int first = sent();
  const int end = std::min(first + most, total());
  if (end == first) return;
  const qint64 nowMs = m_context.feed.momentMs();
  const auto giveUpAt = m_context.parts.clock->steady() + std::chrono::seconds(m_plan.timeoutS) + kGrace;
  QList<node::CommandRequest> requests;
  for (int place = first; place < end; ++place) {
    requests.push_back(requestOf(m_plan, m_plan.targets[place], place));
    Outcome outcome;
    outcome.id = requests.back().id;
    outcome.sentAtMs = nowMs;
    m_places.insert(outcome.id, m_results.size());
    m_results.push_back(std::move(outcome));
    m_deadlines.push_back(giveUpAt);
  }
  m_open += end - first;
  m_allowance -= end - first;
  m_changed = true;
  m_context.commands.addOwn(requests, nowMs);
  m_context.feed.control().send(requests, this, [this, requests](const Result<QStringList>& taken) {
    if (taken) return;
    const QString why = QString::fromStdString(taken.error().text);
    for (const node::CommandRequest& request : requests) {
      m_context.commands.refuse(request.id, request.device, why);
      const auto place = m_places.constFind(request.id);
      if (place != m_places.constEnd()) finish(*place, CommandStatus::Rejected, why);
    }
    stop(why);
    Q_EMIT progressed();
  });
}

void BulkSend::take(const node::CommandUpdate& update) {
  const auto found = m_places.constFind(update.id);
  if (found == m_places.constEnd()) return;
  Outcome& outcome = m_results[*found];
  outcome.atMs = update.atMs;
  outcome.ackUs = update.ackUs;
  outcome.code = update.code;
  outcome.node = update.node;
  outcome.reason = update.reason;
  outcome.answer = update.answer;
  change(outcome, update.status, update.final);
}

void BulkSend::finish(std::size_t place, CommandStatus status, const QString& why) {
  Outcome& outcome = m_results[place];
  outcome.reason = why;
  outcome.atMs = m_context.feed.momentMs();
  change(outcome, status, true);
}

void BulkSend::change(Outcome& outcome, CommandStatus status, bool final) {
  if (outcome.status) --m_counts[static_cast<std::size_t>(*outcome.status)];
  outcome.status = status;
  ++m_counts[static_cast<std::size_t>(status)];
  m_changed = true;
  if (!final) return;
  outcome.final = true;
  m_places.remove(outcome.id);
  --m_open;
  if (status != CommandStatus::Done) ++m_failures;
}

// Live commands only: a durable one may wait for its device.
void BulkSend::endOverdue() {
  if (m_plan.ttlS > 0) return;
  const auto now = m_context.parts.clock->steady();
  while (!m_deadlines.empty() && m_deadlines.front() <= now) {
    m_deadlines.pop_front();
    const std::size_t place = m_oldestOpen++;
    if (m_results[place].final) continue;
    finish(place, CommandStatus::Unacknowledged, tr("no node said in time what became of it"));
  }
}

void BulkSend::linkChanged(node::NodeControl::State state, const QString& why) {
  if (state != node::NodeControl::State::Lost) return;
  const QString text =
      why.isEmpty() ? tr("the link to the node was lost") : tr("the link was lost: %1").arg(words::serverSentence(why));
  for (std::size_t place = 0; place < m_results.size(); ++place) {
    if (!m_results[place].final) finish(place, CommandStatus::Unacknowledged, text);
  }
  stop(text);
  m_changed = false;
  Q_EMIT progressed();
}

bool BulkSend::isFailure(std::size_t place) const {
  if (place >= m_results.size()) return true;
  return m_results[place].final && m_results[place].status != CommandStatus::Done;
}

QStringList BulkSend::notDone() const {
  QStringList devices;
  for (int place = 0; place < total(); ++place) {
    if (isFailure(static_cast<std::size_t>(place))) devices.push_back(m_plan.targets[place].device);
  }
  return devices;
}

QString BulkSend::lineOf(std::size_t place) const {
  const CommandTarget& target = m_plan.targets[static_cast<qsizetype>(place)];
  if (place >= m_results.size()) return csvCell(target.device) + s(",,not-sent,,,,,,");
  const Outcome& one = m_results[place];
  const PayloadText answer = payloadToText(one.answer);
  const bool isCoded = one.status == CommandStatus::Done || one.status == CommandStatus::Failed;
  const QStringList cells = {
      target.device,
      one.id,
      one.status ? wordOf(*one.status) : s("sending"),
      isCoded ? QString::number(one.code) : QString(),
      answer.form == PayloadForm::Hex ? s("hex ") + answer.text : answer.text,
      one.reason,
      one.ackUs > 0 ? QString::number(static_cast<double>(one.ackUs) / 1'000.0, 'f', 1) : QString(),
      one.node,
      QDateTime::fromMSecsSinceEpoch(one.atMs > 0 ? one.atMs : one.sentAtMs, Qt::UTC).toString(Qt::ISODateWithMs)};
  QStringList written;
  for (const QString& cell : cells) written.push_back(csvCell(cell));
  return written.join(QLatin1Char(','));
}

QString BulkSend::exportTo(const QString& path, bool failuresOnly) const {
  QSaveFile file(path);
  bool good = file.open(QIODevice::WriteOnly);
  const auto write = [&](const QString& line) {
    const QByteArray bytes = line.toUtf8() + "\r\n";
    good = good && file.write(bytes) == bytes.size();
  };
  write(s("device,id,status,code,answer,reason,ack_ms,node,at"));
  for (std::size_t place = 0; good && place < static_cast<std::size_t>(total()); ++place) {
    if (!failuresOnly || isFailure(place)) write(lineOf(place));
  }
  if (good && file.commit()) return {};
  return tr("%1 can't be written: %2").arg(path, file.errorString());
}

}  // namespace lk::ui
