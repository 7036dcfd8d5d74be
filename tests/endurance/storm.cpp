// All devices are cut off at once and come back as fast as they can, again and again: all get in, those who stayed are
// served meanwhile, and no round leaves anything behind in memory.
#include <QElapsedTimer>
#include <QTest>

#include "tests/cluster/stand.h"
#include "tests/endurance/figures.h"

using namespace lk::test;

namespace {

// A node remembers so much of each device and of what happened, and no more: 24 connects and closes, 20 000 events. It
// is measured as one that has been there for a while.
constexpr int kUntilAllIsRemembered = 13;

}  // namespace

class Storm : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void allComeBack_data() {
    QTest::addColumn<bool>("withRedis");
    QTest::newRow("a node by itself") << false;
    QTest::newRow("a node with Redis") << true;
  }
  void allComeBack() {
    QFETCH(bool, withRedis);
    Stand stand;
    RunningNode alone;
    if (withRedis) QVERIFY(stand.startRedis() && stand.startNodes(1));
    if (!withRedis) QVERIFY(alone.start(stand.place()));
    RunningNode& node = withRedis ? stand.node(0) : alone;

    LedgerPlan plan;
    plan.devices = sized(800, 15'000);
    plan.ports = {node.port()};
    plan.backWithin = std::chrono::milliseconds(0);
    plan.connectsPerSecond = 1'000'000;
    LedgerPlan steadyPlan;
    steadyPlan.devices = 100;
    steadyPlan.prefix = "steady-";
    steadyPlan.ports = plan.ports;
    LedgerFleet steady(steadyPlan);
    LedgerFleet fleet(plan);
    steady.start();
    QVERIFY(steady.waitUntilConnected(10'000));
    fleet.start();
    QVERIFY(fleet.waitUntilConnected(60'000));
    steady.report(500);
    QTest::qWait(1'000);
    say("before: " + quantiles(steady.takeRoundTrips()));

    qint64 afterFirst = 0;
    for (int round = 1 - kUntilAllIsRemembered; round <= sized(3, 10); ++round) {
      QElapsedTimer took;
      took.start();
      const qint64 lostBefore = fleet.lost();
      fleet.cut(plan.devices);
      QTRY_COMPARE_WITH_TIMEOUT(fleet.lost(), lostBefore + plan.devices, 60'000);
      (void)steady.takeRoundTrips();
      QVERIFY2(fleet.waitUntilConnected(120'000), QByteArray::number(fleet.connected()).constData());
      const qint64 backMs = took.elapsed();
      if (round < 1) {
        say("round " + QByteArray::number(round) + ", before all is remembered: memory " +
            megabytes(anonymousBytes(node.pid())));
        continue;
      }
      const auto meanwhile = steady.takeRoundTrips();
      QTest::qWait(sized(500, 2'000));
      const qint64 memory = anonymousBytes(node.pid());
      if (round == 1) afterFirst = memory;
      say("round " + QByteArray::number(round) + ": all back in " + QByteArray::number(backMs) +
          " ms; steady devices " + quantiles(meanwhile) + "; memory " + megabytes(memory));
      QCOMPARE(fleet.closes(6), 0);
    }
    QCOMPARE(steady.lost(), 0);
    steady.report(0);
    QTRY_COMPARE_WITH_TIMEOUT(steady.reportsAcked(), steady.reportsSent(), 20'000);
    const qint64 atEnd = anonymousBytes(node.pid());
    say("memory after the first round " + megabytes(afterFirst) + ", after the last " + megabytes(atEnd));
    if (kMemoryIsItsOwn)
      QVERIFY2(static_cast<double>(atEnd) <= 1.05 * static_cast<double>(afterFirst), megabytes(atEnd).constData());
  }
};

QTEST_GUILESS_MAIN(Storm)
#include "storm.moc"
