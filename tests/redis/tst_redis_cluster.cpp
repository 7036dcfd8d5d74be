// Requests to a cluster whose slots move, and whose masters die, hang and are replaced.
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <map>

#include "server/bus/redis_slots.h"
#include "server/bus/redis_subscriber.h"
#include "tests/support/redis_cluster.h"

using namespace lk::bus;
using namespace lk::test;
using namespace std::chrono_literals;

namespace {

constexpr auto kServiceBack = 6s;  // cluster-node-timeout is 2 s

RedisOptions optionsFor(const QString& url) {
  RedisOptions options;
  options.url = parseRedisUrl(url.toStdString()).value();
  return options;
}

struct Heard {
  int times = 0;
  RedisOutcome::Kind kind = RedisOutcome::Kind::Away;
  std::string text;
};

RedisClient::Done into(Heard& heard) {
  return [&heard](const RedisOutcome& outcome) {
    ++heard.times;
    heard.kind = outcome.kind;
    heard.text = outcome.ok() ? std::string(outcome.value.text()) : outcome.text;
  };
}

// A key of each slot.
std::map<int, std::string> keysOfAllSlots() {
  std::map<int, std::string> keys;
  for (int i = 0; keys.size() < static_cast<std::size_t>(kSlots); ++i) {
    std::string key = "k" + std::to_string(i);
    keys.emplace(keySlot(key), std::move(key));
  }
  return keys;
}

// Appends 0, 1, 2 … to some lists for as long as it lives, each list's in the order of asking.
class Load : public QObject {
 public:
  Load(RedisClient& client, std::vector<std::string> lists) : m_client(client), m_lists(std::move(lists)) {
    connect(&m_timer, &QTimer::timeout, this, [this] { push(); });
    m_timer.start(1ms);
  }

  void stop() { m_timer.stop(); }
  [[nodiscard]] int asked() const { return m_next; }
  [[nodiscard]] const std::map<RedisOutcome::Kind, int>& outcomes() const { return m_outcomes; }

 private:
  void push() {
    const std::string number = std::to_string(m_next++);
    for (const std::string& list : m_lists) {
      m_client.call({.key = list, .deadline = 30s}, {"RPUSH", list, number},
                    [this](const RedisOutcome& outcome) { ++m_outcomes[outcome.kind]; });
    }
  }

  RedisClient& m_client;
  const std::vector<std::string> m_lists;
  QTimer m_timer;
  int m_next = 0;
  std::map<RedisOutcome::Kind, int> m_outcomes;
};

QByteArrayList numbersBelow(int end) {
  QByteArrayList numbers;
  for (int i = 0; i < end; ++i) numbers.push_back(QByteArray::number(i));
  return numbers;
}

// Each number for the first time: the rest are requests that were asked again.
QByteArrayList firstOfEach(const QByteArrayList& items) {
  QByteArrayList first;
  QSet<QByteArray> seen;
  for (const QByteArray& item : items) {
    if (seen.contains(item)) continue;
    seen.insert(item);
    first.push_back(item);
  }
  return first;
}

}  // namespace

class TestRedisCluster : public QObject {
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

    Load load(client, lists);
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

  void aLostMasterIsReplaced_data() {
    QTest::addColumn<bool>("kill");
    QTest::newRow("killed") << true;
    QTest::newRow("frozen") << false;
  }

  void aLostMasterIsReplaced() {
    QFETCH(bool, kill);
    RedisCluster cluster;
    QVERIFY(cluster.start());
    RedisClient client(optionsFor(cluster.url()), m_clock);
    QSignalSpy changes(&client, &RedisClient::upChanged);
    client.start();
    QTRY_VERIFY(client.up());
    RedisServer* lost = cluster.masterOf("list");
    QVERIFY(lost != nullptr);
    std::string elsewhere;
    for (int i = 0; elsewhere.empty() || cluster.masterOf(QByteArray::fromStdString(elsewhere)) == lost; ++i) {
      elsewhere = "e" + std::to_string(i);
    }
    Load load(client, {"list"});
    QTRY_VERIFY(load.asked() > 100);
    kill ? lost->kill9() : lost->freeze();
    Heard back;
    Heard once;
    Heard other;
    client.call({.key = "list", .deadline = kServiceBack}, {"SET", "{list}", "x"}, into(back));
    client.call({.key = "list", .deadline = 20s, .repeatable = false}, {"SET", "{list}once", "x"}, into(once));
    client.call({.key = elsewhere, .deadline = 1s}, {"SET", elsewhere, "x"}, into(other));
    QTRY_COMPARE(other.times, 1);
    QCOMPARE(other.kind, RedisOutcome::Kind::Reply);
    QTRY_VERIFY(!client.up());
    QVERIFY(!client.why().empty());
    QVERIFY(client.hopeful());
    // As long as the link to the lost one is not missed, it took what must not be repeated.
    QTRY_COMPARE_WITH_TIMEOUT(back.times, 1, 10'000);
    QCOMPARE(back.kind, RedisOutcome::Kind::Reply);
    QTRY_COMPARE(once.times, 1);
    QVERIFY(once.kind == RedisOutcome::Kind::Reply || once.kind == RedisOutcome::Kind::Unknown);
    QTRY_VERIFY(client.up());
    QVERIFY(client.reconnects() > 0);

    if (!kill) lost->thaw();  // still takes itself for the master, for a moment
    if (kill) QVERIFY(lost->start());
    QTest::qWait(1'000);
    load.stop();
    QTRY_COMPARE_WITH_TIMEOUT(client.underWay(), 0U, 15'000);
    QVERIFY(client.up());
    QCOMPARE(load.outcomes().size(), 1U);
    QCOMPARE(load.outcomes().begin()->first, RedisOutcome::Kind::Reply);
    RedisServer* now = cluster.masterOf("list");
    QVERIFY(now != nullptr && now != lost);
    // Redis promises no more than that what it lost is what came last before the loss.
    const QByteArrayList items = firstOfEach(now->ask({"LRANGE", "list", "0", "-1"}).texts());
    QVERIFY(items.size() > 200);
    for (int i = 1; i < items.size(); ++i) QVERIFY(items[i - 1].toInt() < items[i].toInt());
    QCOMPARE(items.last().toInt(), load.asked() - 1);
  }

  void requestsWithoutAKeyStayOnOneMaster() {
    RedisCluster cluster;
    QVERIFY(cluster.start());
    RedisClient client(optionsFor(cluster.url()), m_clock);
    client.start();
    QTRY_VERIFY(client.up());
    const auto publish = [&client](int count) {
      for (int i = 0; i < count; ++i) {
        client.call({.deadline = 20s}, {"PUBLISH", "c", std::to_string(i)}, [](const RedisOutcome&) {});
      }
      return QTest::qWaitFor([&client] { return client.underWay() == 0; }, 20'000);
    };
    const auto whoPublished = [&cluster] {
      std::vector<RedisServer*> who;
      for (const auto& server : cluster.servers()) {
        if (server->answers() && server->calls("publish") > 0) who.push_back(server.get());
      }
      return who;
    };
    QVERIFY(publish(200));
    QVERIFY(publish(200));
    auto who = whoPublished();
    QCOMPARE(who.size(), 1U);
    QCOMPARE(who.front()->calls("publish"), 400);
    who.front()->kill9();
    QVERIFY(publish(200));
    QVERIFY(publish(200));
    who = whoPublished();
    QCOMPARE(who.size(), 1U);
    QCOMPARE(who.front()->calls("publish"), 400);
  }

  void allOfRedisIsAwayForAWhile() {
    RedisServerPlan plan;
    plan.appendOnly = true;
    RedisCluster cluster(3, plan);
    QVERIFY(cluster.start());
    RedisClient client(optionsFor(cluster.url()), m_clock);
    client.start();
    QTRY_VERIFY(client.up());
    for (const auto& server : cluster.servers()) server->kill9();
    QTRY_VERIFY(!client.up());
    std::vector<Heard> heard(50);
    for (std::size_t i = 0; i < heard.size(); ++i) {
      const std::string key = "a" + std::to_string(i);
      client.call({.key = key, .deadline = 60s}, {"SET", key, "x"}, into(heard[i]));
    }
    Heard away;
    client.call({.key = "a", .onlyIfUp = true}, {"GET", "a"}, into(away));
    QTRY_COMPARE(away.times, 1);
    QCOMPARE(away.kind, RedisOutcome::Kind::Away);
    QTest::qWait(3'000);
    for (const auto& server : cluster.servers()) QVERIFY(server->start());
    QTRY_COMPARE_WITH_TIMEOUT(client.underWay(), 0U, 40'000);
    for (const Heard& one : heard) QCOMPARE(one.kind, RedisOutcome::Kind::Reply);
    QTRY_VERIFY_WITH_TIMEOUT(client.up(), 10'000);
  }

  void theSubscriptionMovesFromALostNode_data() { aLostMasterIsReplaced_data(); }

  void theSubscriptionMovesFromALostNode() {
    QFETCH(bool, kill);
    RedisCluster cluster;
    QVERIFY(cluster.start());
    RedisClient client(optionsFor(cluster.url()), m_clock);
    QByteArrayList heard;
    RedisSubscriber subscriber(client, {"c"}, [&heard](std::string_view, std::string_view message) {
      heard.push_back(QByteArray(message.data(), static_cast<qsizetype>(message.size())));
    });
    QSignalSpy subscribed(&subscriber, &RedisSubscriber::subscribedNow);
    QSignalSpy lost(&subscriber, &RedisSubscriber::lost);
    client.start();
    QTRY_VERIFY(client.up());
    subscriber.start();
    QTRY_COMPARE(subscribed.size(), 1);
    RedisServer* holder = nullptr;
    for (const auto& server : cluster.servers()) {
      if (!server->ask({"CLIENT", "LIST", "TYPE", "pubsub"}).text.isEmpty()) holder = server.get();
    }
    QVERIFY(holder != nullptr);
    QCOMPARE(holder->info("role"), QByteArray("master"));
    const auto publishElsewhere = [&](const QByteArray& message) {
      return cluster.masterOtherThan(holder)->ask({"PUBLISH", "c", message}).good();
    };
    QVERIFY(publishElsewhere("before"));
    QTRY_COMPARE(heard, QByteArrayList{"before"});

    kill ? holder->kill9() : holder->freeze();
    QTRY_COMPARE_WITH_TIMEOUT(lost.size(), 1, 5'000);
    QTRY_COMPARE_WITH_TIMEOUT(subscribed.size(), 2, 6'000);
    QVERIFY(publishElsewhere("after"));
    QTRY_COMPARE(heard.value(1), QByteArray("after"));
    QCOMPARE(subscriber.reconnects(), 1U);
  }

 private:
  lk::SystemClock m_clock;
};

QTEST_GUILESS_MAIN(TestRedisCluster)
#include "tst_redis_cluster.moc"
