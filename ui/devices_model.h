#pragma once

#include <QAbstractTableModel>
#include <QThreadPool>
#include <atomic>
#include <deque>
#include <optional>
#include <vector>

#include "ui/device_order.h"
#include "ui/session_store.h"
#include "ui/tone.h"

namespace lk::ui {

// The live sessions as a table. Rows come, change and go one by one and the model is never reset, so selection and
// place are kept. A row stays where it is when its values change; it moves only when somebody sorts or refreshes.
class DevicesModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  explicit DevicesModel(QObject* parent = nullptr);
  ~DevicesModel() override;

  void take(const node::Snapshot& snapshot);
  void setFilter(const DeviceFilter& filter);
  void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
  // Filters and sorts anew: at once while there are few rows, else in a thread of its own, followed by counted().
  void reorder();

  [[nodiscard]] int known() const { return m_store.size(); }
  [[nodiscard]] bool ordering() const { return m_ordering; }
  // A large list of sessions is being taken.
  [[nodiscard]] bool taking() const { return !m_incoming.empty(); }
  [[nodiscard]] const SessionStore& store() const { return m_store; }
  // Nothing: no such row, no such device.
  [[nodiscard]] std::optional<node::SessionRow> at(int row) const;
  [[nodiscard]] std::optional<node::SessionRow> find(const QString& device) const;
  [[nodiscard]] bool contains(const QString& device) const { return m_store.find(device) >= 0; }
  // The device of a row, which has to be there.
  [[nodiscard]] QString deviceAt(int row) const;
  [[nodiscard]] int slotAt(int row) const { return m_view[static_cast<std::size_t>(row)]; }
  // -1: not connected, or not in the filter.
  [[nodiscard]] int rowOf(const QString& device) const;
  // At most `atMost` ids that begin with this, for completion.
  [[nodiscard]] QStringList idsLike(const QString& prefix, int atMost) const;
  [[nodiscard]] QStringList protocols() const;
  [[nodiscard]] qint64 nowMs() const { return m_nowMs; }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 Q_SIGNALS:
  void counted(int shown, int known);
  // Rows change their places, and no row comes or goes between the two.
  void orderAboutToChange();
  void orderChanged();

 private:
  // What a thread of its own finds out: who is shown, in order if it is to be sorted.
  struct Order {
    std::vector<DeviceItem> items;
    SessionRows rows;  // given up where it was made
    quint64 request = 0;
    bool sorted = true;
  };

  struct Incoming {
    node::Snapshot snapshot;
    qsizetype next = 0;  // row
    [[nodiscard]] bool isLarge() const;
  };

  [[nodiscard]] static std::size_t place(int slot) { return static_cast<std::size_t>(slot); }
  void takeSome();
  void giveUp(node::Snapshot snapshot);
  void apply(const SessionStore::Changes& changes, bool partOfLarge);
  // Who of them comes into the view, and whether anybody leaves it.
  [[nodiscard]] bool judge(const std::vector<int>& slots, std::vector<int>& fresh) const;
  void order(bool sorted);
  void takeOrder(Order& order);
  void takeMatches(const Order& order);
  [[nodiscard]] std::vector<int> merged(const std::vector<int>& kept, std::vector<int> fresh) const;
  [[nodiscard]] bool matches(int slot) const;
  void show(const std::vector<int>& next);
  void append(const std::vector<int>& slots);
  void removeAllBut(const std::vector<char>& wanted);
  void permute(std::vector<int> next);
  void insertMissing(const std::vector<int>& next, const std::vector<char>& present);
  void rememberRows();
  void tellChanged(const std::vector<int>& slots);

  SessionStore m_store;
  std::deque<Incoming> m_incoming;
  std::vector<int> m_view;       // slots, as shown
  std::vector<int> m_rowOfSlot;  // -1: not shown
  std::vector<int> m_touched;    // slots that changed while an order is made
  DeviceFilter m_filter;
  DeviceSort m_sort;
  qint64 m_nowMs = 0;
  qint64 m_sweptAtMs = 0;
  std::atomic<quint64> m_lastRequest = 0;  // the thread passes over older ones
  bool m_ordering = false;                 // somebody asked for it
  bool m_working = false;                  // the thread is at it, for whatever reason
  bool m_unsorted = false;                 // rows of a large list stand where they came
  QThreadPool m_thread;                    // last: waits for the job, which posts to this object
};

}  // namespace lk::ui
