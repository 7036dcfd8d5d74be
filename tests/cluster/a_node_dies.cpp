// A node that is killed leaves nothing behind: its routes are gone soon after its lease, its devices are back at
// another node, and durable commands sent meanwhile arrive.
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <csignal>

#include "tests/cluster/stand.h"

using namespace lk::test;

namespace {

constexpr int kNoiseMs = 3'000;

}  // namespace

class ANodeDies : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theOthersTakeOver_data() {
    QTest::addColumn<Stand::Redis>("redis");
    QTest::newRow("one Redis") << Stand::Redis::One;
    QTest::newRow("a Redis Cluster") << Stand::Redis::Cluster;
  }
  void theOthersTakeOver() {
    QFETCH(Stand::Redis, redis);
    Stand stand(redis);
    const int leaseS = sized(4, 10);
    QVERIFY(stand.startRedis() &&
            stand.startNodes(2, {QStringLiteral("--set"), QStringLiteral("redis.lease=%1s").arg(leaseS)}) &&
            stand.startNginx());
    LedgerPlan plan;
    plan.devices = sized(800, 5'000);
    plan.ports = {stand.nginx().port()};
    plan.backWithin = std::chrono::milliseconds(sized(2'000, 20'000));
    LedgerFleet fleet(plan);
    fleet.start();
    // These never come back.
    LedgerPlan goneWith;
    goneWith.devices = 50;
    goneWith.prefix = "gone-";
    goneWith.ports = {stand.nodePorts().at(0)};
    goneWith.backWithin = std::chrono::hours(1);
    LedgerFleet gone(goneWith);
    gone.start();
    QVERIFY(fleet.waitUntilConnected(60'000) && gone.waitUntilConnected(10'000));
    const std::vector<int> moved = fleet.devicesAt("n1");
    QVERIFY(moved.size() > 50 && fleet.devicesAt("n2").size() > 50);
    ResultLedger results(stand.redisPorts());
    QVERIFY(results.waitUntilListening());
    QVERIFY(routesTo(stand, "n1", "gone-") >= 50);

    QElapsedTimer dead;
    dead.start();
    stand.node(0).process().kill();
    gone.stop();
    QByteArrayList messages;
    for (const int device : moved) {
      messages.push_back(Stand::commandFor("c-" + QByteArray::number(device), fleet.name(device), "meanwhile", 120));
    }
    QVERIFY(stand.publish(messages));

    QTRY_VERIFY_WITH_TIMEOUT(routesTo(stand, "n1", "gone-") == 0, (leaseS + 5) * 1'000 + kNoiseMs);
    QVERIFY(dead.elapsed() < (leaseS + 5) * 1'000 + kNoiseMs);
    const Outcome sent = stand.verb(words("send --json gone-1 on"));
    QCOMPARE(countStatuses(Stand::results(sent)), QByteArray("offline 1"));

    QVERIFY(fleet.waitUntilConnected(60'000 - static_cast<int>(dead.elapsed()) + kNoiseMs));
    QCOMPARE(fleet.perNode({"n2"}), std::vector<int>{plan.devices});
    QTRY_COMPARE_WITH_TIMEOUT(fleet.times("meanwhile"), static_cast<int>(moved.size()), 20'000);
    for (const int device : moved) {
      QCOMPARE(fleet.received(device), QByteArrayList{"meanwhile"});
      const QByteArray id = "c-" + QByteArray::number(device);
      QTRY_COMPARE(results.finals(id), QByteArrayList{"done"});
    }
  }

  // By one of those that live; one that was only held up says itself that it is back.
  void oneOfTheOthersSaysSo() {
    Stand stand;
    QVERIFY(stand.startRedis() && stand.startNodes(3, words("--set redis.lease=3s")));
    const auto said = [&stand](const char* text) {
      return stand.node(1).log().count(text) + stand.node(2).log().count(text);
    };
    QTest::qWait(4'000);  // nobody cleans up who has not had Redis for a lease
    QVERIFY(::kill(static_cast<pid_t>(stand.node(0).pid()), SIGSTOP) == 0);
    QTRY_COMPARE_WITH_TIMEOUT(said("problem: node lost: n1: its lease in Redis has ended"), 1, 20'000);
    QVERIFY(::kill(static_cast<pid_t>(stand.node(0).pid()), SIGCONT) == 0);
    QVERIFY(stand.node(0).logs("back, after others had taken this node for lost"));
    QCOMPARE(stand.node(0).log().count("node lost"), 0);

    stand.node(0).process().terminate();
    QVERIFY(stand.node(0).process().waitForFinished(20'000));
    stand.node(1).process().kill();
    QTRY_COMPARE_WITH_TIMEOUT(stand.node(2).log().count("problem: node lost: n2: its lease in Redis has ended"), 1,
                              20'000);
    QTest::qWait(2'000);
    QVERIFY2(said("node lost: n1") == 1, "it left in order");
    QCOMPARE(said("node lost: n2"), 1);
  }

  // In a hurry, with most of its devices still there: for these nobody has to wait until its lease ends.
  void oneThatIsToldTwiceToGoLeavesItsLease() {
    Stand stand;
    QVERIFY(stand.startRedis() && stand.startNodes(2, words("--set redis.lease=60s --set node.drain-rate=1")));
    LedgerPlan plan;
    plan.devices = 60;
    plan.ports = {stand.nodePorts().at(0)};
    plan.backWithin = std::chrono::hours(24);
    LedgerFleet fleet(plan);
    fleet.start();
    QVERIFY(fleet.waitUntilConnected(10'000));
    QVERIFY(endAtOnce(stand.node(0)));
    QVERIFY(fleet.closes(5) < plan.devices);
    QCOMPARE(stand.one().ask({"KEYS", "lk:{nodes}:lease:n1/*"}).texts(), QByteArrayList());
    const Outcome nodes = stand.verb(words("nodes --json"));
    QVERIFY2(nodes.json() && nodes.json()->array().size() == 1, nodes.said().constData());
    const Outcome sent = stand.verb(
        {QStringLiteral("send"), QStringLiteral("--json"), QString::fromUtf8(fleet.name(59)), QStringLiteral("on")});
    QCOMPARE(countStatuses(Stand::results(sent)), QByteArray("offline 1"));
  }

  void oneThatIsToldTwiceToGoDoesNotWaitForRedis() {
    Stand stand;
    QVERIFY(stand.startRedis() && stand.startNodes(1, words("--set node.drain-rate=1")));
    LedgerPlan plan;
    plan.devices = 60;
    plan.ports = stand.nodePorts();
    LedgerFleet fleet(plan);
    fleet.start();
    QVERIFY(fleet.waitUntilConnected(10'000));
    stand.one().freeze();
    QVERIFY(endAtOnce(stand.node(0)));
  }

  // Sent while nobody lives: it is on the open door that nobody listens; but what is kept is kept.
  void durableOnesOutliveAllNodes() {
    Stand stand;
    QVERIFY(stand.startRedis() && stand.startNodes(1));
    const Outcome kept = stand.verb(words("send --json --ttl 300 --no-wait dev-0 kept"));
    QVERIFY2(kept.code == 0, kept.said().constData());
    stand.node(0).process().kill();
    QVERIFY(stand.addNode(stand.url()));
    QVERIFY(stand.waitForRedisAt(1));
    LedgerPlan plan;
    plan.ports = {stand.nodePorts().at(1)};
    LedgerFleet fleet(plan);
    fleet.start();
    QTRY_COMPARE(fleet.received(0), QByteArrayList{"kept"});
  }

  // One that is frozen longer than its lease is taken for dead, and told so when it comes back.
  void aFrozenNodeComesBackToWhatIsNow() {
    Stand stand;
    QVERIFY(stand.startRedis() && stand.startNodes(2, {QStringLiteral("--set"), QStringLiteral("redis.lease=3s")}));
    LedgerPlan plan;
    plan.devices = 20;
    plan.ports = {stand.nodePorts().at(0)};
    // Not back while the test looks: two fleets of the same names would take the sessions from each other without end.
    plan.backWithin = std::chrono::hours(24);
    LedgerFleet before(plan);
    before.start();
    QVERIFY(before.waitUntilConnected(10'000));
    plan.backWithin = LedgerPlan{}.backWithin;
    const auto pid = static_cast<pid_t>(stand.node(0).pid());
    ::kill(pid, SIGSTOP);
    // The devices take the other node, as they would after a lost keepalive.
    plan.ports = {stand.nodePorts().at(1)};
    LedgerFleet after(plan);
    after.start();
    const bool moved = after.waitUntilConnected(10'000);
    QTest::qWait(5'000);
    ::kill(pid, SIGCONT);
    QVERIFY(moved);
    QTRY_COMPARE_WITH_TIMEOUT(before.closes(3), plan.devices, 15'000);
    before.stop();
    QVERIFY(after.waitUntilConnected(20'000));
    ResultLedger results(stand.redisPorts());
    QVERIFY(results.waitUntilListening());
    QByteArrayList messages;
    for (int i = 0; i < plan.devices; ++i) {
      messages.push_back(Stand::commandFor(after.name(i), after.name(i), "here?"));
    }
    QVERIFY(stand.publish(messages));
    QTRY_COMPARE(results.withFinal(), plan.devices);
    QCOMPARE(after.times("here?"), plan.devices);
  }

 private:
  // With a second signal while it drains; long before that would be over.
  static bool endAtOnce(RunningNode& node) {
    ::kill(static_cast<pid_t>(node.pid()), SIGTERM);
    if (!node.logs("draining")) return false;
    ::kill(static_cast<pid_t>(node.pid()), SIGTERM);
    return finish(node.process(), 20'000).code == 0;
  }

  // How many devices of this kind Redis has at this node. A route that is over stays for a while without a node.
  static int routesTo(Stand& stand, const QByteArray& node, const QByteArray& prefix) {
    int count = 0;
    for (RedisServer* redis : stand.redises()) {
      if (!redis->answers() || redis->info("role") != "master") continue;
      for (const RespValue& key : redis->ask({"KEYS", "lk:route:{" + prefix + "*"}).items) {
        if (redis->ask({"GET", key.text}).text.split(' ').value(1).startsWith(node + '/')) ++count;
      }
    }
    return count;
  }
};

QTEST_GUILESS_MAIN(ANodeDies)
#include "a_node_dies.moc"
