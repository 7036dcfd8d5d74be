#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTest>

#include "server/node/simulated_fleet.h"
#include "tests/control/wire_gateway.h"

using lk::CloseReason;
using lk::node::FleetCounts;
using lk::node::FleetPlan;
using lk::node::SimulatedFleet;
using lk::test::WireGateway;
using lk::wire::FrameType;
using namespace std::chrono_literals;

namespace {

FleetPlan planFor(const WireGateway& gateway, int devices) {
  FleetPlan plan;
  plan.port = gateway.port();
  plan.devices = devices;
  plan.reportEvery = 0ms;
  return plan;
}

constexpr int kPatienceMs = 30'000;

}  // namespace

class SimulatedFleetTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void nodesThatShareABusHaveDemoDevicesOfTheirOwn() {
    QCOMPARE(lk::node::demoPrefix(QStringLiteral("n1"), false), QStringLiteral("demo-"));
    QCOMPARE(lk::node::demoPrefix(QStringLiteral("n1"), true), QStringLiteral("demo-n1-"));
    QCOMPARE(lk::node::demoPrefix(QStringLiteral("gw 1/ä"), true), QStringLiteral("demo-gw-1---"));
    const QString longest = lk::node::demoPrefix(QString(64, QLatin1Char('x')), true) + QStringLiteral("10000000");
    QVERIFY(lk::isDeviceId(longest.toStdString()));
  }

  void wrongPlans_data();
  void wrongPlans();
  void devicesMustHaveIds();
  void startsOnceUntilStopped();
  void everyDeviceSaysHello();
  void manyDevicesConnect();
  void welcomeMayComeInPieces();
  void reportsAreSentAndAcknowledged();
  void firstReportsAreSpread();
  void unacknowledgedReportsAreNotCounted();
  void pingsWithinTheKeepaliveItWasGiven();
  void commandsAreAcknowledged();
  void pingIsAnswered();
  void stopSaysClose();
  void lostConnectionsComeBack();
  void closedWithRetryAfterComesBackNoSooner();
  void brokenFramesEndTheConnection();
  void nobodyListens();
};

void SimulatedFleetTest::wrongPlans_data() {
  QTest::addColumn<QString>("host");
  QTest::addColumn<int>("port");
  QTest::addColumn<int>("devices");
  QTest::addColumn<int>("size");
  QTest::addColumn<QByteArray>("says");
  const QString local = QStringLiteral("127.0.0.1");
  QTest::newRow("no devices") << local << 1 << 0 << 64 << QByteArray("1 to 1000000");
  QTest::newRow("negative") << local << 1 << -1 << 64 << QByteArray("1 to 1000000");
  QTest::newRow("too many") << local << 1 << 1'000'001 << 64 << QByteArray("1 to 1000000");
  QTest::newRow("no port") << local << 0 << 1 << 64 << QByteArray("127.0.0.1:0");
  QTest::newRow("a name") << QStringLiteral("gateway.example") << 1 << 1 << 64 << QByteArray("gateway.example:1");
  QTest::newRow("no host") << QString() << 1 << 1 << 64 << QByteArray("ADDR:PORT");
  QTest::newRow("size below 0") << local << 1 << 1 << -1 << QByteArray("0 to 16777216");
  QTest::newRow("size above a frame's") << local << 1 << 1 << 16'777'217 << QByteArray("0 to 16777216");
}

void SimulatedFleetTest::wrongPlans() {
  QFETCH(QString, host);
  QFETCH(int, port);
  QFETCH(int, devices);
  QFETCH(int, size);
  QFETCH(QByteArray, says);
  FleetPlan plan;
  plan.host = host;
  plan.port = static_cast<quint16>(port);
  plan.devices = devices;
  plan.reportSize = size;
  SimulatedFleet fleet;
  const auto started = fleet.start(plan);
  QVERIFY(!started.ok());
  QVERIFY(started.error().code == lk::Error::Code::Usage);
  QVERIFY2(QByteArray::fromStdString(started.error().text).contains(says), started.error().text.c_str());
  QVERIFY(!fleet.running());
}

void SimulatedFleetTest::devicesMustHaveIds() {
  FleetPlan plan;
  plan.port = 1;
  for (const QString& prefix : {QStringLiteral("a b"), QString::fromUtf8("größe"), QString(63, QLatin1Char('x'))}) {
    plan.prefix = prefix;
    plan.devices = 10;
    SimulatedFleet fleet;
    const auto started = fleet.start(plan);
    QVERIFY(!started.ok() && started.error().code == lk::Error::Code::Usage);
    QVERIFY2(started.error().text.find((prefix + QStringLiteral("10")).toStdString()) != std::string::npos,
             started.error().text.c_str());
    QVERIFY(!fleet.running());
  }
  plan.prefix = QString(63, QLatin1Char('x'));
  plan.devices = 9;
  SimulatedFleet fleet;
  QVERIFY(fleet.start(plan).ok());
}

void SimulatedFleetTest::startsOnceUntilStopped() {
  WireGateway gateway;
  SimulatedFleet fleet;
  fleet.stop();
  QVERIFY(fleet.start(planFor(gateway, 2)).ok());
  QVERIFY(fleet.running());
  const auto again = fleet.start(planFor(gateway, 2));
  QVERIFY(!again.ok());
  QVERIFY(again.error().code == lk::Error::Code::InUse);
  QTRY_COMPARE_WITH_TIMEOUT(gateway.connected(), 2, kPatienceMs);
  fleet.stop();
  QVERIFY(!fleet.running());
  QTRY_COMPARE_WITH_TIMEOUT(gateway.connected(), 0, kPatienceMs);
  QVERIFY(fleet.start(planFor(gateway, 3)).ok());
  QTRY_COMPARE_WITH_TIMEOUT(gateway.connected(), 3, kPatienceMs);
}

void SimulatedFleetTest::everyDeviceSaysHello() {
  WireGateway gateway;
  SimulatedFleet fleet;
  FleetPlan plan = planFor(gateway, 5);
  plan.host = QStringLiteral("localhost");
  plan.prefix = QStringLiteral("sim.");
  plan.first = 98;
  plan.keepalive = 45s;
  QVERIFY(fleet.start(plan).ok());
  QTRY_COMPARE_WITH_TIMEOUT(fleet.counts().connected, 5, kPatienceMs);
  QCOMPARE(gateway.devices().keys(), QList<QByteArray>({"sim.100", "sim.101", "sim.102", "sim.98", "sim.99"}));
  for (const auto& device : gateway.devices()) {
    QCOMPARE(device.hellos, 1);
    const QJsonObject hello = QJsonDocument::fromJson(device.hello.first()).object();
    QCOMPARE(hello.value(QLatin1StringView("keepalive")).toInt(), 45);
  }
  const FleetCounts counts = fleet.counts();
  QCOMPARE(counts.connects, 5);
  QCOMPARE(counts.failures, 0);
  QCOMPARE(counts.reportsSent, 0);
  QVERIFY2(gateway.mistakes().isEmpty(), qPrintable(gateway.mistakes().join(QLatin1Char('\n'))));
}

void SimulatedFleetTest::manyDevicesConnect() {
  WireGateway gateway;
  SimulatedFleet fleet;
  QVERIFY(fleet.start(planFor(gateway, 400)).ok());
  QTRY_COMPARE_WITH_TIMEOUT(fleet.counts().connected, 400, kPatienceMs);
  QCOMPARE(gateway.connected(), 400);
  QCOMPARE(gateway.hellos(), 400);
  QVERIFY2(gateway.mistakes().isEmpty(), qPrintable(gateway.mistakes().join(QLatin1Char('\n'))));
}

void SimulatedFleetTest::welcomeMayComeInPieces() {
  WireGateway gateway;
  gateway.sendInPieces();
  SimulatedFleet fleet;
  FleetPlan plan = planFor(gateway, 3);
  plan.reportEvery = 50ms;
  QVERIFY(fleet.start(plan).ok());
  QTRY_COMPARE_WITH_TIMEOUT(fleet.counts().connected, 3, kPatienceMs);
  QTRY_VERIFY_WITH_TIMEOUT(fleet.counts().reportsAcked >= 9, kPatienceMs);
  QVERIFY(gateway.mistakes().isEmpty());
}

void SimulatedFleetTest::reportsAreSentAndAcknowledged() {
  WireGateway gateway;
  SimulatedFleet fleet;
  FleetPlan plan = planFor(gateway, 4);
  plan.reportEvery = 40ms;
  plan.reportSize = 5000;
  QVERIFY(fleet.start(plan).ok());
  QTRY_VERIFY_WITH_TIMEOUT(fleet.counts().reportsAcked >= 40, kPatienceMs);
  for (const auto& device : gateway.devices()) {
    QVERIFY(device.reports.size() > 1);
    for (const QByteArray& report : device.reports) QCOMPARE(report.size(), 5000);
    QVERIFY2(!device.reportIds.contains(0), "each asks for its acknowledgement");
    const QSet<quint32> ids(device.reportIds.begin(), device.reportIds.end());
    QCOMPARE(ids.size(), device.reportIds.size());
  }
  QVERIFY(fleet.counts().reportsSent >= fleet.counts().reportsAcked);
  QVERIFY(gateway.mistakes().isEmpty());
}

void SimulatedFleetTest::firstReportsAreSpread() {
  WireGateway gateway;
  SimulatedFleet fleet;
  FleetPlan plan = planFor(gateway, 200);
  plan.reportEvery = 1h;
  QVERIFY(fleet.start(plan).ok());
  QTRY_COMPARE_WITH_TIMEOUT(fleet.counts().connected, 200, kPatienceMs);
  // All at once would be 200. Spread over an hour, one of them in a given second is rare.
  QVERIFY2(fleet.counts().reportsSent < 100, QByteArray::number(fleet.counts().reportsSent));
}

void SimulatedFleetTest::unacknowledgedReportsAreNotCounted() {
  WireGateway gateway;
  gateway.acknowledgeReports(false);
  SimulatedFleet fleet;
  FleetPlan plan = planFor(gateway, 1);
  plan.reportEvery = 20ms;
  QVERIFY(fleet.start(plan).ok());
  QTRY_VERIFY_WITH_TIMEOUT(gateway.devices().value("demo-1").reports.size() >= 5, kPatienceMs);
  QVERIFY(fleet.counts().reportsSent >= 5);
  QCOMPARE(fleet.counts().reportsAcked, 0);
}

void SimulatedFleetTest::pingsWithinTheKeepaliveItWasGiven() {
  WireGateway gateway;
  gateway.setKeepalive(1);  // less than it asks for
  SimulatedFleet fleet;
  QVERIFY(fleet.start(planFor(gateway, 2)).ok());
  QTRY_VERIFY_WITH_TIMEOUT(gateway.devices().value("demo-1").pings >= 3 && gateway.devices().value("demo-2").pings >= 3,
                           kPatienceMs);
  QCOMPARE(fleet.counts().connects, 2);
  QVERIFY(gateway.mistakes().isEmpty());
}

void SimulatedFleetTest::commandsAreAcknowledged() {
  WireGateway gateway;
  SimulatedFleet fleet;
  QVERIFY(fleet.start(planFor(gateway, 2)).ok());
  QTRY_COMPARE_WITH_TIMEOUT(fleet.counts().connected, 2, kPatienceMs);
  gateway.send("demo-1", FrameType::Command, 7, "relay on");
  gateway.send("demo-1", FrameType::Command, 4'294'967'295, "fail, please");
  gateway.send("demo-1", FrameType::Command, 8, QByteArray("\0\xff fail", 7));
  gateway.send("demo-2", FrameType::Command, 7, {});
  const auto& devices = gateway.devices();
  QTRY_VERIFY_WITH_TIMEOUT(devices["demo-1"].acks.size() == 3 && devices["demo-2"].acks.size() == 1, kPatienceMs);
  QCOMPARE(devices["demo-1"].acks.value(7), QByteArray("\0ok", 3));
  QCOMPARE(devices["demo-1"].acks.value(4'294'967'295), QByteArray("\1asked to fail"));
  QCOMPARE(devices["demo-1"].acks.value(8), QByteArray("\0ok", 3));
  QCOMPARE(devices["demo-2"].acks.value(7), QByteArray("\0ok", 3));
  QCOMPARE(fleet.counts().commands, 4);
}

void SimulatedFleetTest::pingIsAnswered() {
  WireGateway gateway;
  SimulatedFleet fleet;
  QVERIFY(fleet.start(planFor(gateway, 1)).ok());
  QTRY_COMPARE_WITH_TIMEOUT(fleet.counts().connected, 1, kPatienceMs);
  gateway.send("demo-1", FrameType::Ping, 99, {});
  gateway.send("demo-1", FrameType::Ping, 0, {});
  QTRY_COMPARE_WITH_TIMEOUT(gateway.devices().value("demo-1").pongs, QList<quint32>({99, 0}), kPatienceMs);
}

void SimulatedFleetTest::stopSaysClose() {
  WireGateway gateway;
  SimulatedFleet fleet;
  QVERIFY(fleet.start(planFor(gateway, 20)).ok());
  QTRY_COMPARE_WITH_TIMEOUT(fleet.counts().connected, 20, kPatienceMs);
  fleet.stop();
  QTRY_COMPARE_WITH_TIMEOUT(gateway.connected(), 0, kPatienceMs);
  for (const auto& device : gateway.devices()) QCOMPARE(device.closes, QList<QByteArray>({QByteArray(1, '\0')}));
  QCOMPARE(fleet.counts().connected, 0);
  QCOMPARE(gateway.hellos(), 20);
}

void SimulatedFleetTest::lostConnectionsComeBack() {
  WireGateway gateway;
  SimulatedFleet fleet;
  QVERIFY(fleet.start(planFor(gateway, 10)).ok());
  QTRY_COMPARE_WITH_TIMEOUT(fleet.counts().connected, 10, kPatienceMs);
  gateway.cutAll();
  QTRY_COMPARE_WITH_TIMEOUT(gateway.hellos(), 20, kPatienceMs);
  QTRY_COMPARE_WITH_TIMEOUT(fleet.counts().connected, 10, kPatienceMs);
  QCOMPARE(fleet.counts().connects, 20);
  QCOMPARE(fleet.counts().closes, 10);
  QCOMPARE(fleet.counts().failures, 0);
}

void SimulatedFleetTest::closedWithRetryAfterComesBackNoSooner() {
  WireGateway gateway;
  gateway.answerHelloWith(WireGateway::close(CloseReason::Draining, 3));
  SimulatedFleet fleet;
  QVERIFY(fleet.start(planFor(gateway, 4)).ok());
  QTRY_COMPARE_WITH_TIMEOUT(gateway.hellos(), 4, kPatienceMs);
  gateway.welcomeAgain();
  QTRY_COMPARE_WITH_TIMEOUT(fleet.counts().connected, 4, kPatienceMs);
  for (const auto& device : gateway.devices()) {
    QCOMPARE(device.hellos, 2);
    const qint64 waited = device.helloAtMs[1] - device.helloAtMs[0];
    QVERIFY2(waited >= 2'900, QByteArray::number(waited));
  }
  QCOMPARE(fleet.counts().failures, 4);
}

void SimulatedFleetTest::brokenFramesEndTheConnection() {
  WireGateway gateway;
  SimulatedFleet fleet;
  QVERIFY(fleet.start(planFor(gateway, 2)).ok());
  QTRY_COMPARE_WITH_TIMEOUT(fleet.counts().connected, 2, kPatienceMs);
  gateway.sendBytes("demo-1", "HTTP/1.1 400 Bad Request\r\n\r\n");
  QTRY_COMPARE_WITH_TIMEOUT(gateway.devices().value("demo-1").hellos, 2, kPatienceMs);
  QTRY_COMPARE_WITH_TIMEOUT(fleet.counts().connected, 2, kPatienceMs);
  QCOMPARE(gateway.devices().value("demo-2").hellos, 1);
}

void SimulatedFleetTest::nobodyListens() {
  FleetPlan plan;
  {
    const WireGateway gone;
    plan = planFor(gone, 3);
  }
  SimulatedFleet fleet;
  QVERIFY(fleet.start(plan).ok());
  QTRY_VERIFY_WITH_TIMEOUT(fleet.counts().failures >= 6, kPatienceMs);
  QCOMPARE(fleet.counts().connected, 0);
  QCOMPARE(fleet.counts().connects, 0);
  fleet.stop();
  QVERIFY(!fleet.running());
}

QTEST_GUILESS_MAIN(SimulatedFleetTest)
#include "tst_simulated_fleet.moc"
