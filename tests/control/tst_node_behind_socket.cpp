#include <QMap>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <memory>
#include <optional>

#include "server/bus/memory_bus.h"
#include "server/node/control_server.h"
#include "server/node/embedded_node.h"
#include "server/node/local_node_control.h"
#include "server/node/metrics_server.h"
#include "server/node/simulated_fleet.h"
#include "tests/control/http_client.h"

using namespace lk::node;
using lk::CloseReason;
using lk::CommandStatus;
using lk::test::httpGet;

namespace {

constexpr int kDevices = 40;
constexpr int kPatienceMs = 30'000;

CommandRequest command(const char* device, const char* payload, qint64 ttlS = 0) {
  CommandRequest request;
  request.device = QString::fromLatin1(device);
  request.payload = payload;
  request.ttlS = ttlS;
  return request;
}

}  // namespace

// A whole node with simulated devices, seen from outside as a verb sees it.
class NodeBehindSocketTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();
  void everyDeviceIsListed();
  void changesFollowTheCursor();
  void commandIsDone();
  void commandFails();
  void commandForNobodyIsOffline();
  void durableCommandWaitsForItsDevice();
  void everyCommandOfManyEndsOnce();
  void kickedDeviceComesBackAsANewSession();
  void traceShowsFramesAsTheyPass();
  void metricsCountTheDevices();
  void metricsCountWhoNeverSaidHello();
  void drainEndsEverySession();
  void fleetThatStopsClosesNormally();

 private:
  [[nodiscard]] quint16 portOf(const QString& address) const {
    return address.section(QLatin1Char(':'), -1).toUShort();
  }
  // Asks and waits; an empty snapshot when the link is lost.
  Snapshot fetch(const SnapshotRequest& request = {});
  [[nodiscard]] std::optional<SessionRow> session(const char* device);
  // Sends and waits for all final updates, in the order in which they came.
  QList<CommandUpdate> sendAndWait(const QList<CommandRequest>& commands);
  void startFleet(int devices, int first = 1);

  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<lk::SystemClock> m_clock;
  std::unique_ptr<EmbeddedNode> m_node;
  QString m_metrics;
  std::unique_ptr<LocalNodeControl> m_control;
  std::unique_ptr<SimulatedFleet> m_fleet;
};

void NodeBehindSocketTest::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  m_clock = std::make_unique<lk::SystemClock>();
  lk::Settings settings;
  settings.nodeId = "n1";
  settings.listen = {"127.0.0.1:0"};
  settings.ioThreads = 2;
  auto started = EmbeddedNode::start(settings, *m_clock, std::make_unique<lk::bus::MemoryBus>(*m_clock));
  QVERIFY2(started.ok(), started.ok() ? "" : started.error().text.c_str());
  m_node = std::move(*started);

  const QString socketName = m_folder->filePath(QStringLiteral("n1.sock"));
  std::optional<lk::Result<void>> listening;
  m_node->adopt([&](NodeService& node) -> std::unique_ptr<QObject> {
    auto server = std::make_unique<ControlServer>(node);
    listening = server->listen(socketName);
    return server;
  });
  QVERIFY(listening->ok());
  std::optional<lk::Result<QString>> metrics;
  m_node->adopt([&](NodeService& node) -> std::unique_ptr<QObject> {
    auto server = std::make_unique<MetricsServer>(node);
    metrics = server->listen("127.0.0.1:0");
    return server;
  });
  QVERIFY(metrics->ok());
  m_metrics = metrics->value();

  m_control = std::make_unique<LocalNodeControl>(socketName);
  m_control->open();
  QTRY_COMPARE_WITH_TIMEOUT(m_control->state(), NodeControl::State::Connected, kPatienceMs);
  startFleet(kDevices);
}

void NodeBehindSocketTest::cleanup() {
  m_fleet.reset();
  m_control.reset();
  m_node.reset();
  m_clock.reset();
  m_folder.reset();
}

void NodeBehindSocketTest::startFleet(int devices, int first) {
  FleetPlan plan;
  plan.port = portOf(m_control->info().listen.first());
  plan.devices = devices;
  plan.first = first;
  plan.reportEvery = std::chrono::milliseconds(200);
  m_fleet = std::make_unique<SimulatedFleet>();
  QVERIFY(m_fleet->start(plan).ok());
  QTRY_COMPARE_WITH_TIMEOUT(m_fleet->counts().connected, devices, kPatienceMs);
}

Snapshot NodeBehindSocketTest::fetch(const SnapshotRequest& request) {
  std::optional<lk::Result<Snapshot>> reply;
  m_control->fetch(request, this, [&](lk::Result<Snapshot> got) { reply = std::move(got); });
  if (!QTest::qWaitFor([&] { return reply.has_value(); }, kPatienceMs) || !reply->ok()) return {};
  return reply->value();
}

std::optional<SessionRow> NodeBehindSocketTest::session(const char* device) {
  for (const SessionRow& row : fetch().sessions) {
    if (row.device == QLatin1StringView(device)) return row;
  }
  return std::nullopt;
}

QList<CommandUpdate> NodeBehindSocketTest::sendAndWait(const QList<CommandRequest>& commands) {
  QObject listener;
  QList<CommandUpdate> updates;
  qsizetype finals = 0;
  connect(m_control.get(), &NodeControl::commandChanged, &listener, [&](const CommandUpdate& update) {
    updates.push_back(update);
    finals += update.final ? 1 : 0;
  });
  m_control->send(commands, &listener, [&](const lk::Result<QStringList>& taken) {
    if (!taken) qWarning("not taken: %s", taken.error().text.c_str());
  });
  (void)QTest::qWaitFor([&] { return finals == commands.size(); }, kPatienceMs);
  return updates;
}

void NodeBehindSocketTest::everyDeviceIsListed() {
  QTRY_VERIFY_WITH_TIMEOUT(m_fleet->counts().reportsAcked > 2 * kDevices, kPatienceMs);
  const Snapshot snapshot = fetch();
  QVERIFY(snapshot.allSessions);
  QCOMPARE(snapshot.sessions.size(), kDevices);
  QCOMPARE(snapshot.figures.sessions, quint64(kDevices));
  QMap<QString, quint64> found;
  for (const SessionRow& row : snapshot.sessions) {
    found.insert(row.device, row.session);
    QCOMPARE(row.node, QStringLiteral("n1"));
    QCOMPARE(row.address, QStringLiteral("127.0.0.1"));
    QCOMPARE(row.keepaliveS, 60U);
    QVERIFY(row.port > 0 && row.session > 0);
    QVERIFY2(row.reportBytes == row.reports * 64, "reports of 64 bytes each");
  }
  for (int i = 1; i <= kDevices; ++i) QVERIFY(found.contains(QStringLiteral("demo-%1").arg(i)));
  QVERIFY(snapshot.figures.reports > 2 * kDevices);
  QVERIFY(m_control->info() == m_node->info());
}

void NodeBehindSocketTest::changesFollowTheCursor() {
  SnapshotRequest request;
  request.since = fetch().cursor;
  m_fleet->stop();
  QList<quint64> closed;
  int ended = 0;
  QTRY_VERIFY_WITH_TIMEOUT(
      [&] {
        const Snapshot news = fetch(request);
        request.since = news.cursor;
        closed += news.closed;
        for (const Event& event : news.events) ended += event.kind == EventKind::SessionClosed ? 1 : 0;
        return !news.allSessions && closed.size() == kDevices && ended == kDevices;
      }(),
      kPatienceMs);
  QVERIFY(fetch().sessions.isEmpty());
}

void NodeBehindSocketTest::commandIsDone() {
  const auto updates = sendAndWait({command("demo-1", "relay on")});
  QVERIFY(!updates.isEmpty());
  const CommandUpdate last = updates.last();
  QVERIFY(last.final && last.status == CommandStatus::Done);
  QCOMPARE(last.device, QStringLiteral("demo-1"));
  QCOMPARE(last.code, 0);
  QCOMPARE(last.answer, QByteArray("ok"));
  QCOMPARE(last.node, QStringLiteral("n1"));
  QCOMPARE(last.session, session("demo-1")->session);
  QVERIFY(last.ackUs >= last.writeUs && last.writeUs >= 0);
  QVERIFY(!last.durable);
}

void NodeBehindSocketTest::commandFails() {
  const auto updates = sendAndWait({command("demo-2", "fail over")});
  QVERIFY(!updates.isEmpty());
  QVERIFY(updates.last().status == CommandStatus::Failed);
  QCOMPARE(updates.last().code, 1);
  QCOMPARE(updates.last().answer, QByteArray("asked to fail"));
}

void NodeBehindSocketTest::commandForNobodyIsOffline() {
  const auto updates = sendAndWait({command("nobody", "relay on"), command("no such id", "relay on")});
  QCOMPARE(updates.size(), 2);
  QVERIFY(updates[0].status == CommandStatus::Offline);
  QVERIFY(updates[1].status == CommandStatus::Rejected);
  QVERIFY(!updates[1].reason.isEmpty());
}

void NodeBehindSocketTest::durableCommandWaitsForItsDevice() {
  QList<CommandUpdate> updates;
  connect(m_control.get(), &NodeControl::commandChanged, this,
          [&](const CommandUpdate& update) { updates.push_back(update); });
  m_control->send({command("demo-900", "relay on", 3600)}, this, [](const lk::Result<QStringList>&) {});
  QTRY_VERIFY_WITH_TIMEOUT(!updates.isEmpty(), kPatienceMs);
  QVERIFY(updates.first().status == CommandStatus::Queued && !updates.first().final);
  QCOMPARE(fetch().figures.commandsQueued, 1U);
  startFleet(1, 900);
  QTRY_VERIFY_WITH_TIMEOUT(updates.last().final, kPatienceMs);
  disconnect(m_control.get(), nullptr, this, nullptr);
  QVERIFY(updates.last().status == CommandStatus::Done && updates.last().durable);
  QCOMPARE(fetch().figures.commandsQueued, 0U);
}

void NodeBehindSocketTest::everyCommandOfManyEndsOnce() {
  QList<CommandRequest> commands;
  for (int i = 0; i < 2000; ++i) {
    commands.push_back(command("", "relay on"));
    commands.last().device = QStringLiteral("demo-%1").arg(i % kDevices + 1);
    commands.last().id = QStringLiteral("c-%1").arg(i);
  }
  QMap<QString, int> finals;
  for (const CommandUpdate& update : sendAndWait(commands)) {
    if (!update.final) continue;
    ++finals[update.id];
    QVERIFY(update.status == CommandStatus::Done || update.status == CommandStatus::Rejected);
  }
  QCOMPARE(finals.size(), 2000);
  for (const int times : finals) QCOMPARE(times, 1);
}

void NodeBehindSocketTest::kickedDeviceComesBackAsANewSession() {
  const quint64 before = session("demo-3")->session;
  std::optional<KickOutcome> outcome;
  m_control->kick({QStringLiteral("demo-3"), QStringLiteral("nobody")}, this,
                  [&](const lk::Result<KickOutcome>& got) { outcome = *got; });
  QTRY_VERIFY_WITH_TIMEOUT(outcome.has_value(), kPatienceMs);
  QVERIFY(*outcome == (KickOutcome{{QStringLiteral("demo-3")}, {QStringLiteral("nobody")}}));
  std::optional<SessionRow> after;
  QTRY_VERIFY_WITH_TIMEOUT((after = session("demo-3")) && after->session != before, kPatienceMs);
  QVERIFY(after->lastClose == CloseReason::Kicked);
  QCOMPARE(m_fleet->counts().closes, 1);
}

void NodeBehindSocketTest::traceShowsFramesAsTheyPass() {
  const QString device = QStringLiteral("demo-4");
  m_control->setTrace(device, true);
  SnapshotRequest request;
  request.trace = true;
  QTRY_VERIFY_WITH_TIMEOUT(!fetch(request).frames.isEmpty(), kPatienceMs);  // its reports: tracing is on
  QVERIFY(sendAndWait({command("demo-4", "relay on")}).last().final);
  QByteArrayList seen;
  for (const TracedFrame& frame : fetch(request).frames) {
    QCOMPARE(frame.device, device);
    if (frame.type == 7 || frame.type == 8) seen.push_back((frame.fromDevice ? "< " : "> ") + frame.payload);
  }
  QCOMPARE(seen, QByteArrayList({"> relay on", QByteArray("< \0ok", 5)}));

  m_control->setTrace(device, false);
  QVERIFY(sendAndWait({command("demo-4", "relay off")}).last().final);
  for (const TracedFrame& frame : fetch(request).frames) QVERIFY(frame.payload != "relay off");
}

void NodeBehindSocketTest::metricsCountTheDevices() {
  const quint16 port = portOf(m_metrics);
  QVERIFY(sendAndWait({command("demo-1", "relay on"), command("nobody", "x")}).size() >= 2);
  const QByteArray text = httpGet(port, "/metrics");
  QVERIFY2(text.contains("\nlinekeeper_sessions " + QByteArray::number(kDevices) + '\n'), text);
  QVERIFY2(text.contains("\nlinekeeper_connections_total{outcome=\"accepted\"} 40\n"), text);
  QVERIFY2(text.contains("\nlinekeeper_commands_total{status=\"done\"} 1\n"), text);
  QVERIFY2(text.contains("\nlinekeeper_commands_total{status=\"offline\"} 1\n"), text);
  QVERIFY2(text.contains("\nlinekeeper_command_ack_seconds_count 1\n"), text);
  QVERIFY(httpGet(port, "/healthz").startsWith("HTTP/1.1 200 "));
  QVERIFY(httpGet(port, "/readyz").startsWith("HTTP/1.1 200 "));
}

// By reason, as those that were sessions.
void NodeBehindSocketTest::metricsCountWhoNeverSaidHello() {
  lk::Settings settings;
  settings.nodeId = "n2";
  settings.listen = {"127.0.0.1:0"};
  settings.helloTimeout = std::chrono::seconds(1);
  settings.maxConnectionsPerAddress = 1;
  auto started = EmbeddedNode::start(settings, *m_clock, std::make_unique<lk::bus::MemoryBus>(*m_clock));
  QVERIFY(started.ok());
  std::optional<lk::Result<QString>> metrics;
  (*started)->adopt([&](NodeService& node) -> std::unique_ptr<QObject> {
    auto server = std::make_unique<MetricsServer>(node);
    metrics = server->listen("127.0.0.1:0");
    return server;
  });
  QVERIFY(metrics->ok());
  QString listen;
  (*started)->adopt([&](NodeService& node) -> std::unique_ptr<QObject> {
    listen = node.info().listen.first();
    return std::make_unique<QObject>();
  });
  const auto counted = [&](const char* reason, int times) {
    const QByteArray line = QByteArray("\nlinekeeper_closes_total{reason=\"") + reason + "\"} ";
    return httpGet(portOf(metrics->value()), "/metrics").contains(line + QByteArray::number(times) + '\n');
  };
  const auto connected = [&](QTcpSocket& socket) {
    socket.connectToHost(QHostAddress::LocalHost, portOf(listen));
    return socket.waitForConnected(kPatienceMs);
  };
  const auto ended = [](QTcpSocket& socket) {
    return QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::UnconnectedState; }, kPatienceMs);
  };

  QTcpSocket silent;  // until the hello-timeout
  QTcpSocket refused;
  QVERIFY(connected(silent) && connected(refused) && ended(refused));
  QTRY_VERIFY_WITH_TIMEOUT(counted("over-limit", 1), kPatienceMs);
  QVERIFY(ended(silent));
  QTRY_VERIFY_WITH_TIMEOUT(counted("protocol-error", 1), kPatienceMs);
  QTcpSocket garbage;
  QVERIFY(connected(garbage));
  garbage.write("GET / HTTP/1.1\r\n\r\n");
  QVERIFY(ended(garbage));
  QTRY_VERIFY_WITH_TIMEOUT(counted("protocol-error", 2), kPatienceMs);
  QVERIFY(counted("lost", 0));
  QTcpSocket gone;
  QVERIFY(connected(gone));
  gone.disconnectFromHost();
  QTRY_VERIFY_WITH_TIMEOUT(counted("lost", 1), kPatienceMs);
  QVERIFY(counted("protocol-error", 2) && counted("over-limit", 1));
}

void NodeBehindSocketTest::drainEndsEverySession() {
  const QSignalSpy drained(m_node.get(), &EmbeddedNode::drained);
  std::optional<bool> accepted;
  m_control->drain({}, 10'000, this, [&](const lk::Result<void>& result) { accepted = result.ok(); });
  QTRY_VERIFY_WITH_TIMEOUT(accepted.has_value(), kPatienceMs);
  QVERIFY(*accepted);
  QTRY_COMPARE_WITH_TIMEOUT(drained.size(), 1, kPatienceMs);
  const Snapshot snapshot = fetch();
  QVERIFY(snapshot.figures.draining);
  QCOMPARE(snapshot.figures.sessions, 0U);
  QCOMPARE(snapshot.figures.closes[5], quint64(kDevices));
  QVERIFY(httpGet(portOf(m_metrics), "/readyz").startsWith("HTTP/1.1 503 "));
  QVERIFY(httpGet(portOf(m_metrics), "/healthz").startsWith("HTTP/1.1 200 "));
}

void NodeBehindSocketTest::fleetThatStopsClosesNormally() {
  m_fleet->stop();
  QTRY_COMPARE_WITH_TIMEOUT(fetch().figures.closes[0], quint64(kDevices), kPatienceMs);
  QCOMPARE(fetch().figures.sessions, 0U);
}

QTEST_GUILESS_MAIN(NodeBehindSocketTest)
#include "tst_node_behind_socket.moc"
