#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QCompleter>
#include <QDir>
#include <QFileDialog>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "clicks.h"
#include "stands.h"
#include "ui/columns_dialog.h"
#include "ui/devices_model.h"
#include "ui/filter_edit.h"
#include "ui/main_window.h"
#include "ui/name_dialog.h"
#include "ui/saved_filters_dialog.h"
#include "ui/table_view.h"
#include "ui/timeline_model.h"
#include "ui/trace_model.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

// The page of the devices, by mouse and by keys alone, on a node in memory.
class UiDevicesTest : public QObject, protected PageStand {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();

  void completesKeysAndTheirValues();
  void offersAskedForByKeyBeginAWord();
  void escClosesTheOffersBeforeItClears();
  void marksEachWrongWordWithItsReason();
  void aTypedIdIsSelectedAtOnce();
  void exactIdsAreLookedUp();
  void filtersAreSavedAndAppliedByKeysAlone();
  void savedFiltersAreRenamedAndDeleted();
  void savedFiltersSurviveARestart();
  void columnsAreChosenByKeysAlone();
  void columnsAreKeptAsSoonAsTheyChange();
  void theUsualColumnsComeBack();
  void buttonsCountWhatIsSelected();
  void sendGoesToTheCommandsPageWithAllOfThem();
  void copiesAsIdsRowsCsvAndJson();
  void exportsAllShownAndSelected();
  void exportsJsonWhenTheNameSaysSo();
  void aLongExportShowsHowFarItIsAndIsCancelled();
  void kicksByKeysAlone();
  void timelineHasReportsCommandsAndHistory();
  void tracesBothWaysInHexAndText();
  void aPausedTraceStandsStill();
  void anotherDeviceEndsTheTrace();
  void aTraceGoesOnBehindANewLink();
  void olderFramesOfOthersAreNotShown();
  void everyModelHolds();
  void everythingIsReachedByTab();

 private:
  void open();
  void openDevices(int count);
  void select(const QStringList& devices);
  void typeFilter(const QString& text);
  [[nodiscard]] FilterEdit& filter() {
    return *qobject_cast<FilterEdit*>(named<QLineEdit>(*m_window, "Filter devices"));
  }
  [[nodiscard]] TableView& table(const char* name) { return *named<TableView>(*m_window, name); }
  [[nodiscard]] DevicesModel& devices() { return *qobject_cast<DevicesModel*>(table("Devices").model()); }
  [[nodiscard]] QAction& action(const char* name) { return *m_window->findChild<QAction*>(QLatin1StringView(name)); }
  [[nodiscard]] QCompleter& completer() { return *filter().findChild<QCompleter*>(); }
  [[nodiscard]] QStringList offers();
  [[nodiscard]] bool hasButton(const QString& text) const;
  void exportTo(const char* action, const QString& path);
  [[nodiscard]] static QByteArray contents(const QString& path);
};

void UiDevicesTest::init() {
  begin();
  open();
}

void UiDevicesTest::open() { QVERIFY(openOn(MainWindow::Devices)); }

void UiDevicesTest::cleanup() { end(); }

void UiDevicesTest::openDevices(int count) {
  m_node->connectDevices(count);
  QTRY_COMPARE(devices().rowCount(), count);
}

void UiDevicesTest::select(const QStringList& ids) {
  QTableView& view = table("Devices");
  bool isFirst = true;
  for (const QString& id : ids) {
    QTRY_VERIFY(devices().rowOf(id) >= 0);
    const QModelIndex index = devices().index(devices().rowOf(id), 0);
    view.scrollTo(index);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, isFirst ? Qt::NoModifier : Qt::ControlModifier,
                      view.visualRect(index).center());
    isFirst = false;
  }
}

void UiDevicesTest::typeFilter(const QString& text) {
  filter().setFocus();
  filter().selectAll();
  QTest::keyClick(&filter(), Qt::Key_Delete);
  QTest::keyClicks(&filter(), text);
}

QStringList UiDevicesTest::offers() {
  if (!completer().popup()->isVisible()) return {};
  QStringList found;
  for (int row = 0; row < completer().completionModel()->rowCount(); ++row) {
    found.push_back(completer().completionModel()->index(row, 0).data().toString());
  }
  return found;
}

bool UiDevicesTest::hasButton(const QString& text) const {
  const QList<QPushButton*> all = m_window->findChildren<QPushButton*>();
  return std::ranges::any_of(all, [&](const QPushButton* one) { return one->isVisible() && one->text() == text; });
}

void UiDevicesTest::exportTo(const char* name, const QString& path) {
  action(name).trigger();
  auto* dialog = m_window->findChild<QFileDialog*>();
  QVERIFY(dialog != nullptr);
  QVERIFY(dialog->directory() != QDir::current());  // where nobody knows of, and perhaps may not write
  dialog->setOption(QFileDialog::DontConfirmOverwrite);
  dialog->selectFile(path);
  QMetaObject::invokeMethod(dialog, "accept");
  QTRY_VERIFY(m_window->findChild<QFileDialog*>() == nullptr);
}

QByteArray UiDevicesTest::contents(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void UiDevicesTest::completesKeysAndTheirValues() {
  openDevices(12);
  typeFilter(QStringLiteral("no"));
  QCOMPARE(offers(), QStringList{QStringLiteral("node:")});
  QTest::keyClick(&filter(), Qt::Key_Tab);
  QCOMPARE(filter().text(), QStringLiteral("node:"));
  QVERIFY(filter().hasFocus());
  // The values that are known come by themselves.
  QTRY_COMPARE(offers(), QStringList{QStringLiteral("node:n1")});
  QTest::keyClick(completer().popup(), Qt::Key_Down);
  QTest::keyClick(completer().popup(), Qt::Key_Return);
  QCOMPARE(filter().text(), QStringLiteral("node:n1"));
  QTest::keyClicks(&filter(), QStringLiteral(" idle"));
  QCOMPARE(offers(), QStringList({QStringLiteral("idle>"), QStringLiteral("idle<")}));
  QTest::keyClicks(&filter(), QStringLiteral("<"));
  QVERIFY(offers().contains(QStringLiteral("idle<60s")));
  QTest::keyClicks(&filter(), QStringLiteral("1h close:ki"));
  QCOMPARE(offers(), QStringList{QStringLiteral("close:kicked")});
  QTest::keyClicks(&filter(), QStringLiteral("cked id:demo-1"));
  QCOMPARE(offers(),
           QStringList({QStringLiteral("id:demo-10"), QStringLiteral("id:demo-11"), QStringLiteral("id:demo-12")}));
}

void UiDevicesTest::offersAskedForByKeyBeginAWord() {
  filter().setFocus();
  QTest::keyClick(&filter(), Qt::Key_Down);
  QVERIFY(offers().contains(QStringLiteral("addr:")));
  // In the middle of the text: the word there is replaced, the others stay.
  QTest::keyClick(completer().popup(), Qt::Key_Escape);
  filter().setText(QStringLiteral("no up<5m"));
  filter().setCursorPosition(2);
  QTest::keyClick(&filter(), Qt::Key_Space, Qt::ControlModifier);
  QCOMPARE(offers(), QStringList{QStringLiteral("node:")});
  QTest::keyClick(&filter(), Qt::Key_Tab);
  QCOMPARE(filter().text(), QStringLiteral("node: up<5m"));
  QCOMPARE(filter().cursorPosition(), 5);
}

void UiDevicesTest::escClosesTheOffersBeforeItClears() {
  typeFilter(QStringLiteral("add"));
  QVERIFY(!offers().isEmpty());
  QTest::keyClick(completer().popup(), Qt::Key_Escape);
  QVERIFY(offers().isEmpty());
  QCOMPARE(filter().text(), QStringLiteral("add"));
  QTest::keyClick(&filter(), Qt::Key_Escape);
  QVERIFY(filter().text().isEmpty());
}

void UiDevicesTest::marksEachWrongWordWithItsReason() {
  openDevices(3);
  typeFilter(QStringLiteral("demo idle>often size>3"));
  QTRY_COMPARE(filter().problems().size(), 2);
  QCOMPARE(filter().problems()[0].at, 5);
  QCOMPARE(filter().problems()[0].length, 10);
  QVERIFY(filter().problems()[0].reason.contains(QStringLiteral("idle>60s")));
  QVERIFY(filter().toolTip().contains(QStringLiteral("size>3")));
  const QList<QLabel*> labels = m_window->findChildren<QLabel*>();
  QVERIFY2(std::ranges::any_of(labels,
                               [](const QLabel* label) {
                                 return label->isVisible() && label->text().startsWith(QStringLiteral("'idle>often'"));
                               }),
           "the reason stands below the field");
  QCOMPARE(devices().rowCount(), 3);  // the last filter that could be used
  // The mark can be seen: there is red within the field, and none once it is mended.
  const auto isRed = [](const QColor& color) {
    return color.red() > color.green() + 40 && color.red() > color.blue() + 40;
  };
  const auto marks = [&] {
    const QImage image = filter().grab().toImage();
    int count = 0;
    for (int y = 4; y < image.height() - 4; ++y) {
      for (int x = 4; x < image.width() - 4; ++x) count += isRed(image.pixelColor(x, y)) ? 1 : 0;
    }
    return count;
  };
  QVERIFY(marks() > 10);
  QVERIFY(!action("saveFilter").isEnabled());
  typeFilter(QStringLiteral("demo idle>60s"));
  QTRY_VERIFY(filter().problems().isEmpty());
  QCOMPARE(marks(), 0);
  QVERIFY(action("saveFilter").isEnabled());
}

void UiDevicesTest::aTypedIdIsSelectedAtOnce() {
  openDevices(30);
  typeFilter(QStringLiteral("demo-2"));
  QTRY_COMPARE(devices().rowCount(), 11);
  QTRY_COMPARE(table("Devices").selectedRows().size(), 1);
  QCOMPARE(devices().deviceAt(table("Devices").selectedRows().front()), QStringLiteral("demo-2"));
  QCOMPARE(named<QLabel>(*m_window, "Device")->text(), QStringLiteral("demo-2"));
  QVERIFY2(filter().hasFocus(), "one goes on typing");
  QTest::keyClicks(&filter(), QStringLiteral("7"));
  QTRY_COMPARE(named<QLabel>(*m_window, "Device")->text(), QStringLiteral("demo-27"));
}

void UiDevicesTest::exactIdsAreLookedUp() {
  openDevices(30);
  typeFilter(QStringLiteral("id:demo-2 id:demo-9 id:nobody"));
  QTRY_COMPARE(devices().rowCount(), 2);
  QCOMPARE(devices().deviceAt(1), QStringLiteral("demo-9"));
}

void UiDevicesTest::filtersAreSavedAndAppliedByKeysAlone() {
  openDevices(30);
  typeFilter(QStringLiteral("demo-2 idle<1h"));
  QTRY_COMPARE(devices().rowCount(), 11);
  action("saveFilter").trigger();
  auto* dialog = m_window->findChild<NameDialog*>();
  QVERIFY(dialog != nullptr);
  auto* name = dialog->findChild<QLineEdit*>();
  QVERIFY(!name->accessibleName().isEmpty());
  QTest::keyClicks(name, QStringLiteral("The twenties"));
  QTest::keyClick(name, Qt::Key_Return);
  QTRY_VERIFY(m_window->findChild<NameDialog*>() == nullptr);
  QTest::keyClick(&filter(), Qt::Key_Escape);
  QTRY_COMPARE(devices().rowCount(), 30);

  QApplication::setActiveWindow(m_window.get());
  auto* menu = named<QPushButton>(*m_window, "Saved filters")->menu();
  connect(menu, &QMenu::aboutToShow, this, [menu] {
    QTimer::singleShot(100, menu, [menu] {
      QTest::keyClick(menu, Qt::Key_Down);
      QTest::keyClick(menu, Qt::Key_Return);
    });
  });
  QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
  QTRY_COMPARE(filter().text(), QStringLiteral("demo-2 idle<1h"));
  QTRY_COMPARE(devices().rowCount(), 11);
}

void UiDevicesTest::savedFiltersAreRenamedAndDeleted() {
  for (const char* text : {"demo-1", "demo-2"}) {
    typeFilter(QString::fromLatin1(text));
    QTRY_VERIFY(action("saveFilter").isEnabled());
    action("saveFilter").trigger();
    QTest::keyClick(m_window->findChild<NameDialog*>()->findChild<QLineEdit*>(), Qt::Key_Return);
    QTRY_VERIFY(m_window->findChild<NameDialog*>() == nullptr);
  }
  action("manageFilters").trigger();
  auto* dialog = m_window->findChild<SavedFiltersDialog*>();
  QVERIFY(dialog != nullptr);
  QApplication::setActiveWindow(dialog);
  auto* list = named<TableView>(*dialog, "Saved filters");
  QCOMPARE(list->model()->rowCount(), 2);
  new QAbstractItemModelTester(list->model(), QAbstractItemModelTester::FailureReportingMode::QtTest, dialog);
  QTest::keyClick(list, Qt::Key_F2);
  auto* editor = list->viewport()->findChild<QLineEdit*>();
  QVERIFY(editor != nullptr);
  QTest::keyClicks(editor, QStringLiteral("zebra"));
  QTest::keyClick(editor, Qt::Key_Return);
  QTRY_COMPARE(cell(*list, 1, 0), QStringLiteral("zebra"));  // where its name belongs
  QCOMPARE(cell(*list, 1, 1), QStringLiteral("demo-1"));
  list->setCurrentIndex(list->model()->index(0, 0));
  QTest::keyClick(list, Qt::Key_Delete);
  QCOMPARE(list->model()->rowCount(), 1);
  list->setCurrentIndex(list->model()->index(0, 0));
  click(*dialog, "&Apply");
  QTRY_COMPARE(filter().text(), QStringLiteral("demo-1"));
}

void UiDevicesTest::savedFiltersSurviveARestart() {
  typeFilter(QStringLiteral("up<5m"));
  QTRY_VERIFY(action("saveFilter").isEnabled());
  action("saveFilter").trigger();
  QTest::keyClick(m_window->findChild<NameDialog*>()->findChild<QLineEdit*>(), Qt::Key_Return);
  QTRY_VERIFY(m_window->findChild<NameDialog*>() == nullptr);
  open();
  const auto* button = named<QPushButton>(*m_window, "Saved filters");
  QCOMPARE(button->menu()->actions().front()->text(), QStringLiteral("up<5m"));
}

void UiDevicesTest::columnsAreChosenByKeysAlone() {
  action("chooseDeviceColumns").trigger();
  auto* dialog = m_window->findChild<ColumnsDialog*>();
  QVERIFY(dialog != nullptr);
  QApplication::setActiveWindow(dialog);
  auto* list = dialog->findChild<QListWidget*>();
  QCOMPARE(list->count(), static_cast<int>(DeviceColumn::kCount));
  // Node leaves, and the address stands first of all.
  QTest::keyClick(list, Qt::Key_Down);
  QTest::keyClick(list, Qt::Key_Space);
  QTest::keyClick(list, Qt::Key_Down);
  QTest::keyClick(list, Qt::Key_Up, Qt::AltModifier);
  QTest::keyClick(list, Qt::Key_Up, Qt::AltModifier);
  QTest::keyClick(dialog, Qt::Key_Return);
  const TableView& view = table("Devices");
  QVERIFY(view.isColumnHidden(DeviceColumn::Node));
  QCOMPARE(view.horizontalHeader()->logicalIndex(0), static_cast<int>(DeviceColumn::Address));
  QCOMPARE(view.horizontalHeader()->logicalIndex(1), static_cast<int>(DeviceColumn::Device));
}

void UiDevicesTest::columnsAreKeptAsSoonAsTheyChange() {
  table("Devices").setColumnWidth(DeviceColumn::Address, 231);
  table("Devices").horizontalHeader()->moveSection(3, 1);
  QSettings state(m_folder.filePath(QStringLiteral("state.ini")), QSettings::IniFormat);
  const auto kept = [&] {
    state.sync();
    return !state.value(QStringLiteral("devices/columns-2")).toByteArray().isEmpty();
  };
  QTRY_VERIFY2(kept(), "without the window being closed");
  open();
  QCOMPARE(table("Devices").columnWidth(DeviceColumn::Address), 231);
  QCOMPARE(table("Devices").horizontalHeader()->logicalIndex(1), static_cast<int>(DeviceColumn::Protocol));
}

void UiDevicesTest::theUsualColumnsComeBack() {
  TableView& view = table("Devices");
  const int width = view.columnWidth(DeviceColumn::Address);
  view.setColumnHidden(DeviceColumn::Reports, true);
  view.setColumnWidth(DeviceColumn::Address, 300);
  view.horizontalHeader()->moveSection(4, 0);
  action("chooseDeviceColumns").trigger();
  click(*m_window->findChild<ColumnsDialog*>(), "&Standard columns");
  QVERIFY2(view.isColumnHidden(DeviceColumn::Reports), "until it is agreed to");
  QTest::keyClick(m_window->findChild<ColumnsDialog*>(), Qt::Key_Return);
  QVERIFY(!view.isColumnHidden(DeviceColumn::Reports));
  QCOMPARE(view.columnWidth(DeviceColumn::Address), width);
  QCOMPARE(view.horizontalHeader()->logicalIndex(0), static_cast<int>(DeviceColumn::Device));
}

void UiDevicesTest::buttonsCountWhatIsSelected() {
  openDevices(5);
  QVERIFY(!action("kick").isEnabled() && !action("sendToDevices").isEnabled() && !action("copyJson").isEnabled());
  select({QStringLiteral("demo-1")});
  QVERIFY(hasButton(QStringLiteral("Kick")) && hasButton(QStringLiteral("Send…")) && hasButton(QStringLiteral("Copy")));
  QVERIFY(action("diagnoseDevice").isEnabled());
  select({QStringLiteral("demo-1"), QStringLiteral("demo-2"), QStringLiteral("demo-4")});
  QVERIFY(hasButton(QStringLiteral("Kick 3 devices")));
  QVERIFY(hasButton(QStringLiteral("Send to 3 devices…")));
  QVERIFY(hasButton(QStringLiteral("Copy 3")));
  QVERIFY(!action("diagnoseDevice").isEnabled());
  QCOMPARE(action("exportSelectedDevices").text().remove(QLatin1Char('&')), QStringLiteral("Export the 3 selected…"));
  QCOMPARE(action("exportAllDevices").text().remove(QLatin1Char('&')), QStringLiteral("Export all 5…"));
}

void UiDevicesTest::sendGoesToTheCommandsPageWithAllOfThem() {
  openDevices(4);
  select({QStringLiteral("demo-1"), QStringLiteral("demo-3")});
  click(*m_window, "Send to 2 devices…");
  auto* payload = named<QPlainTextEdit>(*m_window, "Payload");
  QTRY_VERIFY(payload->isVisible());
  QCOMPARE(named<QLineEdit>(*m_window, "Devices")->text(), QStringLiteral("demo-1, demo-3"));
}

void UiDevicesTest::copiesAsIdsRowsCsvAndJson() {
  openDevices(3);
  table("Devices").setColumnHidden(DeviceColumn::Protocol, false);
  m_node->change(QStringLiteral("demo-2"), [](node::SessionRow& row) {
    row.node = QStringLiteral("=n1");  // as a spreadsheet would run it
    row.reports = 12'345;
    row.meta = R"({"model":"LX"})";
  });
  QTRY_COMPARE(devices().find(QStringLiteral("demo-2"))->reports, 12'345U);
  select({QStringLiteral("demo-1"), QStringLiteral("demo-2")});
  const QClipboard& clipboard = *QApplication::clipboard();
  action("copyIds").trigger();
  QCOMPARE(clipboard.text(), QStringLiteral("demo-1\ndemo-2\n"));
  QTest::keyClick(&table("Devices"), Qt::Key_C, Qt::ControlModifier);
  QCOMPARE(clipboard.text().split(QLatin1Char('\n'))[1].split(QLatin1Char('\t'))[DeviceColumn::Reports],
           QLocale().toString(12'345));
  action("copyCsv").trigger();
  const QStringList lines = clipboard.text().split(QStringLiteral("\r\n"));
  QCOMPARE(lines.size(), 4);
  QVERIFY(lines[0].startsWith(QStringLiteral("Device,Node,Address")));
  QVERIFY(lines[2].startsWith(QStringLiteral("demo-2,'=n1,10.2.")));
  QVERIFY(lines[2].contains(QStringLiteral(",12345,")));
  action("copyJson").trigger();
  const QJsonArray json = QJsonDocument::fromJson(clipboard.text().toUtf8()).array();
  QCOMPARE(json.size(), 2);
  QCOMPARE(json[1][QStringLiteral("reports")].toInt(), 12'345);
  QCOMPARE(json[1][QStringLiteral("meta")][QStringLiteral("model")].toString(), QStringLiteral("LX"));
}

void UiDevicesTest::exportsAllShownAndSelected() {
  openDevices(30);
  typeFilter(QStringLiteral("demo-2"));
  QTRY_COMPARE(devices().rowCount(), 11);
  select({QStringLiteral("demo-20"), QStringLiteral("demo-21")});
  const QString path = m_folder.filePath(QStringLiteral("devices.csv"));
  exportTo("exportAllDevices", path);
  QTRY_COMPARE(contents(path).count('\n'), 31);
  exportTo("exportShownDevices", path);
  QTRY_COMPARE(contents(path).count('\n'), 12);
  exportTo("exportSelectedDevices", path);
  QTRY_COMPARE(contents(path).count('\n'), 3);
  QVERIFY(contents(path).contains("demo-21,"));
}

void UiDevicesTest::exportsJsonWhenTheNameSaysSo() {
  openDevices(3);
  const QString path = m_folder.filePath(QStringLiteral("devices.json"));
  exportTo("exportAllDevices", path);
  QTRY_COMPARE(QJsonDocument::fromJson(contents(path)).array().size(), 3);
}

void UiDevicesTest::aLongExportShowsHowFarItIsAndIsCancelled() {
  constexpr int kMany = 60'000;
  m_node->connectDevices(kMany);
  QTRY_COMPARE_WITH_TIMEOUT(devices().rowCount(), kMany, 60'000);
  QTRY_VERIFY_WITH_TIMEOUT(!devices().ordering(), 60'000);
  const QString path = m_folder.filePath(QStringLiteral("many.csv"));
  exportTo("exportAllDevices", path);
  auto* bar = named<QProgressBar>(*m_window, "Rows written");
  QTRY_VERIFY2(bar->isVisible() && bar->value() > 0, "the window goes on meanwhile");
  click(*m_window, "Cancel");
  QVERIFY(!bar->isVisible());
  QVERIFY2(!QFile::exists(path), "nothing is left behind");
  exportTo("exportAllDevices", path);
  QTRY_COMPARE_WITH_TIMEOUT(contents(path).count('\n'), kMany + 1, 60'000);
  QTRY_VERIFY(!bar->isVisible());
}

void UiDevicesTest::kicksByKeysAlone() {
  openDevices(4);
  action("filter").trigger();
  QTest::keyClicks(&filter(), QStringLiteral("demo"));
  QTest::keyClick(&filter(), Qt::Key_Return);
  QCOMPARE(m_window->focusWidget(), &table("Devices"));
  QTest::keyClick(&table("Devices"), Qt::Key_Down, Qt::ShiftModifier);
  QCOMPARE(table("Devices").selectedRows().size(), 2);
  QTest::keyClick(&table("Devices"), Qt::Key_Delete);
  QVERIFY(clickInBox(QStringLiteral("Kick 2 devices")));
  QTRY_COMPARE(devices().rowCount(), 2);
  QVERIFY(m_node->has(QStringLiteral("demo-3")));
}

void UiDevicesTest::timelineHasReportsCommandsAndHistory() {
  const qint64 now = QDateTime::currentMSecsSinceEpoch();
  node::HistoryEntry before;
  before.atMs = now - 7'200'000;
  before.node = QStringLiteral("n1");
  before.kind = node::HistoryKind::Closed;
  before.session = 77;
  before.reason = CloseReason::KeepaliveMissed;
  before.lastedMs = 200'000;
  openDevices(2);
  node::HistoryEntry same = before;
  same.atMs = now;
  same.kind = node::HistoryKind::Connected;
  same.session = devices().find(QStringLiteral("demo-1"))->session;
  m_node->setHistory({before, same});
  select({QStringLiteral("demo-1")});
  const TableView& timeline = table("Timeline of the device");
  // The connect that is both an event and remembered stands there once.
  QTRY_COMPARE(timeline.model()->rowCount(), 2);
  QCOMPARE(cell(timeline, 1, TimelineModel::Detail), QStringLiteral("keepalive missed, after 3 min 20 s"));
  for (int i = 0; i < 3; ++i) {
    m_node->change(QStringLiteral("demo-1"), [](node::SessionRow& row) {
      row.reports += 2;
      row.reportBytes += 100;
    });
    QTest::qWait(300);
  }
  QTRY_COMPARE(cell(timeline, 0, TimelineModel::Detail), QStringLiteral("6, 300 bytes"));
  QCOMPARE(cell(timeline, 0, TimelineModel::What), QStringLiteral("Reports"));
  QCOMPARE(timeline.model()->rowCount(), 3);
  node::CommandRequest request;
  request.id = QStringLiteral("c1");
  request.device = QStringLiteral("demo-1");
  request.payload = "relay on";
  m_node->send({request}, this, [](const Result<QStringList>&) {});
  QTRY_COMPARE(cell(timeline, 0, TimelineModel::What), QStringLiteral("Done"));
  QVERIFY(cell(timeline, 0, TimelineModel::Detail).startsWith(QStringLiteral("relay on → ok")));
}

void UiDevicesTest::tracesBothWaysInHexAndText() {
  openDevices(2);
  select({QStringLiteral("demo-1")});
  QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);
  QCOMPARE(m_node->traces(QStringLiteral("demo-1")), 1);
  QVERIFY(table("Frames of the device").isVisible());
  QTest::qWait(300);
  m_node->addFrame(QStringLiteral("demo-1"), true, 5, QByteArray("temp=21\x01", 8));
  m_node->addFrame(QStringLiteral("demo-1"), false, 7, QByteArray(2'000, 'x'));
  const TableView& frames = table("Frames of the device");
  QTRY_COMPARE(frames.model()->rowCount(), 2);
  QCOMPARE(cell(frames, 0, TraceModel::Frame), QStringLiteral("← COMMAND"));
  QCOMPARE(cell(frames, 1, TraceModel::Frame), QStringLiteral("→ REPORT"));
  QCOMPARE(cell(frames, 1, TraceModel::Hex), QStringLiteral("74 65 6d 70 3d 32 31 01"));
  QCOMPARE(cell(frames, 1, TraceModel::Text), QStringLiteral("temp=21."));
  table("Frames of the device").setCurrentIndex(frames.model()->index(1, 0));
  const auto* bytes = named<QPlainTextEdit>(*m_window, "Bytes of the selected frame");
  QVERIFY(bytes->toPlainText().startsWith(QStringLiteral("0000  74 65 6d 70 3d 32 31 01  temp=21.")));
  table("Frames of the device").setCurrentIndex(frames.model()->index(0, 0));
  QVERIFY2(bytes->toPlainText().contains(QStringLiteral("1,024 of 2,000 bytes")), "what is cut is said");
  // On the same axis as all else.
  const TableView& timeline = table("Timeline of the device");
  QCOMPARE(cell(timeline, 0, TimelineModel::What), QStringLiteral("← COMMAND"));
  QVERIFY(cell(timeline, 1, TimelineModel::Detail).contains(QStringLiteral("74 65 6d")));
  const QString path = m_folder.filePath(QStringLiteral("trace.csv"));
  QCOMPARE(frames.exportTo(path), QString());
  QVERIFY(contents(path).contains(QByteArray(2'000, 'x').left(1'024).toHex(' ')));
  QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);
  QCOMPARE(m_node->traces(QStringLiteral("demo-1")), 0);
  QCOMPARE(frames.model()->rowCount(), 2);
}

void UiDevicesTest::aPausedTraceStandsStill() {
  openDevices(1);
  select({QStringLiteral("demo-1")});
  action("trace").trigger();
  QTest::qWait(300);
  m_node->addFrame(QStringLiteral("demo-1"), true, 3, {});
  const TableView& frames = table("Frames of the device");
  QTRY_COMPARE(frames.model()->rowCount(), 1);
  click(*m_window, "Pause");
  m_node->addFrame(QStringLiteral("demo-1"), true, 3, {});
  m_node->addFrame(QStringLiteral("demo-1"), false, 4, {});
  const auto& model = *qobject_cast<const TraceModel*>(frames.model());
  QTRY_COMPARE(model.held(), 2);
  QCOMPARE(frames.model()->rowCount(), 1);
  click(*m_window, "Pause");
  QCOMPARE(frames.model()->rowCount(), 3);
  QCOMPARE(cell(frames, 0, TraceModel::Frame), QStringLiteral("← PONG"));
  click(*m_window, "Clear");
  QCOMPARE(frames.model()->rowCount(), 0);
}

void UiDevicesTest::anotherDeviceEndsTheTrace() {
  openDevices(2);
  select({QStringLiteral("demo-1")});
  action("trace").trigger();
  select({QStringLiteral("demo-2")});
  QCOMPARE(m_node->traces(QStringLiteral("demo-1")), 0);
  QCOMPARE(m_node->traces(QStringLiteral("demo-2")), 0);
  QVERIFY(!action("trace").isChecked());
  action("trace").trigger();
  QCOMPARE(m_node->traces(QStringLiteral("demo-2")), 1);
  m_window.reset();
  QCOMPARE(m_node->traces(QStringLiteral("demo-2")), 0);
}

void UiDevicesTest::aTraceGoesOnBehindANewLink() {
  openDevices(1);
  select({QStringLiteral("demo-1")});
  action("trace").trigger();
  m_node->setState(node::NodeControl::State::Lost, QStringLiteral("gone"));
  QCOMPARE(m_node->traces(QStringLiteral("demo-1")), 1);
  m_node->setState(node::NodeControl::State::Connected);
  QCOMPARE(m_node->traces(QStringLiteral("demo-1")), 2);
}

void UiDevicesTest::olderFramesOfOthersAreNotShown() {
  openDevices(1);
  m_node->setNowMs(QDateTime::currentMSecsSinceEpoch() - 60'000);
  m_node->setTrace(QStringLiteral("demo-1"), true);
  m_node->addFrame(QStringLiteral("demo-1"), true, 5, "older");
  m_node->setNowMs(0);
  QTest::qWait(600);
  select({QStringLiteral("demo-1")});
  action("trace").trigger();
  QTest::qWait(10);
  m_node->addFrame(QStringLiteral("demo-1"), true, 5, "newer");
  const TableView& frames = table("Frames of the device");
  QTRY_COMPARE(frames.model()->rowCount(), 1);
  QCOMPARE(cell(frames, 0, TraceModel::Text), QStringLiteral("newer"));
}

void UiDevicesTest::everyModelHolds() {
  for (const char* name : {"Devices", "Timeline of the device", "Frames of the device"}) {
    new QAbstractItemModelTester(table(name).model(), QAbstractItemModelTester::FailureReportingMode::QtTest,
                                 m_window.get());
  }
  openDevices(200);
  select({QStringLiteral("demo-7")});
  action("trace").trigger();
  QTest::qWait(300);
  for (int i = 0; i < 50; ++i) {
    m_node->addFrame(QStringLiteral("demo-7"), i % 2 == 0, 5, QByteArray::number(i));
    m_node->change(QStringLiteral("demo-7"), [](node::SessionRow& row) { ++row.reports; });
  }
  for (int i = 0; i < 200; i += 3) m_node->disconnectDevice(QStringLiteral("demo-%1").arg(i), CloseReason::Lost);
  table("Devices").sortByColumn(DeviceColumn::Reports, Qt::DescendingOrder);
  QTRY_COMPARE(table("Frames of the device").model()->rowCount(), 50);
  QTRY_VERIFY(table("Timeline of the device").model()->rowCount() > 50);
  typeFilter(QStringLiteral("7"));
  QTRY_VERIFY(devices().rowCount() < 60);
}

void UiDevicesTest::everythingIsReachedByTab() {
  openDevices(3);
  select({QStringLiteral("demo-1"), QStringLiteral("demo-2")});
  filter().setFocus();
  QSet<QString> reached;
  for (int i = 0; i < 60; ++i) {
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Tab);
    if (m_window->focusWidget() == nullptr) break;
    reached.insert(m_window->focusWidget()->accessibleName());
  }
  for (const char* name : {"Filter devices", "Saved filters", "Send to 2 devices…", "Copy 2 devices", "Export devices",
                           "Columns", "Kick 2 devices", "Devices"}) {
    QVERIFY2(reached.contains(QString::fromUtf8(name)), name);
  }
}

QTEST_MAIN(UiDevicesTest)
#include "tst_ui_devices.moc"
