#include "ui/events_model.h"

#include <QDateTime>
#include <algorithm>
#include <iterator>
#include <vector>

#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr std::size_t kMostRuns = 64;  // places that late events go to; with more it is told anew

}  // namespace

EventsModel::EventsModel(QObject* parent, std::size_t atMost) : QAbstractTableModel(parent), m_atMost(atMost) {}

void EventsModel::take(const QList<node::Event>& events, quint64 droppedByNode) {
  m_dropped += droppedByNode;
  if (events.isEmpty()) {
    if (droppedByNode > 0) Q_EMIT counted();
    return;
  }
  Sorted sorted = events;
  std::ranges::stable_sort(sorted, {}, &node::Event::atMs);
  const bool isNewest = m_events.empty() || m_events.back().atMs <= sorted.front().atMs;
  isNewest ? insert(m_events.size(), sorted.cbegin(), sorted.cend()) : merge(sorted);
  trim();
  Q_EMIT counted();
}

// Those of one place beside each other go there at once, the newest first, so that older places hold.
void EventsModel::merge(const Sorted& events) {
  struct Run {
    std::size_t place;
    Sorted::const_iterator first;
    Sorted::const_iterator last;
  };
  std::vector<Run> runs;
  for (auto event = events.cbegin(); event != events.cend(); ++event) {
    const auto after = std::ranges::upper_bound(m_events, event->atMs, {}, &node::Event::atMs);
    const auto place = static_cast<std::size_t>(after - m_events.begin());
    if (runs.empty() || runs.back().place != place) runs.push_back({place, event, event});
    runs.back().last = event + 1;
  }
  if (runs.size() <= kMostRuns) {
    for (auto run = runs.crbegin(); run != runs.crend(); ++run) insert(run->place, run->first, run->last);
    return;
  }
  beginResetModel();
  std::deque<node::Event> all;
  std::ranges::merge(m_events, events, std::back_inserter(all), {}, &node::Event::atMs, &node::Event::atMs);
  m_events = std::move(all);
  showAll();
  endResetModel();
}

void EventsModel::insert(std::size_t place, Sorted::const_iterator first, Sorted::const_iterator last) {
  const quint64 number = m_first + place;
  const auto count = static_cast<quint64>(last - first);
  std::vector<quint64> fresh;
  for (auto event = first; event != last; ++event) {
    if (m_filter.matches(*event)) fresh.push_back(number + static_cast<quint64>(event - first));
  }
  const auto at = std::ranges::lower_bound(m_view, number);
  const auto newer = static_cast<int>(m_view.end() - at);  // rows above them
  if (!fresh.empty()) beginInsertRows({}, newer, newer + static_cast<int>(fresh.size()) - 1);
  for (auto later = at; later != m_view.end(); ++later) *later += count;
  m_view.insert(at, fresh.begin(), fresh.end());
  m_events.insert(m_events.begin() + static_cast<std::ptrdiff_t>(place), first, last);
  if (!fresh.empty()) endInsertRows();
}

void EventsModel::trim() {
  if (m_events.size() <= m_atMost) return;
  const quint64 first = m_first + m_events.size() - m_atMost;
  const auto gone = std::ranges::lower_bound(m_view, first) - m_view.begin();
  if (gone > 0) {
    beginRemoveRows({}, rowCount() - static_cast<int>(gone), rowCount() - 1);
    m_view.erase(m_view.begin(), m_view.begin() + gone);
    endRemoveRows();
  }
  m_dropped += first - m_first;
  m_events.erase(m_events.begin(), m_events.begin() + static_cast<std::ptrdiff_t>(first - m_first));
  m_first = first;
}

void EventsModel::setFilter(const EventFilter& filter) {
  beginResetModel();
  m_filter = filter;
  showAll();
  endResetModel();
  Q_EMIT counted();
}

void EventsModel::showAll() {
  m_view.clear();
  for (std::size_t i = 0; i < m_events.size(); ++i) {
    if (m_filter.matches(m_events[i])) m_view.push_back(m_first + i);
  }
}

quint64 EventsModel::numberAt(int row) const { return m_view[m_view.size() - 1 - static_cast<std::size_t>(row)]; }

int EventsModel::rowOf(quint64 number) const {
  const auto place = std::ranges::lower_bound(m_view, number);
  if (place == m_view.end() || *place != number) return -1;
  return static_cast<int>(m_view.end() - place) - 1;
}

const node::Event* EventsModel::at(int row) const {
  return row < 0 || row >= rowCount() ? nullptr : &m_events[static_cast<std::size_t>(numberAt(row) - m_first)];
}

int EventsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_view.size());
}

int EventsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant EventsModel::data(const QModelIndex& index, int role) const {
  const node::Event* event = at(index.row());
  if (event == nullptr) return {};
  const int column = index.column();
  if (role == kToneRole) {
    if (column == What) return static_cast<int>(words::eventTone(*event));
    const bool isQuiet = column == Time || column == Address || column == Node;
    return static_cast<int>(isQuiet ? Tone::Muted : Tone::Normal);
  }
  if (role == kDotRole) return column == What && event->severity != node::Severity::Info;
  if (role == Qt::TextAlignmentRole) return cellAlignment(false);
  if (role == kPlainRole && column == Time)
    return QDateTime::fromMSecsSinceEpoch(event->atMs).toString(Qt::ISODateWithMs);
  if (role != Qt::DisplayRole && !(role == Qt::ToolTipRole && column == Detail)) return {};
  switch (column) {
    case Time: return words::timeOfDay(event->atMs);
    case What: return words::eventKind(event->kind);
    case Device: return event->device;
    case Detail: return words::eventSentence(*event);
    case Address: return event->address;
    case Node: return event->node;
    default: return {};
  }
}

QVariant EventsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) return cellAlignment(false);
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case Time: return tr("Time");
    case What: return tr("Event");
    case Device: return tr("Device");
    case Detail: return tr("Detail");
    case Address: return tr("Address");
    case Node: return tr("Node");
    default: return {};
  }
}

}  // namespace lk::ui
