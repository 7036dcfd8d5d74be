#include <QCoreApplication>
#include <QSysInfo>

#include "server/node/command_update.h"
#include "server/node/gateway_node.h"
#include "server/node/process_memory.h"

// What a gateway node tells consoles and verbs.
namespace lk::node {

namespace {

constexpr std::uint64_t kMuchWaits = 4 * 1024 * 1024;
constexpr std::chrono::seconds kStuck{5};

}  // namespace

NodeInfo GatewayNode::info() const {
  NodeInfo info;
  info.id = QString::fromStdString(m_settings.nodeId);
  info.version = QStringLiteral(LINEKEEPER_VERSION);
  info.listen = m_acceptor.addresses();
  info.bus = QString::fromUtf8(m_bus->kind());
  info.metrics = m_metricsAddress;
  info.pid = QCoreApplication::applicationPid();
  info.startedAtMs = m_startedAtMs;
  return info;
}

void GatewayNode::fetch(const SnapshotRequest& request, std::function<void(Snapshot)> done) {
  Fetching fetching;
  fetching.request = request;
  fetching.done = std::move(done);
  fetching.snapshot.cursor = request.since;
  const std::uint64_t id = ++m_lastFetch;
  m_fetching.emplace(id, std::move(fetching));
  if (request.sessions) {
    startFetching(id);
  } else {
    answer(id);
  }
}

void GatewayNode::startFetching(std::uint64_t id) {
  Fetching& fetching = m_fetching.at(id);
  const QList<quint64>& since = fetching.request.since.sessions;
  const bool known = since.size() == static_cast<qsizetype>(m_threads.size());
  fetching.missing = m_threads.size();
  fetching.complete = 0;
  fetching.snapshot.sessions.clear();
  fetching.snapshot.closed.clear();
  fetching.snapshot.cursor.sessions = QList<quint64>(static_cast<qsizetype>(m_threads.size()), 0);
  for (std::size_t i = 0; i < m_threads.size(); ++i) {
    m_threads.post(i, to_io::Collect{id, known ? since[static_cast<qsizetype>(i)] : 0});
  }
}

void GatewayNode::take(to_node::Collected& message) {
  const auto found = m_fetching.find(message.request);
  if (found == m_fetching.end()) return;
  Fetching& fetching = found->second;
  Snapshot& snapshot = fetching.snapshot;
  for (SessionRow& row : message.rows) row.lastClose = m_devices.lastClose(row.device);
  snapshot.sessions.append(std::move(message.rows));
  snapshot.closed.append(message.closed);
  snapshot.cursor.sessions[static_cast<qsizetype>(message.thread)] = message.version;
  if (message.all) ++fetching.complete;
  if (--fetching.missing > 0) return;
  if (fetching.complete != 0 && fetching.complete != m_threads.size()) {
    // One thread no longer knows what it closed since: all threads must tell all.
    fetching.request.since.sessions.clear();
    startFetching(message.request);
    return;
  }
  snapshot.allSessions = fetching.complete != 0;
  answer(message.request);
}

void GatewayNode::answer(std::uint64_t id) {
  auto node = m_fetching.extract(id);
  const SnapshotRequest& request = node.mapped().request;
  Snapshot& snapshot = node.mapped().snapshot;
  m_records.fill(snapshot, request);
  snapshot.figures = figures();
  snapshot.nodes = {ownRow(snapshot.figures)};
  node.mapped().done(std::move(snapshot));
}

NodeRow GatewayNode::ownRow(const Figures& figures) const {
  return {.info = info(),
          .host = QSysInfo::machineHostName(),
          .state = m_draining ? NodeState::Draining : NodeState::Up,
          .figures = figures};
}

void GatewayNode::send(const QList<CommandRequest>& commands, OnUpdate onUpdate) {
  for (const CommandRequest& request : commands) {
    submit(toCommand(request), [this, onUpdate](const bus::CommandResult& result) { onUpdate(updateOf(result)); });
  }
  startLedgerTimer();
}

void GatewayNode::kick(const QStringList& devices, std::function<void(KickOutcome)> done) {
  KickOutcome outcome;
  for (const QString& device : devices) {
    const SessionRef session = m_registry.find(device.toStdString());
    if (!session) {
      outcome.notConnected.push_back(device);
      continue;
    }
    m_threads.post(session.thread(), to_io::CloseSession{session, CloseReason::Kicked, "kicked by an operator"});
    outcome.kicked.push_back(device);
    note(EventKind::Kicked, Severity::Info, KeptEvent::of(device.toStdString()));
  }
  done(outcome);
}

void GatewayNode::setTrace(const QString& device, bool on) {
  const std::string name = device.toStdString();
  if (!m_traces.change(name, on)) return;
  const SessionRef session = m_registry.find(name);
  if (session) m_threads.post(session.thread(), to_io::Trace{session, on});
}

void GatewayNode::rotateWindows() {
  m_counts.rotate(m_threads.lag());
  m_ledger.tick(m_clock.steady());
  giveBackMemory();
}

// What waited for devices that did not read, once it is gone: free, it would stay with this process.
void GatewayNode::giveBackMemory() {
  const std::uint64_t waits = m_threads.total(&IoCounters::outBufferBytes);
  if (m_mostWaited < kMuchWaits || waits > m_mostWaited / 2) return;
  m_mostWaited = waits;
  giveBackFreedMemory();
}

Figures GatewayNode::figures() const {
  Figures figures;
  figures.atMs = m_clock.wallMicros() / 1000;
  figures.sessions = m_threads.total(&IoCounters::sessions);
  figures.connections = m_threads.total(&IoCounters::connections);
  m_acceptor.fill(figures);
  m_counts.fill(figures);
  figures.reports = m_threads.total(&IoCounters::reports);
  figures.reportBytes = m_threads.total(&IoCounters::reportBytes);
  figures.commandsPending = m_ledger.pending();
  figures.commandsQueued = m_ledger.waiting();
  figures.outBufferBytes = m_threads.total(&IoCounters::outBufferBytes);
  figures.memoryBytes = residentBytes();
  figures.draining = m_draining;
  figures.drainLeft = m_draining ? m_acceptor.connections() : 0;
  const bus::BusFigures bus = m_bus->figures();
  figures.busUp = bus.up;
  figures.busWhy = QString::fromStdString(bus.why);
  figures.commands[static_cast<std::size_t>(CommandStatus::Rejected)] += bus.commandsRejected;
  return figures;
}

void GatewayNode::metrics(std::function<void(MetricsSample)> done) {
  MetricsSample sample;
  sample.figures = figures();
  m_acceptor.fill(sample);
  m_counts.fill(sample);
  sample.loopLag = m_threads.lag();
  sample.redis = m_bus->shared();
  const bus::BusFigures bus = m_bus->figures();
  sample.uplinkWaitingBytes = bus.uplinkWaitingBytes;
  sample.busReconnects = bus.reconnects;
  sample.busMessages = bus.messages;
  sample.busMessagesRefused = bus.messagesRefused;
  sample.leaseAgeSeconds = bus.leaseAgeSeconds;
  sample.alive = m_threads.allTurnedSince(m_clock.steady() - kStuck);
  done(std::move(sample));
}

}  // namespace lk::node
