// Redis goes and comes back under a stream of reports: every acknowledged report is in the uplink's streams, in order
// per device, and what waits stays within its bound.
#include <QTest>
#include <algorithm>
#include <vector>

#include "tests/cluster/stand.h"
#include "tests/cluster/uplink_streams.h"

using namespace lk::test;

namespace {

constexpr qint64 kSlack = 64 * 1024;  // of the bound: what one turn reads past it

}  // namespace

class ReportsOutliveAnOutage : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void reports_data() {
    QTest::addColumn<Stand::Redis>("redis");
    QTest::addColumn<qint64>("buffer");
    QTest::newRow("one Redis, room for all") << Stand::Redis::One << qint64{67'108'864};
    QTest::newRow("one Redis, room for few") << Stand::Redis::One << qint64{65'536};
    QTest::newRow("a Redis Cluster's master dies") << Stand::Redis::Cluster << qint64{67'108'864};
  }
  void reports() {
    QFETCH(Stand::Redis, redis);
    QFETCH(qint64, buffer);
    Stand stand(redis);
    RedisServerPlan persistent;
    persistent.appendOnly = true;
    // The log is written before the answer is: what Redis has said, it has.
    persistent.config = "appendfsync always\n";
    QVERIFY(stand.startRedis(persistent) &&
            stand.startNodes(2, {QStringLiteral("--set"), QStringLiteral("redis.uplink-buffer=%1").arg(buffer)}));
    LedgerPlan plan;
    plan.devices = 200;
    plan.ports = stand.nodePorts();
    LedgerFleet fleet(plan);
    fleet.start();
    QVERIFY(fleet.waitUntilConnected(20'000));
    const int rate = sized(600, 2'000);
    fleet.report(rate);
    QTRY_VERIFY(fleet.reportsAcked() > rate);

    outage(stand, fleet, redis, buffer, rate);
    if (QTest::currentTestFailed()) return;

    const qint64 ackedBefore = fleet.reportsAcked();
    QTRY_VERIFY_WITH_TIMEOUT(fleet.reportsAcked() > ackedBefore + rate, 30'000);
    fleet.report(0);
    QTRY_COMPARE_WITH_TIMEOUT(fleet.reportsAcked(), fleet.reportsSent(), 60'000);
    QCOMPARE(fleet.lost(), 0);
    const auto numbers = numbersInStreams(stand);
    for (int i = 0; i < plan.devices; ++i) {
      const auto stored = numbers.value(fleet.name(i));
      const auto acked = fleet.acked(i);
      QVERIFY2(std::is_sorted(stored.begin(), stored.end()), fleet.name(i).constData());
      QVERIFY2(std::is_sorted(acked.begin(), acked.end()), fleet.name(i).constData());
      QVERIFY2(std::includes(stored.begin(), stored.end(), acked.begin(), acked.end()), fleet.name(i).constData());
    }
    for (int i = 0; i < 2; ++i) QTRY_COMPARE(stand.metric(i, "linekeeper_uplink_waiting_bytes"), 0.0);
  }

 private:
  static void outage(Stand& stand, const LedgerFleet& fleet, Stand::Redis kind, qint64 buffer, int rate) {
    RedisServer& gone = stand.masterOf("lk:up:{3}");
    gone.kill9();
    if (kind == Stand::Redis::Cluster) {
      QVERIFY(stand.cluster().waitUntilWell());
      return;
    }
    for (int i = 0; i < 2; ++i) QVERIFY(stand.waitForRedisAt(i, false));
    const qint64 sent = fleet.reportsSent();
    const qint64 acked = fleet.reportsAcked();
    double most = 0;
    for (int second = 0; second < sized(5, 10); ++second) {
      QTest::qWait(1'000);
      for (int i = 0; i < 2; ++i) most = std::max(most, stand.metric(i, "linekeeper_uplink_waiting_bytes"));
    }
    QCOMPARE(fleet.reportsAcked(), acked);  // none without Redis
    QVERIFY2(most > 0 && most <= static_cast<double>(buffer + kSlack), QByteArray::number(most).constData());
    // With room for all, devices go on; without it they feel it.
    const bool roomForAll = buffer > 1'000'000;
    if (roomForAll) QVERIFY(fleet.reportsSent() - sent > rate * sized(5, 10) / 2);
    QVERIFY(gone.start());
  }
};

QTEST_GUILESS_MAIN(ReportsOutliveAnOutage)
#include "reports_outlive_an_outage.moc"
