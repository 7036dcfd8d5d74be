// Devices are spread over the nodes behind nginx, and a command published anywhere reaches its device once; its
// publisher is told one final status.
#include <QTest>

#include "tests/cluster/stand.h"

using namespace lk::test;

class CommandsReachEveryDevice : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void throughNginx_data() {
    QTest::addColumn<Stand::Redis>("redis");
    QTest::newRow("one Redis") << Stand::Redis::One;
    QTest::newRow("a Redis Cluster") << Stand::Redis::Cluster;
  }
  void throughNginx() {
    QFETCH(Stand::Redis, redis);
    Stand stand(redis);
    QVERIFY(stand.startRedis() && stand.startNodes(2) && stand.startNginx());
    const int devices = sized(600, 2'000);
    LedgerPlan plan;
    plan.devices = devices;
    plan.ports = {stand.nginx().port()};
    LedgerFleet fleet(plan);
    fleet.start();
    QVERIFY(fleet.waitUntilConnected(60'000));
    for (const int share : fleet.perNode(stand.nodeIds())) QVERIFY2(share > devices / 5, "spread over both");

    everyPublishedCommandIsDoneOnce(stand, fleet, devices);
    if (QTest::currentTestFailed()) return;
    everySentCommandIsDoneOnce(stand, fleet, devices);
    if (QTest::currentTestFailed()) return;
    QCOMPARE(fleet.lost(), 0);
  }

  // What nobody holds is answered by nobody: so says the contract of a raw PUBLISH. `send` says offline.
  void anAbsentDevice() {
    Stand stand;
    QVERIFY(stand.startRedis() && stand.startNodes(2));
    ResultLedger results(stand.redisPorts());
    QVERIFY(results.waitUntilListening());
    QVERIFY(stand.publish({Stand::commandFor("c-1", "nobody", "on")}));
    const Outcome sent = stand.verb(words("send --json nobody on"));
    QVERIFY2(sent.code == 1, sent.said().constData());
    QCOMPARE(countStatuses(Stand::results(sent)), QByteArray("offline 1"));
    QTest::qWait(500);
    QVERIFY(results.statuses("c-1").isEmpty());
  }

  void theSameIdIsDeliveredOnce() {
    Stand stand;
    QVERIFY(stand.startRedis() && stand.startNodes(2));
    LedgerPlan plan;
    plan.ports = {stand.nodePorts().at(0)};
    LedgerFleet fleet(plan);
    fleet.start();
    QVERIFY(fleet.waitUntilConnected(10'000));
    ResultLedger results(stand.redisPorts());
    QVERIFY(results.waitUntilListening());
    QVERIFY(stand.publish({Stand::commandFor("c-1", fleet.name(0), "first")}));
    QTRY_COMPARE(results.timesFinal("c-1"), 1);

    // The device moves to the other node, which has to know the id, too.
    fleet.stop();
    LedgerPlan there = plan;
    there.ports = {stand.nodePorts().at(1)};
    LedgerFleet moved(there);
    moved.start();
    QVERIFY(moved.waitUntilConnected(10'000));
    QVERIFY(stand.publish({Stand::commandFor("c-1", fleet.name(0), "again")}));
    QVERIFY(stand.publish({Stand::commandFor("c-2", fleet.name(0), "other")}));
    QTRY_COMPARE(moved.times("other"), 1);
    QCOMPARE(moved.times("again"), 0);
    QTRY_COMPARE(results.timesFinal("c-2"), 1);
    QCOMPARE(results.timesFinal("c-1"), 1);  // one final status, however often it is asked
    QCOMPARE(results.finals("c-1"), QByteArrayList{"done"});
  }

  // Kept by exactly one node before `queued` is said, delivered in order when the device comes, wherever it comes.
  void durableOnesWaitForTheDevice() {
    Stand stand(Stand::Redis::Cluster);
    QVERIFY(stand.startRedis() && stand.startNodes(3));
    ResultLedger results(stand.redisPorts());
    QVERIFY(results.waitUntilListening());
    constexpr int kCommands = 40;
    QByteArrayList payloads;
    for (int i = 0; i < kCommands; ++i) {
      payloads.push_back("step " + QByteArray::number(i));
      QVERIFY(stand.publish({Stand::commandFor("c-" + QByteArray::number(i), "dev-0", payloads.back(), 60)}));
      const QByteArray id = "c-" + QByteArray::number(i);
      QTRY_COMPARE(results.statuses(id), QByteArrayList{"queued"});
    }
    LedgerPlan plan;
    plan.ports = {stand.nodePorts().at(2)};
    LedgerFleet fleet(plan);
    fleet.start();
    QTRY_COMPARE_WITH_TIMEOUT(results.withFinal(), kCommands, 20'000);
    QCOMPARE(fleet.received(0), payloads);
    for (int i = 0; i < kCommands; ++i) {
      const QByteArray id = "c-" + QByteArray::number(i);
      QCOMPARE(results.finals(id), QByteArrayList{"done"});
      QCOMPARE(results.timesFinal(id), 1);
    }
  }

 private:
  static void everyPublishedCommandIsDoneOnce(Stand& stand, const LedgerFleet& fleet, int devices) {
    ResultLedger results(stand.redisPorts());
    QVERIFY(results.waitUntilListening());
    QByteArrayList messages;
    for (int i = 0; i < devices; ++i) {
      const QByteArray number = QByteArray::number(i);
      messages.push_back(Stand::commandFor("c-" + number, fleet.name(i), "published " + number));
    }
    QVERIFY(stand.publish(messages));
    QTRY_COMPARE_WITH_TIMEOUT(results.withFinal(), devices, 60'000);
    QTest::qWait(500);  // for what should not come
    QVERIFY2(results.malformed().isEmpty(), results.malformed().value(0).constData());
    for (int i = 0; i < devices; ++i) {
      const QByteArray id = "c-" + QByteArray::number(i);
      QCOMPARE(results.statuses(id), (QByteArrayList{"written", "done"}));
      QCOMPARE(results.timesFinal(id), 1);
      QCOMPARE(fleet.received(i).count("published " + QByteArray::number(i)), 1);
    }
    QCOMPARE(fleet.commands(), devices);
  }

  static void everySentCommandIsDoneOnce(Stand& stand, const LedgerFleet& fleet, int devices) {
    QByteArrayList names;
    for (int i = 0; i < devices; ++i) names.push_back(fleet.name(i));
    const auto sending = stand.beginSend(names, {QStringLiteral("sent")});
    const Outcome outcome = finish(*sending, 60'000);
    QVERIFY2(outcome.code == 0, outcome.err.constData());
    QCOMPARE(countStatuses(Stand::results(outcome)), "done " + QByteArray::number(devices));
    QCOMPARE(fleet.times("sent"), devices);
    for (int i = 0; i < devices; ++i) QCOMPARE(fleet.received(i).count("sent"), 1);
  }
};

QTEST_GUILESS_MAIN(CommandsReachEveryDevice)
#include "commands_reach_every_device.moc"
