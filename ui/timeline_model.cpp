#include "ui/timeline_model.h"

#include <algorithm>

#include "ui/words.h"

namespace lk::ui {

TimelineModel::TimelineModel(QObject* parent, std::size_t atMost) : QAbstractTableModel(parent), m_atMost(atMost) {}

TimelineModel::Entry TimelineModel::entryOf(const node::Event& event) {
  const bool isArrival = event.kind == node::EventKind::SessionOpened || event.kind == node::EventKind::SessionReplaced;
  return {event.atMs, words::eventKind(event.kind), words::eventSentence(event),
          isArrival ? Tone::Good : words::eventTone(event)};
}

TimelineModel::Entry TimelineModel::entryOf(const node::CommandUpdate& update) {
  QString detail = words::payload(update.payload, 40);
  const QString outcome = words::commandOutcome(update);
  if (!outcome.isEmpty()) detail += QStringLiteral(" → ") + outcome;
  if (update.ackUs > 0) detail += QStringLiteral("  ·  ") + words::latency(update.ackUs);
  QString what = words::commandStatus(update.status);
  what.front() = what.front().toUpper();
  return {update.atMs, what, detail, words::commandTone(update)};
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
  std::ranges::stable_sort(entries, [](const Entry& a, const Entry& b) { return a.atMs > b.atMs; });
  return entries;
}

void TimelineModel::show(const QString& device, const std::deque<node::Event>& events,
                         const std::deque<node::CommandUpdate>& updates) {
  beginResetModel();
  m_device = device;
  m_entries.clear();
  if (!device.isEmpty()) m_entries = entriesOf(events, updates);
  if (m_entries.size() > m_atMost) m_entries.resize(m_atMost);
  endResetModel();
}

void TimelineModel::take(const node::Snapshot& snapshot) {
  if (m_device.isEmpty()) return;
  std::deque<Entry> fresh = entriesOf(snapshot.events, snapshot.commands);
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
  if (role == kDotRole) return column == What;
  if (role == Qt::TextAlignmentRole) return cellAlignment(false);
  if (role == Qt::ToolTipRole && column == Time) return words::timeOfDay(entry.atMs);
  if (role != Qt::DisplayRole && !(role == Qt::ToolTipRole && column == Detail)) return {};
  switch (column) {
    case Time: return words::timeOfDay(entry.atMs).left(8);
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
