// Defects planted where several real Redis servers stand for one: replicas, clusters, Sentinels.
#include <QTest>

#include "server/bus/redis_rights.h"
#include "server/setup/redis_check_parts.h"
#include "tests/setup/redis_checks_test.h"
#include "tests/support/redis_cluster.h"
#include "tests/support/redis_sentinels.h"

using namespace lk;
using namespace lk::setup;
using namespace lk::test;

class RedisReplicaChecksTest : public RedisChecksTest {
  Q_OBJECT

 private Q_SLOTS:
  void aReplicaThatCannotBeReachedIsFound() {
    RedisFacts facts = factsOf({});
    RedisServerFacts replica;
    replica.address = {"10.0.0.2", 6379};
    replica.trouble = "10.0.0.2:6379: connection refused";
    facts.replicas = {replica};
    m_found.take(judgeRedis(facts));
    QVERIFY2(m_found.only("redis.replica-away", Grade::Warning), m_found.all());
  }

  void aReplicaIsNoMaster() {
    RedisServerPlan plan = goodPlan();
    plan.config = "replicaof 127.0.0.1 " + QByteArray::number(m_redis->port()) + "\n";
    RedisServer replica(plan);
    QVERIFY(replica.start());
    QTRY_COMPARE(replica.info("master_link_status"), QByteArray("up"));
    look(replica.url().toStdString());
    QVERIFY2(m_found.has("redis.is-replica", Grade::Problem), m_found.all());
    QVERIFY2(QByteArray(m_found.all()).contains(m_redis->address()), m_found.all());

    // Its master knows it, and asks it, too.
    QTRY_VERIFY(m_redis->info("slave0").contains("state=online"));
    look(*m_redis);
    QVERIFY2(m_found.nothingWrong(), m_found.all());
    QVERIFY2(m_found.find("redis.answers")->title.plain() == "Redis answers: masters 1, replicas 1", m_found.all());
  }

  void aReplicaThatLostItsMasterIsFound() {
    RedisServer master(goodPlan());
    QVERIFY(master.start());
    RedisServerPlan plan = goodPlan();
    plan.config = "replicaof 127.0.0.1 " + QByteArray::number(master.port()) + "\n";
    RedisServer replica(plan);
    QVERIFY(replica.start());
    QTRY_VERIFY(master.info("slave0").contains("state=online"));
    RedisFacts facts = lookAtRedis(optionsFor(master.url().toStdString()), Patience(m_clock, std::chrono::seconds(10)));
    master.kill9();
    QTRY_COMPARE(replica.info("master_link_status"), QByteArray("down"));
    // As a replica says it that is reached while its master is not.
    const auto of = optionsFor(replica.url().toStdString());
    RedisFacts lone = lookAtRedis(of, Patience(m_clock, std::chrono::seconds(10)));
    facts.replicas = {lone.masters.front()};
    m_found.take(judgeRedis(facts));
    QVERIFY2(m_found.has("redis.replica-link-down", Grade::Warning), m_found.all());
  }

  void aGoodClusterIsLeftInPeaceAndItsDefectsAreFound() {
    RedisCluster cluster(3, goodPlan());
    QVERIFY(cluster.start());
    const std::string url = cluster.url().toStdString();
    // Replicas of a cluster just made may still be on their way.
    const auto isWell = [&] {
      look(url);
      return m_found.nothingWrong();
    };
    QVERIFY2(QTest::qWaitFor(isWell, 20'000), m_found.all());
    QCOMPARE(m_found.find("redis.answers")->title.plain(), std::string("Redis answers: masters 3, replicas 3"));

    // Only one master has it: all are asked.
    RedisServer* last = cluster.masterOfSlot(RedisCluster::kSlots - 1);
    QVERIFY(last->ask({"CONFIG", "SET", "maxmemory-policy", "allkeys-lru"}).good());
    QVERIFY(last->ask({"CONFIG", "SET", "maxmemory", "1gb"}).good());
    look(url);
    QVERIFY2(m_found.only("redis.evicts", Grade::Problem), m_found.all());
    QVERIFY(last->ask({"CONFIG", "SET", "maxmemory-policy", "noeviction"}).good());

    look("redis://" + last->address().toStdString());
    QVERIFY2(m_found.has("redis.wrong-kind", Grade::Problem), m_found.all());

    // The rights that a cluster needs on top.
    for (const auto& server : cluster.servers()) {
      const auto line = bus::aclSetUser("node", "lk", bus::parseRedisUrl(url).value());
      QVERIFY(server->ask(QByteArray::fromStdString(line).replace("PASSWORD", "secret").split(' ')).good());
    }
    const std::string asNode = QByteArray::fromStdString(url).replace("://", "://node@").toStdString();
    look(asNode, "secret");
    QVERIFY2(m_found.has("redis.rights-ok", Grade::Good), m_found.all());

    // A replica of it is gone, then its master.
    RedisServer* replica = cluster.replicasOf(*last).front();
    replica->kill9();
    QTRY_COMPARE(last->info("connected_slaves"), QByteArray("0"));
    look(url);
    QVERIFY2(m_found.has("redis.no-replica", Grade::Warning), m_found.all());
    last->kill9();
    RedisServer* other = cluster.masterOfSlot(0);
    QTRY_COMPARE_WITH_TIMEOUT(other->clusterInfo("cluster_state"), QByteArray("fail"), 20'000);
    look(url);
    QVERIFY2(m_found.has("redis.master-away", Grade::Problem), m_found.all());
    QVERIFY2(m_found.has("redis.cluster-down", Grade::Problem), m_found.all());
  }

  void aSlotWithoutAMasterIsFound() {
    RedisServerPlan plan = goodPlan();
    RedisCluster cluster(3, plan);
    QVERIFY(cluster.start());
    for (const auto& server : cluster.servers()) {
      if (server->info("role") == "master") server->ask({"CLUSTER", "DELSLOTS", "7"});
    }
    const std::string url = cluster.url().toStdString();
    for (const auto& server : cluster.servers()) server->ask({"CLUSTER", "DELSLOTS", "7"});
    QTRY_VERIFY_WITH_TIMEOUT((look(url), m_found.has("redis.slots-uncovered", Grade::Problem)), 20'000);
    QVERIFY2(QByteArray(m_found.all()).contains("7 to 7"), m_found.all());
  }

  void sentinelsAreAskedForTheirMaster() {
    RedisSentinels watched(goodPlan());
    QVERIFY(watched.start());
    const std::string url = watched.url().toStdString();
    look(url);
    QVERIFY2(m_found.nothingWrong(), m_found.all());
    QVERIFY2(m_found.find("redis.answers") != nullptr, m_found.all());

    look(QByteArray::fromStdString(url).replace("/fleet", "/nobody").toStdString());
    QVERIFY2(m_found.has("redis.no-sentinel", Grade::Problem), m_found.all());

    watched.sentinels()[2]->kill9();
    look(url);
    QVERIFY2(m_found.has("redis.sentinel-away", Grade::Warning), m_found.all());
    watched.sentinels()[1]->kill9();
    QTRY_VERIFY_WITH_TIMEOUT((look(url), m_found.has("redis.sentinel-no-quorum", Grade::Problem)), 30'000);
  }
};

QTEST_GUILESS_MAIN(RedisReplicaChecksTest)
#include "tst_redis_replica_checks.moc"
