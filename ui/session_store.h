#pragma once

#include <QHash>
#include <QSet>
#include <vector>

#include "server/node/control_types.h"

namespace lk::ui {

// The sessions that a console knows, one for each device, each at a place (slot) that it keeps while it is there. A
// takeover keeps the device's slot, so whoever selected the device still has it. Of two sessions of a device on two
// nodes, the one that goes on when the other ends is shown in the end, whatever the clocks of the nodes say.
class SessionStore {
 public:
  struct Entry {
    node::SessionRow row;
    quint32 life = 0;  // rises with each new device in this slot
    bool alive = false;
    bool ended = false;  // the session, while its device is there with another one
  };
  struct Changes {
    std::vector<int> added, updated, removed;  // slots
  };

  // The part of a snapshot from a row on, so that a large one can be taken in several turns; the first part forgets
  // who is gone, the last one those that have closed. A removed slot's row can still be read until the next call.
  Changes take(const node::Snapshot& snapshot, qsizetype from, qsizetype rows);

  [[nodiscard]] const Entry& entry(int slot) const { return m_entries[static_cast<std::size_t>(slot)]; }
  [[nodiscard]] const node::SessionRow& row(int slot) const { return entry(slot).row; }
  // -1: not connected.
  [[nodiscard]] int find(const QString& device) const { return m_byDevice.value(device, -1); }
  [[nodiscard]] int slots() const { return static_cast<int>(m_entries.size()); }
  [[nodiscard]] int size() const { return static_cast<int>(m_byDevice.size()); }
  [[nodiscard]] const QHash<QString, int>& byDevice() const { return m_byDevice; }

 private:
  using Elsewhere = QHash<QString, node::SessionRow>;

  void put(const node::SessionRow& row, Changes& changes);
  void dropClosed(const QSet<quint64>& closed, Changes& changes);
  void drop(int slot, Changes& changes);
  void replace(int slot, const node::SessionRow& row, Changes& changes);
  // nodes: whose sessions `rows` has all of; null: every node.
  void dropAllBut(const QList<node::SessionRow>& rows, const QSet<QString>* nodes, Changes& changes);

  std::vector<Entry> m_entries;
  std::vector<int> m_free;
  std::vector<int> m_freed;  // by the last take
  QHash<QString, int> m_byDevice;
  QHash<quint64, int> m_bySession;
  Elsewhere m_elsewhere;  // by device: the session on another node that is not shown
};

}  // namespace lk::ui
