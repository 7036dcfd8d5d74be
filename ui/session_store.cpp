#include "ui/session_store.h"

#include <QHashFunctions>

namespace lk::ui {

namespace {

// Seeded anew in each run: devices choose their ids.
std::size_t hashOf(const std::string& text) { return qHashBits(text.data(), text.size(), QHashSeed::globalSeed()); }
std::size_t hashOf(quint64 session) { return qHash(session, QHashSeed::globalSeed()); }

}  // namespace

int SessionStore::findDevice(const std::string& device) const {
  return m_byDevice.find(hashOf(device), [&](int slot) { return entry(slot).row.device == device; });
}

int SessionStore::findSession(quint64 session) const {
  return m_bySession.find(hashOf(session), [&](int slot) { return entry(slot).row.session == session; });
}

std::size_t SessionStore::deviceHash(int slot) const { return hashOf(entry(slot).row.device); }

std::size_t SessionStore::sessionHash(int slot) const { return hashOf(entry(slot).row.session); }

SessionStore::Changes SessionStore::take(const node::Snapshot& snapshot, qsizetype from, qsizetype rows) {
  Changes changes;
  m_free.insert(m_free.end(), m_freed.begin(), m_freed.end());
  m_freed.clear();
  if (from == 0) beginList(snapshot);
  const QSet<quint64> closed(snapshot.closed.begin(), snapshot.closed.end());
  const qsizetype end = std::min(from + rows, snapshot.sessions.size());
  for (qsizetype i = from; i < end; ++i) {
    if (!closed.contains(snapshot.sessions[i].session)) put(snapshot.sessions[i], changes);
  }
  if (end == snapshot.sessions.size()) {
    if (m_isListing) endList(changes);
    dropClosed(closed, changes);
  }
  std::erase_if(changes.updated, [&](int slot) { return !entry(slot).alive; });
  std::erase_if(changes.added, [&](int slot) { return !entry(slot).alive; });
  return changes;
}

void SessionStore::beginList(const node::Snapshot& snapshot) {
  m_isListing = snapshot.allSessions || !snapshot.allOfNodes.isEmpty();
  if (!m_isListing) return;
  ++m_list;
  m_listsAll = snapshot.allSessions;
  m_listed = QSet<QString>(snapshot.allOfNodes.begin(), snapshot.allOfNodes.end());
  const auto most = static_cast<std::size_t>(snapshot.sessions.size());
  m_byDevice.reserve(most, [this](int slot) { return deviceHash(slot); });
  m_bySession.reserve(most, [this](int slot) { return sessionHash(slot); });
}

bool SessionStore::isListed(const QString& node) const { return m_listsAll || m_listed.contains(node); }

// What the list did not name is gone.
void SessionStore::endList(Changes& changes) {
  m_isListing = false;
  m_elsewhere.removeIf([this](const QHash<QString, Elsewhere>::iterator& other) {
    return other->seen != m_list && isListed(other->row.node);
  });
  std::vector<char> listed;
  for (const QString& node : m_rows.words().all()) listed.push_back(isListed(node) ? 1 : 0);
  for (int slot = 0; slot < slots(); ++slot) {
    const Entry& known = entry(slot);
    if (known.alive && known.seen != m_list && listed[known.row.node] != 0) drop(slot, changes);
  }
}

void SessionStore::dropClosed(const QSet<quint64>& closed, Changes& changes) {
  m_elsewhere.removeIf(
      [&](const QHash<QString, Elsewhere>::iterator& other) { return closed.contains(other->row.session); });
  for (const quint64 session : closed) {
    const int slot = findSession(session);
    if (slot >= 0) drop(slot, changes);
  }
}

void SessionStore::put(const node::SessionRow& row, Changes& changes) {
  PackedSession fresh = packed(row, m_rows.words());
  const int slot = findDevice(fresh.device);
  if (slot < 0) return add(std::move(fresh), changes);
  const Entry& known = entry(slot);
  if (known.row == fresh) {
    if (known.seen != m_list) m_rows.change(slot).seen = m_list;
    return;
  }
  const QString& node = m_rows.words().at(known.row.node);
  // A list has not named it, or not yet: then it comes behind this one, and as another.
  const bool hasEnded = m_isListing && known.seen != m_list && isListed(node);
  const bool isOther = fresh.session != known.row.session && !hasEnded;
  const bool isOlder = isOther && fresh.connectedAtMs < known.row.connectedAtMs;
  if (isOther && fresh.node != known.row.node) {
    m_elsewhere.insert(row.device, isOlder ? Elsewhere{row, m_list} : Elsewhere{m_rows.row(slot), known.seen});
  }
  // Rows of one snapshot come from several threads: the older session of a takeover may stand behind the newer.
  if (!isOlder) replace(slot, std::move(fresh), m_list, changes);
}

void SessionStore::add(PackedSession row, Changes& changes) {
  int slot = -1;
  if (m_free.empty()) {
    slot = m_rows.add();
  } else {
    slot = m_free.back();
    m_free.pop_back();
  }
  Entry& entry = m_rows.change(slot);
  entry.row = std::move(row);
  entry.alive = true;
  entry.seen = m_list;
  ++entry.life;
  m_byDevice.insert(slot, [this](int of) { return deviceHash(of); });
  m_bySession.insert(slot, [this](int of) { return sessionHash(of); });
  changes.added.push_back(slot);
}

void SessionStore::replace(int slot, PackedSession row, quint32 seen, Changes& changes) {
  const bool isOther = entry(slot).row.session != row.session;
  const auto bySession = [this](int of) { return sessionHash(of); };
  if (isOther) m_bySession.remove(slot, bySession);
  Entry& entry = m_rows.change(slot);
  entry.row = std::move(row);
  entry.seen = seen;
  if (isOther) m_bySession.insert(slot, bySession);
  changes.updated.push_back(slot);
}

void SessionStore::drop(int slot, Changes& changes) {
  if (!m_elsewhere.isEmpty()) {
    const auto other = m_elsewhere.constFind(QString::fromStdString(entry(slot).row.device));
    if (other != m_elsewhere.constEnd()) {
      const Elsewhere goesOn = *other;
      m_elsewhere.erase(other);
      if (goesOn.row.session != entry(slot).row.session) {
        return replace(slot, packed(goesOn.row, m_rows.words()), goesOn.seen, changes);
      }
    }
  }
  m_byDevice.remove(slot, [this](int of) { return deviceHash(of); });
  m_bySession.remove(slot, [this](int of) { return sessionHash(of); });
  m_rows.change(slot).alive = false;
  m_freed.push_back(slot);
  changes.removed.push_back(slot);
}

}  // namespace lk::ui
