#pragma once

#include <QAbstractTableModel>
#include <deque>

#include "ui/event_filter.h"
#include "ui/tone.h"

namespace lk::ui {

// What happened, newest first by the time at which it did: a node that was away tells of older things late. Bounded:
// the oldest go, and dropped() says how many went, here or at the node.
class EventsModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Time, What, Device, Detail, Address, Node, kColumns };

  explicit EventsModel(QObject* parent = nullptr, std::size_t atMost = 10'000);

  void take(const QList<node::Event>& events, quint64 droppedByNode);
  void setFilter(const EventFilter& filter);
  [[nodiscard]] const EventFilter& filter() const { return m_filter; }
  [[nodiscard]] const node::Event* at(int row) const;
  // A number that an event keeps until others are taken, so that it can be found again. The row has to be there.
  [[nodiscard]] quint64 numberAt(int row) const;
  // -1: not known any more, or not in the filter.
  [[nodiscard]] int rowOf(quint64 number) const;
  [[nodiscard]] int known() const { return static_cast<int>(m_events.size()); }
  [[nodiscard]] quint64 dropped() const { return m_dropped; }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 Q_SIGNALS:
  void counted();

 private:
  using Sorted = QList<node::Event>;
  void insert(std::size_t place, Sorted::const_iterator first, Sorted::const_iterator last);
  void merge(const Sorted& events);
  void showAll();
  void trim();

  // Numbered from m_first on; the newest stands at the back.
  std::deque<node::Event> m_events;
  quint64 m_first = 0;
  std::deque<quint64> m_view;  // numbers, oldest at the front; row 0 is the back
  EventFilter m_filter;
  std::size_t m_atMost;
  quint64 m_dropped = 0;
};

}  // namespace lk::ui
