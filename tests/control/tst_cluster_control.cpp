#include <QSignalSpy>
#include <QTest>
#include <optional>

#include "server/node/cluster_control.h"
#include "tests/control/fake_cluster_link.h"

using namespace std::chrono_literals;
using namespace lk;
using namespace lk::node;
using lk::test::FakeClusterLink;
using lk::test::FakeNodeService;
using State = NodeControl::State;

// All nodes as one, over a bus in memory: what is merged, what is waited for and what is not.
class ClusterControlTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    qRegisterMetaType<CommandUpdate>();
    qRegisterMetaType<NodeControl::State>();
  }
  void init();
  void cleanup() {
    m_control.reset();
    m_link = nullptr;
  }

  void listsWhatAllNodesHave();
  void aWindowOpensWithoutRedisAndSaysWhy();
  void aVerbGivesUpWhenNoWaitingHelps();
  void aLateNodeHoldsUpNoWindow();
  void aVerbWaitsForEveryNode();
  void withRedisAwayNobodyIsAsked();
  void aNodeThatSaysNothingIsSilentThenDeadThenGone();
  void commandsGoByTheLinkAndComeBack();
  void kicksWhereverTheDeviceIs();
  void drainsTheNodeThatIsNamed();
  void aNodeThatComesLaterTracesToo();
  void aLostMessageIsMendedByANewTalk();

 private:
  [[nodiscard]] Result<Snapshot> fetch(const Cursor& since = {});
  [[nodiscard]] Snapshot fetched(const Cursor& since = {});
  [[nodiscard]] static NodeState stateOf(const Snapshot& snapshot, const char* id);
  void openWindow();

  SystemClock m_clock;
  FakeClusterLink* m_link = nullptr;  // the control's
  std::unique_ptr<ClusterControl> m_control;
};

void ClusterControlTest::init() {
  auto link = std::make_unique<FakeClusterLink>(m_clock);
  m_link = link.get();
  m_control = std::make_unique<ClusterControl>(std::move(link), nullptr, m_clock);
}

void ClusterControlTest::openWindow() {
  m_control->openAnyway();
  m_link->setUp(true);
  QTRY_COMPARE(m_control->state(), State::Connected);
}

Result<Snapshot> ClusterControlTest::fetch(const Cursor& since) {
  std::optional<Result<Snapshot>> answer;
  SnapshotRequest request;
  request.since = since;
  m_control->fetch(request, this, [&](Result<Snapshot> snapshot) { answer = std::move(snapshot); });
  if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20'000)) return Error{Error::Code::NotFound, "no answer"};
  return *answer;
}

Snapshot ClusterControlTest::fetched(const Cursor& since) {
  auto answer = fetch(since);
  return answer ? *answer : Snapshot{};
}

NodeState ClusterControlTest::stateOf(const Snapshot& snapshot, const char* id) {
  for (const NodeRow& row : snapshot.nodes) {
    if (row.info.id == QLatin1StringView(id)) return row.state;
  }
  return NodeState::Dead;
}

void ClusterControlTest::listsWhatAllNodesHave() {
  m_link->addNode("n1").connectDevice(QStringLiteral("a"));
  FakeNodeService& two = m_link->addNode("n2");
  two.connectDevice(QStringLiteral("b"));
  two.connectDevice(QStringLiteral("c"));
  openWindow();
  const Snapshot first = fetched();
  QVERIFY(first.allSessions);
  QCOMPARE(first.sessions.size(), 3);
  QCOMPARE(first.nodes.size(), 2);
  QCOMPARE(stateOf(first, "n1"), NodeState::Up);
  QCOMPARE(first.nodes[1].leaseLeftMs, 9'000);
  QVERIFY(first.figures.busUp);
  two.noteEvents(2);
  QCOMPARE(fetched(first.cursor).events.size(), 2);
}

void ClusterControlTest::aWindowOpensWithoutRedisAndSaysWhy() {
  m_link->setUp(false, "Redis does not take the password");
  m_control->openAnyway();
  QTRY_COMPARE(m_control->state(), State::Connected);
  const Snapshot away = fetched();
  QVERIFY(!away.figures.busUp);
  QCOMPARE(away.figures.busWhy, QStringLiteral("Redis does not take the password"));
  QVERIFY(away.nodes.isEmpty());
  m_link->addNode("n1").connectDevice(QStringLiteral("a"));
  m_link->setUp(true);
  const Snapshot back = fetched(away.cursor);
  QVERIFY(back.figures.busUp);
  QCOMPARE(back.sessions.size(), 1);
}

void ClusterControlTest::aVerbGivesUpWhenNoWaitingHelps() {
  const QSignalSpy states(m_control.get(), &NodeControl::stateChanged);
  m_control->open(60s);
  m_link->setUp(false, "why");
  QTest::qWait(50);
  QVERIFY2(states.isEmpty(), "it may come yet");
  m_link->setUp(true);
  QCOMPARE(m_control->state(), State::Connected);
}

// One is frozen, the other's part goes on; what was late comes with a later fetch, and nothing twice.
void ClusterControlTest::aLateNodeHoldsUpNoWindow() {
  FakeNodeService& well = m_link->addNode("n1");
  FakeNodeService& late = m_link->addNode("n2");
  well.connectDevice(QStringLiteral("a"));
  late.connectDevice(QStringLiteral("b"));
  openWindow();
  late.hold();
  const Snapshot first = fetched();
  QCOMPARE(first.sessions.size(), 1);
  QCOMPARE(first.sessions.front().device, QStringLiteral("a"));
  QCOMPARE(stateOf(first, "n2"), NodeState::Up);  // it has said hello a moment ago
  well.connectDevice(QStringLiteral("a2"));
  const Snapshot second = fetched(first.cursor);
  QCOMPARE(second.sessions.size(), 2);  // this node in memory tells all each time
  QCOMPARE(late.held(), 1U);            // it is not asked again while it owes an answer
  late.release();
  Snapshot third;
  Cursor cursor = second.cursor;
  QTRY_VERIFY(
      (third = fetched(cursor), cursor = third.cursor,
       std::ranges::any_of(third.sessions, [](const SessionRow& row) { return row.device == QLatin1Char('b'); })));
  QVERIFY(third.allOfNodes.contains(QStringLiteral("n2")));
  QVERIFY(!third.allSessions);
}

void ClusterControlTest::aVerbWaitsForEveryNode() {
  FakeNodeService& late = m_link->addNode("n1");
  late.connectDevice(QStringLiteral("a"));
  m_control->open(60s);
  m_link->setUp(true);
  QTRY_COMPARE(m_control->state(), State::Connected);
  late.hold();
  QTimer::singleShot(1'500, this, [&] { late.release(); });
  QCOMPARE(fetched().sessions.size(), 1);
}

void ClusterControlTest::withRedisAwayNobodyIsAsked() {
  FakeNodeService& node = m_link->addNode("n1");
  node.connectDevice(QStringLiteral("a"));
  openWindow();
  const Snapshot before = fetched();
  m_link->setUp(false, "nothing listens");
  const int asked = node.asked();
  const Snapshot away = fetched(before.cursor);
  QVERIFY(!away.figures.busUp);
  QCOMPARE(node.asked(), asked);
  QVERIFY2(away.allOfNodes.isEmpty() && away.closed.isEmpty() && !away.allSessions, "what is known stays");
  std::optional<Result<void>> drained;
  m_control->drain(QStringLiteral("n1"), 10, this, [&](const Result<void>& result) { drained = result; });
  QTRY_VERIFY(drained.has_value());
  QVERIFY(!drained->ok());
  QVERIFY2(drained->error().text.find("nothing listens") != std::string::npos, drained->error().text.c_str());
}

void ClusterControlTest::aNodeThatSaysNothingIsSilentThenDeadThenGone() {
  m_link->addNode("n1").connectDevice(QStringLiteral("a"));
  FakeNodeService& two = m_link->addNode("n2");
  two.connectDevice(QStringLiteral("b"));
  openWindow();
  Snapshot last = fetched();
  QCOMPARE(stateOf(last, "n2"), NodeState::Up);
  two.hold();
  QTRY_VERIFY_WITH_TIMEOUT((last = fetched(last.cursor), stateOf(last, "n2") == NodeState::Silent), 20'000);
  QVERIFY2(!last.allOfNodes.contains(QStringLiteral("n2")), "its lease runs: its devices are there");
  QCOMPARE(stateOf(last, "n1"), NodeState::Up);
  m_link->endLease("n2");
  last = fetched(last.cursor);
  QCOMPARE(stateOf(last, "n2"), NodeState::Dead);
  QCOMPARE(last.nodes.size(), 2);
  QVERIFY(last.allOfNodes.contains(QStringLiteral("n2")));
  m_link->removeNode("n2");
  QCOMPARE(fetched(last.cursor).nodes.size(), 1);
}

void ClusterControlTest::commandsGoByTheLinkAndComeBack() {
  m_link->addNode("n1");
  openWindow();
  const QSignalSpy updates(m_control.get(), &NodeControl::commandChanged);
  std::optional<Result<QStringList>> taken;
  CommandRequest request;
  request.device = QStringLiteral("a");
  request.payload = "relay on";
  m_control->send({request}, this, [&](const Result<QStringList>& ids) { taken = ids; });
  QVERIFY(!taken.has_value());
  QTRY_COMPARE(updates.size(), 2);
  QVERIFY(taken && taken->ok());
  const auto done = updates.last().front().value<CommandUpdate>();
  QCOMPARE(done.status, CommandStatus::Done);
  QCOMPARE(done.id, taken->value().front());
  QCOMPARE(done.payload, QByteArray("relay on"));
  QCOMPARE(m_link->sent().size(), 1U);
}

void ClusterControlTest::kicksWhereverTheDeviceIs() {
  FakeNodeService& one = m_link->addNode("n1");
  FakeNodeService& two = m_link->addNode("n2");
  one.connectDevice(QStringLiteral("a"));
  two.connectDevice(QStringLiteral("b"));
  openWindow();
  std::optional<Result<KickOutcome>> outcome;
  m_control->kick({QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}, this,
                  [&](const Result<KickOutcome>& kicked) { outcome = kicked; });
  QTRY_VERIFY(outcome.has_value());
  QCOMPARE(outcome->value().kicked, (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
  QCOMPARE(outcome->value().notConnected, QStringList{QStringLiteral("c")});
}

void ClusterControlTest::drainsTheNodeThatIsNamed() {
  FakeNodeService& one = m_link->addNode("n1");
  FakeNodeService& two = m_link->addNode("n2");
  openWindow();
  std::optional<Result<void>> answer;
  const auto drain = [&](const char* node) {
    answer.reset();
    m_control->drain(QString::fromLatin1(node), 50, this, [&](const Result<void>& started) { answer = started; });
    return QTest::qWaitFor([&] { return answer.has_value(); });
  };
  QVERIFY(drain("n2") && answer->ok());
  QCOMPARE(two.drains(), QList<int>{50});
  QVERIFY(one.drains().isEmpty());
  QVERIFY(drain("") && !answer->ok());
  QVERIFY(drain("n3") && !answer->ok());
  QVERIFY2(answer->error().text.find("n1, n2") != std::string::npos, answer->error().text.c_str());
}

void ClusterControlTest::aNodeThatComesLaterTracesToo() {
  FakeNodeService& one = m_link->addNode("n1");
  openWindow();
  QVERIFY(!fetched().nodes.isEmpty());
  m_control->setTrace(QStringLiteral("a"), true);
  QTRY_COMPARE(one.traced().value(QStringLiteral("a")), 1);
  FakeNodeService& two = m_link->addNode("n2");
  QCOMPARE(fetched().nodes.size(), 2);
  QTRY_COMPARE(two.traced().value(QStringLiteral("a")), 1);
  m_control->setTrace(QStringLiteral("a"), false);
  QTRY_VERIFY(one.traced().isEmpty() && two.traced().isEmpty());
}

// A message is lost with a short outage: what was asked is answered with an error or later, and the node comes back.
void ClusterControlTest::aLostMessageIsMendedByANewTalk() {
  FakeNodeService& node = m_link->addNode("n1");
  node.connectDevice(QStringLiteral("a"));
  openWindow();
  Snapshot last = fetched();
  QCOMPARE(last.sessions.size(), 1);
  node.hold();
  bool answered = false;
  m_control->fetch({}, this, [&](const Result<Snapshot>&) { answered = true; });
  QTRY_COMPARE(node.held(), 1U);
  m_link->setUp(false, "away");
  node.release();  // its answer goes astray
  QTRY_VERIFY_WITH_TIMEOUT(answered, 10'000);
  m_link->setUp(true);
  QTRY_VERIFY_WITH_TIMEOUT((last = fetched(), last.sessions.size() == 1), 20'000);
  QCOMPARE(stateOf(last, "n1"), NodeState::Up);
}

QTEST_GUILESS_MAIN(ClusterControlTest)
#include "tst_cluster_control.moc"
