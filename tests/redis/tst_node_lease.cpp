// Instances that come and go, and what others clean up after them.
#include <QSignalSpy>
#include <QTest>

#include "server/bus/node_lease.h"
#include "server/bus/redis_cluster_link.h"
#include "server/bus/redis_routes.h"
#include "tests/support/redis_server.h"
#include "tests/unit/manual_clock.h"

using namespace lk::bus;
using namespace lk::test;
using namespace std::chrono_literals;

namespace {

constexpr int kDevices = 5'000;

RedisOptions optionsFor(const RedisServer& redis) {
  RedisOptions options;
  options.url = parseRedisUrl(redis.url().toStdString()).value();
  return options;
}

std::string device(int i) { return "dev-" + std::to_string(i); }

}  // namespace

class TestNodeLease : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // Said once, by the one that cleans up, with what was last known of it; and by itself when it is back.
  void aNodeThatDiesIsSaidOnce() {
    Node one(*this, "b/1", m_clock);
    Node other(*this, "c/1", m_clock);
    auto lost = std::make_unique<Node>(*this, "a/1", m_clock);
    lost->lease.setLoad({.sessions = 17, .draining = false, .listen = {"127.0.0.1:7700"}});
    auto leaves = std::make_unique<Node>(*this, "d/1", m_clock);
    QList<NodeRecord> said;
    for (NodeLease* lease : {&one.lease, &other.lease}) {
      connect(lease, &NodeLease::died, this, [&said](const NodeRecord& node) { said.push_back(node); });
    }
    QSignalSpy back(&one.lease, &NodeLease::wasTakenForDead);
    QTRY_VERIFY(lives("a/1") && lives("b/1") && lives("c/1") && lives("d/1"));
    QTRY_VERIFY(std::ranges::any_of(one.board.nodes(), [](const auto& node) { return node.sessions == 17; }));
    bool left = false;
    leaves->lease.leave([&left] { left = true; });
    QTRY_VERIFY(left);
    leaves.reset();
    lost.reset();
    QTRY_COMPARE_WITH_TIMEOUT(said.size(), 1, 10'000);
    QCOMPARE(said.front().id, std::string("a"));
    QCOMPARE(said.front().sessions, 17);
    QTRY_VERIFY_WITH_TIMEOUT(m_redis->ask({"HKEYS", "lk:{nodes}"}).items.size() == 2, 10'000);
    QTest::qWait(1'000);
    QCOMPARE(said.size(), 1);
    QCOMPARE(back.size(), 0);

    // It was only held up: it comes while it is being cleaned up after.
    QVERIFY(m_redis->ask({"SET", "lk:{nodes}:cleaner:b/1", "c/1", "PX", "10000"}).good());
    QTRY_COMPARE_WITH_TIMEOUT(back.size(), 1, 10'000);
  }

  void init() {
    m_redis = std::make_unique<RedisServer>();
    QVERIFY(m_redis->start());
  }

  // All leases are over, as after an outage; the others come back first.
  void whoIsBackWhileItIsCleanedUpAfterKeepsAllItHolds() {
    RedisClient client(optionsFor(*m_redis), m_clock);
    int owned = 0;
    RedisRoutes routes(
        client, m_keys, m_scripts, m_clock, "a/1", [](const std::string&, std::uint64_t, const Claimed&) {},
        [](const std::string&, const std::vector<Kept>&, std::uint64_t) {});
    client.start();
    QTRY_VERIFY(client.up());
    for (int i = 0; i < kDevices; ++i) {
      routes.claim(device(i), 7, [&owned](const Claimed& claimed) {
        if (claimed.verdict == Claimed::Verdict::Owner) ++owned;
      });
      if (i % 500 == 499) QTRY_COMPARE(owned, i + 1);
    }
    QTRY_COMPARE(held(), kDevices);
    QVERIFY(m_redis->ask({"HSET", "lk:{nodes}", "a/1", "{}"}).good());

    Node other(*this, "b/1", m_clock);
    QTRY_VERIFY(routesOf("a/1") < kDevices);
    QVERIFY(routesOf("a/1") > 0);
    Node back(*this, "a/1", m_clock);
    connect(&back.lease, &NodeLease::lapsed, &routes, &RedisRoutes::claimAllAgain);
    QTRY_COMPARE(back.client.up(), true);
    routes.claimAllAgain();

    QTest::qWait(3'000);  // longer than any cleaning takes
    QTRY_COMPARE(routesOf("a/1"), kDevices);
    QTRY_COMPARE(held(), kDevices);
    QVERIFY(m_redis->ask({"HEXISTS", "lk:{nodes}", "a/1"}).number == 1);
  }

  // A step that was decided before the instance was back, and made afterwards.
  void whatACleanerTookTooLateIsToldToItsInstance() {
    Node back(*this, "a/1", m_clock);
    QSignalSpy lapsed(&back.lease, &NodeLease::lapsed);
    QTRY_VERIFY(lives("a/1"));
    RedisClient client(optionsFor(*m_redis), m_clock);
    client.start();
    std::int64_t answer = -1;
    askCleaning(client, "b/1", "end", [&answer](const RedisOutcome& outcome) { answer = outcome.value.integer(); });
    QTRY_COMPARE(answer, 0);
    QVERIFY(m_redis->ask({"HEXISTS", "lk:{nodes}", "a/1"}).number == 1);
    QTRY_COMPARE(lapsed.size(), 1);
  }

  // The link stays, so that nothing else tells the node.
  void whatAnOperatorFlushedIsSaidAgain() {
    const ManualClock clock;  // with which no beat is late
    Node one(*this, "a/1", clock);
    QSignalSpy lapsed(&one.lease, &NodeLease::lapsed);
    QTRY_VERIFY(lives("a/1"));
    QCOMPARE(lapsed.size(), 0);
    QVERIFY(m_redis->ask({"FLUSHALL"}).good());
    QTRY_COMPARE(lapsed.size(), 1);
    QTest::qWait(1'000);
    QCOMPARE(lapsed.size(), 1);
  }

  void twoDoNotCleanUpAtOnce() {
    RedisClient client(optionsFor(*m_redis), m_clock);
    client.start();
    QByteArray answers;
    const auto ask = [&](std::string_view who, std::string_view step) {
      askCleaning(client, who, step,
                  [&answers](const RedisOutcome& outcome) { answers += outcome.value.integer() == 1 ? '1' : '0'; });
    };
    ask("b/1", "go-on");  // that it has not begun
    ask("b/1", "begin");
    ask("c/1", "begin");
    ask("c/1", "end");
    ask("b/1", "go-on");
    ask("b/1", "end");
    QTRY_COMPARE(answers, QByteArray("010011"));
  }

  void whoHasJustComeLeavesOthersTheTimeOfALease() {
    QVERIFY(m_redis->ask({"HSET", "lk:{nodes}", "a/1", "{}"}).good());
    QVERIFY(m_redis->ask({"SADD", "lk:held:{a/1}", "dev-0"}).good());
    QVERIFY(m_redis->ask({"SET", "lk:route:{dev-0}", "1 a/1 7"}).good());
    ManualClock clock;
    Node other(*this, "b/1", clock);
    QTRY_VERIFY(lives("b/1"));
    QSignalSpy looked(&other.board, &NodeBoard::changed);
    QTRY_VERIFY(looked.size() > 3);
    QCOMPARE(routesOf("a/1", 1), 1);
    clock.advance(kLease + 1ms);
    QTRY_COMPARE(routesOf("a/1", 1), 0);
    QTRY_COMPARE(m_redis->ask({"HEXISTS", "lk:{nodes}", "a/1"}).number, 0);
  }

  // Also while nobody is there to clean up after it.
  void whoHasLeftIsInNoListAndCleanedUpAfter() {
    auto console = makeRedisClusterLink(optionsFor(*m_redis), "lk", m_clock);
    console->start();
    QVERIFY(m_redis->ask({"SADD", "lk:held:{a/1}", "dev-0"}).good());
    QVERIFY(m_redis->ask({"SET", "lk:route:{dev-0}", "1 a/1 7"}).good());
    Node one(*this, "a/1", m_clock);
    QTRY_COMPARE(console->nodes().size(), std::size_t{1});
    bool left = false;
    one.lease.leave([&left] { left = true; });
    QTRY_VERIFY(left);
    QVERIFY(!lives("a/1"));
    QSignalSpy looked(console.get(), &ClusterLink::nodesChanged);
    QTRY_VERIFY(looked.size() >= 2);  // the first may have been asked before
    QVERIFY(console->nodes().empty());
    QCOMPARE(m_redis->ask({"HEXISTS", "lk:{nodes}", "a/1"}).number, 1);

    Node other(*this, "b/1", m_clock);
    QTRY_COMPARE(routesOf("a/1", 1), 0);
    QTRY_COMPARE(m_redis->ask({"HEXISTS", "lk:{nodes}", "a/1"}).number, 0);
    QTRY_COMPARE(console->nodes().size(), std::size_t{1});
    QCOMPARE(console->nodes().front().instance, std::string("b/1"));
  }

  void whoDiesIsListedUntilItIsCleanedUpAfter() {
    auto console = makeRedisClusterLink(optionsFor(*m_redis), "lk", m_clock);
    console->start();
    {
      Node one(*this, "a/1", m_clock);
      QTRY_VERIFY(lives("a/1"));
    }
    QTRY_COMPARE(console->nodes().size(), std::size_t{1});
    QTRY_VERIFY(console->nodes().front().leaseLeftMs <= 0);
  }

 private:
  static constexpr auto kLease = 1'000ms;

  // What of a node concerns its lease. Its link to Redis keeps the time of the machine.
  struct Node {
    Node(TestNodeLease& test, const std::string& instance, const lk::Clock& clock)
        : client(optionsFor(*test.m_redis), test.m_clock),
          board(client, test.m_keys, test.m_scripts, 100ms),
          lease(client, test.m_keys, test.m_scripts, board, clock, {instance, "1", "host", kLease}) {
      client.start();
      board.start();
      lease.start();
    }
    RedisClient client;
    NodeBoard board;
    NodeLease lease;
  };

  [[nodiscard]] qint64 held() { return m_redis->ask({"SCARD", "lk:held:{a/1}"}).number; }
  // After a/1.
  void askCleaning(RedisClient& client, std::string_view by, std::string_view step, RedisClient::Done done) {
    const RedisKeys::OfInstance keys = m_keys.ofInstance("a/1");
    m_scripts.cleaning.call(client, {keys.nodes}, {.keys = keys, .instance = "a/1", .by = by, .step = step},
                            std::move(done));
  }
  [[nodiscard]] bool lives(const QByteArray& instance) {
    return m_redis->ask({"EXISTS", "lk:{nodes}:lease:" + instance}).number == 1;
  }
  [[nodiscard]] int routesOf(const QByteArray& instance, int devices = kDevices) {
    QByteArrayList words{"MGET"};
    for (int i = 0; i < devices; ++i) words.push_back("lk:route:{" + QByteArray::fromStdString(device(i)) + "}");
    int count = 0;
    for (const RespValue& route : m_redis->ask(words, 10'000).items)
      count += route.text.split(' ').value(1) == instance;
    return count;
  }

  lk::SystemClock m_clock;
  const RedisKeys m_keys{"lk"};
  const RedisScripts m_scripts;
  std::unique_ptr<RedisServer> m_redis;
};

QTEST_GUILESS_MAIN(TestNodeLease)
#include "tst_node_lease.moc"
