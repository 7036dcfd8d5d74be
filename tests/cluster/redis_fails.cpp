// Redis fails under a stream of commands, half of them durable: every command has one final status, no durable one is
// lost, none is executed twice, no device is dropped, and service is back a few seconds after.
#include <QElapsedTimer>
#include <QTest>
#include <functional>

#include "tests/cluster/stand.h"

using namespace lk::test;

namespace {

constexpr int kRate = 100;  // commands a second, of each kind
constexpr int kNodeTimeoutMs =
    2'000;  // of a Redis Cluster, and of Sentinels: with less, a busy machine fails over twice
constexpr int kBackWithinMs = kNodeTimeoutMs + 4'000;
constexpr int kNoiseMs = 5'000;  // what a loaded machine may add
constexpr int kOutageMs = 10'000;

}  // namespace

class RedisFails : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { m_devices = sized(600, 1'500); }
  void cleanup() {
    m_results.reset();
    m_fleet.reset();
    m_stand.reset();
  }

  void aMasterIsKilled() {
    start(Stand::Redis::Cluster);
    if (!QTest::currentTestFailed()) endure([this] { m_stand->masterOf(m_key).kill9(); });
  }

  void aMasterIsFrozen() {
    start(Stand::Redis::Cluster);
    if (QTest::currentTestFailed()) return;
    RedisServer* frozen = nullptr;
    endure([&] {
      frozen = &m_stand->masterOf(m_key);
      frozen->freeze();
    });
    if (QTest::currentTestFailed()) return;
    frozen->thaw();  // it comes back as a replica
    QVERIFY(m_stand->cluster().waitUntilWell());
    serves("after the thaw");
  }

  void theOneWithASubscriptionIsKilled() {
    start(Stand::Redis::Cluster);
    if (QTest::currentTestFailed()) return;
    RedisServer* subscribed = nullptr;
    for (RedisServer* redis : m_stand->redises()) {
      const QByteArray clients = redis->ask({"CLIENT", "LIST", "TYPE", "PUBSUB"}).text;
      if (clients.contains("sub=") && clients.count('\n') > 1) subscribed = redis;  // one is the test's own
    }
    QVERIFY(subscribed != nullptr);
    endure([&] { subscribed->kill9(); });
  }

  void theOneWithASubscriptionIsFrozen() {
    start(Stand::Redis::Cluster);
    if (QTest::currentTestFailed()) return;
    RedisServer* subscribed = nullptr;
    for (RedisServer* redis : m_stand->redises()) {
      if (redis->ask({"CLIENT", "LIST", "TYPE", "PUBSUB"}).text.count('\n') > 1) subscribed = redis;
    }
    QVERIFY(subscribed != nullptr);
    endure([&] { subscribed->freeze(); });
  }

  void slotsMove() {
    start(Stand::Redis::Cluster);
    if (QTest::currentTestFailed()) return;
    endure([this] {
      RedisCluster& cluster = m_stand->cluster();
      for (int i = 0; i < 30; ++i) {
        const int slot = cluster.slotOf('{' + m_fleet->name(i * 7) + '}');
        RedisServer* to = cluster.masterOtherThan(cluster.masterOfSlot(slot));
        QVERIFY(to != nullptr && cluster.moveSlot(slot, *to));
        QTest::qWait(20);
      }
    });
  }

  void sentinelsReplaceAKilledMaster() {
    start(Stand::Redis::Sentinels);
    if (!QTest::currentTestFailed()) endure([this] { m_stand->masterOf(m_key).kill9(); });
  }

  void sentinelsReplaceAFrozenMaster() {
    start(Stand::Redis::Sentinels);
    if (QTest::currentTestFailed()) return;
    RedisServer* frozen = nullptr;
    endure([&] {
      frozen = &m_stand->masterOf(m_key);
      frozen->freeze();
    });
    if (QTest::currentTestFailed()) return;
    frozen->thaw();
    QTRY_COMPARE_WITH_TIMEOUT(frozen->info("role"), QByteArray("slave"), 20'000);
    serves("after the thaw");
  }

  void allOfRedisIsAway() {
    start(Stand::Redis::One);
    if (QTest::currentTestFailed()) return;
    endure([this] {
      m_stand->one().kill9();
      QVERIFY(m_stand->waitForRedisAt(0, false) && m_stand->waitForRedisAt(1, false));
      QTest::qWait(kOutageMs);
      QVERIFY(m_stand->one().start());
    });
  }

 private:
  void start(Stand::Redis kind) {
    m_stand = std::make_unique<Stand>(kind);
    RedisServerPlan plan;
    plan.appendOnly = true;
    QVERIFY(m_stand->startRedis(plan) && m_stand->startNodes(2));
    LedgerPlan fleet;
    fleet.devices = m_devices;
    fleet.ports = m_stand->nodePorts();
    m_fleet = std::make_unique<LedgerFleet>(fleet);
    m_fleet->start();
    QVERIFY(m_fleet->waitUntilConnected(60'000));
    m_results = std::make_unique<ResultLedger>(m_stand->redisPorts());
    QVERIFY(m_results->waitUntilListening());
    m_key = '{' + m_fleet->name(0) + '}';
  }

  void endure(const std::function<void()>& fault) {
    QByteArrayList names;
    for (int i = 0; i < m_devices; ++i) names.push_back(m_fleet->name(i));
    const QStringList rate = {QStringLiteral("--rate"), QString::number(kRate)};
    const auto live = m_stand->beginSend(names, rate + QStringList{QStringLiteral("live")});
    const auto durable = m_stand->beginSend(
        names, rate + QStringList{QStringLiteral("--ttl"), QStringLiteral("120"), QStringLiteral("durable")});
    QTRY_VERIFY_WITH_TIMEOUT(m_fleet->times("live") > kRate && m_fleet->times("durable") > kRate, 20'000);

    fault();
    if (QTest::currentTestFailed()) return;
    serves("after the fault");
    if (QTest::currentTestFailed()) return;

    const QList<QJsonObject> liveResults = Stand::results(finish(*live, 180'000));
    const QList<QJsonObject> durableResults = Stand::results(finish(*durable, 180'000));
    QCOMPARE(liveResults.size(), m_devices);
    QCOMPARE(countStatuses(durableResults), "done " + QByteArray::number(m_devices));
    for (int i = 0; i < m_devices; ++i) {
      const QByteArrayList received = m_fleet->received(i);
      QCOMPARE(received.count("durable"), 1);
      const QByteArray status = liveResults[i].value(QStringLiteral("status")).toString().toUtf8();
      QVERIFY2(isFinalStatus(status), status.constData());
      QVERIFY2(received.count("live") <= 1, "executed twice");
      if (status == "done") QCOMPARE(received.count("live"), 1);
      if (status == "offline" || status == "rejected") QCOMPARE(received.count("live"), 0);
    }
    // What was said in public agrees with itself, as far as it was heard.
    for (const auto& results : {liveResults, durableResults}) {
      for (const QJsonObject& result : results) {
        const QByteArrayList finals = m_results->finals(result.value(QStringLiteral("id")).toString().toUtf8());
        QVERIFY2(finals.size() <= 1, finals.join(' ').constData());
      }
    }
    QCOMPARE(m_fleet->lost(), 0);
  }

  // A live and a durable command, published by somebody else, are done within the time.
  void serves(const char* when) {
    QElapsedTimer since;
    since.start();
    bool live = false;
    bool durable = false;
    while ((!live || !durable) && since.elapsed() < kBackWithinMs + kNoiseMs) {
      const QByteArray number = QByteArray::number(++m_probes);
      const bool published =
          m_stand->publish({Stand::commandFor("live-probe-" + number, m_fleet->name(0), "probe"),
                            Stand::commandFor("durable-probe-" + number, m_fleet->name(0), "probe", 60)});
      QTest::qWait(200);
      for (int i = 1; published && i <= m_probes; ++i) {
        live = live || m_results->finals("live-probe-" + QByteArray::number(i)).contains("done");
        durable = durable || m_results->finals("durable-probe-" + QByteArray::number(i)).contains("done");
      }
    }
    QVERIFY2(live && durable, when);
  }

  int m_devices = 0;
  int m_probes = 0;
  QByteArray m_key;
  std::unique_ptr<Stand> m_stand;
  std::unique_ptr<LedgerFleet> m_fleet;
  std::unique_ptr<ResultLedger> m_results;
};

QTEST_GUILESS_MAIN(RedisFails)
#include "redis_fails.moc"
