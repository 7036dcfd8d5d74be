// Claims of devices that Redis takes late, or hears of again.
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QThread>
#include <algorithm>

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

  // Redis took the claim, and its answer did not come: who was replaced is said to the claim that follows.
  void whomALostClaimReplacedIsSaidToTheNext() {
    m_redis->ask({"SET", "lk:route:{dev-0}", "7 b/1 9"});
    Node first(*this);
    first.client.start();
    QTRY_VERIFY(first.client.up());
    first.claim();
    QTRY_COMPARE(first.owned(), 1);
    QCOMPARE(first.replaced, std::string("b/1 9"));
    Node again(*this);  // as the same session, which has heard no answer
    again.client.start();
    QTRY_VERIFY(again.client.up());
    again.claim();
    QTRY_COMPARE(again.owned(), 1);
    QCOMPARE(again.replaced, std::string("b/1 9"));
    again.claim();  // the device's next session here has replaced none elsewhere
    QTRY_COMPARE(again.owned(), 2);
    QCOMPARE(again.replaced, std::string(" 0"));
  }

  // The device came twice in one moment: the second claim replaces only the first.
  void whomAClaimReplacedCountsForTheNextSessionHere() {
    Node node(*this);
    QVERIFY(comesFromElsewhere(node));
    node.claim();
    QTRY_COMPARE(node.claimed, (std::vector{Verdict::Older, Verdict::Owner}));
    QCOMPARE(node.replaced, std::string(" 0"));
    node.routes.claimAllAgain();
    QTRY_COMPARE(node.settled, std::vector{Verdict::Owner});
    QVERIFY2(!node.routes.sure("dev-0"), "what is heard now may be from before");
    Claimed confirmed;
    node.routes.confirm("dev-0", [&](const Claimed& claim) { confirmed = claim; });
    QTRY_COMPARE(confirmed.replaced.instance, std::string("b/1"));
    QCOMPARE(confirmed.replaced.session, std::uint64_t{9});
    QCOMPARE(confirmed.verdict, Verdict::Owner);
  }

  // Else each command for all would wait for the answer of a node that may be no more.
  void aClaimThatIsMadeAgainReplacesNobodyAnew() {
    Node node(*this);
    QVERIFY(comesFromElsewhere(node));
    QTRY_COMPARE(node.owned(), 1);
    node.routes.startsHere("dev-0", 1);
    QTest::qWait(600);  // old enough to be claimed again
    node.routes.claimAllAgain();
    QTRY_COMPARE(node.settled, std::vector{Verdict::Owner});
    QTRY_VERIFY_WITH_TIMEOUT(node.routes.sure("dev-0"), 2'000);
  }

  // It may have been missed that the device is elsewhere.
  void amidADoubtRedisIsAskedWhoeverWasReplaced() {
    Node node(*this);
    QVERIFY(comesFromElsewhere(node));
    QTRY_COMPARE(node.owned(), 1);
    QTest::qWait(600);  // a claim of just now would win
    node.routes.doubt();
    const QByteArray newer = QByteArray::number(static_cast<qint64>(m_clock.wallMicros() + 1'000'000)) + " c/1 5";
    QVERIFY(m_redis->ask({"SET", m_keys.route("dev-0").c_str(), newer}).good());
    QList<Verdict> confirmed;
    node.routes.confirm("dev-0", [&](const Claimed& claim) { confirmed.push_back(claim.verdict); });
    QTRY_COMPARE(confirmed, QList{Verdict::Older});
  }

  // As when its node has just come up, and claims all again: the newer session's would be replaced, and both be closed.
  void aClaimThatIsNotAnsweredYetIsNotMadeAgainAsANewOne() {
    Node node(*this);
    node.client.start();
    QTRY_VERIFY(node.client.up());
    m_redis->freeze();
    node.claim();
    QTest::qWait(50);
    m_redis->thaw();
    // Redis has answered, and the node, which runs no loop meanwhile, has not heard it.
    QThread::msleep(100);
    const QString newer = QString::number(m_clock.wallMicros() + 1'000'000) + QStringLiteral(" b/1 9");
    const QString port = QString::number(m_redis->port());
    QCOMPARE(QProcess::execute(QStringLiteral("redis-cli"), {QStringLiteral("-p"), port, QStringLiteral("SET"),
                                                             QString::fromStdString(m_keys.route("dev-0")), newer}),
             0);
    node.routes.claimAllAgain();
    QTRY_COMPARE(node.claimed, std::vector{Verdict::Owner});
    QTRY_COMPARE(node.settled, std::vector{Verdict::Older});
    QVERIFY2(route("dev-0").endsWith(" b/1 9"), route("dev-0").constData());
  }

  void whoWasReplacedLongAgoIsNotAsked() {
    const qint64 longAgo = m_clock.wallMicros() / 1000 - 61'000;
    m_redis->ask({"SET", "lk:route:{dev-0}", "7 a/1 1 b/1 9 " + QByteArray::number(longAgo)});
    Node node(*this);
    node.client.start();
    QTRY_VERIFY(node.client.up());
    node.claim();
    QTRY_COMPARE(node.owned(), 1);
    QCOMPARE(node.replaced, std::string(" 0"));
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

  // A fleet that goes at once holds up nobody: reports, say, wait behind some of the releases only.
  void ofManyReleasesSomeAreUnderWayAndNoneIsLost() {
    constexpr int kDevices = 2'000;
    Node node(*this);
    node.client.start();
    QTRY_VERIFY(node.client.up());
    for (int i = 0; i < kDevices; ++i) node.claim("dev-" + std::to_string(i));
    QTRY_COMPARE(node.owned(), kDevices);
    const std::size_t before = node.client.underWay();
    for (int i = 0; i < kDevices; ++i)
      node.routes.release("dev-" + std::to_string(i), static_cast<std::uint64_t>(i + 1));
    QVERIFY(node.client.underWay() - before < 500);
    QVERIFY(node.routes.toBeReleased() > kDevices - 500);
    // Back before its turn.
    const std::string back = "dev-" + std::to_string(kDevices - 1);
    node.claim(back);
    QTRY_COMPARE(node.routes.toBeReleased(), 0U);
    QTRY_COMPARE(node.client.underWay(), 0U);
    QVERIFY(node.routes.holds(back));
    QVERIFY(route(back).endsWith(" a/1 " + QByteArray::number(kDevices + 1)));
    for (int i = 0; i < kDevices - 1; ++i) QVERIFY(isLeft("dev-" + std::to_string(i)));
    QTRY_COMPARE(m_redis->ask({"SMEMBERS", m_keys.held("a/1").c_str()}).items.size(), 1U);
  }

  // A newer session came and went while Redis was away, which knows of the one before.
  void aReleaseTakesTheSessionsBeforeItAlong() {
    QVERIFY(startLasting());
    Node node(*this);
    node.client.start();
    QTRY_VERIFY(node.client.up());
    node.claim();
    QTRY_COMPARE(node.owned(), 1);
    m_redis->stop();
    QTRY_VERIFY(!node.client.up());
    node.claim();
    QTRY_COMPARE(node.claimed.back(), Verdict::Unknown);
    node.routes.release("dev-0", 1);
    node.routes.release("dev-0", 2);
    QVERIFY(m_redis->start());
    QTRY_VERIFY(isLeft("dev-0"));
  }

  void whatIsReleasedDuringAnOutageIsReleasedAfterIt() {
    constexpr int kDevices = 600;
    QVERIFY(startLasting());
    Node node(*this);
    node.client.start();
    QTRY_VERIFY(node.client.up());
    for (int i = 0; i < kDevices; ++i) node.claim("dev-" + std::to_string(i));
    QTRY_COMPARE(node.owned(), kDevices);
    m_redis->stop();
    QTRY_VERIFY(!node.client.up());
    for (int i = 0; i < kDevices; ++i)
      node.routes.release("dev-" + std::to_string(i), static_cast<std::uint64_t>(i + 1));
    QCOMPARE(node.routes.toBeReleased(), std::size_t{kDevices});
    QVERIFY(m_redis->start());
    for (int i = 0; i < kDevices; ++i) QTRY_VERIFY(isLeft("dev-" + std::to_string(i)));
  }

  void aReleaseThatWasRefusedIsMadeAgain() {
    Node node(*this);
    node.client.start();
    QTRY_VERIFY(node.client.up());
    node.claim();
    QTRY_COMPARE(node.owned(), 1);
    setMemory("1");
    node.routes.release("dev-0", 1);
    QTRY_COMPARE(node.routes.toBeReleased(), 1U);  // once more
    QVERIFY(route("dev-0").endsWith(" a/1 1"));
    setMemory("0");
    QTRY_VERIFY(isLeft("dev-0"));
    QTRY_COMPARE(held(), QSet<QByteArray>());
  }

  // Nobody else would know of the route, should this instance die.
  void whatItHoldsIsToldOnceThereIsMemory() {
    Node node(*this);
    node.client.start();
    QTRY_VERIFY(node.client.up());
    setMemory("1");
    node.claim("dev-0");
    node.claim("dev-1");
    QTRY_COMPARE(node.claimed.size(), 2U);
    node.routes.release("dev-1", 2);
    QTest::qWait(100);
    QCOMPARE(held(), QSet<QByteArray>());
    setMemory("0");
    QTRY_VERIFY(route("dev-0").endsWith(" a/1 1"));
    QTRY_COMPARE(held(), QSet<QByteArray>{"dev-0"});
  }

  void whoIsHeldElsewhereIsNotAmongTheHeld() {
    Node node(*this);
    node.client.start();
    QTRY_VERIFY(node.client.up());
    node.claim();
    QTRY_COMPARE(node.owned(), 1);
    QTRY_COMPARE(held(), QSet<QByteArray>{"dev-0"});
    const QByteArray newer = QByteArray::number(static_cast<qint64>(m_clock.wallMicros() + 1'000'000)) + " b/1 9";
    QVERIFY(m_redis->ask({"SET", m_keys.route("dev-0").c_str(), newer}).good());
    node.routes.claimAllAgain();
    QTRY_COMPARE(node.settled, std::vector{Verdict::Older});
    QTRY_COMPARE(held(), QSet<QByteArray>());
    QCOMPARE(route("dev-0"), newer);
  }

 private:
  void setMemory(const QByteArray& most) { QVERIFY(m_redis->ask({"CONFIG", "SET", "maxmemory", most}).good()); }
  // What whoever cleans up after a/1 would find.
  QSet<QByteArray> held() {
    QSet<QByteArray> devices;
    for (const auto& device : m_redis->ask({"SMEMBERS", m_keys.held("a/1").c_str()}).items) devices.insert(device.text);
    return devices;
  }
  // In place of the other: one that knows after a restart what it knew.
  [[nodiscard]] bool startLasting() {
    RedisServerPlan plan;
    plan.appendOnly = true;
    m_redis = std::make_unique<RedisServer>(plan);
    return m_redis->start();
  }
  QByteArray route(const std::string& device) { return m_redis->ask({"GET", m_keys.route(device).c_str()}).text; }

  // Nobody holds the device; who did last is said.
  bool isLeft(const std::string& device) {
    static const QRegularExpression left(QStringLiteral("^\\d+   a/1 \\d{13} left$"));
    return left.match(QString::fromUtf8(route(device))).hasMatch();
  }

  struct Node {
    explicit Node(TestRedisRoutes& test)
        : client(optionsFor(*test.m_redis), test.m_clock),
          routes(
              client, test.m_keys, test.m_scripts, test.m_clock, "a/1",
              [this](const std::string&, std::uint64_t, const Claimed& claim) { settled.push_back(claim.verdict); },
              [](const std::string&, const std::vector<Kept>&, std::uint64_t) {}) {}
    [[nodiscard]] int owned() const { return static_cast<int>(std::ranges::count(claimed, Verdict::Owner)); }
    void claim(const std::string& device = "dev-0") {
      routes.claim(device, ++session, [this](const Claimed& claim) {
        claimed.push_back(claim.verdict);
        replaced = claim.replaced.instance + ' ' + std::to_string(claim.replaced.session);
      });
    }
    std::uint64_t session = 0;
    std::string replaced;  // by the last claim that was answered: instance and session
    std::vector<Verdict> claimed;
    std::vector<Verdict> settled;
    RedisClient client;
    RedisRoutes routes;
  };

  // Another node's device, whose claim here is under way.
  [[nodiscard]] bool comesFromElsewhere(Node& node) {
    m_redis->ask({"SET", "lk:route:{dev-0}", "7 b/1 9"});
    node.client.start();
    const bool isUp = QTest::qWaitFor([&] { return node.client.up(); });
    node.claim();
    return isUp;
  }

  lk::SystemClock m_clock;
  const RedisKeys m_keys{"lk"};
  const RedisScripts m_scripts;
  std::unique_ptr<RedisServer> m_redis;
};

QTEST_GUILESS_MAIN(TestRedisRoutes)
#include "tst_redis_routes.moc"
