#include <QCoreApplication>
#include <QSysInfo>

#include "server/node/command_update.h"
#include "server/node/device_on_bus.h"
#include "server/node/gateway_node.h"
#include "server/node/process_memory.h"

// What a gateway node tells consoles and verbs.
namespace lk::node {

namespace {

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
  m_snapshots.fetch(request, m_threads.size(),
                    [this, done = std::move(done)](const SnapshotRequest& asked, Snapshot snapshot) {
                      m_records.fill(snapshot, asked);
                      snapshot.figures = figures();
                      snapshot.nodes = {ownRow(snapshot.figures)};
                      done(std::move(snapshot));
                    });
}

void GatewayNode::take(to_node::Collected& message) {
  for (SessionRow& row : message.rows) row.lastClose = m_devices.lastClose(row.device);
  m_snapshots.take(message);
}

NodeRow GatewayNode::ownRow(const Figures& figures) const {
  return {.info = info(),
          .host = QSysInfo::machineHostName(),
          .state = m_drain.begun() ? NodeState::Draining : NodeState::Up,
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

void GatewayNode::inspect(const QString& device, std::function<void(DeviceReport)> done) {
  const std::string name = device.toStdString();
  DeviceReport report;
  report.device = device;
  report.atMs = m_clock.wallMicros() / 1000;
  DeviceAtNode& here = report.nodes.emplaceBack();
  here.node = ownRow(figures());
  here.underWay = static_cast<quint32>(m_ledger.pendingOf(name));
  m_devices.fill(here, name, report.atMs);

  // What the session's thread and the bus say is missing.
  const SessionRef session = m_registry.find(name);
  const std::uint64_t number = m_inspections.begin(std::move(report), session ? 2 : 1, std::move(done));
  if (session) m_threads.post(session.thread(), to_io::Inspect{number, session});
  m_bus->look(name, [this, number](bus::DeviceLook look) {
    m_inspections.add(number, [&](DeviceReport& found) {
      const bool live = m_bus->lives(look.routeInstance);
      found.bus = onBus(std::move(look), QString::fromUtf8(m_bus->kind()), live);
    });
  });
}

void GatewayNode::take(to_node::Inspected& message) {
  m_inspections.add(message.request, [&](DeviceReport& found) {
    DeviceAtNode& here = found.nodes.front();
    here.connected = message.session != nullptr;
    if (message.session) here.session = std::move(*message.session);
    here.session.lastClose = m_devices.lastClose(here.session.device);
    here.welcomeWaits = message.welcomeWaits;
    here.stalledMs = message.stalledMs;
  });
}

Result<void> GatewayNode::drain(int rate) {
  if (!m_drain.begin(rate > 0 ? rate : static_cast<int>(m_settings.drainRate))) return {};
  // Closed first, so that nobody comes back to this node.
  m_acceptor.close();
  note(EventKind::DrainStarted, Severity::Warning,
       KeptEvent::of({}, std::to_string(m_acceptor.connections()) + " connections, " + std::to_string(m_drain.rate()) +
                             " a second"));
  tellLoad();
  m_drain.run();
  return {};
}

void GatewayNode::endDrain() {
  note(EventKind::DrainFinished, Severity::Info);
  m_devices.keep();
  m_consoles.sayDrained();
  leave();
}

void GatewayNode::leave() {
  m_drain.stop();
  if (std::exchange(m_leaving, true)) return;
  m_bus->leave([this] { Q_EMIT drained(); });
}

void GatewayNode::rotateWindows() {
  m_counts.rotate(m_threads.lag());
  m_ledger.tick(m_clock.steady());
  if (m_waited.hasGone(m_threads.total(&IoCounters::outBufferBytes))) giveBackFreedMemory();
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
  figures.draining = m_drain.begun();
  figures.drainLeft = m_drain.begun() ? m_acceptor.connections() : 0;
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
