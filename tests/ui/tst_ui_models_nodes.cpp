// The model of the nodes, and the figures that become paces.
#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QTest>

#include "ui/address_for_devices.h"
#include "ui/figure_history.h"
#include "ui/nodes_model.h"
#include "ui/theme.h"

using namespace lk;
using namespace lk::ui;
using node::NodeRow;
using node::Snapshot;
using Tester = QAbstractItemModelTester;

namespace {

NodeRow nodeRow(const char* id, qint64 pid, quint64 sessions = 10) {
  NodeRow made;
  made.info.id = QString::fromLatin1(id);
  made.info.pid = pid;
  made.info.startedAtMs = 1'000'000;
  made.info.listen = {QStringLiteral("0.0.0.0:7600")};
  made.host = QStringLiteral("gw");
  made.leaseLeftMs = 9'000;
  made.figures.sessions = sessions;
  return made;
}

Snapshot nodesAt(qint64 atMs, const QList<NodeRow>& rows) {
  Snapshot snapshot;
  snapshot.figures.atMs = atMs;
  snapshot.nodes = rows;
  return snapshot;
}

}  // namespace

class UiModelsNodesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void nodesComeChangeAndGo();
  void aNodeThatStartedAnewIsAnotherRow();
  void nodesShareTheSessions();
  void aNodesFiguresBecomePaces();
  void aDrainSaysWhatIsLeft();
  void withRedisAwayNoNodeIsCalledDead();
  void figuresBecomeRates();
};

void UiModelsNodesTest::nodesComeChangeAndGo() {
  NodesModel model;
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  QItemSelectionModel selection(&model);
  model.take(nodesAt(0, {nodeRow("n1", 1), nodeRow("n3", 3)}));
  QCOMPARE(model.rowCount(), 2);
  selection.select(model.index(1, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
  model.take(nodesAt(0, {nodeRow("n3", 3), nodeRow("n2", 2), nodeRow("n1", 1)}));
  QCOMPARE(model.at(1)->info.id, QStringLiteral("n2"));
  QVERIFY2(selection.isRowSelected(2), "who selected n3 still has it");
  NodeRow silent = nodeRow("n2", 2);
  silent.state = node::NodeState::Silent;
  silent.leaseLeftMs = 3'000;
  model.take(nodesAt(0, {silent, nodeRow("n3", 3)}));
  QCOMPARE(model.rowCount(), 2);
  QCOMPARE(model.index(0, NodesModel::State).data().toString(), QStringLiteral("silent"));
  QCOMPARE(model.index(0, NodesModel::Lease).data().toString(), QStringLiteral("3 s"));
  QCOMPARE(model.up(), 1);
  QVERIFY(selection.isRowSelected(1));
  model.take(nodesAt(0, {}));
  QCOMPARE(model.rowCount(), 0);
}

void UiModelsNodesTest::aNodeThatStartedAnewIsAnotherRow() {
  NodesModel model;
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  NodeRow dead = nodeRow("n1", 1);
  dead.state = node::NodeState::Dead;
  NodeRow again = nodeRow("n1", 2);
  again.info.startedAtMs = dead.info.startedAtMs + 60'000;
  for (const auto& rows : {QList<NodeRow>{dead, again}, QList<NodeRow>{again, dead}}) {
    model.take(nodesAt(0, rows));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, NodesModel::Lease).data().toString(), QStringLiteral("over"));
    QCOMPARE(model.at(1)->info.pid, 2);
  }
}

void UiModelsNodesTest::nodesShareTheSessions() {
  NodesModel model;
  NodeRow dead = nodeRow("n3", 3, 1'000);
  dead.state = node::NodeState::Dead;
  model.take(nodesAt(0, {nodeRow("n1", 1, 300), nodeRow("n2", 2, 100), dead}));
  QCOMPARE(model.shareOf(0), 0.75);
  QCOMPARE(model.index(1, NodesModel::Share).data().toString(), QStringLiteral("25%"));
  QCOMPARE(model.index(2, NodesModel::Share).data().toString(), QStringLiteral("–"));
  model.take(nodesAt(0, {nodeRow("n1", 1, 0)}));
  QCOMPARE(model.shareOf(0), 0.0);
}

void UiModelsNodesTest::aNodesFiguresBecomePaces() {
  NodesModel model;
  const auto reports = [&](qint64 atMs, quint64 count) {
    NodeRow row = nodeRow("n1", 1);
    row.figures.atMs = atMs;
    row.figures.reports = count;
    model.take(nodesAt(atMs, {row}));
    return model.index(0, NodesModel::Reports).data().toString();
  };
  QCOMPARE(reports(100'000, 5'000), QStringLiteral("–"));
  QCOMPARE(reports(100'250, 5'050), QStringLiteral("–"));
  QCOMPARE(reports(101'000, 5'240), QStringLiteral("240"));
  QCOMPARE(reports(101'250, 5'300), QStringLiteral("240"));
  QCOMPARE(reports(103'000, 5'300), QStringLiteral("30"));
  NodeRow silent = nodeRow("n1", 1);
  silent.state = node::NodeState::Silent;
  silent.figures = {};
  model.take(nodesAt(104'000, {silent}));
  QCOMPARE(model.index(0, NodesModel::Reports).data().toString(), QStringLiteral("–"));
  QCOMPARE(reports(105'000, 9'999), QStringLiteral("–"));  // nobody knows how many of them came lately
}

void UiModelsNodesTest::aDrainSaysWhatIsLeft() {
  NodesModel model;
  const auto left = [&](qint64 atMs, quint64 connections) {
    NodeRow row = nodeRow("n1", 1, connections);
    row.state = node::NodeState::Draining;
    row.figures.atMs = atMs;
    row.figures.connections = connections;
    model.take(nodesAt(atMs, {row}));
    return model.stateText(0);
  };
  QCOMPARE(left(100'000, 500), QStringLiteral("draining, 500 left"));
  QCOMPARE(left(101'000, 400), QStringLiteral("draining, 400 left (4 s)"));
  QCOMPARE(model.stateTone(0), Tone::Warning);
  QCOMPARE(left(102'000, 400), QStringLiteral("draining, 400 left"));
}

void UiModelsNodesTest::withRedisAwayNoNodeIsCalledDead() {
  NodesModel model;
  NodeRow unreachable = nodeRow("n1", 1);
  unreachable.state = node::NodeState::Silent;
  Snapshot snapshot = nodesAt(0, {unreachable});
  snapshot.figures.busUp = false;
  model.take(snapshot);
  QCOMPARE(model.stateText(0), QStringLiteral("not known"));
  QCOMPARE(model.index(0, NodesModel::Lease).data().toString(), QStringLiteral("–"));
  NodeRow any = nodeRow("n1", 1);
  any.host = QStringLiteral("gw-1");
  any.info.listen = {QStringLiteral("0.0.0.0:7600")};
  QCOMPARE(addressOf(any), QStringLiteral("gw-1:7600"));
  // Of this machine every page says the same.
  any.host = QSysInfo::machineHostName();
  QCOMPARE(addressOf(any), addressForDevices(any.info.listen));
  any.host = QStringLiteral("gw-1");
  any.info.listen = {QStringLiteral("10.0.0.5:7600")};
  QCOMPARE(addressOf(any), QStringLiteral("10.0.0.5:7600"));
}

void UiModelsNodesTest::figuresBecomeRates() {
  FigureHistory history;
  node::Figures figures;
  figures.atMs = 1'000;
  QVERIFY(!history.add(figures));
  figures.atMs = 1'250;
  QVERIFY(!history.add(figures));
  figures.atMs = 2'250;
  figures.reports = 500;
  figures.commands[static_cast<std::size_t>(CommandStatus::Written)] = 9;
  figures.commands[static_cast<std::size_t>(CommandStatus::Done)] = 8;
  QVERIFY(history.add(figures));
  QCOMPARE(history.latest().reportsPerS, 500.0);
  QCOMPARE(history.latest().commandsPerS, 8.0);
  // Four a second, each over the last second, for ten minutes.
  for (int i = 0; i < 4 * 700; ++i) {
    figures.atMs += 250;
    figures.reports += 25;
    QVERIFY(history.add(figures));
  }
  QCOMPARE(history.latest().reportsPerS, 100.0);
  QCOMPARE(history.samples().size(), 2'401U);
  QCOMPARE(history.samples().back().atMs - history.samples().front().atMs, FigureHistory::kSpanMs);
  figures.atMs += 50;
  QVERIFY2(!history.add(figures), "a fetch out of turn");
  // A clock that was set back: nothing is known of the future, and the pace is learnt anew.
  figures.atMs -= 300'000;
  QVERIFY(!history.add(figures));
  QVERIFY(history.samples().back().atMs < figures.atMs);
}

QTEST_MAIN(UiModelsNodesTest)
#include "tst_ui_models_nodes.moc"
