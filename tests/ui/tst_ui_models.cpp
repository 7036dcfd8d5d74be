#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include "ui/commands_model.h"
#include "ui/devices_model.h"
#include "ui/events_model.h"
#include "ui/figure_history.h"
#include "ui/nodes_model.h"
#include "ui/payload_text.h"
#include "ui/table_text.h"
#include "ui/theme.h"
#include "ui/timeline_model.h"
#include "ui/words.h"

using namespace lk;
using namespace lk::ui;
using node::NodeRow;
using node::SessionRow;
using node::Snapshot;
using Tester = QAbstractItemModelTester;

namespace {

SessionRow row(quint64 session, const QString& device, quint64 reports = 0) {
  SessionRow made;
  made.session = session;
  made.device = device;
  made.node = QStringLiteral("n1");
  made.address = QStringLiteral("10.2.0.1");
  made.protocol = QStringLiteral("lk1");
  made.connectedAtMs = 1'000 + static_cast<qint64>(session);
  made.lastHeardAtMs = made.connectedAtMs;
  made.reports = reports;
  return made;
}

Snapshot all(const QList<SessionRow>& rows) {
  Snapshot snapshot;
  snapshot.allSessions = true;
  snapshot.sessions = rows;
  snapshot.figures.atMs = 100'000;
  return snapshot;
}

Snapshot changes(const QList<SessionRow>& rows, const QList<quint64>& closed = {}) {
  Snapshot snapshot;
  snapshot.sessions = rows;
  snapshot.closed = closed;
  snapshot.figures.atMs = 100'250;
  return snapshot;
}

QList<SessionRow> fleet(int count) {
  QList<SessionRow> rows;
  for (int i = 1; i <= count; ++i) rows.push_back(row(static_cast<quint64>(i), QStringLiteral("demo-%1").arg(i)));
  return rows;
}

QStringList devicesOf(const DevicesModel& model) {
  QStringList devices;
  for (int i = 0; i < model.rowCount(); ++i) devices.push_back(model.at(i)->device);
  return devices;
}

DeviceFilter filterOf(const char* text) { return *DeviceFilter::parse(QString::fromLatin1(text)); }

node::CommandUpdate update(const char* id, CommandStatus status, bool final = false) {
  node::CommandUpdate made;
  made.id = QString::fromLatin1(id);
  made.device = QStringLiteral("demo-1");
  made.status = status;
  made.final = final;
  made.payload = "relay on";
  made.payloadSize = 8;
  return made;
}

node::Event eventOf(quint64 seq, node::Severity severity = node::Severity::Info,
                    node::EventKind kind = node::EventKind::SessionOpened) {
  node::Event made;
  made.seq = seq;
  made.atMs = static_cast<qint64>(seq);
  made.kind = kind;
  made.severity = severity;
  made.device = QStringLiteral("demo-%1").arg(seq);
  return made;
}

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

class UiModelsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void devicesComeChangeAndGo();
  void aTakeoverKeepsTheRowAndItsSelection();
  void aMoveBetweenNodesSurvivesTheirClocks_data();
  void aMoveBetweenNodesSurvivesTheirClocks();
  void aNodeThatIsGoneTakesOnlyItsDevices();
  void oneDataChangedForEachRunOfRows();
  void aRowStaysWhenItsValuesChange();
  void filtersWhileRowsComeAndGo();
  void manyRandomChangesEndAsTheNodeSaysThem();
  void aLargeListIsTakenInTurns();
  void ordersManyRowsInItsOwnThread();
  void devicesAreSortedAsPeopleCount_data();
  void devicesAreSortedAsPeopleCount();
  void filterErrorsNameTheWord_data();
  void filterErrorsNameTheWord();
  void commandsShowTheirLatestState();
  void aFinalStateStays();
  void commandsAreBounded();
  void lostLinkEndsOwnCommands();
  void eventsAreNewestFirstAndBounded();
  void eventsAreFiltered();
  void timelineJoinsEventsAndCommands();
  void nodesComeChangeAndGo();
  void aNodeThatStartedAnewIsAnotherRow();
  void nodesShareTheSessions();
  void aNodesFiguresBecomePaces();
  void aDrainSaysWhatIsLeft();
  void withRedisAwayNoNodeIsCalledDead();
  void figuresBecomeRates();
  void payloadsAreRead_data();
  void payloadsAreRead();
  void payloadsAreWrittenAgain();
  void csvNeutralisesFormulas_data();
  void csvNeutralisesFormulas();
  void everyTextColourIsReadable_data();
  void everyTextColourIsReadable();
  void durationsAreForPeople();
};

void UiModelsTest::devicesComeChangeAndGo() {
  DevicesModel model;
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  model.take(all(fleet(3)));
  QCOMPARE(devicesOf(model),
           QStringList({QStringLiteral("demo-1"), QStringLiteral("demo-2"), QStringLiteral("demo-3")}));

  model.take(changes({row(9, QStringLiteral("demo-2b"))}, {3}));
  QCOMPARE(devicesOf(model),
           QStringList({QStringLiteral("demo-1"), QStringLiteral("demo-2"), QStringLiteral("demo-2b")}));
  QCOMPARE(model.known(), 3);
  QVERIFY(!model.contains(QStringLiteral("demo-3")));

  // All of them anew: who is not named is gone, and nobody else moves.
  QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
  model.take(all({row(1, QStringLiteral("demo-1")), row(9, QStringLiteral("demo-2b"))}));
  QCOMPARE(devicesOf(model), QStringList({QStringLiteral("demo-1"), QStringLiteral("demo-2b")}));
  QCOMPARE(resets.count(), 0);
}

void UiModelsTest::aTakeoverKeepsTheRowAndItsSelection() {
  DevicesModel model;
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  model.take(all(fleet(5)));
  QItemSelectionModel selection(&model);
  selection.select(model.index(2, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);

  // The older session is told closed in the same answer, whichever row came first.
  SessionRow newer = row(77, QStringLiteral("demo-3"));
  model.take(changes({newer, row(3, QStringLiteral("demo-3"), 4)}, {3}));
  QCOMPARE(model.rowCount(), 5);
  QCOMPARE(model.find(QStringLiteral("demo-3"))->session, 77U);
  QVERIFY(selection.isRowSelected(2));

  model.take(changes({}, {1}));
  QVERIFY(selection.isRowSelected(1));
  QCOMPARE(model.at(1)->device, QStringLiteral("demo-3"));
  model.sort(DeviceColumn::Device, Qt::DescendingOrder);
  QCOMPARE(model.at(selection.selectedRows().front().row())->device, QStringLiteral("demo-3"));
}

void UiModelsTest::aMoveBetweenNodesSurvivesTheirClocks_data() {
  QTest::addColumn<qint64>("connectedAtMs");
  QTest::newRow("the new node's clock is right") << qint64{5'000};
  QTest::newRow("the new node's clock is slow") << qint64{10};
}

void UiModelsTest::aMoveBetweenNodesSurvivesTheirClocks() {
  QFETCH(qint64, connectedAtMs);
  const QString device = QStringLiteral("demo-2");
  SessionRow moved = row(77, device);
  moved.node = QStringLiteral("n2");
  moved.connectedAtMs = connectedAtMs;
  for (const bool toldApart : {false, true}) {
    DevicesModel model;
    Tester tester(&model, Tester::FailureReportingMode::QtTest);
    model.take(all(fleet(3)));
    if (toldApart) {
      model.take(changes({moved}));
      model.take(changes({row(2, device, 9)}));  // the older's last words
      QCOMPARE(model.rowCount(), 3);
      model.take(changes({}, {2}));
    } else {
      model.take(changes({moved}, {2}));
    }
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.find(device)->session, 77U);
    QCOMPARE(model.find(device)->node, QStringLiteral("n2"));
    model.take(changes({}, {77}));
    QCOMPARE(model.rowCount(), 2);
  }
}

void UiModelsTest::aNodeThatIsGoneTakesOnlyItsDevices() {
  DevicesModel model;
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  model.take(all(fleet(4)));
  SessionRow moved = row(77, QStringLiteral("demo-2"));
  moved.node = QStringLiteral("n2");
  moved.connectedAtMs = 10;
  SessionRow other = row(78, QStringLiteral("other"));
  other.node = QStringLiteral("n2");
  model.take(changes({moved, other}));
  Snapshot gone = changes({});
  gone.allOfNodes = {QStringLiteral("n1")};
  model.take(gone);
  QCOMPARE(devicesOf(model), QStringList({QStringLiteral("demo-2"), QStringLiteral("other")}));
  QCOMPARE(model.find(QStringLiteral("demo-2"))->node, QStringLiteral("n2"));
  // It starts anew, and one of its devices was on the other meanwhile.
  Snapshot again = changes({row(101, QStringLiteral("demo-2"))}, {77});
  again.allOfNodes = {QStringLiteral("n1")};
  model.take(again);
  QCOMPARE(model.find(QStringLiteral("demo-2"))->session, 101U);
  QCOMPARE(model.rowCount(), 2);
}

void UiModelsTest::oneDataChangedForEachRunOfRows() {
  DevicesModel model;
  model.take(all(fleet(10)));
  QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
  model.take(changes(
      {row(2, QStringLiteral("demo-2"), 5), row(3, QStringLiteral("demo-3"), 5), row(7, QStringLiteral("demo-7"), 5)}));
  QCOMPARE(changed.count(), 2);
  QCOMPARE(changed[0][0].toModelIndex().row(), 1);
  QCOMPARE(changed[0][1].toModelIndex().row(), 2);
  QCOMPARE(changed[1][0].toModelIndex().row(), 6);
}

void UiModelsTest::aRowStaysWhenItsValuesChange() {
  DevicesModel model;
  model.take(all({row(1, QStringLiteral("a"), 10), row(2, QStringLiteral("b"), 20)}));
  model.sort(DeviceColumn::Reports, Qt::DescendingOrder);
  QCOMPARE(devicesOf(model), QStringList({QStringLiteral("b"), QStringLiteral("a")}));
  model.take(changes({row(1, QStringLiteral("a"), 99)}));
  QCOMPARE(devicesOf(model), QStringList({QStringLiteral("b"), QStringLiteral("a")}));
  model.reorder();
  QCOMPARE(devicesOf(model), QStringList({QStringLiteral("a"), QStringLiteral("b")}));
}

void UiModelsTest::filtersWhileRowsComeAndGo() {
  DevicesModel model;
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  model.take(all(fleet(12)));
  model.setFilter(filterOf("demo-1"));
  QCOMPARE(model.rowCount(), 4);  // 1, 10, 11, 12
  model.setFilter(filterOf("id:demo-1"));
  QCOMPARE(devicesOf(model), QStringList({QStringLiteral("demo-1")}));
  model.setFilter(filterOf("reports>3"));
  QCOMPARE(model.rowCount(), 0);
  model.take(changes({row(5, QStringLiteral("demo-5"), 4)}));
  QCOMPARE(devicesOf(model), QStringList({QStringLiteral("demo-5")}));
  model.setFilter(filterOf("idle>90s"));
  QCOMPARE(model.rowCount(), 12);
  Snapshot later = changes({row(6, QStringLiteral("demo-6"))});
  later.sessions.front().lastHeardAtMs = 101'000;
  later.figures.atMs = 102'000;
  model.take(later);
  QCOMPARE(model.rowCount(), 11);
  QCOMPARE(model.rowOf(QStringLiteral("demo-6")), -1);
  // Time alone lets it in again.
  Snapshot muchLater = changes({});
  muchLater.figures.atMs = 300'000;
  model.take(muchLater);
  QCOMPARE(model.rowCount(), 12);
}

void UiModelsTest::manyRandomChangesEndAsTheNodeSaysThem() {
  DevicesModel model;
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  QRandomGenerator random(42);
  QMap<QString, quint64> truth;
  quint64 lastSession = 0;
  model.take(all({}));
  for (int turn = 0; turn < 60; ++turn) {
    QList<SessionRow> rows;
    QList<quint64> closed;
    for (int i = 0; i < 200; ++i) {
      const QString device = QStringLiteral("d%1").arg(random.bounded(600));
      if (random.bounded(3) > 0) {
        if (truth.contains(device)) closed.push_back(truth.value(device));
        truth.insert(device, ++lastSession);
        rows.push_back(row(lastSession, device, random.bounded(100U)));
      } else if (truth.contains(device)) {
        closed.push_back(truth.take(device));
      }
    }
    if (turn % 7 == 3) model.sort(static_cast<int>(random.bounded(DeviceColumn::kCount)), Qt::DescendingOrder);
    if (turn % 11 == 5) model.setFilter(filterOf(turn % 2 == 0 ? "1" : ""));
    model.take(changes(rows, closed));
  }
  model.setFilter({});
  model.sort(DeviceColumn::Device);
  QCOMPARE(model.rowCount(), truth.size());
  for (auto device = truth.cbegin(); device != truth.cend(); ++device) {
    QVERIFY(model.rowOf(device.key()) >= 0);
    QCOMPARE(model.at(model.rowOf(device.key()))->session, device.value());
  }
}

// What comes while a large list is still being taken comes after it.
void UiModelsTest::aLargeListIsTakenInTurns() {
  DevicesModel model;
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  model.take(all({row(90'000, QStringLiteral("gone")), row(1, QStringLiteral("demo-1"))}));
  model.take(all(fleet(12'000)));
  QVERIFY2(model.rowCount() < 12'000, "not all of them in one turn");
  model.take(changes({row(77'777, QStringLiteral("demo-11999"))}, {11'999, 12'000}));
  QTRY_COMPARE(model.rowCount(), 11'999);
  QCOMPARE(model.find(QStringLiteral("demo-11999"))->session, 77'777U);
  QVERIFY(!model.contains(QStringLiteral("demo-12000")) && !model.contains(QStringLiteral("gone")));
  QCOMPARE(model.at(0)->device, QStringLiteral("demo-1"));
  QCOMPARE(model.at(11'998)->device, QStringLiteral("demo-11999"));
}

void UiModelsTest::ordersManyRowsInItsOwnThread() {
  DevicesModel model;
  model.take(all(fleet(20'000)));
  QTRY_COMPARE(model.rowCount(), 20'000);
  QSignalSpy counted(&model, &DevicesModel::counted);
  model.sort(DeviceColumn::Device, Qt::DescendingOrder);
  QVERIFY(model.ordering());
  // What comes and goes while the order is made.
  model.take(changes({row(90'000, QStringLiteral("demo-99999"))}, {20'000}));
  QTRY_VERIFY(!model.ordering());
  QCOMPARE(model.rowCount(), 20'000);
  QCOMPARE(model.at(0)->device, QStringLiteral("demo-99999"));
  QCOMPARE(model.at(1)->device, QStringLiteral("demo-19999"));
  QCOMPARE(model.at(19'999)->device, QStringLiteral("demo-1"));
}

void UiModelsTest::devicesAreSortedAsPeopleCount_data() {
  QTest::addColumn<QString>("first");
  QTest::addColumn<QString>("second");
  QTest::newRow("numbers") << QStringLiteral("demo-2") << QStringLiteral("demo-10");
  QTest::newRow("leading zeros") << QStringLiteral("a007") << QStringLiteral("a8");
  QTest::newRow("addresses") << QStringLiteral("10.2.9.1") << QStringLiteral("10.10.0.1");
  QTest::newRow("prefix") << QStringLiteral("demo") << QStringLiteral("demo-1");
  QTest::newRow("beyond 64 bits") << QStringLiteral("99999999999999999999") << QStringLiteral("100000000000000000000");
}

void UiModelsTest::devicesAreSortedAsPeopleCount() {
  QFETCH(QString, first);
  QFETCH(QString, second);
  QVERIFY(compareNaturally(first, second) < 0);
  QVERIFY(compareNaturally(second, first) > 0);
  QCOMPARE(compareNaturally(first, first), 0);
}

void UiModelsTest::filterErrorsNameTheWord_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("word");
  QTest::newRow("no duration") << QStringLiteral("demo idle>soon") << QStringLiteral("idle>soon");
  QTest::newRow("no id") << QStringLiteral("id:") << QStringLiteral("id:");
  QTest::newRow("bad id") << QStringLiteral("id:a/b") << QStringLiteral("id:a/b");
  QTest::newRow("unknown") << QStringLiteral("size>3") << QStringLiteral("size>3");
}

void UiModelsTest::filterErrorsNameTheWord() {
  QFETCH(QString, text);
  QFETCH(QString, word);
  const auto filter = DeviceFilter::parse(text);
  QVERIFY(!filter);
  QVERIFY2(QString::fromStdString(filter.error().text).contains(word), filter.error().text.c_str());
}

void UiModelsTest::commandsShowTheirLatestState() {
  CommandsModel model;
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  node::CommandRequest request;
  request.id = QStringLiteral("c1");
  request.device = QStringLiteral("demo-1");
  request.payload = QByteArray(400, 'x');
  model.addOwn({request}, 1'000);
  QCOMPARE(model.index(0, CommandsModel::State).data().toString(), QStringLiteral("sending"));
  model.take({update("c1", CommandStatus::Written), update("c2", CommandStatus::Written)});
  QCOMPARE(model.rowCount(), 2);
  QCOMPARE(model.at(0)->update.id, QStringLiteral("c2"));
  QVERIFY(!model.at(0)->own);
  QCOMPARE(model.index(1, CommandsModel::State).data().toString(), QStringLiteral("written"));
  QCOMPARE(model.at(1)->request.payload.size(), 400);
  model.setFilter(QStringLiteral("c2 relay"));
  QCOMPARE(model.rowCount(), 1);
  model.setFilter(QStringLiteral("nothing"));
  QCOMPARE(model.rowCount(), 0);
}

void UiModelsTest::aFinalStateStays() {
  CommandsModel model;
  model.take({update("c1", CommandStatus::Done, true), update("c1", CommandStatus::Written)});
  QCOMPARE(model.rowCount(), 1);
  QCOMPARE(model.index(0, CommandsModel::State).data().toString(), QStringLiteral("done"));
}

void UiModelsTest::commandsAreBounded() {
  CommandsModel model(nullptr, 10);
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  for (int i = 0; i < 25; ++i) {
    model.take({update(QByteArray::number(i).constData(), CommandStatus::Done, true)});
  }
  QCOMPARE(model.rowCount(), 10);
  QCOMPARE(model.dropped(), 15U);
  QCOMPARE(model.at(0)->update.id, QStringLiteral("24"));
  QCOMPARE(model.at(9)->update.id, QStringLiteral("15"));
  model.take({update("20", CommandStatus::Done, true)});
  QCOMPARE(model.rowCount(), 10);
}

void UiModelsTest::lostLinkEndsOwnCommands() {
  CommandsModel model;
  node::CommandRequest request;
  request.id = QStringLiteral("c1");
  request.device = QStringLiteral("demo-1");
  model.addOwn({request}, 1'000);
  model.take({update("c2", CommandStatus::Written)});
  model.loseOwn(QStringLiteral("the link was lost"));
  QCOMPARE(model.at(1)->update.status, CommandStatus::Unacknowledged);
  QCOMPARE(model.index(1, CommandsModel::Outcome).data().toString(), QStringLiteral("the link was lost"));
  QCOMPARE(model.at(0)->update.status, CommandStatus::Written);
}

void UiModelsTest::eventsAreNewestFirstAndBounded() {
  EventsModel model(nullptr, 100);
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  for (quint64 i = 0; i < 40; ++i) {
    QList<node::Event> batch;
    for (quint64 j = 1; j <= 7; ++j) batch.push_back(eventOf(i * 7 + j));
    model.take(batch, i == 0 ? 3 : 0);
  }
  QCOMPARE(model.rowCount(), 100);
  QCOMPARE(model.at(0)->seq, 280U);
  QCOMPARE(model.at(99)->seq, 181U);
  QCOMPARE(model.dropped(), 183U);
}

void UiModelsTest::eventsAreFiltered() {
  EventsModel model;
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  EventFilter filter;
  filter.kind = node::EventKind::ProtocolError;
  model.setFilter(filter);
  model.take({eventOf(1), eventOf(2, node::Severity::Warning, node::EventKind::ProtocolError)}, 0);
  QCOMPARE(model.rowCount(), 1);
  filter = {};
  filter.atLeast = node::Severity::Warning;
  QList<FilterProblem> problems;
  filter.words = EventFilter::wordsOf(QStringLiteral("DEMO-2 protocol"), problems);
  model.setFilter(filter);
  QCOMPARE(model.rowCount(), 1);
  QCOMPARE(model.at(0)->seq, 2U);
  filter.words = EventFilter::wordsOf(QStringLiteral("demo-1"), problems);
  model.setFilter(filter);
  QCOMPARE(model.rowCount(), 0);
  QCOMPARE(model.known(), 2);
}

void UiModelsTest::timelineJoinsEventsAndCommands() {
  TimelineModel model(nullptr, 3);
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  node::CommandUpdate done = update("c1", CommandStatus::Done, true);
  done.atMs = 5;
  model.show(QStringLiteral("demo-1"), {eventOf(1), eventOf(2)}, {done});
  QCOMPARE(model.rowCount(), 2);  // demo-2's event is another's
  QVERIFY(model.index(0, TimelineModel::What).data().toString() == QStringLiteral("Done"));
  Snapshot snapshot;
  for (quint64 i = 0; i < 3; ++i) snapshot.events.push_back(eventOf(1));
  model.take(snapshot);
  QCOMPARE(model.rowCount(), 3);
}

void UiModelsTest::nodesComeChangeAndGo() {
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

void UiModelsTest::aNodeThatStartedAnewIsAnotherRow() {
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

void UiModelsTest::nodesShareTheSessions() {
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

void UiModelsTest::aNodesFiguresBecomePaces() {
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

void UiModelsTest::aDrainSaysWhatIsLeft() {
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

void UiModelsTest::withRedisAwayNoNodeIsCalledDead() {
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
  any.info.listen = {QStringLiteral("10.0.0.5:7600")};
  QCOMPARE(addressOf(any), QStringLiteral("10.0.0.5:7600"));
}

void UiModelsTest::figuresBecomeRates() {
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

void UiModelsTest::payloadsAreRead_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<int>("form");
  QTest::addColumn<bool>("good");
  QTest::addColumn<QByteArray>("bytes");
  const int text = static_cast<int>(PayloadForm::Text);
  const int hex = static_cast<int>(PayloadForm::Hex);
  const int json = static_cast<int>(PayloadForm::Json);
  QTest::newRow("text") << QStringLiteral("relay on") << text << true << QByteArray("relay on");
  QTest::newRow("utf-8") << QStringLiteral("ä") << text << true << QByteArray("\xc3\xa4");
  QTest::newRow("empty text") << QString() << text << true << QByteArray();
  QTest::newRow("hex") << QStringLiteral("01 ff:7F\n0xa0") << hex << true << QByteArray("\x01\xff\x7f\xa0");
  QTest::newRow("half a byte") << QStringLiteral("01 f") << hex << false << QByteArray();
  QTest::newRow("no digit") << QStringLiteral("0g") << hex << false << QByteArray();
  QTest::newRow("json") << QStringLiteral(" {\"a\": 1}\n") << json << true << QByteArray("{\"a\": 1}");
  QTest::newRow("broken json") << QStringLiteral("{\"a\": }") << json << false << QByteArray();
  QTest::newRow("no json") << QString() << json << false << QByteArray();
}

void UiModelsTest::payloadsAreRead() {
  QFETCH(QString, text);
  QFETCH(int, form);
  QFETCH(bool, good);
  QFETCH(QByteArray, bytes);
  const auto payload = payloadFromText(text, static_cast<PayloadForm>(form));
  QCOMPARE(payload.ok(), good);
  if (good) QCOMPARE(*payload, bytes);
  if (!good) QVERIFY(!payload.error().text.empty());
}

void UiModelsTest::payloadsAreWrittenAgain() {
  QCOMPARE(payloadToText("{\"a\":1}").form, PayloadForm::Json);
  QCOMPARE(payloadToText("relay on").form, PayloadForm::Text);
  QCOMPARE(payloadToText(QByteArray("\x01\x02")).text, QStringLiteral("01 02"));
}

void UiModelsTest::csvNeutralisesFormulas_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("cell");
  QTest::newRow("plain") << QStringLiteral("demo-1") << QStringLiteral("demo-1");
  QTest::newRow("formula") << QStringLiteral("=1+1") << QStringLiteral("'=1+1");
  QTest::newRow("plus") << QStringLiteral("+1") << QStringLiteral("'+1");
  QTest::newRow("minus") << QStringLiteral("-1") << QStringLiteral("'-1");
  QTest::newRow("at") << QStringLiteral("@A1") << QStringLiteral("'@A1");
  QTest::newRow("quotes") << QStringLiteral("a \"b\", c") << QStringLiteral("\"a \"\"b\"\", c\"");
  QTest::newRow("line break") << QStringLiteral("a\nb") << QStringLiteral("\"a\nb\"");
}

void UiModelsTest::csvNeutralisesFormulas() {
  QFETCH(QString, text);
  QFETCH(QString, cell);
  QCOMPARE(csvCell(text), cell);
}

void UiModelsTest::everyTextColourIsReadable_data() {
  QTest::addColumn<bool>("dark");
  QTest::newRow("light") << false;
  QTest::newRow("dark") << true;
}

void UiModelsTest::everyTextColourIsReadable() {
  QFETCH(bool, dark);
  const ThemeColors colors = dark ? ThemeColors::dark() : ThemeColors::light();
  const QList<QColor> grounds = {colors.window, colors.base, colors.field, colors.hover, colors.selection};
  const QList<QColor> texts = {colors.text, colors.muted, colors.good, colors.warning, colors.bad};
  for (const QColor& ground : grounds) {
    for (const QColor& text : texts) {
      const QByteArray pair = (text.name() + QStringLiteral(" on ") + ground.name()).toUtf8();
      QVERIFY2(contrast(text, ground) >= 4.5, pair.constData());
    }
  }
  for (const QColor& ground : {colors.accent, colors.accentHover}) QVERIFY(contrast(colors.onAccent, ground) >= 4.5);
  for (const QColor& ground : {colors.bannerWarning, colors.bannerBad}) QVERIFY(contrast(colors.text, ground) >= 4.5);
  QVERIFY(contrast(colors.accent, colors.base) >= 4.5);
  QVERIFY(contrast(colors.accent, colors.window) >= 4.5);
  QVERIFY(!colors.styleSheet().isEmpty());
  QVERIFY2(!colors.styleSheet().contains(QLatin1Char('@')), "a colour of the style sheet has no value");
}

void UiModelsTest::durationsAreForPeople() {
  QCOMPARE(words::duration(-5), QStringLiteral("0 s"));
  QCOMPARE(words::duration(61'000), QStringLiteral("1 min 1 s"));
  QCOMPARE(words::duration(90'061'000), QStringLiteral("1 d 1 h"));
  QCOMPARE(words::payload("relay on"), QStringLiteral("relay on"));
  QCOMPARE(words::payload(QByteArray("\x01\xff")), QStringLiteral("01 ff"));
}

QTEST_MAIN(UiModelsTest)
#include "tst_ui_models.moc"
