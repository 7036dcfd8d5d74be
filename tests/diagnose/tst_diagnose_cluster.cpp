#include "tests/cli/wire_device.h"
#include "tests/cluster/stand.h"
#include "tests/diagnose/diagnosed.h"

using namespace lk::test;

namespace {

const QString kDevice = QStringLiteral("dev-1");

}  // namespace

// Faults between nodes and Redis.
class DiagnoseCluster : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void allIsWell_data() { bothForms(); }
  void allIsWell() {
    QFETCH(Stand::Redis, redis);
    Stand stand(redis);
    QVERIFY(stand.startRedis() && stand.startNodes(2));
    WireDevice device;
    QVERIFY(device.join(stand.node(1).port(), "dev-1"));
    QCOMPARE(stand.verb(words("send dev-1 on")).code, 0);
    const Diagnosed diagnosed = ask(stand);
    QVERIFY2(diagnosed.outcome.code == 0, diagnosed.said().constData());
    QCOMPARE(diagnosed.cause(), QByteArray());
    QVERIFY2(diagnosed.conclusion().contains("dev-1 is connected to n2"), diagnosed.said().constData());
    QCOMPARE(diagnosed.gradeOf("route"), QByteArray("green"));
  }

  void twoDevicesWithOneId() {
    Stand stand;
    QVERIFY(stand.startRedis() && stand.startNodes(2));
    WireDevice first;
    WireDevice second;
    WireDevice third;
    QVERIFY(first.join(stand.node(0).port(), "dev-1"));
    QVERIFY(second.join(stand.node(1).port(), "dev-1"));
    QVERIFY(first.waitForEnd());
    QVERIFY(third.join(stand.node(0).port(), "dev-1"));
    QVERIFY(second.waitForEnd());
    const Diagnosed diagnosed = ask(stand);
    QCOMPARE(diagnosed.cause(), QByteArray("session.taken-over"));
    QCOMPARE(diagnosed.gradeOf("session"), QByteArray("amber"));
  }

  void theNodeIsCutOffFromRedis() {
    Stand stand;
    QVERIFY(stand.startRedis() && stand.startNodes(1));
    WireDevice device;
    QVERIFY(device.join(stand.node(0).port(), "dev-1"));
    stand.one().freeze();
    QVERIFY(stand.waitForRedisAt(0, false));
    const Diagnosed diagnosed = diagnose(stand.place(), kDevice, {QStringLiteral("--node"), QStringLiteral("n1")});
    stand.one().thaw();
    LK_NAMES(diagnosed, "redis.away");
    QVERIFY2(diagnosed.conclusion().contains("n1 is cut off from Redis"), diagnosed.said().constData());
    QCOMPARE(diagnosed.gradeOf("session"), QByteArray("green"));
  }

  void theRouteIsStale_data() { bothForms(); }
  void theRouteIsStale() {
    QFETCH(Stand::Redis, redis);
    Stand stand(redis);
    QVERIFY(stand.startRedis() && stand.startNodes(2));
    QTest::qWait(1'000);  // until the nodes have claimed again what they hold, which they do once when Redis is found
    WireDevice device;
    QVERIFY(device.join(stand.node(0).port(), "dev-1"));
    const QByteArray key = "lk:route:{dev-1}";
    QVERIFY(stand.masterOf(key).ask({"SET", key, "9007199254740000 n9/1 7"}).good());
    const Diagnosed diagnosed = ask(stand);
    LK_NAMES(diagnosed, "route.stale");
    QVERIFY2(diagnosed.conclusion().contains("n9/1"), diagnosed.said().constData());
  }

  void theDevicesNodeIsDead() {
    Stand stand;
    QVERIFY(stand.startRedis() && stand.startNodes(2, {QStringLiteral("--set"), QStringLiteral("redis.lease=60s")}));
    WireDevice device;
    QVERIFY(device.join(stand.node(0).port(), "dev-1"));
    stand.node(0).process().kill();
    QVERIFY(device.waitForEnd());
    // Its lease runs on, and it does not answer.
    LK_NAMES(ask(stand), "node.silent");
  }

  // Another one cleaned up after it, and it is on no list any more.
  void theDevicesNodeIsDeadAndCleanedUpAfter_data() { bothForms(); }
  void theDevicesNodeIsDeadAndCleanedUpAfter() {
    QFETCH(Stand::Redis, redis);
    Stand stand(redis);
    QVERIFY(stand.startRedis() && stand.startNodes(2, {QStringLiteral("--set"), QStringLiteral("redis.lease=2s")}));
    WireDevice device;
    QVERIFY(device.join(stand.node(0).port(), "dev-1"));
    const QByteArray key = "lk:route:{dev-1}";
    QTRY_VERIFY(stand.masterOf(key).ask({"GET", key}).text.contains(" n1/"));
    stand.node(0).process().kill();
    QVERIFY(device.waitForEnd());
    QTRY_VERIFY_WITH_TIMEOUT(stand.masterOf(key).ask({"GET", key}).text.endsWith(" gone"), 20'000);
    const Diagnosed diagnosed = ask(stand);
    LK_NAMES(diagnosed, "node.dead");
    QVERIFY2(diagnosed.conclusion().contains("n1, which had dev-1 last, is gone"), diagnosed.said().constData());
    // At the next one it is as if nothing had been.
    WireDevice again;
    QVERIFY(again.join(stand.node(1).port(), "dev-1"));
    QCOMPARE(ask(stand).cause(), QByteArray());
  }

  void theDeviceLeftANodeThatIsGoneSince() {
    Stand stand;
    QVERIFY(stand.startRedis() && stand.startNodes(2));
    WireDevice device;
    QVERIFY(device.join(stand.node(0).port(), "dev-1"));
    stand.node(0).process().terminate();
    QVERIFY(device.waitForEnd());
    QVERIFY(stand.node(0).process().waitForFinished(20'000));
    const Diagnosed diagnosed = ask(stand);
    LK_NAMES(diagnosed, "session.lost");
    QVERIFY2(diagnosed.conclusion().contains("its session at n1 ended"), diagnosed.said().constData());
  }

  void aCommandExpiredWhileNobodyHadTheDevice() {
    Stand stand;
    QVERIFY(stand.startRedis() && stand.startNodes(2));
    QCOMPARE(stand.verb(words("send --ttl 1 --id c-17 dev-1 on")).code, 1);
    WireDevice device;
    QVERIFY(device.join(stand.node(0).port(), "dev-1"));
    const Diagnosed diagnosed = ask(stand);
    LK_NAMES(diagnosed, "command.expired");
    QVERIFY2(diagnosed.conclusion().contains("c-17 expired"), diagnosed.said().constData());
  }

  void theDeviceAcknowledgedWithAnError() {
    Stand stand;
    QVERIFY(stand.startRedis() && stand.startNodes(2));
    LedgerPlan plan;
    plan.ports = stand.nodePorts();
    LedgerFleet fleet(plan);
    fleet.start();
    QVERIFY(fleet.waitUntilConnected(10'000));
    const QString device = QString::fromUtf8(fleet.name(0));
    QCOMPARE(stand.verb({QStringLiteral("send"), device, QStringLiteral("fail to open")}).code, 1);
    const Diagnosed diagnosed = diagnose(stand.place(), device, {QStringLiteral("--redis"), stand.url()});
    LK_NAMES(diagnosed, "command.failed");
    QVERIFY2(diagnosed.conclusion().contains("its own error code 1"), diagnosed.said().constData());
  }

 private:
  static void bothForms() {
    QTest::addColumn<Stand::Redis>("redis");
    QTest::newRow("one Redis") << Stand::Redis::One;
    QTest::newRow("a Redis Cluster") << Stand::Redis::Cluster;
  }
  static Diagnosed ask(Stand& stand) {
    return diagnose(stand.place(), kDevice, {QStringLiteral("--redis"), stand.url()});
  }
};

QTEST_GUILESS_MAIN(DiagnoseCluster)
#include "tst_diagnose_cluster.moc"
