#include "ui/timeline_model.h"

#include <QDateTime>
#include <algorithm>
#include <functional>

#include "ui/frame_words.h"
#include "ui/server_words.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr qint64 kReportsJoinedUs = 10'000'000;

QString keyOfArrival(quint64 session) { return QLatin1Char('+') + QString::number(session); }
QString keyOfClose(quint64 session) { return QLatin1Char('-') + QString::number(session); }
QString keyOfRefusal(qint64 atMs) { return QLatin1Char('!') + QString::number(atMs); }
QString keyOfCommand(const QString& id) { return QLatin1Char('c') + id; }

}  // namespace

TimelineModel::TimelineModel(QObject* parent, std::size_t atMost) : QAbstractTableModel(parent), m_atMost(atMost) {}

TimelineModel::Entry TimelineModel::entryOf(const node::Event& event) {
  const bool isArrival = event.kind == node::EventKind::SessionOpened || event.kind == node::EventKind::SessionReplaced;
  Entry entry{event.atMs * 1'000, words::eventKind(event.kind), words::eventSentence(event),
              isArrival ? Tone::Good : words::eventTone(event)};
  if (isArrival) entry.key = keyOfArrival(event.session);
  if (event.kind == node::EventKind::SessionClosed) entry.key = keyOfClose(event.session);
  if (event.kind == node::EventKind::ConnectionRefused) entry.key = keyOfRefusal(event.atMs);
  return entry;
}

TimelineModel::Entry TimelineModel::entryOf(const node::CommandUpdate& update) {
  QString detail = words::payload(update.payload, 40);
  const QString outcome = words::commandOutcome(update);
  if (!outcome.isEmpty()) detail += QStringLiteral(" → ") + outcome;
  if (update.ackUs > 0) detail = words::listed({detail, words::latency(update.ackUs)});
  QString what = words::commandStatus(update.status);
  what.front() = what.front().toUpper();
  Entry entry{update.atMs * 1'000, what, detail, words::commandTone(update)};
  entry.key = keyOfCommand(update.id);
  return entry;
}

TimelineModel::Entry TimelineModel::entryOf(const node::HistoryEntry& known) {
  using node::HistoryKind;
  Entry entry;
  entry.atUs = known.atMs * 1'000;
  const QString reason = known.reason ? words::closeReason(*known.reason) : words::serverSentence(known.detail);
  switch (known.kind) {
    case HistoryKind::Connected:
      entry.what = words::eventKind(node::EventKind::SessionOpened);
      entry.detail = tr("from %1 at %2, session %3").arg(known.address, known.node).arg(known.session);
      entry.tone = Tone::Good;
      entry.key = keyOfArrival(known.session);
      break;
    case HistoryKind::TookOver:
      entry.what = words::eventKind(node::EventKind::SessionReplaced);
      entry.detail = tr("from %1, replaced an older session (now %2)").arg(known.address).arg(known.session);
      entry.tone = Tone::Good;
      entry.key = keyOfArrival(known.session);
      break;
    case HistoryKind::Closed: {
      const bool isUsual = known.reason == CloseReason::Normal || known.reason == CloseReason::Replaced ||
                           known.reason == CloseReason::Draining;
      entry.what = words::eventKind(node::EventKind::SessionClosed);
      entry.detail = tr("%1, after %2").arg(reason, words::duration(known.lastedMs));
      entry.tone = isUsual ? Tone::Normal : Tone::Warning;
      entry.key = keyOfClose(known.session);
      break;
    }
    case HistoryKind::Refused:
      entry.what = words::eventKind(node::EventKind::ConnectionRefused);
      entry.detail = known.detail.isEmpty() ? reason : known.detail;
      entry.tone = Tone::Warning;
      entry.key = keyOfRefusal(known.atMs);
      break;
    case HistoryKind::Command: {
      node::CommandUpdate update;
      update.id = known.id;
      update.status = known.status;
      update.durable = known.durable;
      update.final = isFinal(known.status, known.durable);
      update.code = known.code;
      update.reason = known.detail;
      entry.what = words::commandStatus(known.status);
      entry.what.front() = entry.what.front().toUpper();
      const QString outcome = words::commandOutcome(update);
      entry.detail = outcome.isEmpty() ? tr("command %1").arg(known.id) : tr("command %1: %2").arg(known.id, outcome);
      entry.tone = words::commandTone(update);
      entry.key = keyOfCommand(known.id);
      break;
    }
  }
  entry.isKept = true;
  return entry;
}

TimelineModel::Entry TimelineModel::entryOf(const node::TracedFrame& frame) {
  constexpr qsizetype kShown = 24;  // bytes
  Entry entry;
  entry.atUs = frame.atUs;
  entry.what = frame_words::arrow(frame.fromDevice) + QLatin1Char(' ') + frame_words::type(frame.type);
  entry.detail = frame.payload.isEmpty() ? QString()
                                         : frame_words::hex(frame.payload, kShown) + QStringLiteral("  ") +
                                               frame_words::text(frame.payload, kShown);
  entry.tone = Tone::Muted;
  entry.isBytes = true;
  return entry;
}

TimelineModel::Entry TimelineModel::entryOfReports(qint64 atMs, quint64 reports, quint64 bytes) {
  Entry entry;
  entry.atUs = atMs * 1'000;
  entry.what = tr("Reports");
  entry.detail = tr("%1, %2").arg(words::count(reports), words::bytes(bytes));
  entry.tone = Tone::Muted;
  entry.reports = reports;
  entry.reportBytes = bytes;
  return entry;
}

template <typename Events, typename Updates>
std::deque<TimelineModel::Entry> TimelineModel::entriesOf(const Events& events, const Updates& updates) const {
  std::deque<Entry> entries;
  for (const node::Event& event : events) {
    // The update of the command itself says more.
    if (event.device == m_device && event.kind != node::EventKind::CommandEnded) entries.push_front(entryOf(event));
  }
  for (const node::CommandUpdate& update : updates) {
    if (update.device == m_device) entries.push_front(entryOf(update));
  }
  std::ranges::stable_sort(entries, std::ranges::greater(), &Entry::atUs);
  return entries;
}

void TimelineModel::show(const QString& device, const std::deque<node::Event>& events,
                         const std::deque<node::CommandUpdate>& updates) {
  beginResetModel();
  m_device = device;
  m_session = 0;
  m_entries.clear();
  if (!device.isEmpty()) m_entries = entriesOf(events, updates);
  if (m_entries.size() > m_atMost) m_entries.resize(m_atMost);
  endResetModel();
}

void TimelineModel::addHistory(const QList<node::HistoryEntry>& history) {
  QSet<QString> here;
  for (const Entry& entry : m_entries) here.insert(entry.key);
  std::deque<Entry> fresh;
  for (const node::HistoryEntry& known : history) {
    Entry entry = entryOf(known);
    if (!here.contains(entry.key)) fresh.push_front(std::move(entry));
  }
  if (m_device.isEmpty() || fresh.empty()) return;
  beginResetModel();
  m_entries.insert(m_entries.end(), fresh.begin(), fresh.end());
  std::ranges::stable_sort(m_entries, std::ranges::greater(), &Entry::atUs);
  if (m_entries.size() > m_atMost) m_entries.resize(m_atMost);
  endResetModel();
}

void TimelineModel::take(const node::Snapshot& snapshot) {
  if (m_device.isEmpty()) return;
  std::deque<Entry> fresh = entriesOf(snapshot.events, snapshot.commands);
  for (const node::TracedFrame& frame : snapshot.frames) {
    if (frame.device == m_device) fresh.push_front(entryOf(frame));
  }
  dropKnown(fresh);
  std::ranges::stable_sort(fresh, std::ranges::greater(), &Entry::atUs);
  addInFront(std::move(fresh));
}

// The history may have told of it already. A command is told of again with each of its states; of these only one that
// the history told of is known.
void TimelineModel::dropKnown(std::deque<Entry>& fresh) const {
  const auto isNamed = [](const Entry& entry) { return !entry.key.isEmpty(); };
  if (std::ranges::none_of(fresh, isNamed)) return;
  QSet<QString> here;
  for (const Entry& entry : m_entries) {
    if (isNamed(entry) && entry.isKept) here.insert(entry.key + entry.what);
  }
  std::erase_if(fresh, [&](const Entry& entry) { return isNamed(entry) && here.contains(entry.key + entry.what); });
}

void TimelineModel::follow(const std::optional<node::SessionRow>& row, qint64 nowMs) {
  if (m_device.isEmpty() || !row) return;
  const bool isSame = std::exchange(m_session, row->session) == row->session;
  const quint64 before = std::exchange(m_reports, row->reports);
  const quint64 bytesBefore = std::exchange(m_reportBytes, row->reportBytes);
  // Of a session that was there already, only what is new.
  if (!isSame || row->reports <= before) return;
  const quint64 reports = row->reports - before;
  const quint64 bytes = row->reportBytes - std::min(bytesBefore, row->reportBytes);
  const bool goesOn =
      !m_entries.empty() && m_entries.front().reports > 0 && nowMs * 1'000 - m_entries.front().atUs < kReportsJoinedUs;
  if (!goesOn) return addInFront({entryOfReports(nowMs, reports, bytes)});
  Entry& front = m_entries.front();
  const qint64 beganAtUs = front.atUs;
  front = entryOfReports(nowMs, front.reports + reports, front.reportBytes + bytes);
  front.atUs = beganAtUs;
  Q_EMIT dataChanged(index(0, 0), index(0, kColumns - 1));
}

void TimelineModel::addInFront(std::deque<Entry> fresh) {
  if (fresh.size() > m_atMost) fresh.resize(m_atMost);
  if (fresh.empty()) return;
  beginInsertRows({}, 0, static_cast<int>(fresh.size()) - 1);
  m_entries.insert(m_entries.begin(), fresh.begin(), fresh.end());
  endInsertRows();
  if (m_entries.size() <= m_atMost) return;
  beginRemoveRows({}, static_cast<int>(m_atMost), rowCount() - 1);
  m_entries.resize(m_atMost);
  endRemoveRows();
}

int TimelineModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int TimelineModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant TimelineModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Entry& entry = m_entries[static_cast<std::size_t>(index.row())];
  const int column = index.column();
  if (role == kToneRole)
    return static_cast<int>(column == What ? entry.tone : column == Time ? Tone::Muted : Tone::Normal);
  if (role == kDotRole) return column == What && !entry.isBytes;
  if (role == kMonospaceRole) return column == Detail && entry.isBytes;
  if (role == kPlainRole && column == Time) {
    return QDateTime::fromMSecsSinceEpoch(entry.atUs / 1'000).toString(Qt::ISODateWithMs);
  }
  if (role == Qt::TextAlignmentRole) return cellAlignment(false);
  if (role == Qt::ToolTipRole && column == Time) return words::timeOfDay(entry.atUs / 1'000);
  if (role != Qt::DisplayRole && !(role == Qt::ToolTipRole && column == Detail)) return {};
  switch (column) {
    case Time: return words::timeOfDay(entry.atUs / 1'000).left(8);
    case What: return entry.what;
    case Detail: return entry.detail;
    default: return {};
  }
}

QVariant TimelineModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) return cellAlignment(false);
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case Time: return tr("Time");
    case What: return tr("What");
    case Detail: return tr("Detail");
    default: return {};
  }
}

}  // namespace lk::ui
