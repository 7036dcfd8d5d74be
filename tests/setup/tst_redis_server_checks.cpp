// Defects planted in one real Redis server, on the way to it and in its clock, are found, and a good one is left in
// peace.
#include <QDir>
#include <QProcess>
#include <QTest>
#include <algorithm>
#include <atomic>

#include "server/setup/areas.h"
#include "server/setup/redis_check_parts.h"
#include "tests/setup/redis_checks_test.h"
#include "tests/support/free_port.h"

using namespace lk;
using namespace lk::setup;
using namespace lk::test;

namespace {

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

}  // namespace

class RedisServerChecksTest : public RedisChecksTest {
  Q_OBJECT

 private Q_SLOTS:
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

  // What others name stays one word each of the commands that are shown for a shell.
  void commandsKeepNamesOfOthersAsTheyAre() {
    const std::string host = "h'$(touch` x`);reboot&";
    RedisFacts facts = factsOf("loading:1 maxclients:100 connected_clients:90");
    facts.url.user = "it's;$(reboot)|\"x";
    facts.url.tls = true;
    facts.masters.front().address.host = host;
    RedisFacts cluster = factsOf("redis_mode:cluster");
    cluster.url.kind = bus::RedisUrl::Kind::Cluster;
    cluster.masters.front().address.host = host;
    cluster.masters.front().clusterInfo = "cluster_state:fail\r\n";
    cluster.slots = {{0, 9, {host, 6379}, {}}};
    RedisFacts replica = factsOf("role:slave master_port:6379");
    replica.masters.front().info += "master_host:" + host + "\r\n";
    const QByteArray to = "-h\n" + QByteArray::fromStdString(host) + "\n-p\n6379\n--tls\n--user\n" +
                          QByteArray::fromStdString(facts.url.user) + '\n';
    const QByteArray at = QByteArray::fromStdString(host) + ":6379\n";
    QCOMPARE(wordsShown(judgeRedis(facts), "redis.loading"), to + "INFO\npersistence\n");
    QCOMPARE(wordsShown(judgeRedis(facts), "redis.clients-near"),
             to + "CONFIG\nSET\nmaxclients\n200\n" + to + "CONFIG\nREWRITE\n");
    QCOMPARE(wordsShown(judgeRedis(cluster), "redis.cluster-down"), "--cluster\ncheck\n" + at);
    QCOMPARE(wordsShown(judgeRedis(cluster), "redis.slots-uncovered"),
             "--cluster\ncheck\n" + at + "--cluster\nfix\n" + at);
    QCOMPARE(wordsShown(judgeRedis(replica), "redis.is-replica"), "--redis\nredis://" + at);
    cluster.url.kind = bus::RedisUrl::Kind::Single;
    QCOMPARE(wordsShown(judgeRedis(cluster), "redis.wrong-kind"), "--redis\nredis+cluster://" + at);
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

 private:
  // What sh gives the programs of a finding's commands, one word a line.
  static QByteArray wordsShown(const std::vector<Finding>& findings, std::string_view id) {
    const auto found = std::find_if(findings.begin(), findings.end(), [id](const Finding& f) { return f.id == id; });
    if (found == findings.end() || !found->fix) return "no such fix";
    QString script = QStringLiteral("say() { printf '%s\\n' \"$@\"; }; alias redis-cli=say linekeeper=say\n");
    for (const std::string& command : found->fix->commands)
      script += QString::fromStdString(command) + QLatin1Char('\n');
    QProcess shell;
    shell.start(QStringLiteral("sh"), {QStringLiteral("-c"), script});
    return shell.waitForFinished(20'000) ? shell.readAllStandardOutput() : QByteArray("sh does not end");
  }

  void lookAtClock(const Clock& clock) {
    Checks checks;
    checks.push_back(makeRedisClockCheck(clock));
    m_found.run(std::move(checks), m_system, surroundings(m_redis->url().toStdString()), m_clock);
  }
};

QTEST_GUILESS_MAIN(RedisServerChecksTest)
#include "tst_redis_server_checks.moc"
