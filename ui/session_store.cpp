#include "ui/session_store.h"

#include <QSet>

namespace lk::ui {

SessionStore::Changes SessionStore::take(const node::Snapshot& snapshot) {
  Changes changes;
  m_free.insert(m_free.end(), m_freed.begin(), m_freed.end());
  m_freed.clear();
  if (snapshot.allSessions || !snapshot.allOfNodes.isEmpty()) {
    const QSet<QString> nodes(snapshot.allOfNodes.begin(), snapshot.allOfNodes.end());
    dropAllBut(snapshot.sessions, snapshot.allSessions ? nullptr : &nodes, changes);
  }
  const QSet<quint64> closed(snapshot.closed.begin(), snapshot.closed.end());
  for (const node::SessionRow& row : snapshot.sessions) {
    if (!closed.contains(row.session)) put(row, changes);
  }
  for (const quint64 session : snapshot.closed) {
    const int slot = m_bySession.value(session, -1);
    if (slot >= 0) drop(slot, changes);
  }
  std::erase_if(changes.updated, [&](int slot) { return !entry(slot).alive; });
  std::erase_if(changes.added, [&](int slot) { return !entry(slot).alive; });
  return changes;
}

void SessionStore::put(const node::SessionRow& row, Changes& changes) {
  if (const int known = find(row.device); known >= 0) {
    Entry& entry = m_entries[static_cast<std::size_t>(known)];
    if (entry.row == row) return;
    // Rows of one snapshot come from several threads: the older session of a takeover may stand behind the newer.
    if (row.session != entry.row.session && row.connectedAtMs < entry.row.connectedAtMs) return;
    m_bySession.remove(entry.row.session);
    m_bySession.insert(row.session, known);
    entry.row = row;
    changes.updated.push_back(known);
    return;
  }
  int slot = slots();
  if (m_free.empty()) {
    m_entries.emplace_back();
  } else {
    slot = m_free.back();
    m_free.pop_back();
  }
  Entry& entry = m_entries[static_cast<std::size_t>(slot)];
  entry.row = row;
  entry.alive = true;
  ++entry.life;
  m_byDevice.insert(row.device, slot);
  m_bySession.insert(row.session, slot);
  changes.added.push_back(slot);
}

void SessionStore::drop(int slot, Changes& changes) {
  Entry& entry = m_entries[static_cast<std::size_t>(slot)];
  m_byDevice.remove(entry.row.device);
  m_bySession.remove(entry.row.session);
  entry.alive = false;
  m_freed.push_back(slot);
  changes.removed.push_back(slot);
}

void SessionStore::dropAllBut(const QList<node::SessionRow>& rows, const QSet<QString>* nodes, Changes& changes) {
  QSet<QString> there;
  there.reserve(rows.size());
  for (const node::SessionRow& row : rows) there.insert(row.device);
  for (int slot = 0; slot < slots(); ++slot) {
    const bool meant = entry(slot).alive && (nodes == nullptr || nodes->contains(row(slot).node));
    if (meant && !there.contains(row(slot).device)) drop(slot, changes);
  }
}

}  // namespace lk::ui
