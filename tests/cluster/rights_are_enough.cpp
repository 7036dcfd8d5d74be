// A user of Redis with exactly the rights that the program asks for runs nodes, verbs, durable commands, takeovers and
// the cleaning up after a node that died; and Redis refuses it nothing. Of one that lacks rights the node says which
// part of its work Redis refuses, and goes on serving devices.
#include <QTest>

#include "tests/cli/wire_device.h"
#include "tests/cluster/stand.h"

using namespace lk::test;

class RightsAreEnough : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void ofOneServer() {
    RedisServer redis(plan());
    QVERIFY(redis.start());
    use({&redis}, redis.url());
  }

  void ofACluster() {
    RedisCluster cluster(3, plan());
    QVERIFY(cluster.start());
    std::vector<RedisServer*> all;
    for (const auto& server : cluster.servers()) all.push_back(server.get());
    use(all, cluster.url());
  }

  void whatIsRefusedIsSaid_data() {
    QTest::addColumn<QByteArray>("keys");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("its lease") << QByteArray("~lk:up:* ~lk:route:* ~lk:queue:* ~lk:kept:* ~lk:ended:* ~lk:held:*")
                               << QByteArray("refuses this node's lease");
    QTest::newRow("its routes") << QByteArray("~lk:up:* ~lk:{nodes}* ~lk:queue:* ~lk:kept:* ~lk:ended:* ~lk:held:*")
                                << QByteArray("refuses the routes to devices");
  }
  void whatIsRefusedIsSaid() {
    QFETCH(QByteArray, keys);
    QFETCH(QByteArray, said);
    Stand stand;
    QVERIFY(stand.startRedis());
    const QString passwordFile = stand.place().write(QStringLiteral("password"), "secret\n");
    const QByteArray user = "ACL SETUSER fleet on >secret +@all &* ";
    QVERIFY(stand.one().ask((user + keys).split(' ')).good());
    QString url = stand.url();
    url.replace(QStringLiteral("://"), QStringLiteral("://fleet@"));
    QVERIFY(stand.addNode(url, {QStringLiteral("--set"), QStringLiteral("redis.password-file=") + passwordFile}));
    WireDevice device;
    QVERIFY(device.join(stand.node(0).port(), "dev-1"));
    QVERIFY2(stand.node(0).logs(said), stand.node(0).log().constData());
    QVERIFY(stand.node(0).log().contains("`linekeeper check redis` says which rights it needs"));
    QVERIFY(stand.waitForRedisAt(0, false));

    QVERIFY(stand.one().ask((user + "~*").split(' ')).good());
    QVERIFY(stand.waitForRedisAt(0));
  }

 private:
  static RedisServerPlan plan() {
    RedisServerPlan plan;
    plan.appendOnly = true;
    return plan;
  }

  // The line that the program itself says.
  static QByteArray lineOf(const Place& place, const QString& url, const QString& passwordFile) {
    const Outcome outcome = run(
        place, {QStringLiteral("check"), QStringLiteral("redis"), QStringLiteral("--json"), QStringLiteral("--redis"),
                url, QStringLiteral("--set"), QStringLiteral("redis.password-file=") + passwordFile});
    if (!outcome.json()) return {};
    for (const auto& finding : outcome.json()->object().value(QStringLiteral("findings")).toArray()) {
      if (finding[QLatin1StringView("id")].toString() != QLatin1StringView("redis.rights-missing")) continue;
      return finding[QLatin1StringView("fix")][QLatin1StringView("commands")][0].toString().toUtf8();
    }
    return {};
  }

  void use(const std::vector<RedisServer*>& servers, QString url) {
    Stand stand;
    const QString passwordFile = stand.place().write(QStringLiteral("password"), "secret\n");
    url.replace(QStringLiteral("://"), QStringLiteral("://fleet@"));
    for (RedisServer* server : servers) QVERIFY(server->ask({"ACL", "SETUSER", "fleet", "on", ">secret"}).good());
    const QByteArray line = lineOf(stand.place(), url, passwordFile).replace("PASSWORD", "secret");
    QVERIFY(line.startsWith("ACL SETUSER fleet "));
    for (RedisServer* server : servers) {
      QVERIFY2(server->ask(line.split(' ')).good(), line.constData());
      QVERIFY(server->ask({"ACL", "LOG", "RESET"}).good());
    }

    const QStringList more{QStringLiteral("--set"), QStringLiteral("redis.password-file=") + passwordFile,
                           QStringLiteral("--set"), QStringLiteral("redis.lease=2s")};
    for (int i = 0; i < 2; ++i) {
      QVERIFY(stand.addNode(url, more));
      QVERIFY(stand.waitForRedisAt(i));
    }
    const auto verb = [&](const char* words_) {
      return run(stand.place(), words(words_) + QStringList{QStringLiteral("--redis"), url} + more.first(2));
    };

    WireDevice first;
    QVERIFY(first.join(stand.node(0).port(), "dev-1"));
    Outcome sent = verb("send dev-1 live");
    QVERIFY2(sent.code == 0, sent.said().constData());
    first.write(kReport, 9, "a report");
    QVERIFY(first.waitFor(kReportAck));

    sent = verb("send dev-2 kept --ttl 60 --no-wait");
    QVERIFY2(sent.code == 0, sent.said().constData());
    WireDevice second;
    QVERIFY(second.join(stand.node(1).port(), "dev-2"));
    QTRY_COMPARE(second.commands(), QList<QByteArray>{"kept"});
    sent = verb("send dev-3 over --ttl 1");
    QVERIFY2(sent.code == 1 && sent.out.contains("expired"), sent.said().constData());

    WireDevice taker;
    QVERIFY(taker.join(stand.node(1).port(), "dev-1"));
    QVERIFY(first.waitFor(kClose));
    QCOMPARE(first.closeReason(), 3);
    for (const char* each : {"nodes", "devices", "kick dev-2"}) {
      const Outcome outcome = verb(each);
      QVERIFY2(outcome.code == 0, outcome.said().constData());
    }

    // It dies with a device, and the other cleans up after it.
    stand.node(1).process().kill();
    QTRY_VERIFY_WITH_TIMEOUT(verb("nodes --json").json()->array().size() == 1, 30'000);
    sent = verb("send dev-1 lost");
    QVERIFY2(sent.code == 1 && sent.out.contains("offline"), sent.said().constData());

    for (RedisServer* server : servers) {
      const auto log = server->ask({"ACL", "LOG"});
      QVERIFY2(log.good() && log.items.empty(), log.texts().join(' ').constData());
    }
  }
};

QTEST_GUILESS_MAIN(RightsAreEnough)
#include "rights_are_enough.moc"
