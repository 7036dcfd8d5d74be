#include "server/node/cluster_merge.h"

#include <algorithm>

namespace lk::node {

namespace {

// Totals add up; of times the worst counts.
void add(Figures& sum, const Figures& one) {
  sum.sessions += one.sessions;
  sum.connections += one.connections;
  sum.accepted += one.accepted;
  sum.refused += one.refused;
  for (std::size_t i = 0; i < sum.closes.size(); ++i) sum.closes[i] += one.closes[i];
  sum.reports += one.reports;
  sum.reportBytes += one.reportBytes;
  for (std::size_t i = 0; i < sum.commands.size(); ++i) sum.commands[i] += one.commands[i];
  sum.commandsPending += one.commandsPending;
  sum.commandsQueued += one.commandsQueued;
  sum.protocolErrors += one.protocolErrors;
  sum.ackP50Us = std::max(sum.ackP50Us, one.ackP50Us);
  sum.ackP99Us = std::max(sum.ackP99Us, one.ackP99Us);
  sum.outBufferBytes += one.outBufferBytes;
  sum.memoryBytes += one.memoryBytes;
  sum.loopLagP99Us = std::max(sum.loopLagP99Us, one.loopLagP99Us);
  sum.draining = sum.draining || one.draining;
  sum.drainLeft += one.drainLeft;
  sum.acceptPaused = sum.acceptPaused || one.acceptPaused;
  if (sum.busUp && !one.busUp) sum.busWhy = one.busWhy;
  sum.busUp = sum.busUp && one.busUp;
}

QString nodeOf(const QString& instance) { return instance.section(QLatin1Char('/'), 0, 0); }

}  // namespace

ClusterMerge::ClusterMerge(SnapshotRequest request) : m_request(std::move(request)) {
  m_whole.allSessions = m_request.sessions && m_request.since.sessions.isEmpty();
  m_live.insert(QString());
}

const NodeCursor* ClusterMerge::since(const QString& instance) const {
  const auto found = std::ranges::find(m_request.since.nodes, instance, &NodeCursor::instance);
  return found == m_request.since.nodes.end() ? nullptr : &*found;
}

SnapshotRequest ClusterMerge::requestFor(const QString& instance) const {
  SnapshotRequest request = m_request;
  request.since = {};
  if (const NodeCursor* cursor = since(instance)) {
    if (!m_whole.allSessions) request.since.sessions = cursor->sessions;
    request.since.events = cursor->events;
    request.since.commands = cursor->commands;
    request.since.trace = cursor->trace;
  }
  return request;
}

void ClusterMerge::add(const QString& instance, const QString& id, Snapshot snapshot) {
  m_answered.insert(instance);
  const Cursor& cursor = snapshot.cursor;
  m_whole.cursor.nodes.push_back({instance, cursor.sessions, cursor.events, cursor.commands, cursor.trace});
  if (snapshot.allSessions) m_whole.allOfNodes.push_back(id);
  if (m_whole.sessions.isEmpty()) {
    m_whole.sessions = std::move(snapshot.sessions);  // a large list is not copied
  } else {
    m_whole.sessions += snapshot.sessions;
  }
  m_whole.closed += snapshot.closed;
  m_whole.events += snapshot.events;
  m_whole.eventsDropped += snapshot.eventsDropped;
  m_whole.commands += snapshot.commands;
  m_whole.commandsDropped += snapshot.commandsDropped;
  m_whole.frames += snapshot.frames;
  m_whole.framesDropped += snapshot.framesDropped;
  m_whole.nodes += snapshot.nodes;
  lk::node::add(m_whole.figures, snapshot.figures);
}

Snapshot ClusterMerge::take() {
  bool isWhole = true;  // else it has all sessions of those that answered, and who did not keeps what is known of it
  for (const NodeCursor& cursor : m_request.since.nodes) {
    if (m_answered.contains(cursor.instance)) continue;
    if (m_live.contains(cursor.instance)) {
      m_whole.cursor.nodes.push_back(cursor);  // it may answer the next time
      if (m_whole.allSessions) {
        m_whole.cursor.nodes.back().sessions.clear();
        isWhole = false;
      }
    } else {
      m_whole.allOfNodes.push_back(nodeOf(cursor.instance));
    }
  }
  m_whole.allSessions = m_whole.allSessions && isWhole;
  if (m_request.sessions) {
    m_whole.cursor.sessions = {1};  // the nodes' own are with them; this says that there is something known
  } else {
    m_whole.cursor.sessions = m_request.since.sessions;
  }
  std::ranges::stable_sort(m_whole.events, {}, &Event::atMs);
  std::ranges::stable_sort(m_whole.commands, {}, &CommandUpdate::atMs);
  std::ranges::stable_sort(m_whole.frames, {}, &TracedFrame::atUs);
  return std::move(m_whole);
}

bool isRowOf(const NodeRow& row, const bus::NodeRecord& record) {
  return row.info.id.toStdString() == record.id && row.info.pid == record.pid;
}

NodeRow rowOf(const bus::NodeRecord& record, bool answers) {
  NodeRow row;
  row.info.id = QString::fromStdString(record.id);
  row.info.version = QString::fromStdString(record.version);
  for (const std::string& address : record.listen) row.info.listen.push_back(QString::fromStdString(address));
  row.info.bus = QStringLiteral("redis");
  row.info.pid = record.pid;
  row.info.startedAtMs = record.startedAtMs;
  row.host = QString::fromStdString(record.host);
  row.state = record.leaseLeftMs <= 0 ? NodeState::Dead
              : !answers              ? NodeState::Silent
              : record.draining       ? NodeState::Draining
                                      : NodeState::Up;
  row.figures.sessions = static_cast<quint64>(std::max<std::int64_t>(record.sessions, 0));
  row.figures.connections = row.figures.sessions;  // at least: who has some is not empty
  row.figures.draining = record.draining;
  return row;
}

QList<NodeRow> withRecords(QList<NodeRow> answered, const std::vector<bus::NodeRecord>& records) {
  for (const bus::NodeRecord& record : records) {
    const auto found = std::ranges::find_if(answered, [&](const NodeRow& row) { return isRowOf(row, record); });
    NodeRow& row = found != answered.end() ? *found : answered.emplaceBack(rowOf(record, false));
    row.leaseLeftMs = std::max<std::int64_t>(record.leaseLeftMs, 0);
  }
  std::ranges::stable_sort(answered, {}, [](const NodeRow& row) { return row.info.id; });
  return answered;
}

}  // namespace lk::node
