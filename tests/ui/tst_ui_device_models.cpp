#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QRandomGenerator>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "ui/device_export.h"
#include "ui/device_order.h"
#include "ui/devices_model.h"
#include "ui/frame_words.h"
#include "ui/saved_filters.h"
#include "ui/selection_keeper.h"
#include "ui/session_store.h"
#include "ui/slot_index.h"
#include "ui/timeline_model.h"
#include "ui/trace_model.h"

using namespace lk;
using namespace lk::ui;
using node::SessionRow;
using node::Snapshot;
using Tester = QAbstractItemModelTester;

namespace {

SessionRow row(quint64 session, const QString& device) {
  SessionRow made;
  made.session = session;
  made.device = device;
  made.node = QStringLiteral("n1");
  made.address = QStringLiteral("10.2.0.1");
  made.protocol = QStringLiteral("lk1");
  made.connectedAtMs = made.lastHeardAtMs = 1'000;
  return made;
}

Snapshot all(const QList<SessionRow>& rows) {
  Snapshot snapshot;
  snapshot.allSessions = true;
  snapshot.sessions = rows;
  snapshot.figures.atMs = 100'000;
  return snapshot;
}

node::TracedFrame frame(const QByteArray& payload, bool fromDevice = true) {
  node::TracedFrame made;
  made.device = QStringLiteral("demo-1");
  made.fromDevice = fromDevice;
  made.type = 5;
  made.payload = payload;
  made.length = static_cast<quint32>(payload.size());
  return made;
}

}  // namespace

// What the page of the devices is made of, by itself.
class UiDeviceModelsTest : public QObject {
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
  void savedFiltersKeepTheirOrderAndAreKept();
  void aNameIsTakenOnce();
  void tracesAreBounded();
  void framesAreReadable();
  void historyIsToldOnce();
  void aLargeSelectionIsCarriedOverAnOrder();
  void anEmptyExportAndAHugeOneAreWhole();
  void anExportThatFailsSaysWhy();
};

void UiDeviceModelsTest::anIndexFindsWhatAHashFinds() {
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

void UiDeviceModelsTest::rowsComeBackAsTheyWent() {
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

void UiDeviceModelsTest::aCopyOfTheRowsStandsStill() {
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

void UiDeviceModelsTest::everySortAgreesWithComparingTheRows_data() {
  QTest::addColumn<int>("column");
  for (int column = 0; column < DeviceColumn::kCount; ++column) QTest::addRow("column %d", column) << column;
}

void UiDeviceModelsTest::everySortAgreesWithComparingTheRows() {
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
void UiDeviceModelsTest::aListNamedPartByPartForgetsWhoIsGone() {
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

void UiDeviceModelsTest::changesWhileAnOrderIsMadeAreInIt() {
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

void UiDeviceModelsTest::timeAloneLetsManyInAndOut() {
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

void UiDeviceModelsTest::idsAreOfferedInTheirOrder() {
  DevicesModel model;
  model.take(all({row(1, QStringLiteral("Meter-10")), row(2, QStringLiteral("meter-9")),
                  row(3, QStringLiteral("pump-1")), row(4, QStringLiteral("meter-2"))}));
  QCOMPARE(model.idsLike(QStringLiteral("METER"), 2),
           QStringList({QStringLiteral("Meter-10"), QStringLiteral("meter-2")}));
  QCOMPARE(model.protocols(), QStringList{QStringLiteral("lk1")});
}

void UiDeviceModelsTest::savedFiltersKeepTheirOrderAndAreKept() {
  const QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("state.ini"));
  {
    QSettings state(path, QSettings::IniFormat);
    SavedFilters filters(&state, QStringLiteral("devices/savedFilters"));
    Tester tester(&filters, Tester::FailureReportingMode::QtTest);
    QVERIFY(filters.save(QStringLiteral("b"), QStringLiteral("up<5m")));
    QVERIFY(filters.save(QStringLiteral("  a  "), QStringLiteral("node:n1, \"quoted\"")));
    QVERIFY(filters.save(QStringLiteral("c"), QStringLiteral("x")));
    QVERIFY(filters.setData(filters.index(0, SavedFilters::Name), QStringLiteral("z"), Qt::EditRole));
    filters.remove(1);
  }
  QSettings state(path, QSettings::IniFormat);
  const SavedFilters again(&state, QStringLiteral("devices/savedFilters"));
  const QList<SavedFilters::Entry> expected = {{QStringLiteral("b"), QStringLiteral("up<5m")},
                                               {QStringLiteral("z"), QStringLiteral("node:n1, \"quoted\"")}};
  QVERIFY(again.all() == expected);
}

void UiDeviceModelsTest::aNameIsTakenOnce() {
  SavedFilters filters(nullptr, QStringLiteral("f"));
  QVERIFY(!filters.save(QStringLiteral("  "), QStringLiteral("x")));
  QVERIFY(filters.save(QStringLiteral("a"), QStringLiteral("x")));
  QVERIFY(filters.save(QStringLiteral("a"), QStringLiteral("y")));
  QCOMPARE(filters.rowCount(), 1);
  QCOMPARE(filters.all().front().filter, QStringLiteral("y"));
  QVERIFY(filters.save(QStringLiteral("b"), QStringLiteral("x")));
  QVERIFY(!filters.setData(filters.index(1, SavedFilters::Name), QStringLiteral("a"), Qt::EditRole));
  QVERIFY(!filters.setData(filters.index(1, SavedFilters::Name), QStringLiteral(" "), Qt::EditRole));
  QVERIFY(!filters.setData(filters.index(1, SavedFilters::Filter), QStringLiteral("q"), Qt::EditRole));
  QCOMPARE(filters.all()[1].name, QStringLiteral("b"));
}

void UiDeviceModelsTest::tracesAreBounded() {
  TraceModel model(nullptr, 10);
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  model.take({frame("of nobody")}, 0);
  QCOMPARE(model.rowCount(), 0);
  model.follow(QStringLiteral("demo-1"));
  QList<node::TracedFrame> frames;
  for (int i = 0; i < 7; ++i) frames.push_back(frame(QByteArray::number(i)));
  model.take(frames, 2);
  model.take(frames, 0);
  QCOMPARE(model.rowCount(), 10);
  QCOMPARE(model.dropped(), 6U);
  QCOMPARE(model.at(0)->payload, QByteArray("6"));
  model.setPaused(true);
  for (int i = 0; i < 3; ++i) model.take(frames, 0);
  QCOMPARE(model.held(), 10);
  QCOMPARE(model.rowCount(), 10);
  model.setPaused(false);
  QCOMPARE(model.rowCount(), 10);
  QCOMPARE(model.dropped(), 27U);  // 2 at the node, and of 35 that came all but 10
}

void UiDeviceModelsTest::framesAreReadable() {
  QCOMPARE(frame_words::type(1), QStringLiteral("HELLO"));
  QCOMPARE(frame_words::type(9), QStringLiteral("CLOSE"));
  QCOMPARE(frame_words::type(200), QStringLiteral("200"));
  QCOMPARE(frame_words::hex(QByteArray("\x00\xff"
                                       "a",
                                       3),
                            2),
           QStringLiteral("00 ff …"));
  QCOMPARE(frame_words::text(QByteArray("a\x00\xe4z", 4), 9), QStringLiteral("a..z"));
  QCOMPARE(frame_words::dump(QByteArray("0123456789"), 8),
           QStringLiteral("0000  30 31 32 33 34 35 36 37  01234567\n0008  38 39                    89\n"));
}

void UiDeviceModelsTest::historyIsToldOnce() {
  TimelineModel model;
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  const QString device = QStringLiteral("demo-1");
  node::Event opened;
  opened.atMs = 5'000;
  opened.kind = node::EventKind::SessionOpened;
  opened.device = device;
  opened.session = 9;
  node::CommandUpdate update;
  update.atMs = 6'000;
  update.id = QStringLiteral("c9");
  update.device = device;
  update.status = CommandStatus::Done;
  model.show(device, {opened}, {update});
  QList<node::HistoryEntry> history(4);
  history[0].atMs = 1'000;
  history[0].kind = node::HistoryKind::TookOver;
  history[0].session = 8;
  history[1].atMs = 4'000;
  history[1].kind = node::HistoryKind::Closed;
  history[1].session = 8;
  history[1].reason = CloseReason::Lost;
  history[2].atMs = 5'001;
  history[2].kind = node::HistoryKind::Connected;
  history[2].session = 9;
  history[3].atMs = 6'001;
  history[3].kind = node::HistoryKind::Command;
  history[3].id = QStringLiteral("c9");
  history[3].status = CommandStatus::Done;
  model.addHistory(history);
  QCOMPARE(model.rowCount(), 4);
  QCOMPARE(model.index(2, TimelineModel::Detail).data().toString(), QStringLiteral("connection lost, after 0 s"));
  QCOMPARE(model.index(3, TimelineModel::What).data().toString(), QStringLiteral("Took over"));
  model.addHistory(history);
  QCOMPARE(model.rowCount(), 4);
}

void UiDeviceModelsTest::aLargeSelectionIsCarriedOverAnOrder() {
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

void UiDeviceModelsTest::anEmptyExportAndAHugeOneAreWhole() {
  SessionRows rows;
  std::vector<int> places;
  for (int i = 0; i < 30'000; ++i) {
    places.push_back(rows.add());
    rows.change(i).row = packed(row(static_cast<quint64>(i), QString::number(i)), rows.words());
  }
  for (const bool isEmpty : {true, false}) {
    DeviceExport job({rows,
                      isEmpty ? std::vector<int>() : places,
                      {DeviceColumn::Device, DeviceColumn::Node},
                      DeviceExport::Format::Csv,
                      0});
    QSignalSpy finished(&job, &DeviceExport::finished);
    job.start();
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(finished.front().front().toString(), QString());
    QCOMPARE(job.text().count(QLatin1Char('\n')), isEmpty ? 1 : 30'001);
    QVERIFY(isEmpty || job.text().endsWith(QStringLiteral("29999,n1\r\n")));
  }
}

void UiDeviceModelsTest::anExportThatFailsSaysWhy() {
  const QTemporaryDir folder;
  SessionRows rows;
  DeviceExport job({rows,
                    {},
                    {DeviceColumn::Device},
                    DeviceExport::Format::Csv,
                    0,
                    folder.filePath(QStringLiteral("none/devices.csv"))});
  QSignalSpy finished(&job, &DeviceExport::finished);
  job.start();
  QCOMPARE(finished.count(), 1);
  QVERIFY(finished.front().front().toString().contains(QStringLiteral("none/devices.csv can't be written")));
}

QTEST_MAIN(UiDeviceModelsTest)
#include "tst_ui_device_models.moc"
