// Two nodes let the same device in while Redis is away: its first connection is half open. Live commands on the open
// door, published from the moment that either of them hears it again, are executed once.
#include <QElapsedTimer>
#include <QTest>

#include "tests/cluster/stand.h"

using namespace lk::test;

namespace {

constexpr int kMostRounds = 200;
constexpr int kRoundsOnceBack = 20;
constexpr int kNodesNoticeMs = 4'000;  // that Redis is away, if it is frozen

}  // namespace

class OneOfTwoTakesACommand : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whereRedisForgotAll() {
    Stand stand;
    QVERIFY(stand.startRedis() && stand.startNodes(2));
    const auto away = [&] { stand.one().kill9(); };
    const auto back = [&] { return stand.one().start(); };
    commandBoth(stand, away, back);
  }

  void whereRedisKnowsTheOlder_data() {
    QTest::addColumn<Stand::Redis>("redis");
    QTest::newRow("one Redis") << Stand::Redis::One;
    QTest::newRow("a Redis Cluster") << Stand::Redis::Cluster;
  }
  void whereRedisKnowsTheOlder() {
    QFETCH(Stand::Redis, redis);
    Stand stand(redis);
    QVERIFY(stand.startRedis() && stand.startNodes(2));
    // A replica that takes over may not know of the last claims: nobody promises more.
    if (redis == Stand::Redis::Cluster) {
      for (RedisServer* server : stand.redises()) {
        QVERIFY(server->ask({"CONFIG", "SET", "cluster-replica-no-failover", "yes"}).good());
      }
    }
    const auto away = [&] {
      for (RedisServer* server : stand.redises()) server->freeze();
      QTest::qWait(kNodesNoticeMs);
    };
    const auto back = [&] {
      for (RedisServer* server : stand.redises()) server->thaw();
      return true;
    };
    commandBoth(stand, away, back);
  }

 private:
  static void commandBoth(Stand& stand, const std::function<void()>& away, const std::function<bool()>& back) {
    LedgerPlan plan;
    plan.devices = sized(200, 1'000);
    plan.backWithin = std::chrono::hours(24);  // not at all: they would take the sessions from each other without end
    plan.ports = {stand.nodePorts().at(0)};
    LedgerFleet older(plan);
    older.start();
    QVERIFY(older.waitUntilConnected(20'000));
    away();
    QVERIFY(stand.waitForRedisAt(0, false) && stand.waitForRedisAt(1, false));
    plan.ports = {stand.nodePorts().at(1)};
    LedgerFleet newer(plan);
    newer.start();
    QVERIFY(newer.waitUntilConnected(20'000));
    QCOMPARE(older.connected(), plan.devices);

    QVERIFY(back());
    ResultLedger results(stand.redisPorts());
    QVERIFY(results.waitUntilListening());
    int rounds = 0;
    for (int sinceBack = 0; sinceBack < kRoundsOnceBack && rounds < kMostRounds; ++rounds) {
      QByteArrayList messages;
      for (int i = 0; i < plan.devices; ++i) messages.push_back(command(rounds, newer.name(i)));
      // While Redis still finds itself, not all are taken.
      const bool published = stand.publish(messages);
      if (published && older.connected() == 0) ++sinceBack;
      QTest::qWait(50);
    }
    QCOMPARE(older.connected(), 0);
    for (int i = 0; i < plan.devices; ++i) {
      QTRY_COMPARE_WITH_TIMEOUT(results.finals(idOf(rounds - 1, newer.name(i))), QByteArrayList{"done"}, 20'000);
    }
    int twice = 0;
    for (int round = 0; round < rounds; ++round) {
      for (int i = 0; i < plan.devices; ++i) {
        const QByteArray id = idOf(round, newer.name(i));
        if (older.times(id) + newer.times(id) > 1) ++twice;
        QVERIFY2(results.finals(id).size() <= 1, id + ": " + results.finals(id).join(", "));
      }
    }
    QCOMPARE(twice, 0);
    QVERIFY(older.commands() + newer.commands() >= kRoundsOnceBack * plan.devices);
  }

  static QByteArray idOf(int round, const QByteArray& device) { return QByteArray::number(round) + '-' + device; }
  static QByteArray command(int round, const QByteArray& device) {
    const QByteArray id = idOf(round, device);
    return Stand::commandFor(id, device, id);
  }
};

QTEST_GUILESS_MAIN(OneOfTwoTakesACommand)
#include "one_of_two_takes_a_command.moc"
