// Defects planted in real Redis servers are found, and a good one is left in peace.
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <set>

#include "server/bus/redis_rights.h"
#include "server/bus/redis_scripts.h"
#include "server/setup/areas.h"
#include "server/setup/local_system.h"
#include "server/setup/redis_check_parts.h"
#include "tests/setup/check_findings.h"
#include "tests/support/free_port.h"
#include "tests/support/redis_cluster.h"
#include "tests/support/redis_sentinels.h"
#include "tests/support/redis_server.h"

using namespace lk;
using namespace lk::setup;
using namespace lk::test;

namespace {

RedisServerPlan goodPlan() {
  RedisServerPlan plan;
  plan.appendOnly = true;
  return plan;
}

QByteArrayList wordsOf(const std::string& line) { return QByteArray::fromStdString(line).split(' '); }

// The clock of a machine that is wrong.
class WrongClock final : public Clock {
 public:
  explicit WrongClock(std::chrono::microseconds off) : m_off(off) {}
  Steady steady() const override { return m_right.steady(); }
  std::int64_t wallMicros() const override { return m_right.wallMicros() + m_off.count(); }

 private:
  SystemClock m_right;
  std::chrono::microseconds m_off;
};

// A clock on which each look takes so long: whatever is measured by it is slow.
class SlowClock final : public Clock {
 public:
  explicit SlowClock(std::chrono::milliseconds step) : m_step(step) {}
  Steady steady() const override { return Steady{} + m_step * ++m_looks; }
  std::int64_t wallMicros() const override { return m_right.wallMicros(); }

 private:
  std::chrono::milliseconds m_step;
  mutable std::atomic<int> m_looks = 0;
  SystemClock m_right;
};

// Redis with a master that says this of itself, and is well but for that.
RedisFacts factsOf(const QByteArray& more) {
  RedisServerFacts server;
  server.address = {"10.0.0.1", 6379};
  server.info = "redis_version:7.0.15\r\nredis_mode:standalone\r\nrole:master\r\naof_enabled:1\r\n" +
                std::string("maxmemory_policy:noeviction\r\nmaxclients:10000\r\nconnected_clients:3\r\n");
  for (const QByteArray& line : more.split(' ')) {
    const std::string name = line.left(line.indexOf(':') + 1).toStdString();
    if (const std::size_t at = server.info.find(name); !name.empty() && at != std::string::npos) {
      server.info.erase(at, server.info.find('\n', at) + 1 - at);
    }
    server.info += line.toStdString() + "\r\n";
  }
  RedisFacts facts;
  facts.url = bus::parseRedisUrl("redis://10.0.0.1:6379").value();
  facts.masters = {server};
  return facts;
}

}  // namespace

class RedisChecksTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    m_redis = std::make_unique<RedisServer>(goodPlan());
    QVERIFY(m_redis->start());
  }
  void cleanup() {
    for (const auto& undo : m_undo) QVERIFY(m_redis->ask(undo).good());
    m_undo.clear();
  }

  void aGoodServerIsLeftInPeace() {
    look(*m_redis);
    QVERIFY2(m_found.nothingWrong(), m_found.all());
    QVERIFY2(m_found.has("redis.answers", Grade::Good), m_found.all());
    QVERIFY2(m_found.has("redis.latency-ok", Grade::Good), m_found.all());
    QVERIFY2(m_found.has("redis.rights-wide-but-near", Grade::Good), m_found.all());
  }

  void withoutRedisAllIsGood() {
    m_found.run(redisChecks(m_clock), m_system, {}, m_clock);
    QVERIFY2(m_found.nothingWrong(), m_found.all());
    m_found.run(limitChecks(m_clock), m_system, {}, m_clock);
    QVERIFY2(m_found.has("limits.clock-alone", Grade::Good), m_found.all());
  }

  void aServerThatIsNotThereIsUnreachable() {
    look("redis://127.0.0.1:" + QByteArray::number(freePort()).toStdString());
    QVERIFY2(m_found.has("redis.unreachable", Grade::Problem), m_found.all());
    QVERIFY2(m_found.has("redis.rights-not-seen", Grade::Unknown), m_found.all());
    QVERIFY2(m_found.has("redis.latency-not-seen", Grade::Unknown), m_found.all());
  }

  void aFrozenServerDoesNotHoldUpTheCheck() {
    RedisServer frozen(goodPlan());
    QVERIFY(frozen.start());
    frozen.freeze();
    Surroundings around = surroundings(frozen.url().toStdString());
    const Checks checks = redisChecks(m_clock);
    m_found.take(checks.front()->run(m_system, around, Patience(m_clock, std::chrono::milliseconds(300))));
    QVERIFY2(m_found.has("redis.unreachable", Grade::Problem), m_found.all());
    QVERIFY2(QByteArray(m_found.all()).contains("hung"), m_found.all());
  }

  void aWrongPasswordIsSaid() {
    RedisServerPlan plan = goodPlan();
    plan.password = "right";
    RedisServer guarded(plan);
    QVERIFY(guarded.start());
    look(guarded);
    QVERIFY2(m_found.has("redis.unreachable", Grade::Problem), m_found.all());
    QVERIFY2(QByteArray(m_found.all()).contains("password"), m_found.all());
    look(guarded.url().toStdString(), "wrong");
    QVERIFY2(m_found.has("redis.unreachable", Grade::Problem), m_found.all());
    look(guarded.url().toStdString(), "right");
    QVERIFY2(m_found.nothingWrong(), m_found.all());
  }

  void aPasswordFileThatIsNotThereIsASettingsProblem() {
    Surroundings around = surroundings(m_redis->url().toStdString());
    around.settings.redisPasswordFile = "/no/such/file";
    m_found.run(redisChecks(m_clock), m_system, around, m_clock);
    QVERIFY2(m_found.has("redis.settings", Grade::Problem), m_found.all());
  }

  void wrongTlsIsSaid() {
    Surroundings around = surroundings("rediss://127.0.0.1:" + std::to_string(m_redis->port()));
    m_found.run(redisChecks(m_clock), m_system, around, m_clock);
    QVERIFY2(m_found.has("redis.unreachable", Grade::Problem), m_found.all());
  }

  void aClusterAddressedAsOneServerIsTheWrongKind() {
    look("redis+cluster://" + m_redis->address().toStdString());
    QVERIFY2(m_found.has("redis.wrong-kind", Grade::Problem), m_found.all());
  }

  void configuration_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("bad");
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<Grade>("grade");
    QTest::newRow("snapshots only") << QByteArray("save appendonly") << QByteArray("3600 1|no")
                                    << QByteArray("redis.snapshots-only") << Grade::Warning;
    QTest::newRow("nothing on disk") << QByteArray("appendonly") << QByteArray("no")
                                     << QByteArray("redis.no-persistence") << Grade::Warning;
    QTest::newRow("never fsync") << QByteArray("appendfsync") << QByteArray("no") << QByteArray("redis.fsync-never")
                                 << Grade::Warning;
    QTest::newRow("eviction") << QByteArray("maxmemory maxmemory-policy") << QByteArray("1gb|allkeys-lru")
                              << QByteArray("redis.evicts") << Grade::Problem;
    QTest::newRow("eviction of what expires")
        << QByteArray("maxmemory maxmemory-policy") << QByteArray("1gb|volatile-ttl") << QByteArray("redis.evicts")
        << Grade::Problem;
    QTest::newRow("eviction without a limit") << QByteArray("maxmemory-policy") << QByteArray("allkeys-random")
                                              << QByteArray("redis.would-evict") << Grade::Warning;
    QTest::newRow("memory over its limit")
        << QByteArray("maxmemory") << QByteArray("1mb") << QByteArray("redis.memory-full") << Grade::Problem;
    QTest::newRow("small buffer of subscribers")
        << QByteArray("client-output-buffer-limit") << QByteArray("pubsub 1mb 512kb 10")
        << QByteArray("redis.pubsub-buffer-small") << Grade::Warning;
    QTest::newRow("few clients") << QByteArray("maxclients") << QByteArray("2") << QByteArray("redis.clients-near")
                                 << Grade::Warning;
  }
  void configuration() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, bad);
    QFETCH(QByteArray, id);
    QFETCH(Grade, grade);
    const QByteArrayList names = name.split(' ');
    const QByteArrayList values = bad.split('|');
    for (qsizetype i = 0; i < names.size(); ++i) {
      const auto before = m_redis->ask({"CONFIG", "GET", names[i]});
      QVERIFY(before.items.size() == 2);
      m_undo.push_front({"CONFIG", "SET", names[i], before.items[1].text});
      QVERIFY2(m_redis->ask({"CONFIG", "SET", names[i], values[i]}).good(), names[i].constData());
    }
    look(*m_redis);
    QVERIFY2(m_found.only(id.toStdString(), grade), m_found.all());
  }

  // Servers that cannot be had here, as they say it themselves.
  void whatAServerSaysOfItself_data() {
    QTest::addColumn<QByteArray>("info");
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<Grade>("grade");
    const auto row = [](const char* name, const char* info, const char* id, Grade grade) {
      QTest::newRow(name) << QByteArray(info) << QByteArray(id) << grade;
    };
    row("still loading its data", "loading:1", "redis.loading", Grade::Warning);
    row("too old for streams", "redis_version:4.0.14", "redis.too-old", Grade::Problem);
    row("too old for users", "redis_version:5.0.7", "redis.old", Grade::Warning);
    row("memory near its limit", "maxmemory:1000 used_memory:850", "redis.memory-near", Grade::Warning);
    row("memory near the machine's", "total_system_memory:1000 used_memory:850", "redis.machine-memory-near",
        Grade::Warning);
    row("a replica that is still on its way", "slave0:ip=10.0.0.2,port=6379,state=wait_bgsave,offset=0,lag=0",
        "redis.replica-not-online", Grade::Warning);
    row("appending fails", "aof_last_write_status:err", "redis.saving-fails", Grade::Problem);
    row("clients near their limit", "maxclients:100 connected_clients:90", "redis.clients-near", Grade::Warning);
  }
  void whatAServerSaysOfItself() {
    QFETCH(QByteArray, info);
    QFETCH(QByteArray, id);
    QFETCH(Grade, grade);
    m_found.take(judgeRedis(factsOf({})));
    QVERIFY2(m_found.nothingWrong(), m_found.all());
    m_found.take(judgeRedis(factsOf(info)));
    QVERIFY2(m_found.only(id.toStdString(), grade), m_found.all());
  }

  void aReplicaThatCannotBeReachedIsFound() {
    RedisFacts facts = factsOf({});
    RedisServerFacts replica;
    replica.address = {"10.0.0.2", 6379};
    replica.trouble = "10.0.0.2:6379: connection refused";
    facts.replicas = {replica};
    m_found.take(judgeRedis(facts));
    QVERIFY2(m_found.only("redis.replica-away", Grade::Warning), m_found.all());
  }

  void aServerThatRefusesInfoIsFound() {
    addUser("node", "ACL SETUSER node");
    QVERIFY(m_redis->ask({"ACL", "SETUSER", "node", "-info"}).good());
    look("redis://node@" + m_redis->address().toStdString(), "secret");
    QVERIFY2(m_found.has("redis.info-refused", Grade::Problem), m_found.all());
  }

  void aSlowServerIsFound() {
    Surroundings around = surroundings(m_redis->url().toStdString());
    for (const auto& [step, grade] : {std::pair(30, Grade::Warning), std::pair(700, Grade::Problem)}) {
      const SlowClock clock{std::chrono::milliseconds(step)};
      m_found.run(redisChecks(clock), m_system, around, m_clock);
      QVERIFY2(m_found.only("redis.slow", grade), m_found.all());
      QVERIFY2(m_found.find("redis.slow")->title.plain().ends_with(' ' + std::to_string(step) + " ms to answer"),
               m_found.all());
    }
  }

  void whatFailsToSaveIsFound() {
    RedisServerPlan plan = goodPlan();
    plan.appendOnly = false;
    plan.config = "dbfilename taken\n";
    RedisServer redis(plan);
    QVERIFY(redis.start());
    // A folder in the place of its file: no right can write over that.
    QVERIFY(QDir().mkpath(redis.process().path(QStringLiteral("taken/x"))));
    QVERIFY(redis.ask({"SET", "k", "v"}).good());
    redis.ask({"SAVE"});
    redis.ask({"BGSAVE"});
    QTRY_COMPARE(redis.info("rdb_last_bgsave_status"), QByteArray("err"));
    look(redis);
    QVERIFY2(m_found.has("redis.saving-fails", Grade::Problem), m_found.all());
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

  void aUserWithExactlyTheRightsIsRight() {
    addUser("node", "ACL SETUSER node");
    look("redis://node@" + m_redis->address().toStdString(), "secret");
    QVERIFY2(m_found.has("redis.rights-ok", Grade::Good), m_found.all());
    // Whoever may do so little may not read the configuration either: it says so, and takes nothing for granted.
    QVERIFY2(m_found.only("redis.config-not-seen", Grade::Unknown), m_found.all());
    QVERIFY(m_redis->ask({"KEYS", "*"}).items.empty());  // the trials left nothing
  }

  void eachRightThatIsMissingIsFound_data() {
    QTest::addColumn<QByteArray>("rule");
    for (const bus::RedisRight& right : bus::redisRights()) {
      if (right.need == bus::RedisRight::Need::Always) {
        QTest::newRow(right.rule.data()) << QByteArray(right.rule.data(), qsizetype(right.rule.size()));
      }
    }
  }
  void eachRightThatIsMissingIsFound() {
    QFETCH(QByteArray, rule);
    addUser("node", "ACL SETUSER node");
    QVERIFY(m_redis->ask({"ACL", "SETUSER", "node", "-" + rule.mid(1)}).good());
    look("redis://node@" + m_redis->address().toStdString(), "secret");
    const Finding* finding = m_found.find("redis.rights-missing");
    QVERIFY2(finding != nullptr && finding->grade == Grade::Problem, m_found.all());
    QVERIFY2(QByteArray::fromStdString(finding->fix->text.plain()).contains("missing: " + rule + ")"),
             finding->fix->text.plain().c_str());
    // What it says to do mends it.
    addUser("node", finding->fix->commands.front());
    look("redis://node@" + m_redis->address().toStdString(), "secret");
    QVERIFY2(m_found.has("redis.rights-ok", Grade::Good), m_found.all());
  }

  void keysOfAnotherPrefixAreRightsThatAreMissing() {
    addUser("node", "ACL SETUSER node");
    Surroundings around = surroundings("redis://node@" + m_redis->address().toStdString(), "secret");
    around.settings.redisPrefix = "other";
    m_found.run(redisChecks(m_clock), m_system, around, m_clock);
    QVERIFY2(m_found.has("redis.rights-missing", Grade::Problem), m_found.all());
  }

  // 0.0.0.0 leads to this machine, but is no loopback address by name.
  void aUserThatMayDoAllIsTooWide() {
    look("redis://0.0.0.0:" + std::to_string(m_redis->port()));
    QVERIFY2(m_found.only("redis.rights-for-anybody", Grade::Warning), m_found.all());
    QVERIFY(m_redis->ask({"ACL", "SETUSER", "root", "on", ">secret", "~*", "&*", "+@all"}).good());
    m_undo.push_front({"ACL", "DELUSER", "root"});
    look("redis://root@0.0.0.0:" + std::to_string(m_redis->port()), "secret");
    QVERIFY2(m_found.only("redis.rights-too-wide", Grade::Warning), m_found.all());
  }

  // Whoever lets scripts do more must say so among the rights.
  void scriptsUseNoCommandThatIsNotAmongTheRights() {
    std::set<QByteArray> rights;
    for (const bus::RedisRight& right : bus::redisRights()) rights.insert(right.rule.data());
    const bus::RedisScripts scripts;
    static const QRegularExpression call(QStringLiteral("redis\\.p?call\\('([A-Z]+)'"));
    int calls = 0;
    for (const bus::RedisScript* script :
         {&scripts.claim, &scripts.release, &scripts.clean, &scripts.pull, &scripts.keep, &scripts.finish,
          &scripts.expire, &scripts.send, &scripts.beat, &scripts.cleaning, &scripts.leave, &scripts.look,
          &scripts.tellOnce, &scripts.report}) {
      auto match = call.globalMatch(QString::fromStdString(script->body()));
      while (match.hasNext()) {
        const QByteArray rule = '+' + match.next().captured(1).toLower().toLatin1();
        QVERIFY2(rights.contains(rule), rule.constData());
        ++calls;
      }
    }
    QVERIFY(calls > 20);
  }

  void clocksThatAgreeAreGood() {
    lookAtClock(m_clock);
    QVERIFY2(m_found.has("limits.clock-ok", Grade::Good), m_found.all());
  }
  void aClockThatIsOffIsFound() {
    const WrongClock ahead(std::chrono::seconds(3));
    lookAtClock(ahead);
    QVERIFY2(m_found.has("limits.clock-off", Grade::Warning), m_found.all());
    const WrongClock behind(std::chrono::seconds(-60));
    lookAtClock(behind);
    QVERIFY2(m_found.has("limits.clock-far-off", Grade::Problem), m_found.all());
    QVERIFY2(QByteArray(m_found.all()).contains("ahead of this machine"), m_found.all());
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
      QVERIFY(server->ask(wordsOf(QByteArray::fromStdString(line).replace("PASSWORD", "secret").toStdString())).good());
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

 private:
  Surroundings surroundings(const std::string& url, const QByteArray& password = {}) {
    Surroundings around;
    around.settings.redisUrl = url;
    if (!password.isEmpty()) {
      const QString name = m_dir.filePath(QStringLiteral("password"));
      QFile file(name);
      if (file.open(QIODevice::WriteOnly)) file.write(password + "\n");
      around.settings.redisPasswordFile = name.toStdString();
    }
    return around;
  }
  bus::RedisOptions optionsFor(const std::string& url) {
    return bus::redisOptions(surroundings(url).settings, "linekeeper-test").value();
  }
  void look(const std::string& url, const QByteArray& password = {}) {
    m_found.run(redisChecks(m_clock), m_system, surroundings(url, password), m_clock);
  }
  void look(RedisServer& server) { look(server.url().toStdString()); }
  void lookAtClock(const Clock& clock) {
    Checks checks;
    checks.push_back(makeRedisClockCheck(clock));
    m_found.run(std::move(checks), m_system, surroundings(m_redis->url().toStdString()), m_clock);
  }
  // line: an ACL SETUSER of the program's own, or the user alone for exactly the rights.
  void addUser(const std::string& user, std::string line) {
    if (!QByteArray::fromStdString(line).contains("PASSWORD")) line = bus::aclSetUser(user, "lk", {});
    const QByteArray whole = QByteArray::fromStdString(line).replace("PASSWORD", "secret");
    QVERIFY2(m_redis->ask(whole.split(' ')).good(), whole.constData());
    if (!m_undo.contains({"ACL", "DELUSER", QByteArray::fromStdString(user)})) {
      m_undo.push_front({"ACL", "DELUSER", QByteArray::fromStdString(user)});
    }
  }

  std::unique_ptr<RedisServer> m_redis;
  QList<QByteArrayList> m_undo;
  QTemporaryDir m_dir;
  SystemClock m_clock;
  LocalSystem m_system;
  Found m_found;
};

QTEST_GUILESS_MAIN(RedisChecksTest)
#include "tst_redis_checks.moc"
