// The model of the devices: rows that come, change and go, their order and filter.
#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include "session_rows.h"
#include "ui/devices_model.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;
using node::SessionRow;
using node::Snapshot;
using Tester = QAbstractItemModelTester;

namespace {

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

}  // namespace

class UiModelsDevicesTest : public QObject {
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
};

void UiModelsDevicesTest::devicesComeChangeAndGo() {
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

void UiModelsDevicesTest::aTakeoverKeepsTheRowAndItsSelection() {
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

void UiModelsDevicesTest::aMoveBetweenNodesSurvivesTheirClocks_data() {
  QTest::addColumn<qint64>("connectedAtMs");
  QTest::newRow("the new node's clock is right") << qint64{5'000};
  QTest::newRow("the new node's clock is slow") << qint64{10};
}

void UiModelsDevicesTest::aMoveBetweenNodesSurvivesTheirClocks() {
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

void UiModelsDevicesTest::aNodeThatIsGoneTakesOnlyItsDevices() {
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

void UiModelsDevicesTest::oneDataChangedForEachRunOfRows() {
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

void UiModelsDevicesTest::aRowStaysWhenItsValuesChange() {
  DevicesModel model;
  model.take(all({row(1, QStringLiteral("a"), 10), row(2, QStringLiteral("b"), 20)}));
  model.sort(DeviceColumn::Reports, Qt::DescendingOrder);
  QCOMPARE(devicesOf(model), QStringList({QStringLiteral("b"), QStringLiteral("a")}));
  model.take(changes({row(1, QStringLiteral("a"), 99)}));
  QCOMPARE(devicesOf(model), QStringList({QStringLiteral("b"), QStringLiteral("a")}));
  model.reorder();
  QCOMPARE(devicesOf(model), QStringList({QStringLiteral("a"), QStringLiteral("b")}));
}

void UiModelsDevicesTest::filtersWhileRowsComeAndGo() {
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

void UiModelsDevicesTest::manyRandomChangesEndAsTheNodeSaysThem() {
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
void UiModelsDevicesTest::aLargeListIsTakenInTurns() {
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

void UiModelsDevicesTest::ordersManyRowsInItsOwnThread() {
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

void UiModelsDevicesTest::devicesAreSortedAsPeopleCount_data() {
  QTest::addColumn<QString>("first");
  QTest::addColumn<QString>("second");
  QTest::newRow("numbers") << QStringLiteral("demo-2") << QStringLiteral("demo-10");
  QTest::newRow("leading zeros") << QStringLiteral("a007") << QStringLiteral("a8");
  QTest::newRow("addresses") << QStringLiteral("10.2.9.1") << QStringLiteral("10.10.0.1");
  QTest::newRow("prefix") << QStringLiteral("demo") << QStringLiteral("demo-1");
  QTest::newRow("beyond 64 bits") << QStringLiteral("99999999999999999999") << QStringLiteral("100000000000000000000");
}

void UiModelsDevicesTest::devicesAreSortedAsPeopleCount() {
  QFETCH(QString, first);
  QFETCH(QString, second);
  QVERIFY(compareNaturally(first, second) < 0);
  QVERIFY(compareNaturally(second, first) > 0);
  QCOMPARE(compareNaturally(first, first), 0);
}

void UiModelsDevicesTest::filterErrorsNameTheWord_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("word");
  QTest::newRow("no duration") << QStringLiteral("demo idle>soon") << QStringLiteral("idle>soon");
  QTest::newRow("no id") << QStringLiteral("id:") << QStringLiteral("id:");
  QTest::newRow("bad id") << QStringLiteral("id:a/b") << QStringLiteral("id:a/b");
  QTest::newRow("unknown") << QStringLiteral("size>3") << QStringLiteral("size>3");
}

void UiModelsDevicesTest::filterErrorsNameTheWord() {
  QFETCH(QString, text);
  QFETCH(QString, word);
  const auto filter = DeviceFilter::parse(text);
  QVERIFY(!filter);
  QVERIFY2(QString::fromStdString(filter.error().text).contains(word), filter.error().text.c_str());
}

QTEST_MAIN(UiModelsDevicesTest)
#include "tst_ui_models_devices.moc"
