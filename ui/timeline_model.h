#pragma once

#include <QAbstractTableModel>
#include <deque>

#include "server/node/control_types.h"
#include "ui/tone.h"

namespace lk::ui {

// What happened to one device, newest first: its events and its commands on one time axis. Bounded.
class TimelineModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Time, What, Detail, kColumns };

  explicit TimelineModel(QObject* parent = nullptr, std::size_t atMost = 500);

  // From what is known so far, oldest first.
  void show(const QString& device, const std::deque<node::Event>& events,
            const std::deque<node::CommandUpdate>& updates);
  // Takes what concerns the device.
  void take(const node::Snapshot& snapshot);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  struct Entry {
    qint64 atMs = 0;
    QString what;
    QString detail;
    Tone tone = Tone::Normal;
  };

  [[nodiscard]] static Entry entryOf(const node::Event& event);
  [[nodiscard]] static Entry entryOf(const node::CommandUpdate& update);
  template <typename Events, typename Updates>
  [[nodiscard]] std::deque<Entry> entriesOf(const Events& events, const Updates& updates) const;

  QString m_device;
  std::deque<Entry> m_entries;  // newest first
  std::size_t m_atMost;
};

}  // namespace lk::ui
