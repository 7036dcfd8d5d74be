// The measuring tools of this suite, held against what is known.
#include <QTest>

#include "tests/cluster/stand.h"
#include "tests/support/redis_relay.h"

using namespace lk::test;

class LedgerKeepsCount : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void devicesWriteDownWhatTheyAreTold() {
    Place place;
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1")));
    LedgerPlan plan;
    plan.devices = 50;
    plan.ports = {node.port()};
    LedgerFleet fleet(plan);
    fleet.start();
    QVERIFY(fleet.waitUntilConnected(10'000));
    QCOMPARE(fleet.perNode({"n1", "n2"}), (std::vector<int>{50, 0}));

    QCOMPARE(run(place, "send dev-7 dev-9 on").code, 0);
    QCOMPARE(run(place, "send dev-7 on").code, 0);
    QCOMPARE(run(place, "send dev-8 fail").code, 1);
    QCOMPARE(fleet.times("on"), 3);
    QCOMPARE(fleet.received(7), (QByteArrayList{"on", "on"}));
    QCOMPARE(fleet.commands(), 4);

    fleet.report(500);
    QTRY_VERIFY(fleet.reportsAcked() >= 200);
    fleet.report(0);
    QTRY_COMPARE(fleet.reportsAcked(), fleet.reportsSent());
    for (int i = 0; i < plan.devices; ++i) {
      const auto numbers = fleet.acked(i);
      for (std::size_t k = 0; k < numbers.size(); ++k) QCOMPARE(numbers[k], static_cast<quint32>(k + 1));
    }

    QCOMPARE(run(place, "kick dev-1 dev-2").code, 0);
    QTRY_COMPARE(fleet.closes(7), 2);
    QTRY_COMPARE(fleet.lost(), 2);
    QVERIFY(fleet.waitUntilConnected(10'000));
    QCOMPARE(fleet.welcomes(), 52);
  }

  void resultsAreHeardOfEachRedisAndAfterItsReturn() {
    RedisServer first;
    RedisServer second;
    QVERIFY(first.start() && second.start());
    ResultLedger results({first.port(), second.port()});
    QVERIFY(results.waitUntilListening());
    const auto say = [](RedisServer& redis, const QByteArray& message) {
      QCOMPARE(redis.ask({"PUBLISH", "lk:result", message}).number, 1);
    };
    say(first, R"({"id":"a","status":"written"})");
    say(first, R"({"id":"a","status":"done"})");
    say(second, R"({"id":"a","status":"done"})");
    say(second, R"({"id":"b","status":"done"})");
    say(second, R"({"id":"b","status":"expired"})");
    say(first, "{}");
    QTRY_COMPARE(results.malformed(), QByteArrayList{"{}"});
    QTRY_COMPARE(results.withFinal(), 2);
    QCOMPARE(results.timesFinal("a"), 1);
    QCOMPARE(results.statuses("a"), (QByteArrayList{"written", "done"}));
    QTRY_COMPARE(results.timesFinal("b"), 2);
    QCOMPARE(results.finals("b"), (QByteArrayList{"done", "expired"}));
    QVERIFY(results.finals("c").isEmpty());

    first.kill9();
    QVERIFY(first.start());
    QVERIFY(results.waitUntilListening());
    say(first, R"({"id":"c","status":"offline"})");
    QTRY_COMPARE(results.timesFinal("c"), 1);
  }

  void aRelayCountsRoundTripsAndMessages() {
    RedisServer redis;
    QVERIFY(redis.start());
    RedisRelay relay(redis.port());
    QVERIFY(relay.listen());
    QTcpSocket program;
    program.connectToHost(QHostAddress::LocalHost, relay.url().section(QLatin1Char(':'), -1).toUShort());
    QByteArray answers;
    connect(&program, &QTcpSocket::readyRead, this, [&] { answers += program.readAll(); });
    program.write(respRequest({"PING"}) + respRequest({"SET", "a", "1"}));
    QTRY_COMPARE(answers, QByteArray("+PONG\r\n+OK\r\n"));
    program.write(respRequest({"GET", "a"}));
    QTRY_VERIFY(answers.endsWith("$1\r\n1\r\n"));
    QCOMPARE(relay.roundTrips(), 2);
    QCOMPARE(relay.requests("GET"), 1);
    program.write(respRequest({"SUBSCRIBE", "news"}));
    QTRY_VERIFY(answers.contains("subscribe"));
    QCOMPARE(redis.ask({"PUBLISH", "news", "x"}).number, 1);
    QTRY_COMPARE(relay.messages(), 1);
    QCOMPARE(relay.messagesOn("news"), 1);
    relay.forget();
    QCOMPARE(relay.messages(), 0);
  }
};

QTEST_GUILESS_MAIN(LedgerKeepsCount)
#include "ledger_keeps_count.moc"
