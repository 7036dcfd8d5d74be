// Verbs with --redis work against all nodes as against one.
#include <QJsonArray>
#include <QSet>
#include <QTest>

#include "tests/cluster/stand.h"

using namespace lk::test;

class VerbsSeeTheWholeCluster : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    m_stand = std::make_unique<Stand>(Stand::Redis::Cluster);
    QVERIFY(m_stand->startRedis() && m_stand->startNodes(3));
    LedgerPlan plan;
    plan.devices = 90;
    plan.ports = m_stand->nodePorts();
    m_fleet = std::make_unique<LedgerFleet>(plan);
    m_fleet->start();
    QVERIFY(m_fleet->waitUntilConnected(20'000));
  }

  void nodesListsAllOfThem() {
    const Outcome outcome = m_stand->verb(words("nodes --json"));
    QVERIFY2(outcome.code == 0 && outcome.json(), outcome.said().constData());
    QSet<QString> ids;
    for (const auto& node : outcome.json()->array()) ids.insert(node.toObject().value(QStringLiteral("id")).toString());
    QCOMPARE(ids, (QSet<QString>{QStringLiteral("n1"), QStringLiteral("n2"), QStringLiteral("n3")}));
  }

  void devicesListsThoseOfAllNodes() {
    const Outcome outcome = m_stand->verb(words("devices --json"));
    QVERIFY2(outcome.code == 0 && outcome.json(), outcome.said().constData());
    QHash<QString, int> perNode;
    QSet<QString> devices;
    for (const auto& row : outcome.json()->array()) {
      ++perNode[row.toObject().value(QStringLiteral("node")).toString()];
      devices.insert(row.toObject().value(QStringLiteral("device")).toString());
    }
    QCOMPARE(devices.size(), 90);
    for (const QByteArray& id : m_stand->nodeIds()) QCOMPARE(perNode.value(QString::fromUtf8(id)), 30);
    const Outcome some = m_stand->verb(words("devices --json --filter node:n2 --limit 7"));
    QVERIFY2(some.json(), some.said().constData());
    QCOMPARE(some.json()->array().size(), 7);
  }

  // An address of Redis with a slip in it answers, too.
  void aClusterWithoutNodesIsSaid() {
    for (const char* line : {"nodes --json --set redis.prefix=slip", "devices --json --set redis.prefix=slip"}) {
      const Outcome outcome = m_stand->verb(words(line));
      QVERIFY2(outcome.code == 0 && outcome.json() && outcome.json()->array().isEmpty(), outcome.said().constData());
      QVERIFY2(outcome.err.contains("redis.prefix"), outcome.said().constData());
    }
    QCOMPARE(m_stand->verb(words("devices --filter nobody")).err, QByteArray());
  }

  void kickReachesWhoeverHoldsTheDevice() {
    const Outcome outcome = m_stand->verb(words("kick dev-0 dev-1 dev-2"));
    QVERIFY2(outcome.code == 0, outcome.said().constData());
    QTRY_COMPARE(m_fleet->closes(7), 3);
    QVERIFY(m_fleet->waitUntilConnected(10'000));
    QCOMPARE(m_stand->verb(words("kick nobody")).code, 1);
  }

  void nginxLearnsOfEveryNode() {
    NginxStream& nginx = m_stand->nginx();
    QVERIFY(nginx.start({m_stand->node(0).port()}));
    const auto verb = [&](const char* line) {
      const QString file = nginx.process().path(QStringLiteral("nginx.conf"));
      return m_stand->verb(words("nginx") + words(line) +
                           QStringList{QStringLiteral("--set"), QStringLiteral("nginx.config=") + file});
    };
    const Outcome diff = verb("diff");
    QVERIFY2(diff.code == 1, diff.said().constData());
    for (const int i : {1, 2}) {
      QVERIFY2(diff.out.contains("+    server " + m_stand->node(i).listen().toUtf8()), diff.said().constData());
    }
    const Outcome apply = verb("apply --json");
    QVERIFY2(apply.code == 0, apply.said().constData());
    const Outcome share = verb("share --json");
    QVERIFY2(share.code == 0 && share.json(), share.said().constData());
    int sessions = 0;
    for (const auto& server : share.json()->object().value(QStringLiteral("servers")).toArray()) {
      QVERIFY(!server.toObject().value(QStringLiteral("node")).toString().isEmpty());
      sessions += server.toObject().value(QStringLiteral("sessions")).toInt();
    }
    QCOMPARE(sessions, 90);
  }

  // No link is lost over that, and devices say nothing: the nodes find it, and say again whom they hold.
  void whatAnOperatorFlushedIsSaidAgain() {
    for (RedisServer* redis : m_stand->redises()) (void)redis->ask({"FLUSHALL"});  // replicas refuse it
    const auto allAreReached = [this] {
      const Outcome sent = m_stand->verb(words("send --json dev-10 dev-11 dev-12 on"));
      return countStatuses(Stand::results(sent)) == "done 3";
    };
    QTRY_VERIFY_WITH_TIMEOUT(allAreReached(), 20'000);
  }

  void drainEmptiesOneNode() {
    const Outcome outcome = m_stand->verb(words("drain n3 --rate 1000"));
    QVERIFY2(outcome.code == 0, outcome.said().constData());
    QVERIFY(m_fleet->closes(5) >= 30);
    QTRY_COMPARE_WITH_TIMEOUT(m_fleet->devicesAt("n1").size() + m_fleet->devicesAt("n2").size(), 90UL, 60'000);
    QCOMPARE(m_fleet->devicesAt("n3").size(), 0UL);
  }

  void aNodeThatDiesIsNotDrained() {
    QVERIFY(m_stand->addNode(m_stand->url(), words("--set redis.lease=2s")));
    LedgerPlan plan;
    plan.devices = 20;
    plan.prefix = "last-";
    plan.ports = {m_stand->nodePorts().back()};
    plan.backWithin = std::chrono::hours(1);
    LedgerFleet fleet(plan);
    fleet.start();
    QVERIFY(fleet.waitUntilConnected(20'000));
    const auto drain = makeProcess(m_stand->place(), words("drain n4 --rate 1 --redis") << m_stand->url());
    drain->start();
    QVERIFY(QTest::qWaitFor([&] { return drain->canReadLine(); }, 15'000));  // so many are left
    m_stand->node(3).process().kill();
    const Outcome outcome = finish(*drain, 60'000);
    QVERIFY2(outcome.code == 3 && outcome.err.contains("did not say that it had drained"), outcome.said().constData());
    QTRY_VERIFY_WITH_TIMEOUT(!m_stand->verb(words("nodes --json")).out.contains("n4"), 30'000);
  }

  // The last one, too, after which nobody can look.
  void whoEndedInOrderIsInNoList() {
    for (int i = 0; i < 2; ++i) m_stand->node(i).process().terminate();
    for (int i = 0; i < 2; ++i) QVERIFY(m_stand->node(i).process().waitForFinished(60'000));
    const Outcome outcome = m_stand->verb(words("nodes --json"));
    QVERIFY2(outcome.code == 0 && outcome.json(), outcome.said().constData());
    QVERIFY2(outcome.json()->array().isEmpty(), outcome.said().constData());
  }

  void cleanupTestCase() {
    m_fleet.reset();
    m_stand.reset();
  }

 private:
  std::unique_ptr<Stand> m_stand;
  std::unique_ptr<LedgerFleet> m_fleet;
};

QTEST_GUILESS_MAIN(VerbsSeeTheWholeCluster)
#include "verbs_see_the_whole_cluster.moc"
