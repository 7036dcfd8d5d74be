#include "server/node/snapshots.h"

#include <utility>

namespace lk::node {

void Snapshots::fetch(const SnapshotRequest& request, std::size_t threads, Done done) {
  Snapshot snapshot;
  snapshot.cursor = request.since;
  if (!request.sessions) return done(request, std::move(snapshot));
  const std::uint64_t id = ++m_last;
  Fetching& fetching = m_fetching[id];
  fetching.request = request;
  fetching.snapshot = std::move(snapshot);
  fetching.done = std::move(done);
  fetching.threads = threads;
  begin(id, fetching);
}

void Snapshots::begin(std::uint64_t id, Fetching& fetching) {
  const QList<quint64>& since = fetching.request.since.sessions;
  const bool known = since.size() == static_cast<qsizetype>(fetching.threads);
  fetching.missing = fetching.threads;
  fetching.complete = 0;
  fetching.snapshot.sessions.clear();
  fetching.snapshot.closed.clear();
  fetching.snapshot.cursor.sessions = QList<quint64>(static_cast<qsizetype>(fetching.threads), 0);
  for (std::size_t i = 0; i < fetching.threads; ++i) m_ask(i, {id, known ? since[static_cast<qsizetype>(i)] : 0});
}

void Snapshots::take(to_node::Collected& message) {
  const auto found = m_fetching.find(message.request);
  if (found == m_fetching.end()) return;
  Fetching& fetching = found->second;
  Snapshot& snapshot = fetching.snapshot;
  snapshot.sessions.append(std::move(message.rows));
  snapshot.closed.append(message.closed);
  snapshot.cursor.sessions[static_cast<qsizetype>(message.thread)] = message.version;
  if (message.all) ++fetching.complete;
  if (--fetching.missing > 0) return;
  if (fetching.complete != 0 && fetching.complete != fetching.threads) {
    // One thread no longer knows what it closed since: all threads must tell all.
    fetching.request.since.sessions.clear();
    return begin(message.request, fetching);
  }
  snapshot.allSessions = fetching.complete != 0;
  const auto gathered = m_fetching.extract(found);
  gathered.mapped().done(gathered.mapped().request, std::move(gathered.mapped().snapshot));
}

}  // namespace lk::node
