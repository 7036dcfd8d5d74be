// Requests and subscriptions of a cluster whose masters die, hang and are replaced.
#include <QSet>
#include <QSignalSpy>
#include <QTest>

#include "server/bus/redis_client.h"
#include "server/bus/redis_subscriber.h"
#include "tests/redis/heard.h"
#include "tests/redis/list_load.h"
#include "tests/redis/options_for.h"
#include "tests/support/redis_cluster.h"

using namespace lk::bus;
using namespace lk::test;
using namespace std::chrono_literals;

namespace {

constexpr auto kServiceBack = 6s;  // cluster-node-timeout is 2 s

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

class TestRedisClusterLosses : public QObject {
  Q_OBJECT

 private Q_SLOTS:
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
    ListLoad load(client, {"list"});
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

QTEST_GUILESS_MAIN(TestRedisClusterLosses)
#include "tst_redis_cluster_losses.moc"
