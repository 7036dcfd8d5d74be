// The sessions behind the table of devices: how they are found, packed, sorted and selected, many of them too.
#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QRandomGenerator>
#include <QTest>

#include "session_rows.h"
#include "ui/device_order.h"
#include "ui/devices_model.h"
#include "ui/selection_keeper.h"
#include "ui/session_store.h"
#include "ui/slot_index.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;
using node::SessionRow;
using node::Snapshot;
using Tester = QAbstractItemModelTester;

class UiModelsSessionsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void anIndexFindsWhatAHashFinds();
  void rowsComeBackAsTheyWent();
  void aCopyOfTheRowsStandsStill();
  void everySortAgreesWithComparingTheRows_data();
  void everySortAgreesWithComparingTheRows();
  void aListNamedPartByPartForgetsWhoIsGone();
  void changesWhileAnOrderIsMadeAreInIt();
  void timeAloneLetsManyInAndOut();
  void idsAreOfferedInTheirOrder();
  void aLargeSelectionIsCarriedOverAnOrder();
};

void UiModelsSessionsTest::anIndexFindsWhatAHashFinds() {
  QRandomGenerator random(3);
  std::vector<quint64> values;
  QHash<quint64, int> truth;
  SlotIndex index;
  // Few different hashes, so that many stand in each other's way.
  const auto hashOf = [&](int slot) { return static_cast<std::size_t>(values[static_cast<std::size_t>(slot)] % 37); };
  for (int turn = 0; turn < 4'000; ++turn) {
    const quint64 value = random.bounded(300U);
    const int known = truth.value(value, -1);
    const int found = index.find(value % 37, [&](int slot) { return values[static_cast<std::size_t>(slot)] == value; });
    QCOMPARE(found, known);
    if (known >= 0) {
      index.remove(known, hashOf);
      truth.remove(value);
    } else {
      values.push_back(value);
      index.insert(static_cast<int>(values.size()) - 1, hashOf);
      truth.insert(value, static_cast<int>(values.size()) - 1);
    }
    QCOMPARE(index.size(), static_cast<std::size_t>(truth.size()));
  }
}

void UiModelsSessionsTest::rowsComeBackAsTheyWent() {
  SessionRow full = row(7, QStringLiteral("a-device-with-a-name-of-some-length"));
  full.address = QStringLiteral("2001:db8:1234:5678:9abc:def0:1234:5678");
  full.port = 65'535;
  full.connectedAtMs = 1'700'000'000'123;
  full.lastHeardAtMs = 1'700'000'000'456;
  full.keepaliveS = 3'600;
  full.reports = std::numeric_limits<quint64>::max();
  full.reportBytes = 17;
  full.commandsPending = 4'000'000'000U;
  full.outBuffer = 262'144;
  full.lastClose = CloseReason::Lost;
  full.meta = R"({"model":"LX"})";
  DevicesModel model;
  model.take(all({full, row(8, QStringLiteral("b"))}));
  QCOMPARE(*model.find(full.device), full);
  QVERIFY(!model.find(QStringLiteral("b"))->lastClose);
  QVERIFY(!model.find(QStringLiteral("c")));
}

void UiModelsSessionsTest::aCopyOfTheRowsStandsStill() {
  SessionRows rows;
  for (int i = 0; i < 2'000; ++i) {
    const int slot = rows.add();
    rows.change(slot).row = packed(row(static_cast<quint64>(i), QString::number(i)), rows.words());
  }
  const SessionRows before = rows;
  rows.change(1'500).row.device = "changed";
  static_cast<void>(rows.add());
  QCOMPARE(before.row(1'500).device, QStringLiteral("1500"));
  QCOMPARE(rows.row(1'500).device, QStringLiteral("changed"));
  QCOMPARE(before.size(), 2'000);
  QCOMPARE(&before.entry(0), &rows.entry(0));  // what is not changed is shared
}

void UiModelsSessionsTest::everySortAgreesWithComparingTheRows_data() {
  QTest::addColumn<int>("column");
  for (int column = 0; column < DeviceColumn::kCount; ++column) QTest::addRow("column %d", column) << column;
}

void UiModelsSessionsTest::everySortAgreesWithComparingTheRows() {
  QFETCH(int, column);
  QRandomGenerator random(11);
  const QStringList names = {QStringLiteral("demo-%1"), QStringLiteral("a-long-prefix-of-many-devices-%1"),
                             QStringLiteral("007x%1"), QStringLiteral("%1.x_y"), QStringLiteral("gerät-%1")};
  SessionRows rows;
  std::vector<DeviceItem> items;
  for (int i = 0; i < 3'000; ++i) {
    SessionRow one =
        row(static_cast<quint64>(i), names[i % names.size()].arg(i / 2, i % 3 == 0 ? 6 : 1, 10, QLatin1Char('0')));
    one.node = QStringLiteral("n%1").arg(random.bounded(12));
    one.address =
        QStringLiteral("10.%1.%2.%3").arg(random.bounded(3)).arg(random.bounded(200)).arg(random.bounded(200));
    one.protocol = QStringLiteral("lk%1").arg(random.bounded(2));
    one.connectedAtMs = random.bounded(50);
    one.lastHeardAtMs = -static_cast<qint64>(random.bounded(50));
    one.reports = random.bounded(20U);
    one.commandsPending = random.bounded(3U);
    one.outBuffer = random.bounded(3U);
    if (i % 3 == 0) one.lastClose = kCloseReasons[random.bounded(9U)];
    const int slot = rows.add();
    rows.change(slot).row = packed(one, rows.words());
    rows.change(slot).alive = true;
    items.push_back({slot, 0});
  }
  for (const auto order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
    const DeviceSort sort{column, order};
    sortItems(rows, items, sort);
    for (std::size_t i = 1; i < items.size(); ++i) {
      QVERIFY2(!comesBefore(rows, items[i].slot, items[i - 1].slot, sort),
               rows.entry(items[i].slot).row.device.c_str());
      QVERIFY2(comesBefore(rows, items[i - 1].slot, items[i].slot, sort), "no two rows are alike");
    }
  }
}

// A list of many parts: the store knows only in the end who was not named.
void UiModelsSessionsTest::aListNamedPartByPartForgetsWhoIsGone() {
  SessionStore store;
  const auto takeAll = [&](const Snapshot& snapshot) {
    std::vector<int> removed;
    for (qsizetype at = 0; at == 0 || at < snapshot.sessions.size(); at += 2) {
      const auto changes = store.take(snapshot, at, 2);
      removed.insert(removed.end(), changes.removed.begin(), changes.removed.end());
    }
    return removed.size();
  };
  takeAll(all({row(1, QStringLiteral("a")), row(2, QStringLiteral("b")), row(3, QStringLiteral("c")),
               row(4, QStringLiteral("d")), row(5, QStringLiteral("e"))}));
  QCOMPARE(store.size(), 5);
  // b has another session, whose clock is behind; c and e are gone.
  SessionRow again = row(22, QStringLiteral("b"));
  again.connectedAtMs = 10;
  again.node = QStringLiteral("n2");
  QCOMPARE(takeAll(all({row(4, QStringLiteral("d")), again, row(1, QStringLiteral("a"))})), 2U);
  QCOMPARE(store.size(), 3);
  QCOMPARE(store.row(store.find(QStringLiteral("b"))).session, 22U);
  QVERIFY(store.find(QStringLiteral("c")) < 0);
  // Of one node alone: the other's stay.
  Snapshot ofNode;
  ofNode.allOfNodes = {QStringLiteral("n1")};
  ofNode.sessions = {row(4, QStringLiteral("d"))};
  QCOMPARE(takeAll(ofNode), 1U);
  QVERIFY(store.find(QStringLiteral("a")) < 0);
  QVERIFY(store.find(QStringLiteral("b")) >= 0);
  QCOMPARE(takeAll(all({})), 2U);
  QCOMPARE(store.size(), 0);
}

void UiModelsSessionsTest::changesWhileAnOrderIsMadeAreInIt() {
  DevicesModel model;
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  QList<SessionRow> rows;
  for (int i = 0; i < 6'000; ++i) rows.push_back(row(static_cast<quint64>(i + 1), QStringLiteral("d%1").arg(i)));
  model.take(all(rows));
  QTRY_VERIFY(model.rowCount() == 6'000 && !model.ordering());
  model.setFilter(*DeviceFilter::parse(QStringLiteral("pending>0")));
  QVERIFY(model.ordering());
  // One comes to match, one is gone, one is new and matches.
  Snapshot changes;
  rows[10].commandsPending = 1;
  SessionRow fresh = row(9'000, QStringLiteral("new"));
  fresh.commandsPending = 3;
  changes.sessions = {rows[10], fresh};
  changes.closed = {21};
  changes.figures.atMs = 100'250;
  model.take(changes);
  QTRY_VERIFY(!model.ordering());
  QCOMPARE(model.rowCount(), 2);
  QCOMPARE(model.deviceAt(0), QStringLiteral("d10"));
  QCOMPARE(model.deviceAt(1), QStringLiteral("new"));
  model.setFilter({});
  QTRY_COMPARE(model.rowCount(), 6'000);
  QVERIFY(!model.contains(QStringLiteral("d20")));
}

void UiModelsSessionsTest::timeAloneLetsManyInAndOut() {
  DevicesModel model;
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  QList<SessionRow> rows;
  for (int i = 0; i < 6'000; ++i) {
    rows.push_back(row(static_cast<quint64>(i + 1), QStringLiteral("d%1").arg(i)));
    rows.back().lastHeardAtMs = i % 2 == 0 ? 40'000 : 90'000;
  }
  model.take(all(rows));
  QTRY_VERIFY(model.rowCount() == 6'000 && !model.ordering());
  model.setFilter(*DeviceFilter::parse(QStringLiteral("idle>60s")));
  QTRY_COMPARE(model.rowCount(), 0);
  Snapshot later;
  later.figures.atMs = 110'000;
  model.take(later);
  QTRY_COMPARE(model.rowCount(), 3'000);
  later.figures.atMs = 160'000;
  model.take(later);
  QTRY_COMPARE(model.rowCount(), 6'000);
  QCOMPARE(model.deviceAt(1), QStringLiteral("d1"));
}

void UiModelsSessionsTest::idsAreOfferedInTheirOrder() {
  DevicesModel model;
  model.take(all({row(1, QStringLiteral("Meter-10")), row(2, QStringLiteral("meter-9")),
                  row(3, QStringLiteral("pump-1")), row(4, QStringLiteral("meter-2"))}));
  QCOMPARE(model.idsLike(QStringLiteral("METER"), 2),
           QStringList({QStringLiteral("Meter-10"), QStringLiteral("meter-2")}));
  QCOMPARE(model.protocols(), QStringList{QStringLiteral("lk1")});
}

void UiModelsSessionsTest::aLargeSelectionIsCarriedOverAnOrder() {
  DevicesModel model;
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  QItemSelectionModel selection(&model);
  const SelectionKeeper keeper(model, selection, nullptr);
  QList<SessionRow> rows;
  for (int i = 0; i < 2'000; ++i) {
    rows.push_back(row(static_cast<quint64>(i + 1), QStringLiteral("d%1").arg(i)));
    rows.back().reports = static_cast<quint64>(i * 7919 % 2'000);
  }
  model.take(all(rows));
  selection.select(QItemSelection(model.index(100, 0), model.index(1'099, DeviceColumn::kCount - 1)),
                   QItemSelectionModel::Select);
  selection.setCurrentIndex(model.index(150, 0), QItemSelectionModel::NoUpdate);
  model.sort(DeviceColumn::Reports, Qt::DescendingOrder);
  model.setFilter(*DeviceFilter::parse(QStringLiteral("!d1500")));
  QCOMPARE(selection.selectedRows().size(), 1'000);
  for (const QModelIndex& index : selection.selectedRows()) {
    const int number = model.deviceAt(index.row()).mid(1).toInt();
    QVERIFY(number >= 100 && number < 1'100);
  }
  QCOMPARE(model.deviceAt(selection.currentIndex().row()), QStringLiteral("d150"));
}

QTEST_MAIN(UiModelsSessionsTest)
#include "tst_ui_models_sessions.moc"
