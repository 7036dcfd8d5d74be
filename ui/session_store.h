#pragma once

#include <QSet>
#include <vector>

#include "ui/packed_session.h"
#include "ui/slot_index.h"

namespace lk::ui {

// The sessions that a console knows, one for each device, each at a place (slot) that it keeps while it is there. A
// takeover keeps the device's slot, so whoever selected the device still has it. Of two sessions of a device on two
// nodes, the one that goes on when the other ends is shown in the end, whatever the clocks of the nodes say.
class SessionStore {
 public:
  using Entry = SessionRows::Entry;
  struct Changes {
    std::vector<int> added, updated, removed;  // slots
  };

  // The part of a snapshot from a row on, so that a large one can be taken in several turns, with no other snapshot
  // between them; the last part forgets who is gone and who has closed. A removed slot's row can still be read until
  // the next call.
  Changes take(const node::Snapshot& snapshot, qsizetype from, qsizetype rows);

  [[nodiscard]] const Entry& entry(int slot) const { return m_rows.entry(slot); }
  [[nodiscard]] node::SessionRow row(int slot) const { return m_rows.row(slot); }
  // -1: not connected.
  [[nodiscard]] int find(const QString& device) const { return findDevice(device.toStdString()); }
  [[nodiscard]] int slots() const { return m_rows.size(); }
  [[nodiscard]] int size() const { return static_cast<int>(m_byDevice.size()); }
  // All rows as they are now, for another thread; see SessionRows.
  [[nodiscard]] const SessionRows& rows() const { return m_rows; }

  // Calls visit(const PackedSession&) for each that is connected.
  template <typename Visit>
  void forEach(Visit visit) const {
    for (int slot = 0; slot < slots(); ++slot) {
      if (const Entry& known = entry(slot); known.alive) visit(known.row);
    }
  }

 private:
  // Of a device, on another node than the one that is shown.
  struct Elsewhere {
    node::SessionRow row;
    quint32 seen = 0;
  };

  [[nodiscard]] int findDevice(const std::string& device) const;
  [[nodiscard]] int findSession(quint64 session) const;
  [[nodiscard]] std::size_t deviceHash(int slot) const;
  [[nodiscard]] std::size_t sessionHash(int slot) const;
  [[nodiscard]] bool isListed(const QString& node) const;

  void beginList(const node::Snapshot& snapshot);
  void endList(Changes& changes);
  void put(const node::SessionRow& row, Changes& changes);
  void add(PackedSession row, Changes& changes);
  void replace(int slot, PackedSession row, quint32 seen, Changes& changes);
  void dropClosed(const QSet<quint64>& closed, Changes& changes);
  void drop(int slot, Changes& changes);

  SessionRows m_rows;
  std::vector<int> m_free;
  std::vector<int> m_freed;  // by the last take
  SlotIndex m_byDevice;
  SlotIndex m_bySession;
  QHash<QString, Elsewhere> m_elsewhere;  // by device
  quint32 m_list = 0;                     // number of the newest list that names all sessions, of all nodes or of some
  bool m_isListing = false;               // it is being taken
  bool m_listsAll = false;
  QSet<QString> m_listed;  // the nodes that it is of, unless it is of all
};

}  // namespace lk::ui
