#include <QTest>

#include "server/node/cluster_merge.h"

using namespace lk;
using namespace lk::node;

namespace {

const QString kOne = QStringLiteral("n1/a");
const QString kTwo = QStringLiteral("n2/b");

// What a node says, with its name in each part.
Snapshot answerOf(const QString& id, quint64 number, bool all = true) {
  Snapshot snapshot;
  snapshot.allSessions = all;
  snapshot.cursor = {{number, number + 1}, number + 2, number + 3, number + 4, {}};
  SessionRow session;
  session.device = QStringLiteral("dev-of-") + id;
  session.node = id;
  snapshot.sessions = {session};
  snapshot.closed = {number};
  snapshot.figures.sessions = number;
  snapshot.figures.reports = 10 * number;
  snapshot.figures.ackP99Us = static_cast<qint64>(100 * number);
  NodeRow row;
  row.info.id = id;
  row.info.pid = static_cast<qint64>(number);
  snapshot.nodes = {row};
  return snapshot;
}

bus::NodeRecord recordOf(const char* id, const char* run, std::int64_t pid, std::int64_t leaseLeftMs) {
  bus::NodeRecord record;
  record.id = id;
  record.instance = std::string(id) + '/' + run;
  record.pid = pid;
  record.leaseLeftMs = leaseLeftMs;
  record.sessions = 5;
  record.host = "host";
  record.listen = {"0.0.0.0:7600"};
  return record;
}

// A consumer that has had everything of both nodes.
SnapshotRequest afterBoth() {
  ClusterMerge merge{SnapshotRequest{}};
  merge.lives(kOne);
  merge.lives(kTwo);
  merge.add(kOne, QStringLiteral("n1"), answerOf(QStringLiteral("n1"), 10));
  merge.add(kTwo, QStringLiteral("n2"), answerOf(QStringLiteral("n2"), 20));
  SnapshotRequest next;
  next.since = merge.take().cursor;
  return next;
}

}  // namespace

class ClusterMergeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theFirstAnswerIsTheSumOfAll();
  void eachNodeIsAskedFromItsOwnCursor();
  void aNodeThatDoesNotAnswerKeepsItsCursor();
  void aRefreshWithoutANodeForgetsNothingOfIt();
  void aNodeThatIsGoneTakesItsSessionsAlong();
  void aNodeThatStartedAnewIsAnotherOne();
  void whatHappenedIsInTheOrderOfTime();
  void theBusIsAwayIfItIsForOne();
  void rowsOfThoseThatOnlyRedisKnows();
  void theLeaseStandsInTheRowOfItsNode();
  void twoRunsOfOneIdAreTwoRows();
};

void ClusterMergeTest::theFirstAnswerIsTheSumOfAll() {
  ClusterMerge merge{SnapshotRequest{}};
  merge.add(kOne, QStringLiteral("n1"), answerOf(QStringLiteral("n1"), 10));
  merge.add(kTwo, QStringLiteral("n2"), answerOf(QStringLiteral("n2"), 20));
  const Snapshot whole = merge.take();
  QVERIFY(whole.allSessions);
  QCOMPARE(whole.sessions.size(), 2);
  QCOMPARE(whole.closed, (QList<quint64>{10, 20}));
  QCOMPARE(whole.figures.sessions, 30U);
  QCOMPARE(whole.figures.reports, 300U);
  QCOMPARE(whole.figures.ackP99Us, 2'000);  // the worst
  QCOMPARE(whole.nodes.size(), 2);
  QCOMPARE(whole.cursor.nodes.size(), 2);
  QVERIFY2(!whole.cursor.sessions.isEmpty(), "else the next fetch would be one for everything");
}

void ClusterMergeTest::eachNodeIsAskedFromItsOwnCursor() {
  const ClusterMerge merge(afterBoth());
  const SnapshotRequest toTwo = merge.requestFor(kTwo);
  QCOMPARE(toTwo.since.sessions, (QList<quint64>{20, 21}));
  QCOMPARE(toTwo.since.events, 22U);
  QCOMPARE(toTwo.since.commands, 23U);
  QCOMPARE(toTwo.since.trace, 24U);
  QVERIFY2(toTwo.since.nodes.isEmpty(), "what the console knows of others is nobody's business");
  const SnapshotRequest toNew = merge.requestFor(QStringLiteral("n3/c"));
  QVERIFY(toNew.since == Cursor());
}

void ClusterMergeTest::aNodeThatDoesNotAnswerKeepsItsCursor() {
  ClusterMerge merge(afterBoth());
  merge.lives(kOne);
  merge.lives(kTwo);
  merge.add(kOne, QStringLiteral("n1"), answerOf(QStringLiteral("n1"), 11, false));
  const Snapshot whole = merge.take();
  QVERIFY(!whole.allSessions && whole.allOfNodes.isEmpty());
  SnapshotRequest next;
  next.since = whole.cursor;
  const ClusterMerge after(next);
  QCOMPARE(after.requestFor(kTwo).since.sessions, (QList<quint64>{20, 21}));
  QCOMPARE(after.requestFor(kOne).since.sessions, (QList<quint64>{11, 12}));
}

void ClusterMergeTest::aRefreshWithoutANodeForgetsNothingOfIt() {
  SnapshotRequest refresh = afterBoth();
  refresh.since.sessions.clear();
  ClusterMerge merge(refresh);
  merge.lives(kOne);
  merge.lives(kTwo);
  QVERIFY(merge.requestFor(kOne).since.sessions.isEmpty());
  QCOMPARE(merge.requestFor(kOne).since.events, 12U);  // of those nothing comes twice
  merge.add(kOne, QStringLiteral("n1"), answerOf(QStringLiteral("n1"), 11));
  const Snapshot whole = merge.take();
  QVERIFY(!whole.allSessions);
  QCOMPARE(whole.allOfNodes, QStringList{QStringLiteral("n1")});
  SnapshotRequest next;
  next.since = whole.cursor;
  QVERIFY2(ClusterMerge(next).requestFor(kTwo).since.sessions.isEmpty(), "its part of the refresh is still to come");
}

void ClusterMergeTest::aNodeThatIsGoneTakesItsSessionsAlong() {
  ClusterMerge merge(afterBoth());
  merge.lives(kOne);
  merge.add(kOne, QStringLiteral("n1"), answerOf(QStringLiteral("n1"), 11, false));
  const Snapshot whole = merge.take();
  QCOMPARE(whole.allOfNodes, QStringList{QStringLiteral("n2")});
  QCOMPARE(whole.cursor.nodes.size(), 1);
}

void ClusterMergeTest::aNodeThatStartedAnewIsAnotherOne() {
  ClusterMerge merge(afterBoth());
  const QString again = QStringLiteral("n2/later");
  merge.lives(kOne);
  merge.lives(again);
  QVERIFY(merge.requestFor(again).since == Cursor());
  merge.add(again, QStringLiteral("n2"), answerOf(QStringLiteral("n2"), 1));
  const Snapshot whole = merge.take();
  QVERIFY(whole.allOfNodes.contains(QStringLiteral("n2")));
  QCOMPARE(whole.sessions.size(), 1);
}

void ClusterMergeTest::whatHappenedIsInTheOrderOfTime() {
  ClusterMerge merge{SnapshotRequest{}};
  const auto at = [](qint64 ms, const char* detail) {
    Event event;
    event.atMs = ms;
    event.detail = QString::fromLatin1(detail);
    return event;
  };
  Snapshot one = answerOf(QStringLiteral("n1"), 10);
  one.events = {at(1, "first"), at(3, "third")};
  Snapshot two = answerOf(QStringLiteral("n2"), 20);
  two.events = {at(2, "second"), at(3, "fourth")};
  merge.add(kOne, QStringLiteral("n1"), one);
  merge.add(kTwo, QStringLiteral("n2"), two);
  QStringList details;
  for (const Event& event : merge.take().events) details.push_back(event.detail);
  QCOMPARE(details.join(QLatin1Char(' ')), QStringLiteral("first second third fourth"));
}

void ClusterMergeTest::theBusIsAwayIfItIsForOne() {
  ClusterMerge merge{SnapshotRequest{}};
  Snapshot two = answerOf(QStringLiteral("n2"), 20);
  two.figures.busUp = false;
  two.figures.busWhy = QStringLiteral("a sentence");
  merge.add(kOne, QStringLiteral("n1"), answerOf(QStringLiteral("n1"), 10));
  merge.add(kTwo, QStringLiteral("n2"), two);
  const Snapshot whole = merge.take();
  QVERIFY(!whole.figures.busUp);
  QCOMPARE(whole.figures.busWhy, QStringLiteral("a sentence"));
}

void ClusterMergeTest::rowsOfThoseThatOnlyRedisKnows() {
  const QList<NodeRow> rows =
      withRecords({}, {recordOf("n2", "b", 2, 4'000), recordOf("n1", "a", 1, -1), recordOf("n3", "c", 3, 0)});
  QCOMPARE(rows.size(), 3);
  QCOMPARE(rows[0].info.id, QStringLiteral("n1"));
  QCOMPARE(rows[0].state, NodeState::Dead);
  QCOMPARE(rows[0].leaseLeftMs, 0);
  QCOMPARE(rows[1].state, NodeState::Silent);
  QCOMPARE(rows[1].leaseLeftMs, 4'000);
  QCOMPARE(rows[1].figures.sessions, 5U);
  QCOMPARE(rows[1].host, QStringLiteral("host"));
  QCOMPARE(rows[2].state, NodeState::Dead);
  QCOMPARE(rowOf(recordOf("n2", "b", 2, 4'000), true).state, NodeState::Up);
}

void ClusterMergeTest::theLeaseStandsInTheRowOfItsNode() {
  QList<NodeRow> answered = answerOf(QStringLiteral("n1"), 10).nodes;
  answered.front().state = NodeState::Draining;
  const QList<NodeRow> rows = withRecords(answered, {recordOf("n1", "a", 10, 7'500)});
  QCOMPARE(rows.size(), 1);
  QCOMPARE(rows.front().leaseLeftMs, 7'500);
  QCOMPARE(rows.front().state, NodeState::Draining);
}

void ClusterMergeTest::twoRunsOfOneIdAreTwoRows() {
  const QList<NodeRow> rows = withRecords(answerOf(QStringLiteral("n1"), 11).nodes,
                                          {recordOf("n1", "a", 10, -1), recordOf("n1", "b", 11, 9'000)});
  QCOMPARE(rows.size(), 2);
  QCOMPARE(std::ranges::count(rows, NodeState::Dead, &NodeRow::state), 1);
  QCOMPARE(std::ranges::count(rows, NodeState::Up, &NodeRow::state), 1);
}

QTEST_GUILESS_MAIN(ClusterMergeTest)
#include "tst_cluster_merge.moc"
