// Channels stay subscribed while their Redis hangs, dies and comes back.
#include <QSignalSpy>
#include <QTest>

#include "server/bus/redis_subscriber.h"
#include "tests/support/redis_server.h"

using namespace lk::bus;
using namespace lk::test;

namespace {

RedisOptions optionsFor(const RedisServer& redis) {
  RedisOptions options;
  options.url = parseRedisUrl(redis.url().toStdString()).value();
  return options;
}

}  // namespace

class TestRedisSubscriber : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void messagesComeWithAllTheirBytes() {
    RedisServer redis;
    QVERIFY(redis.start());
    RedisClient client(optionsFor(redis), m_clock);
    QList<QByteArray> heard;
    RedisSubscriber subscriber(client, {"a", "b"}, [&](std::string_view channel, std::string_view message) {
      heard.push_back(QByteArray(channel.data(), static_cast<qsizetype>(channel.size())) + "=" +
                      QByteArray(message.data(), static_cast<qsizetype>(message.size())));
    });
    QSignalSpy subscribed(&subscriber, &RedisSubscriber::subscribedNow);
    client.start();
    subscriber.start();
    QVERIFY(!subscriber.subscribed());
    QTRY_VERIFY(subscriber.subscribed());
    const QByteArray bytes("\0\r\n\xff*1\r\n", 8);
    QCOMPARE(redis.ask({"PUBLISH", "a", bytes}).number, 1);
    QCOMPARE(redis.ask({"PUBLISH", "c", "not for us"}).number, 0);
    QCOMPARE(redis.ask({"PUBLISH", "b", ""}).number, 1);
    QTRY_COMPARE(heard, (QList<QByteArray>{"a=" + bytes, "b="}));
    QTest::qWait(4'000);  // quiet for longer than a dead link would be: PING keeps it
    QVERIFY(subscriber.subscribed());
    QCOMPARE(subscribed.size(), 1);
    QCOMPARE(subscriber.reconnects(), 0U);
  }

  void aHungOrKilledServerIsSubscribedAgain_data() {
    QTest::addColumn<bool>("kill");
    QTest::newRow("killed") << true;
    QTest::newRow("hung") << false;
  }

  void aHungOrKilledServerIsSubscribedAgain() {
    QFETCH(bool, kill);
    RedisServer redis;
    QVERIFY(redis.start());
    RedisClient client(optionsFor(redis), m_clock);
    int heard = 0;
    RedisSubscriber subscriber(client, {"a"}, [&](std::string_view, std::string_view) { ++heard; });
    QSignalSpy subscribed(&subscriber, &RedisSubscriber::subscribedNow);
    QSignalSpy lost(&subscriber, &RedisSubscriber::lost);
    client.start();
    subscriber.start();
    QTRY_COMPARE(subscribed.size(), 1);
    kill ? redis.kill9() : redis.freeze();
    // Once, and again should the reason change.
    QTRY_VERIFY_WITH_TIMEOUT(!lost.empty(), 10'000);
    QVERIFY(!lost.first().first().toString().isEmpty());
    QVERIFY(!subscriber.subscribed());
    if (kill) {
      QVERIFY(redis.start());
    } else {
      redis.thaw();
    }
    QTRY_COMPARE_WITH_TIMEOUT(subscribed.size(), 2, 15'000);
    QCOMPARE(subscriber.reconnects(), 1U);
    QTRY_VERIFY(redis.ask({"PUBLISH", "a", "x"}).number == 1);
    QTRY_VERIFY(heard > 0);
  }

 private:
  lk::SystemClock m_clock;
};

QTEST_GUILESS_MAIN(TestRedisSubscriber)
#include "tst_redis_subscriber.moc"
