// Requests to one Redis server, which answers, hangs, dies and comes back.
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include "server/bus/redis_client.h"
#include "tests/redis/heard.h"
#include "tests/support/certificates.h"
#include "tests/support/redis_server.h"

using namespace lk::bus;
using namespace lk::test;
using namespace std::chrono_literals;

namespace {

RedisOptions optionsFor(const QString& url) {
  RedisOptions options;
  options.url = parseRedisUrl(url.toStdString()).value();
  options.answerDeadline = 500ms;
  options.connectDeadline = 500ms;
  return options;
}

}  // namespace

class TestRedisClient : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void answersComeInOrderAndLater() {
    RedisServer redis;
    QVERIFY(redis.start());
    RedisClient client(optionsFor(redis.url()), m_clock);
    client.start();
    std::vector<std::int64_t> numbers;
    for (int i = 0; i < 10'000; ++i) {
      client.call({.key = "n"}, {"INCR", "n"},
                  [&numbers](const RedisOutcome& outcome) { numbers.push_back(outcome.value.integer()); });
    }
    QVERIFY(numbers.empty());
    QCOMPARE(client.underWay(), 10'000U);
    QTRY_COMPARE(numbers.size(), 10'000U);
    for (int i = 0; i < 10'000; ++i) QCOMPARE(numbers[i], i + 1);
    QCOMPARE(client.underWay(), 0U);
    QCOMPARE(client.requests(), 10'000U);
    QVERIFY(client.up());
    QVERIFY(client.why().empty());
  }

  // As nobody waits for them, they wake no thread each; and whoever waits for another does not wait for them.
  void answersThatMayWaitComeTogether() {
    RedisServer redis;
    QVERIFY(redis.start());
    RedisClient client(optionsFor(redis.url()), m_clock);
    client.start();
    QTRY_VERIFY(client.up());
    constexpr int kAsked = 100;
    int heard = 0;
    int times = 0;  // of the loop's, at which some came
    bool thisTime = false;
    const auto count = [&](const RedisOutcome& outcome) {
      QCOMPARE(outcome.value.integer(), ++heard);
      if (!std::exchange(thisTime, true)) ++times;
    };
    const auto began = m_clock.steady();
    for (int i = 0; i < kAsked; ++i) {
      client.call({.answerMayWait = true}, {"INCR", "n"}, count);
      QTest::qWait(1);
      thisTime = false;
    }
    QTRY_COMPARE(heard, kAsked);
    const auto most = (m_clock.steady() - began) / (RedisClient::kAnswerMayWait - 1ms) + 2;
    QVERIFY2(times <= most, qPrintable(QString::number(times)));

    for (int i = 0; i < 1000; ++i) client.call({.answerMayWait = i % 7 != 0}, {"INCR", "n"}, count);
    QTRY_COMPARE(heard, kAsked + 1000);
  }

  void repliesKeepTheirTypes() {
    RedisServer redis;
    QVERIFY(redis.start());
    RedisClient client(optionsFor(redis.url() + QStringLiteral("/5")), m_clock);
    client.start();
    const std::string bytes("\0\r\n\xff$", 5);
    int heard = 0;
    client.call({}, {"RPUSH", "l", bytes, "2"}, [&](const RedisOutcome& o) { heard += o.value.integer() == 2; });
    client.call({}, {"LRANGE", "l", "0", "-1"}, [&](const RedisOutcome& o) {
      heard += o.value.isArray() && o.value.size() == 2 && o.value.at(0).text() == bytes &&
               o.value.at(1).integer() == 2 && o.value.at(2).isNil();
    });
    client.call({}, {"GET", "none"}, [&](const RedisOutcome& o) { heard += o.ok() && o.value.isNil(); });
    Heard refused;
    client.call({}, {"GET", "l"}, into(refused));
    QTRY_COMPARE(heard, 3);
    QTRY_COMPARE(refused.times, 1);
    QCOMPARE(refused.kind, RedisOutcome::Kind::Refused);
    QVERIFY(refused.text.starts_with("WRONGTYPE"));
    QCOMPARE(redis.ask({"EXISTS", "l"}).number, 0);  // it is in database 5
  }

  void aScriptIsSentInFullOnlyWhereItIsUnknown() {
    RedisServer redis;
    QVERIFY(redis.start());
    RedisClient client(optionsFor(redis.url()), m_clock);
    client.start();
    const RedisScript script("return redis.call('APPEND', KEYS[1], ARGV[1])");
    Heard last;
    const auto run = [&] {
      last = {};
      client.callScript({.key = "s"}, script, {"s"}, {"x"}, into(last));
    };
    for (int i = 0; i < 3; ++i) {
      run();
      QTRY_COMPARE(last.times, 1);
      QCOMPARE(last.kind, RedisOutcome::Kind::Reply);
    }
    QCOMPARE(redis.calls("eval"), 1);
    QCOMPARE(redis.calls("evalsha"), 2);
    QVERIFY(redis.ask({"SCRIPT", "FLUSH"}).good());
    run();
    QTRY_COMPARE(last.times, 1);
    QCOMPARE(last.kind, RedisOutcome::Kind::Reply);
    QCOMPARE(redis.ask({"GET", "s"}).text, QByteArray("xxxx"));
  }

  void requestsWaitForARestartInOrder() {
    RedisServer redis;
    QVERIFY(redis.start());
    RedisClient client(optionsFor(redis.url()), m_clock);
    QSignalSpy changes(&client, &RedisClient::upChanged);
    client.start();
    QTRY_VERIFY(client.up());
    redis.freeze();
    for (int i = 0; i < 100; ++i) {  // on their way when it dies
      client.call({.deadline = 20s}, {"RPUSH", "l", std::to_string(i)}, [](const RedisOutcome&) {});
    }
    QTest::qWait(100);
    redis.kill9();
    QTRY_VERIFY(!client.up());
    QVERIFY(client.hopeful());
    QVERIFY(!client.why().empty());
    for (int i = 100; i < 200; ++i) {  // asked while it is away
      client.call({.deadline = 20s}, {"RPUSH", "l", std::to_string(i)}, [](const RedisOutcome&) {});
    }
    Heard away;
    client.call({.onlyIfUp = true}, {"PING"}, into(away));
    QCOMPARE(away.times, 0);
    QTRY_COMPARE(away.times, 1);
    QCOMPARE(away.kind, RedisOutcome::Kind::Away);
    QVERIFY(redis.start());
    QTRY_COMPARE_WITH_TIMEOUT(client.underWay(), 0U, 15'000);
    const QByteArrayList items = redis.ask({"LRANGE", "l", "0", "-1"}).texts();
    QCOMPARE(items.size(), 200);
    for (int i = 0; i < 200; ++i) QCOMPARE(items[i], QByteArray::number(i));
    QCOMPARE(client.reconnects(), 1U);
    QTRY_COMPARE(changes.size(), 3);
  }

  void aHungServerIsNoticedAndDeadlinesKept() {
    RedisServer redis;
    QVERIFY(redis.start());
    RedisClient client(optionsFor(redis.url()), m_clock);
    client.start();
    QTRY_VERIFY(client.up());
    redis.freeze();
    Heard early;
    Heard once;
    Heard repeated;
    client.call({.deadline = 200ms}, {"PING"}, into(early));
    client.call({.deadline = 20s, .repeatable = false}, {"PING"}, into(once));
    client.call({.deadline = 20s}, {"ECHO", "again"}, into(repeated));
    QTRY_COMPARE(early.times, 1);
    QCOMPARE(early.kind, RedisOutcome::Kind::Unknown);
    QTRY_COMPARE(once.times, 1);
    QCOMPARE(once.kind, RedisOutcome::Kind::Unknown);
    QTRY_VERIFY(!client.up());
    Heard unsent;
    client.call({.deadline = 200ms}, {"PING"}, into(unsent));
    QTRY_COMPARE(unsent.times, 1);
    QCOMPARE(unsent.kind, RedisOutcome::Kind::Away);
    QCOMPARE(repeated.times, 0);
    redis.thaw();
    QTRY_COMPARE_WITH_TIMEOUT(repeated.times, 1, 15'000);
    QCOMPARE(repeated.text, std::string("again"));
    QCOMPARE(early.times + once.times + unsent.times, 3);
  }

  void anIdleLinkNoticesAHungServer() {
    RedisServer redis;
    QVERIFY(redis.start());
    RedisClient client(optionsFor(redis.url()), m_clock);
    client.start();
    QTRY_VERIFY(client.up());
    redis.freeze();
    QTRY_VERIFY(!client.up());
    redis.thaw();
    QTRY_VERIFY_WITH_TIMEOUT(client.up(), 15'000);
  }

  void whatIsWrongIsSaid_data() {
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("password");
    QTest::addColumn<QString>("says");
    QTest::newRow("wrong password") << QString() << QStringLiteral("no") << QStringLiteral("redis.password-file");
    QTest::newRow("no password") << QString() << QString() << QStringLiteral("wants a password");
    QTest::newRow("unknown user") << QStringLiteral("eve@") << QStringLiteral("secret") << QStringLiteral("'eve'");
    QTest::newRow("poor user") << QStringLiteral("poor@") << QStringLiteral("p") << QStringLiteral("right to INFO");
  }

  void whatIsWrongIsSaid() {
    QFETCH(QString, user);
    QFETCH(QString, password);
    QFETCH(QString, says);
    RedisServerPlan plan;
    plan.password = "secret";
    RedisServer redis(plan);
    QVERIFY(redis.start());
    QVERIFY(redis.ask({"ACL", "SETUSER", "poor", "on", ">p", "~*", "+get"}).good());
    RedisOptions options = optionsFor(QStringLiteral("redis://") + user + QString::fromUtf8(redis.address()));
    options.password = password.toStdString();
    RedisClient client(options, m_clock);
    client.start();
    QTRY_VERIFY(!client.hopeful());
    QVERIFY2(QString::fromStdString(client.why()).contains(says), client.why().c_str());
    QVERIFY(!client.up());
  }

  void aUserOfTheListIsLetIn() {
    RedisServerPlan plan;
    plan.password = "secret";
    RedisServer redis(plan);
    QVERIFY(redis.start());
    QVERIFY(redis.ask({"ACL", "SETUSER", "lk", "on", ">p", "~*", "+@all"}).good());
    RedisOptions options = optionsFor(QStringLiteral("redis://lk@127.0.0.1:%1").arg(redis.port()));
    options.password = "p";
    options.name = "linekeeper-n1";
    RedisClient client(options, m_clock);
    client.start();
    Heard who;
    client.call({}, {"ACL", "WHOAMI"}, into(who));
    QTRY_COMPARE(who.text, std::string("lk"));
    Heard name;
    client.call({}, {"CLIENT", "GETNAME"}, into(name));
    QTRY_COMPARE(name.text, std::string("linekeeper-n1"));
  }

  void tlsHoldsToTheAuthority() {
    Certificates good;
    Certificates other;
    QVERIFY(good.make() && other.make());
    RedisServerPlan plan;
    plan.tls = &good;
    RedisServer redis(plan);
    QVERIFY(redis.start());
    RedisOptions options = optionsFor(QStringLiteral("rediss://127.0.0.1:%1").arg(redis.tlsPort()));
    options.caFile = good.authority().toStdString();
    RedisClient trusted(options, m_clock);
    trusted.start();
    Heard pong;
    trusted.call({}, {"PING"}, into(pong));
    QTRY_COMPARE(pong.text, std::string("PONG"));

    options.caFile = other.authority().toStdString();
    RedisClient wary(options, m_clock);
    wary.start();
    QTRY_VERIFY(!wary.hopeful());
    QVERIFY2(wary.why().find("redis.ca-file") != std::string::npos, wary.why().c_str());

    options.url.addresses.front().port = redis.port();
    RedisClient astray(options, m_clock);
    astray.start();
    QTRY_VERIFY2(astray.why().find("write redis://") != std::string::npos, astray.why().c_str());
    QVERIFY(!astray.up());
  }

  void aClusterIsToldFromAServer() {
    RedisServerPlan plan;
    plan.cluster = true;
    RedisServer redis(plan);
    QVERIFY(redis.start());
    RedisClient client(optionsFor(redis.url()), m_clock);
    client.start();
    QTRY_VERIFY(!client.hopeful());
    QVERIFY2(client.why().find("redis+cluster://") != std::string::npos, client.why().c_str());
  }

  void garbageIsSurvived_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("no resp") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n");
    QTest::newRow("huge array") << QByteArray("*2147483647\r\n");
    QTest::newRow("huge array inside") << QByteArray("*1\r\n*1048577\r\n");
    QTest::newRow("negative array") << QByteArray("*-7\r\n");
    QTest::newRow("huge text") << QByteArray("$99999999999999999999\r\n");
    QTest::newRow("deep") << QByteArray("*1\r\n").repeated(10'000);
    QTest::newRow("zeros") << QByteArray(100'000, '\0');
    QTest::newRow("unasked") << QByteArray("+OK\r\n").repeated(1'000);
    QTest::newRow("old") << QByteArray("$21\r\nredis_version:4.0.14\r\n\r\n");
  }

  void garbageIsSurvived() {
    QFETCH(QByteArray, bytes);
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    int connections = 0;
    connect(&server, &QTcpServer::newConnection, &server, [&] {
      ++connections;
      server.nextPendingConnection()->write(bytes);
    });
    RedisClient client(optionsFor(QStringLiteral("redis://127.0.0.1:%1").arg(server.serverPort())), m_clock);
    client.start();
    Heard away;
    client.call({.deadline = 1s}, {"PING"}, into(away));
    QTRY_COMPARE(away.times, 1);
    QCOMPARE(away.kind, RedisOutcome::Kind::Away);
    QVERIFY(connections > 0);
    QVERIFY(!client.up());
    QVERIFY(!client.why().empty());
  }

  void aClientMayEndInsideACallback() {
    RedisServer redis;
    QVERIFY(redis.start());
    auto client = std::make_unique<RedisClient>(optionsFor(redis.url()), m_clock);
    client->start();
    int heard = 0;
    for (int i = 0; i < 3; ++i) {
      client->call({}, {"PING"}, [&](const RedisOutcome&) {
        ++heard;
        client.reset();
      });
    }
    QTRY_VERIFY(!client);
    QTest::qWait(50);
    QCOMPARE(heard, 1);
  }

 private:
  lk::SystemClock m_clock;
};

QTEST_GUILESS_MAIN(TestRedisClient)
#include "tst_redis_client.moc"
