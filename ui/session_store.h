#pragma once

#include <QHash>
#include <QSet>
#include <vector>

#include "server/node/control_types.h"

namespace lk::ui {

// The sessions that a console knows, one for each device, each at a place (slot) that it keeps while it is there. A
// takeover keeps the device's slot, so whoever selected the device still has it.
class SessionStore {
 public:
  struct Entry {
    node::SessionRow row;
    quint32 life = 0;  // rises with each new device in this slot
    bool alive = false;
  };
  struct Changes {
    std::vector<int> added, updated, removed;  // slots
  };

  // A removed slot's row can still be read until the next call.
  Changes take(const node::Snapshot& snapshot);

  [[nodiscard]] const Entry& entry(int slot) const { return m_entries[static_cast<std::size_t>(slot)]; }
  [[nodiscard]] const node::SessionRow& row(int slot) const { return entry(slot).row; }
  // -1: not connected.
  [[nodiscard]] int find(const QString& device) const { return m_byDevice.value(device, -1); }
  [[nodiscard]] int slots() const { return static_cast<int>(m_entries.size()); }
  [[nodiscard]] int size() const { return static_cast<int>(m_byDevice.size()); }
  [[nodiscard]] const QHash<QString, int>& byDevice() const { return m_byDevice; }

 private:
  void put(const node::SessionRow& row, Changes& changes);
  void drop(int slot, Changes& changes);
  // nodes: whose sessions `rows` has all of; null: every node.
  void dropAllBut(const QList<node::SessionRow>& rows, const QSet<QString>* nodes, Changes& changes);

  std::vector<Entry> m_entries;
  std::vector<int> m_free;
  std::vector<int> m_freed;  // by the last take
  QHash<QString, int> m_byDevice;
  QHash<quint64, int> m_bySession;
};

}  // namespace lk::ui
