#pragma once

#include <QAbstractTableModel>
#include <QThreadPool>
#include <deque>
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
  [[nodiscard]] const SessionStore& store() const { return m_store; }
  // Null: no such row, no such device.
  [[nodiscard]] const node::SessionRow* at(int row) const;
  [[nodiscard]] const node::SessionRow* find(const QString& device) const;
  // -1: not connected, or not in the filter.
  [[nodiscard]] int rowOf(const QString& device) const;
  // At most `atMost` ids that begin with this, for completion.
  [[nodiscard]] QStringList idsLike(const QString& prefix, int atMost) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 Q_SIGNALS:
  void counted(int shown, int known);

 private:
  struct Order {
    std::vector<DeviceItem> items;
    quint64 request = 0;
  };

  struct Incoming {
    node::Snapshot snapshot;
    qsizetype next = 0;  // row
  };

  void takeSome();
  void apply(const SessionStore::Changes& changes);
  [[nodiscard]] std::vector<DeviceItem> items() const;
  void takeOrder(const Order& order);
  [[nodiscard]] std::vector<int> merged(const std::vector<int>& kept, std::vector<int> fresh) const;
  [[nodiscard]] bool stays(int slot) const;
  void show(const std::vector<int>& next);
  void removeAllBut(const std::vector<char>& wanted);
  void permute(std::vector<int> next);
  void insertMissing(const std::vector<int>& next, const std::vector<char>& present);
  void rememberRows();
  void tellChanged(const std::vector<int>& slots);

  [[nodiscard]] QString text(const node::SessionRow& row, int column) const;
  [[nodiscard]] Tone tone(const node::SessionRow& row, int column) const;

  SessionStore m_store;
  std::deque<Incoming> m_incoming;
  std::vector<int> m_view;       // slots, as shown
  std::vector<int> m_rowOfSlot;  // -1: not shown
  DeviceFilter m_filter;
  DeviceSort m_sort;
  qint64 m_nowMs = 0;
  qint64 m_sweptAtMs = 0;
  quint64 m_lastRequest = 0;
  bool m_ordering = false;
  QThreadPool m_thread;  // last: waits for the job, which posts to this object
};

}  // namespace lk::ui
