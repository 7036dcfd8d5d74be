#pragma once

#include <QAbstractTableModel>
#include <deque>

#include "server/node/control_types.h"
#include "ui/tone.h"

namespace lk::ui {

// The frames of one device while it is traced, newest first. Bounded: the oldest go, and dropped() says how many went,
// here or at the node. Paused, it stands still; what comes meanwhile is held, and shown afterwards.
class TraceModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Time, Frame, Size, Hex, Text, kColumns };

  explicit TraceModel(QObject* parent = nullptr, std::size_t atMost = 5'000);

  // Forgets all, and takes frames of this device from now on.
  void follow(const QString& device);
  // frames: oldest first, of whatever devices.
  void take(const QList<node::TracedFrame>& frames, quint64 droppedByNode);
  void clear();
  void setPaused(bool paused);
  [[nodiscard]] bool paused() const { return m_isPaused; }
  [[nodiscard]] int held() const { return static_cast<int>(m_held.size()); }
  [[nodiscard]] quint64 dropped() const { return m_dropped; }
  // Null: no such row.
  [[nodiscard]] const node::TracedFrame* at(int row) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 Q_SIGNALS:
  void counted();

 private:
  void add(const std::deque<node::TracedFrame>& frames);

  QString m_device;
  std::deque<node::TracedFrame> m_frames;  // newest first
  std::deque<node::TracedFrame> m_held;    // the same
  std::size_t m_atMost;
  quint64 m_dropped = 0;
  bool m_isPaused = false;
};

}  // namespace lk::ui
