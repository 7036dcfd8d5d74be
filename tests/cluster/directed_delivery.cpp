// A command sent through Linekeeper reaches only the node that holds the device: its cost does not grow with the
// number of nodes. Each node and the sender see Redis through a relay that counts.
#include <QTest>
#include <algorithm>

#include "tests/cluster/stand.h"
#include "tests/support/redis_relay.h"

using namespace lk::test;

namespace {

constexpr int kNodes = 4;

}  // namespace

class DirectedDelivery : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_stand = std::make_unique<Stand>();
    QVERIFY(m_stand->startRedis());
    m_relays.clear();
    for (int i = 0; i < kNodes; ++i) {
      m_relays.push_back(std::make_unique<RedisRelay>(m_stand->one().port()));
      QVERIFY(m_relays.back()->listen());
      QVERIFY(m_stand->addNode(m_relays.back()->url()));
    }
    for (int i = 0; i < kNodes; ++i) QVERIFY(m_stand->waitForRedisAt(i));
  }
  void cleanup() {
    m_fleet.reset();
    m_stand.reset();
    m_relays.clear();
  }

  void sentCommandsReachNoOtherNode() {
    const int devices = sized(200, 1'000);
    joinFirstNode(devices);
    if (QTest::currentTestFailed()) return;
    QByteArrayList names;
    for (int i = 0; i < devices; ++i) names.push_back(m_fleet->name(i));
    const auto sending = m_stand->beginSend(names, {QStringLiteral("on")});
    const Outcome outcome = finish(*sending, 60'000);
    QVERIFY2(outcome.code == 0, outcome.err.constData());
    QCOMPARE(m_fleet->times("on"), devices);

    // The door of others brings a message to every node, the holder included; directed ones come to the holder alone.
    QVERIFY(m_relays.front()->messages() >= devices);
    for (int i = 1; i < kNodes; ++i) QCOMPARE(m_relays[static_cast<std::size_t>(i)]->messages(), 0);
    QCOMPARE(m_relays.front()->messagesOn("lk:cmd"), 0);
  }

  // The counter counts: the open door reaches all.
  void publishedCommandsReachEveryNode() {
    joinFirstNode(1);
    if (QTest::currentTestFailed()) return;
    QVERIFY(m_stand->publish({Stand::commandFor("c-1", m_fleet->name(0), "on")}));
    QTRY_COMPARE(m_fleet->times("on"), 1);
    for (const auto& relay : m_relays) QTRY_COMPARE(relay->messagesOn("lk:cmd"), 1);
  }

  // One command at a time, so that none shares another's round trip.
  void aCommandTakesTwoRoundTripsAtMost() {
    joinFirstNode(1);
    if (QTest::currentTestFailed()) return;
    RedisRelay relay(m_stand->one().port());
    QVERIFY(relay.listen());
    const auto tripsFor = [&](int commands) {
      relay.forget();
      m_relays.front()->forget();
      QByteArrayList names;
      for (int i = 0; i < commands; ++i) names.push_back(m_fleet->name(0));
      auto process = makeProcess(m_stand->place(),
                                 words("send --json --rate 20 --devices-from - on --redis") + QStringList{relay.url()});
      process->start();
      process->write(names.join('\n'));
      process->closeWriteChannel();
      const Outcome outcome = finish(*process, 60'000);
      return outcome.code == 0 ? relay.roundTrips() : -1;
    };
    const int few = tripsFor(5);
    const int many = tripsFor(45);
    QVERIFY(few > 0 && many > 0);
    // What the sender asks beside, once a second at most, is in both; 2 s more pass in the second run.
    QVERIFY2(many - few <= 2 * 40 + 10, qPrintable(QStringLiteral("%1 round trips for 40 commands").arg(many - few)));
  }

 private:
  // And waits until what a start brings with it is over.
  void joinFirstNode(int devices) {
    LedgerPlan plan;
    plan.devices = devices;
    plan.ports = {m_stand->nodePorts().front()};
    m_fleet = std::make_unique<LedgerFleet>(plan);
    m_fleet->start();
    QVERIFY(m_fleet->waitUntilConnected(30'000));
    QTest::qWait(1'500);
    for (const auto& relay : m_relays) relay->forget();
  }

  std::unique_ptr<Stand> m_stand;
  std::vector<std::unique_ptr<RedisRelay>> m_relays;
  std::unique_ptr<LedgerFleet> m_fleet;
};

QTEST_GUILESS_MAIN(DirectedDelivery)
#include "directed_delivery.moc"
