// Requests to a cluster go to the masters of their slots, also while slots move.
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <map>

#include "server/bus/redis_client.h"
#include "server/bus/redis_slots.h"
#include "tests/redis/heard.h"
#include "tests/redis/list_load.h"
#include "tests/redis/options_for.h"
#include "tests/support/redis_cluster.h"

using namespace lk::bus;
using namespace lk::test;
using namespace std::chrono_literals;

namespace {

// A key of each slot.
std::map<int, std::string> keysOfAllSlots() {
  std::map<int, std::string> keys;
  for (int i = 0; keys.size() < static_cast<std::size_t>(kSlots); ++i) {
    std::string key = "k" + std::to_string(i);
    keys.emplace(keySlot(key), std::move(key));
  }
  return keys;
}

QByteArrayList numbersBelow(int end) {
  QByteArrayList numbers;
  for (int i = 0; i < end; ++i) numbers.push_back(QByteArray::number(i));
  return numbers;
}

}  // namespace

class TestRedisClusterSlots : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everySlotIsAskedAtItsMaster() {
    RedisCluster cluster;
    QVERIFY(cluster.start());
    RedisClient client(optionsFor(cluster.url()), m_clock);
    client.start();
    QTRY_VERIFY(client.up());
    QVERIFY(client.why().empty());
    QCOMPARE(client.masters().size(), 3U);
    const auto keys = keysOfAllSlots();
    int good = 0;
    for (const auto& [slot, key] : keys) {
      client.call({.key = key}, {"SET", key, "x"}, [&good](const RedisOutcome& outcome) { good += outcome.ok(); });
    }
    QTRY_COMPARE(good, kSlots);
    QCOMPARE(client.requests(), static_cast<std::uint64_t>(kSlots));  // no redirection
    qint64 held = 0;
    for (int i = 0; i < 3; ++i) held += cluster.servers()[i]->ask({"DBSIZE"}).number;
    QCOMPARE(held, kSlots);
  }

  void oneLivingSeedIsEnough() {
    RedisCluster cluster;
    QVERIFY(cluster.start());
    RedisServer dead;
    QVERIFY(dead.start());
    dead.kill9();
    // The other one is a replica.
    const QString seeds = QString::fromUtf8(dead.address() + ',' + cluster.servers().back()->address());
    RedisClient client(optionsFor(QStringLiteral("redis+cluster://") + seeds), m_clock);
    client.start();
    QTRY_VERIFY(client.up());
    Heard set;
    client.call({.key = "a"}, {"SET", "a", "1"}, into(set));
    QTRY_COMPARE(set.times, 1);
    QCOMPARE(set.text, std::string("OK"));
  }

  void whatIsWrongIsSaid() {
    RedisServer single;
    QVERIFY(single.start());
    RedisClient astray(optionsFor(QStringLiteral("redis+cluster://") + QString::fromUtf8(single.address())), m_clock);
    astray.start();
    QTRY_VERIFY(!astray.hopeful());
    QVERIFY2(astray.why().find("is no cluster") != std::string::npos, astray.why().c_str());

    RedisServerPlan plan;
    plan.cluster = true;
    RedisServer empty(plan);
    QVERIFY(empty.start());
    RedisClient early(optionsFor(QStringLiteral("redis+cluster://") + QString::fromUtf8(empty.address())), m_clock);
    early.start();
    QTRY_VERIFY2(early.why().find("have no master") != std::string::npos, early.why().c_str());
    QVERIFY(early.hopeful());
    QVERIFY(!early.up());
    QVERIFY(empty.ask({"CLUSTER", "ADDSLOTSRANGE", "0", "16383"}).good());
    QTRY_VERIFY(early.up());
    Heard crossing;
    early.call({.key = "a"}, {"MGET", "a", "b"}, into(crossing));
    QTRY_COMPARE(crossing.times, 1);
    QCOMPARE(crossing.kind, RedisOutcome::Kind::Refused);
    QVERIFY(crossing.text.starts_with("CROSSSLOT"));
  }

  void aMovedSlotIsFollowedAndKept() {
    RedisCluster cluster;
    QVERIFY(cluster.start());
    RedisClient client(optionsFor(cluster.url()), m_clock);
    client.start();
    QTRY_VERIFY(client.up());
    RedisServer* from = cluster.masterOf("list");
    QVERIFY(from != nullptr);
    RedisServer* to = cluster.masterOtherThan(from);
    QVERIFY(cluster.moveSlot(cluster.slotOf("list"), *to));

    // Many are on their way to the old master at once; while the first come back, more are asked for.
    constexpr int kAtOnce = 50'000;
    constexpr int kAll = 60'000;
    int asked = 0;
    int done = 0;
    const auto push = [&](int until) {
      for (; asked < until; ++asked) {
        client.call({.key = "list", .deadline = 30s}, {"RPUSH", "list", std::to_string(asked)},
                    [&done](const RedisOutcome& outcome) { done += outcome.ok(); });
      }
    };
    push(kAtOnce);
    QTimer more;
    connect(&more, &QTimer::timeout, &more, [&] { push(std::min(asked + 10, kAll)); });
    more.start(0ms);
    QTRY_COMPARE_WITH_TIMEOUT(done, kAll, 20'000);
    more.stop();
    QCOMPARE(to->ask({"LRANGE", "list", "0", "-1"}, 5'000).texts(), numbersBelow(kAll));
    const std::uint64_t before = client.requests();

    QTest::qWait(500);  // the slots have been asked for again
    Heard length;
    client.call({.key = "list"}, {"LLEN", "list"}, into(length));
    QTRY_COMPARE(length.times, 1);
    QCOMPARE(client.requests(), before + 1);
    QVERIFY(client.up());
  }

  void aSlotMovesUnderLoadInOrder() {
    RedisCluster cluster;
    QVERIFY(cluster.start());
    RedisClient client(optionsFor(cluster.url()), m_clock);
    QSignalSpy changes(&client, &RedisClient::upChanged);
    client.start();
    QTRY_VERIFY(client.up());
    QTRY_COMPARE(changes.size(), 1);
    std::vector<std::string> lists;
    for (int i = 0; i < 20; ++i) lists.push_back("{hot}" + std::to_string(i));
    const int slot = keySlot("{hot}");
    RedisServer* from = cluster.masterOfSlot(slot);
    RedisServer* to = cluster.masterOtherThan(from);
    QVERIFY(from != nullptr && to != nullptr);

    ListLoad load(client, lists);
    QTRY_VERIFY(load.asked() > 100);
    QVERIFY(cluster.beginMove(slot, *from, *to));
    QTest::qWait(100);
    QVERIFY(cluster.moveKeys(slot, *from, *to, 10));
    // Of two keys, one is here and one is there: no node can run this until the slot has moved.
    const RedisScript script("return redis.call('LLEN', KEYS[1]) + redis.call('LLEN', KEYS[2])");
    Heard both;
    const QByteArrayList stay = from->ask({"CLUSTER", "GETKEYSINSLOT", QByteArray::number(slot), "1"}).texts();
    const QByteArrayList gone = to->ask({"CLUSTER", "GETKEYSINSLOT", QByteArray::number(slot), "1"}).texts();
    QVERIFY(!stay.isEmpty() && !gone.isEmpty());
    client.callScript({.key = "{hot}", .deadline = 20s}, script,
                      {stay.first().toStdString(), gone.first().toStdString()}, {}, into(both));
    QTest::qWait(200);
    QCOMPARE(both.times, 0);
    QVERIFY(cluster.moveKeys(slot, *from, *to));
    QVERIFY(cluster.endMove(slot, *from, *to));
    const int after = load.asked() + 100;
    QTRY_VERIFY(load.asked() > after);
    load.stop();
    QTRY_COMPARE_WITH_TIMEOUT(client.underWay(), 0U, 15'000);

    QCOMPARE(both.kind, RedisOutcome::Kind::Reply);
    QVERIFY(from->info("errorstat_TRYAGAIN").startsWith("count="));
    QVERIFY(to->calls("asking") > 0);
    QCOMPARE(load.outcomes().size(), 1U);
    QCOMPARE(load.outcomes().begin()->first, RedisOutcome::Kind::Reply);
    for (const std::string& list : lists) {
      QCOMPARE(to->ask({"LRANGE", QByteArray::fromStdString(list), "0", "-1"}).texts(), numbersBelow(load.asked()));
    }
    QCOMPARE(changes.size(), 1);  // no outage
  }

 private:
  lk::SystemClock m_clock;
};

QTEST_GUILESS_MAIN(TestRedisClusterSlots)
#include "tst_redis_cluster_slots.moc"
