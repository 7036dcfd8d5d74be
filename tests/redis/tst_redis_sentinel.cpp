// Requests to a master that Sentinels watch, and replace.
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include "server/bus/redis_subscriber.h"
#include "tests/redis/heard.h"
#include "tests/redis/options_for.h"
#include "tests/support/redis_sentinels.h"

using namespace lk::bus;
using namespace lk::test;
using namespace std::chrono_literals;

namespace {

QString urlOf(const RedisServer& sentinel, const QByteArray& master) {
  return QStringLiteral("redis+sentinel://") + QString::fromUtf8(sentinel.address() + '/' + master);
}

}  // namespace

class TestRedisSentinel : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aLostMasterIsReplaced_data() {
    QTest::addColumn<bool>("kill");
    QTest::newRow("killed") << true;
    QTest::newRow("frozen") << false;
  }

  void aLostMasterIsReplaced() {
    QFETCH(bool, kill);
    RedisSentinels redis;
    QVERIFY(redis.start());
    RedisClient client(optionsFor(redis.url()), m_clock);
    QByteArrayList messages;
    RedisSubscriber subscriber(client, {"c"}, [&messages](std::string_view, std::string_view message) {
      messages.push_back(QByteArray(message.data(), static_cast<qsizetype>(message.size())));
    });
    QSignalSpy changes(&client, &RedisClient::upChanged);
    QSignalSpy subscribed(&subscriber, &RedisSubscriber::subscribedNow);
    client.start();
    subscriber.start();
    QTRY_VERIFY(client.up());
    QTRY_COMPARE(subscribed.size(), 1);
    RedisServer* first = redis.master();
    QVERIFY(first != nullptr);
    QCOMPARE(client.masters(), (std::vector<RedisAddress>{{"127.0.0.1", first->port()}}));
    Heard before;
    client.call({.key = "list"}, {"RPUSH", "list", "before"}, into(before));
    QTRY_COMPARE(before.times, 1);
    QTRY_VERIFY(redis.servers()[1]->ask({"LLEN", "list"}).number == 1);
    QTRY_VERIFY(redis.servers()[2]->ask({"LLEN", "list"}).number == 1);

    kill ? first->kill9() : first->freeze();
    std::vector<Heard> heard(200);
    for (std::size_t i = 0; i < heard.size(); ++i) {
      client.call({.key = "list", .deadline = 15s}, {"RPUSH", "list", std::to_string(i)}, into(heard[i]));
    }
    QTRY_COMPARE_WITH_TIMEOUT(client.underWay(), 0U, 20'000);
    for (const Heard& one : heard) QCOMPARE(one.kind, RedisOutcome::Kind::Reply);
    RedisServer* now = redis.master();
    QVERIFY(now != nullptr && now != first);
    const QByteArrayList items = now->ask({"LRANGE", "list", "0", "-1"}).texts();
    QCOMPARE(items.size(), 201);
    for (int i = 0; i < 200; ++i) QCOMPARE(items[i + 1], QByteArray::number(i));
    QTRY_VERIFY(client.up());
    QTRY_COMPARE(changes.size(), 3);
    QCOMPARE(client.reconnects(), 1U);
    QCOMPARE(client.masters(), (std::vector<RedisAddress>{{"127.0.0.1", now->port()}}));
    QTRY_COMPARE_WITH_TIMEOUT(subscribed.size(), 2, 10'000);
    QCOMPARE(now->ask({"PUBLISH", "c", "after"}).number, 1);
    QTRY_COMPARE(messages, QByteArrayList{"after"});

    // The old one comes back, and is not taken for the master again.
    if (kill) {
      QVERIFY(first->start());
    } else {
      first->thaw();
    }
    QTRY_COMPARE_WITH_TIMEOUT(first->info("role"), QByteArray("slave"), 20'000);
    Heard after;
    client.call({.key = "list"}, {"RPUSH", "list", "after"}, into(after));
    QTRY_COMPARE(after.times, 1);
    QCOMPARE(after.kind, RedisOutcome::Kind::Reply);
    QCOMPARE(now->ask({"LLEN", "list"}).number, 202);
  }

  void aFailoverByHandIsFollowed() {
    RedisSentinels redis;
    QVERIFY(redis.start());
    RedisClient client(optionsFor(redis.url()), m_clock);
    client.start();
    QTRY_VERIFY(client.up());
    RedisServer* first = redis.master();
    QVERIFY(first != nullptr);
    QVERIFY(redis.sentinels()[1]->ask({"SENTINEL", "FAILOVER", RedisSentinels::masterName()}).good());
    QTRY_VERIFY_WITH_TIMEOUT(redis.master() != nullptr && redis.master() != first, 15'000);
    const std::vector<RedisAddress> now{{"127.0.0.1", redis.master()->port()}};
    QTRY_COMPARE_WITH_TIMEOUT(client.masters(), now, 5'000);
    Heard set;
    client.call({.key = "a"}, {"SET", "a", "1"}, into(set));
    QTRY_COMPARE(set.times, 1);
    QCOMPARE(set.kind, RedisOutcome::Kind::Reply);
  }

  void theOtherSentinelsAreLearntOfOne_data() { aLostMasterIsReplaced_data(); }

  void theOtherSentinelsAreLearntOfOne() {
    QFETCH(bool, kill);
    RedisSentinels redis;
    QVERIFY(redis.start());
    RedisServer& named = *redis.sentinels().front();
    RedisClient client(optionsFor(urlOf(named, RedisSentinels::masterName())), m_clock);
    client.start();
    QTRY_VERIFY(client.up());
    QTest::qWait(200);
    kill ? named.kill9() : named.freeze();
    QVERIFY(client.up());  // the master is there
    RedisServer* first = redis.servers().front().get();
    first->kill9();
    Heard set;
    client.call({.key = "a", .deadline = 18s}, {"SET", "a", "1"}, into(set));
    QTRY_COMPARE_WITH_TIMEOUT(set.times, 1, 20'000);
    QCOMPARE(set.kind, RedisOutcome::Kind::Reply);
  }

  void whatIsWrongIsSaid() {
    RedisSentinels redis;
    QVERIFY(redis.start());
    RedisClient misnamed(optionsFor(urlOf(*redis.sentinels().front(), "nobody")), m_clock);
    misnamed.start();
    QTRY_VERIFY(!misnamed.hopeful());
    QVERIFY2(misnamed.why().find("'nobody'") != std::string::npos, misnamed.why().c_str());
    QVERIFY(misnamed.anyNode().host.empty());

    RedisClient astray(optionsFor(urlOf(*redis.servers().front(), "fleet")), m_clock);
    astray.start();
    QTRY_VERIFY(!astray.hopeful());
    QVERIFY2(astray.why().find("is no Sentinel") != std::string::npos, astray.why().c_str());

    RedisServer dead;
    QVERIFY(dead.start());
    dead.kill9();
    RedisClient alone(optionsFor(urlOf(dead, "fleet")), m_clock);
    alone.start();
    QTRY_VERIFY2(alone.why().find("nothing listens") != std::string::npos, alone.why().c_str());
    QVERIFY(alone.hopeful());
  }

 private:
  lk::SystemClock m_clock;
};

QTEST_GUILESS_MAIN(TestRedisSentinel)
#include "tst_redis_sentinel.moc"
