// Claims of devices that Redis takes late, or hears of again.
#include <QTest>

#include "server/bus/redis_routes.h"
#include "tests/support/redis_server.h"

using namespace lk::bus;
using namespace lk::test;
using namespace std::chrono_literals;
using Verdict = Claimed::Verdict;

namespace {

RedisOptions optionsFor(const RedisServer& redis) {
  RedisOptions options;
  options.url = parseRedisUrl(redis.url().toStdString()).value();
  return options;
}

}  // namespace

class TestRedisRoutes : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    RedisServerPlan plan;
    plan.config = "lua-time-limit 10\n";
    m_redis = std::make_unique<RedisServer>(plan);
    QVERIFY(m_redis->start());
  }

  // Redis was busy; by the time it takes the claim, a newer session is elsewhere.
  void aClaimThatWaitedIsAsOldAsItIs() {
    Node node(*this);
    node.client.start();
    QTRY_VERIFY(node.client.up());
    RespLink busy(m_redis->port());
    busy.ask({"EVAL", "while true do end", "0"}, 100);
    node.claim();
    QTest::qWait(1'700);
    QCOMPARE(node.claimed, std::vector{Verdict::Unknown});
    QVERIFY(node.settled.empty());
    // The end of the script comes a little later than the answer to this, and nothing may get between.
    const QByteArray newer = QByteArray::number(static_cast<qint64>(m_clock.wallMicros())) + " b/1 9";
    QList<QByteArrayList> requests(2'000, {"SET", "lk:route:{dev-0}", newer});
    requests.push_front({"SCRIPT", "KILL"});
    const auto answers = RespLink(m_redis->port()).askAll(requests);
    QCOMPARE(answers.size(), 2'001U);
    QVERIFY(answers.back().good());
    QTRY_COMPARE(node.settled, std::vector{Verdict::Older});
    QCOMPARE(m_redis->ask({"GET", "lk:route:{dev-0}"}).text, newer);
    QVERIFY(!node.routes.holds("dev-0"));
  }

  void aClaimThatWasNotAnsweredInTimeIsMadeAgain() {
    Node node(*this);
    node.client.start();
    QTRY_VERIFY(node.client.up());
    m_redis->freeze();
    node.claim();
    QTRY_COMPARE(node.claimed, std::vector{Verdict::Unknown});
    QTest::qWait(1'200);
    m_redis->thaw();
    QTRY_COMPARE(node.settled, std::vector{Verdict::Owner});
    QVERIFY(m_redis->ask({"GET", "lk:route:{dev-0}"}).text.endsWith(" a/1 1"));
  }

  void aDeviceThatComesOftenDuringAnOutageIsClaimedAgainOnce() {
    Node node(*this);  // with no link
    for (std::size_t i = 1; i <= 10; ++i) {
      node.claim();
      QTRY_COMPARE(node.claimed.size(), i);
      QCOMPARE(node.claimed.back(), Verdict::Unknown);
    }
    QCOMPARE(node.routes.toBeAskedAgain(), 1U);
  }

 private:
  struct Node {
    explicit Node(TestRedisRoutes& test)
        : client(optionsFor(*test.m_redis), test.m_clock),
          routes(
              client, test.m_keys, test.m_scripts, test.m_clock, "a/1",
              [this](const std::string&, std::uint64_t, const Claimed& claim) { settled.push_back(claim.verdict); },
              [](const std::string&, const std::vector<Kept>&, std::uint64_t) {}) {}
    void claim() {
      routes.claim("dev-0", ++session, [this](const Claimed& claim) { claimed.push_back(claim.verdict); });
    }
    std::uint64_t session = 0;
    std::vector<Verdict> claimed;
    std::vector<Verdict> settled;
    RedisClient client;
    RedisRoutes routes;
  };

  lk::SystemClock m_clock;
  const RedisKeys m_keys{"lk"};
  const RedisScripts m_scripts;
  std::unique_ptr<RedisServer> m_redis;
};

QTEST_GUILESS_MAIN(TestRedisRoutes)
#include "tst_redis_routes.moc"
