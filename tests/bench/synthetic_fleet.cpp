#include "synthetic_fleet.h"

#include <QDateTime>

namespace lk::bench {

using node::EventKind;
using node::Snapshot;

SyntheticFleet::SyntheticFleet() : m_protocol(QStringLiteral("lk1")), m_startMs(QDateTime::currentMSecsSinceEpoch()) {
  for (int i = 1; i <= 4; ++i) m_nodes.push_back(QStringLiteral("gw-%1").arg(i));
  m_worker.moveToThread(&m_thread);
  m_thread.start();
}

SyntheticFleet::~SyntheticFleet() {
  m_thread.quit();
  m_thread.wait();
}

QString SyntheticFleet::deviceName(int number) {
  static const QStringList kinds = {QStringLiteral("meter"), QStringLiteral("charger"), QStringLiteral("pump"),
                                    QStringLiteral("gate")};
  return QStringLiteral("%1-%2").arg(kinds[number % 4]).arg(100'000 + number);
}

void SyntheticFleet::setSessions(int sessions) {
  QMetaObject::invokeMethod(
      &m_worker,
      [this, sessions] {
        m_sessions.assign(static_cast<std::size_t>(sessions), {});
        const qint64 nowMs = QDateTime::currentMSecsSinceEpoch();
        for (Session& session : m_sessions) {
          session.session = ++m_lastSession;
          session.connectedAtMs = nowMs - static_cast<qint64>(m_random.bounded(86'400'000));
          session.lastHeardAtMs = nowMs - static_cast<qint64>(m_random.bounded(60'000));
          session.reports = m_random.bounded(90'000U);
        }
        m_told = false;
        m_since.start();
      },
      Qt::BlockingQueuedConnection);
}

void SyntheticFleet::setChangesPerSecond(int changes) {
  QMetaObject::invokeMethod(
      &m_worker,
      [this, changes] {
        m_perSecond = changes;
        m_owed = 0;
        m_since.start();
      },
      Qt::BlockingQueuedConnection);
}

node::NodeInfo SyntheticFleet::info() const {
  node::NodeInfo info;
  info.id = m_nodes.front();
  info.version = QStringLiteral("0.1.0");
  info.listen = {QStringLiteral("0.0.0.0:7600")};
  info.bus = QStringLiteral("redis");
  info.metrics = QStringLiteral("off");
  info.pid = 4711;
  info.startedAtMs = m_startMs;
  return info;
}

node::SessionRow SyntheticFleet::rowOf(int number) const {
  const Session& session = m_sessions[static_cast<std::size_t>(number)];
  node::SessionRow row;
  row.session = session.session;
  row.device = deviceName(number);
  row.node = m_nodes[number % m_nodes.size()];
  row.address = QStringLiteral("10.%1.%2.%3").arg(number / 62'500).arg(number / 250 % 250).arg(number % 250 + 1);
  row.port = static_cast<quint16>(20'000 + number % 40'000);
  row.protocol = m_protocol;
  row.connectedAtMs = session.connectedAtMs;
  row.lastHeardAtMs = session.lastHeardAtMs;
  row.keepaliveS = 60;
  row.reports = session.reports;
  row.reportBytes = session.reports * quint64{84};
  row.commandsPending = number % 31 == 3 ? 2 : 0;
  row.outBuffer = number % 67 == 5 ? 18'432 : 0;
  if (number % 9 == 0) row.lastClose = CloseReason::KeepaliveMissed;
  return row;
}

void SyntheticFleet::addEvent(Snapshot& snapshot, EventKind kind, int number) {
  node::Event event;
  event.seq = ++m_lastEvent;
  event.atMs = snapshot.figures.atMs;
  event.kind = kind;
  event.node = m_nodes[number % m_nodes.size()];
  event.device = deviceName(number);
  event.session = m_sessions[static_cast<std::size_t>(number)].session;
  if (kind == EventKind::SessionClosed) event.reason = CloseReason::Lost;
  snapshot.events.push_back(event);
}

// Of 25 changes 23 are reports, one is a device that leaves, one is one that comes back.
void SyntheticFleet::change(Snapshot& snapshot, int count) {
  QSet<int> reported;
  for (int i = 0; i < count; ++i) {
    const int number = static_cast<int>(m_random.bounded(static_cast<quint32>(m_sessions.size())));
    Session& session = m_sessions[static_cast<std::size_t>(number)];
    if (!session.connected) {
      session.connected = true;
      session.session = ++m_lastSession;
      session.connectedAtMs = session.lastHeardAtMs = snapshot.figures.atMs;
      session.reports = 0;
      addEvent(snapshot, EventKind::SessionOpened, number);
      reported.insert(number);
    } else if (i % 25 == 0 && !reported.contains(number)) {
      session.connected = false;
      snapshot.closed.push_back(session.session);
      addEvent(snapshot, EventKind::SessionClosed, number);
    } else {
      ++session.reports;
      session.lastHeardAtMs = snapshot.figures.atMs;
      reported.insert(number);
    }
  }
  for (const int number : reported) snapshot.sessions.push_back(rowOf(number));
  m_changes += static_cast<quint64>(count);
}

Snapshot SyntheticFleet::answer(bool all) {
  Snapshot snapshot;
  snapshot.figures.atMs = QDateTime::currentMSecsSinceEpoch();
  if (all || !m_told) {
    m_told = true;
    snapshot.allSessions = true;
    snapshot.sessions.reserve(static_cast<qsizetype>(m_sessions.size()));
    for (int i = 0; i < static_cast<int>(m_sessions.size()); ++i) {
      if (m_sessions[static_cast<std::size_t>(i)].connected) snapshot.sessions.push_back(rowOf(i));
    }
  } else if (m_perSecond > 0 && !m_sessions.empty()) {
    m_owed += m_perSecond * static_cast<double>(m_since.restart()) / 1'000;
    const int due = static_cast<int>(m_owed);
    m_owed -= due;
    change(snapshot, due);
  }
  snapshot.cursor.sessions = {1};
  snapshot.cursor.events = m_lastEvent;
  snapshot.figures.sessions = m_sessions.size();
  for (qsizetype i = 0; i < m_nodes.size(); ++i) {
    node::NodeRow row;
    row.info = info();
    row.info.id = m_nodes[i];
    row.info.pid += i;
    row.leaseLeftMs = 9'000;
    row.figures.sessions = m_sessions.size() / 4;
    snapshot.nodes.push_back(row);
  }
  return snapshot;
}

void SyntheticFleet::fetch(const node::SnapshotRequest& request, QObject* context, Reply<Snapshot> done) {
  const bool all = request.since.sessions.isEmpty();
  QMetaObject::invokeMethod(&m_worker, [this, all, context, done = std::move(done)]() mutable {
    auto snapshot = std::make_shared<Snapshot>(answer(all));
    QMetaObject::invokeMethod(
        context, [done = std::move(done), snapshot] { done(std::move(*snapshot)); }, Qt::QueuedConnection);
  });
}

void SyntheticFleet::send(const QList<node::CommandRequest>& /*commands*/, QObject* context, Reply<QStringList> taken) {
  QMetaObject::invokeMethod(
      context, [taken = std::move(taken)] { taken(QStringList()); }, Qt::QueuedConnection);
}

void SyntheticFleet::kick(const QStringList& devices, QObject* context, Reply<node::KickOutcome> done) {
  QMetaObject::invokeMethod(
      context,
      [devices, done = std::move(done)] {
        done(node::KickOutcome{{}, devices});
      },
      Qt::QueuedConnection);
}

void SyntheticFleet::drain(const QString& /*node*/, int /*rate*/, QObject* context, Reply<void> started) {
  QMetaObject::invokeMethod(
      context, [started = std::move(started)] { started({}); }, Qt::QueuedConnection);
}

void SyntheticFleet::inspect(const QString& device, QObject* context, Reply<node::DeviceReport> done) {
  node::DeviceReport report;
  report.device = device;
  QMetaObject::invokeMethod(
      context, [report, done = std::move(done)] { done(report); }, Qt::QueuedConnection);
}

}  // namespace lk::bench
