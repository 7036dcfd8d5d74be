#include "ui/events_model.h"

#include <QDateTime>
#include <algorithm>

#include "ui/words.h"

namespace lk::ui {

EventsModel::EventsModel(QObject* parent, std::size_t atMost) : QAbstractTableModel(parent), m_atMost(atMost) {}

void EventsModel::take(const QList<node::Event>& events, quint64 droppedByNode) {
  m_dropped += droppedByNode;
  if (events.isEmpty()) {
    if (droppedByNode > 0) Q_EMIT counted();
    return;
  }
  std::deque<quint64> fresh;
  for (const node::Event& event : events) {
    if (m_filter.matches(event)) fresh.push_back(m_first + m_events.size());
    m_events.push_back(event);
  }
  if (!fresh.empty()) {
    beginInsertRows({}, 0, static_cast<int>(fresh.size()) - 1);
    m_view.insert(m_view.end(), fresh.begin(), fresh.end());
    endInsertRows();
  }
  trim();
  Q_EMIT counted();
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
  m_view.clear();
  for (std::size_t i = 0; i < m_events.size(); ++i) {
    if (m_filter.matches(m_events[i])) m_view.push_back(m_first + i);
  }
  endResetModel();
  Q_EMIT counted();
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
