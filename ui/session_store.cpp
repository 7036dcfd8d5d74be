#include "ui/session_store.h"

#include <algorithm>

namespace lk::ui {

SessionStore::Changes SessionStore::take(const node::Snapshot& snapshot, qsizetype from, qsizetype rows) {
  Changes changes;
  m_free.insert(m_free.end(), m_freed.begin(), m_freed.end());
  m_freed.clear();
  if (from == 0 && (snapshot.allSessions || !snapshot.allOfNodes.isEmpty())) {
    const QSet<QString> nodes(snapshot.allOfNodes.begin(), snapshot.allOfNodes.end());
    dropAllBut(snapshot.sessions, snapshot.allSessions ? nullptr : &nodes, changes);
  }
  const QSet<quint64> closed(snapshot.closed.begin(), snapshot.closed.end());
  const qsizetype end = std::min(from + rows, snapshot.sessions.size());
  for (qsizetype i = from; i < end; ++i) {
    if (!closed.contains(snapshot.sessions[i].session)) put(snapshot.sessions[i], changes);
  }
  if (end == snapshot.sessions.size()) dropClosed(closed, changes);
  std::erase_if(changes.updated, [&](int slot) { return !entry(slot).alive; });
  std::erase_if(changes.added, [&](int slot) { return !entry(slot).alive; });
  return changes;
}

void SessionStore::dropClosed(const QSet<quint64>& closed, Changes& changes) {
  m_elsewhere.removeIf([&](const Elsewhere::iterator& other) { return closed.contains(other->session); });
  for (const quint64 session : closed) {
    const int slot = m_bySession.value(session, -1);
    if (slot >= 0) drop(slot, changes);
  }
}

void SessionStore::put(const node::SessionRow& row, Changes& changes) {
  if (const int known = find(row.device); known >= 0) {
    const Entry& entry = m_entries[static_cast<std::size_t>(known)];
    if (entry.row == row) return;
    const bool isOther = row.session != entry.row.session && !entry.ended;
    const bool isOlder = isOther && row.connectedAtMs < entry.row.connectedAtMs;
    if (isOther && row.node != entry.row.node) {
      m_elsewhere.insert(row.device, isOlder ? row : entry.row);
    }
    // Rows of one snapshot come from several threads: the older session of a takeover may stand behind the newer.
    if (!isOlder) replace(known, row, changes);
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

void SessionStore::replace(int slot, const node::SessionRow& row, Changes& changes) {
  Entry& entry = m_entries[static_cast<std::size_t>(slot)];
  m_bySession.remove(entry.row.session);
  m_bySession.insert(row.session, slot);
  entry.row = row;
  entry.ended = false;
  changes.updated.push_back(slot);
}

void SessionStore::drop(int slot, Changes& changes) {
  Entry& entry = m_entries[static_cast<std::size_t>(slot)];
  if (const auto other = m_elsewhere.constFind(entry.row.device); other != m_elsewhere.constEnd()) {
    const node::SessionRow row = *other;
    m_elsewhere.erase(other);
    if (row.session != entry.row.session) return replace(slot, row, changes);
  }
  m_byDevice.remove(entry.row.device);
  m_bySession.remove(entry.row.session);
  entry.alive = false;
  m_freed.push_back(slot);
  changes.removed.push_back(slot);
}

void SessionStore::dropAllBut(const QList<node::SessionRow>& rows, const QSet<QString>* nodes, Changes& changes) {
  const auto isMeant = [nodes](const node::SessionRow& row) { return nodes == nullptr || nodes->contains(row.node); };
  QSet<QString> there;
  QSet<quint64> sessions;
  there.reserve(rows.size());
  sessions.reserve(rows.size());
  for (const node::SessionRow& row : rows) {
    there.insert(row.device);
    sessions.insert(row.session);
  }
  m_elsewhere.removeIf(
      [&](const Elsewhere::iterator& other) { return isMeant(*other) && !sessions.contains(other->session); });
  for (int slot = 0; slot < slots(); ++slot) {
    if (!entry(slot).alive || !isMeant(row(slot)) || sessions.contains(row(slot).session)) continue;
    if (there.contains(row(slot).device)) {
      m_entries[static_cast<std::size_t>(slot)].ended = true;
    } else {
      drop(slot, changes);
    }
  }
}

}  // namespace lk::ui
