#include "fake_node_control.h"

#include <QDateTime>
#include <QPointer>
#include <QTimer>
#include <algorithm>

namespace lk::ui::test {

using node::CommandRequest;
using node::CommandUpdate;
using node::Event;
using node::EventKind;
using node::SessionRow;
using node::Severity;
using node::Snapshot;

FakeNodeControl::FakeNodeControl(QObject* parent) : NodeControl(parent) {
  m_info.id = QStringLiteral("n1");
  m_info.version = QStringLiteral("0.1.0");
  m_info.listen = {QStringLiteral("0.0.0.0:7600")};
  m_info.bus = QStringLiteral("memory");
  m_info.metrics = QStringLiteral("off");
  m_info.pid = 4711;
  m_info.startedAtMs = nowMs() - 3'600'000;
}

qint64 FakeNodeControl::nowMs() const { return m_nowMs != 0 ? m_nowMs : QDateTime::currentMSecsSinceEpoch(); }

Error FakeNodeControl::linkError() const {
  return {Error::Code::NotFound, m_why.isEmpty() ? "the node is gone" : m_why.toStdString()};
}

// What was asked before the link was lost gets an error, too.
template <typename T>
void FakeNodeControl::answer(QObject* context, const Reply<T>& done, Result<T> result) {
  QTimer::singleShot(0, context, [this, done, result = std::move(result)] {
    done(m_state == State::Lost ? Result<T>(linkError()) : result);
  });
}

void FakeNodeControl::connectDevice(const QString& device, const QString& address) {
  Session session;
  const auto older = m_sessions.constFind(device);
  if (older != m_sessions.constEnd()) m_closed.insert(++m_version, older->row.session);
  session.row.session = ++m_lastSession;
  session.row.device = device;
  session.row.node = m_info.id;
  session.row.address = address;
  session.row.port = static_cast<quint16>(40'000 + m_lastSession % 20'000);
  session.row.protocol = QStringLiteral("lk1");
  session.row.connectedAtMs = nowMs();
  session.row.lastHeardAtMs = nowMs();
  session.row.keepaliveS = 60;
  session.version = ++m_version;
  const bool isTakeover = older != m_sessions.constEnd();
  m_sessions.insert(device, session);

  Event event;
  event.kind = isTakeover ? EventKind::SessionReplaced : EventKind::SessionOpened;
  event.atMs = nowMs();
  event.node = m_info.id;
  event.device = device;
  event.session = m_lastSession;
  event.address = address;
  m_events.add(event);

  const QList<CommandRequest> kept = std::exchange(m_kept, {});
  for (const CommandRequest& request : kept) {
    if (request.device == device) {
      deliver(request);
    } else {
      m_kept.push_back(request);
    }
  }
}

void FakeNodeControl::connectDevices(int count, const QString& prefix) {
  for (int i = 1; i <= count; ++i) {
    connectDevice(prefix + QString::number(i), QStringLiteral("10.2.%1.%2").arg(i / 250).arg(i % 250 + 1));
  }
}

void FakeNodeControl::disconnectDevice(const QString& device, CloseReason reason) {
  const auto found = m_sessions.constFind(device);
  if (found == m_sessions.constEnd()) return;
  m_closed.insert(++m_version, found->row.session);
  addEvent(EventKind::SessionClosed, Severity::Info, device, {}, reason);
  m_sessions.erase(found);
}

void FakeNodeControl::change(const QString& device, const std::function<void(SessionRow&)>& change) {
  const auto found = m_sessions.find(device);
  if (found == m_sessions.end()) return;
  change(found->row);
  found->version = ++m_version;
}

void FakeNodeControl::addEvent(EventKind kind, Severity severity, const QString& device, const QString& detail,
                               std::optional<CloseReason> reason, const QString& address) {
  Event event;
  event.address = address;
  event.kind = kind;
  event.severity = severity;
  event.atMs = nowMs();
  event.node = m_info.id;
  event.device = device;
  event.detail = detail;
  event.reason = reason;
  if (const auto session = m_sessions.constFind(device); session != m_sessions.constEnd()) {
    event.session = session->row.session;
    event.address = session->row.address;
  }
  m_events.add(event);
}

void FakeNodeControl::addFrame(const QString& device, bool fromDevice, quint8 type, const QByteArray& payload) {
  if (traces(device) <= 0) return;
  node::TracedFrame frame;
  frame.atUs = nowMs() * 1'000;
  frame.device = device;
  frame.session = m_sessions.value(device).row.session;
  frame.fromDevice = fromDevice;
  frame.type = type;
  frame.length = static_cast<quint32>(payload.size());
  frame.payload = payload.left(1'024);
  m_frames.add(frame);
}

void FakeNodeControl::setState(State state, const QString& why) {
  m_state = state;
  m_why = why;
  Q_EMIT stateChanged(state, why);
}

Snapshot FakeNodeControl::snapshotSince(const node::SnapshotRequest& request) const {
  Snapshot snapshot;
  const quint64 since = request.since.sessions.isEmpty() ? 0 : request.since.sessions.front();
  snapshot.allSessions = since == 0;
  for (const Session& session : m_sessions) {
    if (session.version > since) snapshot.sessions.push_back(session.row);
  }
  if (since != 0) {
    for (auto closed = m_closed.upperBound(since); closed != m_closed.end(); ++closed) {
      snapshot.closed.push_back(*closed);
    }
  }
  snapshot.events = m_events.after(request.since.events, snapshot.eventsDropped);
  snapshot.commands = m_updates.after(request.since.commands, snapshot.commandsDropped);
  if (request.trace) {
    snapshot.frames = m_frames.after(request.since.trace, snapshot.framesDropped);
    snapshot.cursor.trace = m_frames.last();
  }
  snapshot.cursor.sessions = {m_version};
  snapshot.cursor.events = m_events.last();
  snapshot.cursor.commands = m_updates.last();
  snapshot.figures = m_figures;
  snapshot.figures.atMs = nowMs();
  snapshot.figures.sessions = static_cast<quint64>(m_sessions.size());
  if (m_sumsNodes) {
    node::Figures& sum = snapshot.figures;
    sum.sessions = sum.reports = sum.memoryBytes = 0;
    sum.atMs = nowMs();
    for (const node::NodeRow& row : m_nodes) {
      if (row.state == node::NodeState::Dead) continue;
      sum.sessions += row.figures.sessions;
      sum.reports += row.figures.reports;
      sum.memoryBytes += row.figures.memoryBytes;
      sum.ackP50Us = std::max(sum.ackP50Us, row.figures.ackP50Us);
      sum.ackP99Us = std::max(sum.ackP99Us, row.figures.ackP99Us);
      sum.loopLagP99Us = std::max(sum.loopLagP99Us, row.figures.loopLagP99Us);
    }
  }
  snapshot.figures.connections = snapshot.figures.sessions;
  snapshot.nodes = nodeRows(snapshot.figures);
  return snapshot;
}

QList<node::NodeRow> FakeNodeControl::nodeRows(const node::Figures& figures) const {
  if (!m_nodes.isEmpty() || m_info.pid == 0) return m_nodes;
  node::NodeRow row;
  row.info = m_info;
  row.host = QStringLiteral("gw-1");
  row.state = figures.draining ? node::NodeState::Draining : node::NodeState::Up;
  row.figures = figures;
  return {row};
}

void FakeNodeControl::fetch(const node::SnapshotRequest& request, QObject* context, Reply<Snapshot> done) {
  ++m_fetches;
  m_mostAtOnce = std::max(m_mostAtOnce, ++m_atOnce);
  const Reply<Snapshot> counted = [this, done = std::move(done)](Result<Snapshot> snapshot) {
    --m_atOnce;
    done(std::move(snapshot));
  };
  if (m_state != State::Connected) return answer<Snapshot>(context, counted, linkError());
  answer<Snapshot>(context, counted, snapshotSince(request));
}

void FakeNodeControl::send(const QList<CommandRequest>& commands, QObject* context, Reply<QStringList> taken) {
  if (m_state != State::Connected) return answer<QStringList>(context, taken, linkError());
  if (!m_sendRefusal.empty()) {
    return answer<QStringList>(context, taken, Error{Error::Code::NotFound, m_sendRefusal});
  }
  QStringList ids;
  for (const CommandRequest& request : commands) ids.push_back(request.id);
  answer<QStringList>(context, taken, ids);
  QTimer::singleShot(0, this, [this, commands] {
    for (const CommandRequest& request : commands) take(request);
  });
}

void FakeNodeControl::take(const CommandRequest& request) {
  m_sent.push_back(request);
  if (m_sessions.contains(request.device)) return deliver(request);
  if (request.ttlS == 0) return tell(request, CommandStatus::Offline, QStringLiteral("no node holds this device now"));
  m_kept.push_back(request);
  tell(request, CommandStatus::Queued);
}

void FakeNodeControl::deliver(const CommandRequest& request) {
  tell(request, CommandStatus::Written);
  if (request.payload.startsWith("silent")) return;
  QTimer::singleShot(20, this, [this, request] {
    tell(request, request.payload.startsWith("fail") ? CommandStatus::Failed : CommandStatus::Done);
  });
}

void FakeNodeControl::tell(const CommandRequest& request, CommandStatus status, const QString& reason) {
  CommandUpdate update;
  update.atMs = nowMs();
  update.id = request.id;
  update.device = request.device;
  update.status = status;
  update.durable = request.ttlS > 0;
  update.final = isFinal(status, update.durable);
  update.node = m_info.id;
  update.session = m_sessions.value(request.device).row.session;
  update.reason = reason;
  update.writeUs = status == CommandStatus::Queued ? 0 : 41;
  if (status == CommandStatus::Done || status == CommandStatus::Failed) {
    update.ackUs = 1'873;
    update.code = status == CommandStatus::Failed ? 1 : 0;
    update.answer = status == CommandStatus::Failed ? "asked to fail" : "ok";
  }
  if (m_state != State::Lost) Q_EMIT commandChanged(update);  // to the sender without payload, as a node does
  update.payload = request.payload.left(256);
  update.payloadSize = request.payload.size();
  ++m_figures.commands[static_cast<std::size_t>(status)];
  m_updates.add(update);
  if (!update.final || status == CommandStatus::Done) return;
  addEvent(EventKind::CommandEnded, Severity::Warning, request.device,
           QStringLiteral("%1 %2 %3")
               .arg(request.id, QString::fromUtf8(toText(status)),
                    reason.isEmpty() ? QStringLiteral("code %1").arg(update.code) : reason));
}

void FakeNodeControl::kick(const QStringList& devices, QObject* context, Reply<node::KickOutcome> done) {
  if (m_state != State::Connected) return answer<node::KickOutcome>(context, done, linkError());
  m_kicks.push_back(devices.size());
  node::KickOutcome outcome;
  for (const QString& device : devices) {
    (has(device) ? outcome.kicked : outcome.notConnected).push_back(device);
    if (!has(device)) continue;
    addEvent(EventKind::Kicked, Severity::Info, device);
    disconnectDevice(device, CloseReason::Kicked);
  }
  answer<node::KickOutcome>(context, done, outcome);
}

void FakeNodeControl::inspect(const QString& device, QObject* context, Reply<node::DeviceReport> done) {
  if (m_state != State::Connected) return answer<node::DeviceReport>(context, done, linkError());
  node::DeviceAtNode here;
  here.node.info = m_info;
  here.node.figures = m_figures;
  here.connected = has(device);
  here.session = m_sessions.value(device).row;
  here.history = m_history;
  node::DeviceReport report;
  report.device = device;
  report.atMs = nowMs();
  report.nodes = {here};
  report.bus.kind = m_info.bus;
  report.bus.answered = true;
  if (here.connected && m_info.bus == QLatin1StringView("redis")) {
    report.bus.routeInstance = QStringLiteral("0a1b2c3d");
    report.bus.routeNode = m_info.id;
    report.bus.routeSession = here.session.session;
    report.bus.routeLive = true;
  }
  for (const node::CommandRequest& kept : m_kept) {
    if (kept.device == device) report.bus.waiting.push_back({kept.id, kept.ttlS * 1000});
  }
  report.bus.waitingCount = static_cast<quint64>(report.bus.waiting.size());
  answer<node::DeviceReport>(context, done, report);
}

void FakeNodeControl::drain(const QString& node, int rate, QObject* context, Reply<void> started) {
  m_drains.push_back({node, rate});
  if (!m_drainRefusal.empty()) return answer<void>(context, started, Error{Error::Code::NotFound, m_drainRefusal});
  const auto row = std::ranges::find(m_nodes, node, [](const node::NodeRow& one) { return one.info.id; });
  if (row != m_nodes.end()) row->state = node::NodeState::Draining;
  m_figures.draining = true;
  m_figures.drainLeft = static_cast<quint64>(m_sessions.size());
  answer<void>(context, started, Result<void>());
}

}  // namespace lk::ui::test
