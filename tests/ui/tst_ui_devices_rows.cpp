// The table of the page of devices: its columns, and what is done with rows: sent to, copied, exported, kicked.
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QListWidget>
#include <QLocale>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QTest>
#include <algorithm>

#include "devices_page_test.h"
#include "ui/columns_dialog.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

class UiDevicesRowsTest : public DevicesPageTest {
  Q_OBJECT

 private Q_SLOTS:
  void columnsAreChosenByKeysAlone();
  void columnsAreKeptAsSoonAsTheyChange();
  void theOrderIsKeptOverARestart();
  void theUsualColumnsComeBack();
  void buttonsCountWhatIsSelected();
  void sendGoesToTheCommandsPageWithAllOfThem();
  void copiesAsIdsRowsCsvAndJson();
  void exportsAllShownAndSelected();
  void exportsJsonWhenTheNameSaysSo();
  void aLongExportShowsHowFarItIsAndIsCancelled();
  void kicksByKeysAlone();
  void everythingIsReachedByTab();

 private:
  [[nodiscard]] bool hasButton(const QString& text) const;
  void exportTo(const char* action, const QString& path);
};

bool UiDevicesRowsTest::hasButton(const QString& text) const {
  const QList<QPushButton*> all = m_window->findChildren<QPushButton*>();
  return std::ranges::any_of(all, [&](const QPushButton* one) { return one->isVisible() && one->text() == text; });
}

void UiDevicesRowsTest::exportTo(const char* name, const QString& path) {
  action(name).trigger();
  auto* dialog = m_window->findChild<QFileDialog*>();
  QVERIFY(dialog != nullptr);
  QVERIFY(dialog->directory() != QDir::current());  // where nobody knows of, and perhaps may not write
  dialog->setOption(QFileDialog::DontConfirmOverwrite);
  dialog->selectFile(path);
  QMetaObject::invokeMethod(dialog, "accept");
  QTRY_VERIFY(m_window->findChild<QFileDialog*>() == nullptr);
}

void UiDevicesRowsTest::columnsAreChosenByKeysAlone() {
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

void UiDevicesRowsTest::columnsAreKeptAsSoonAsTheyChange() {
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

// What the arrow in the header says is so, when the window is opened anew as well.
void UiDevicesRowsTest::theOrderIsKeptOverARestart() {
  for (const auto& [device, reports] : {std::pair("pump-1", 20), {"pump-2", 30}, {"pump-3", 10}}) {
    m_node->connectDevice(QString::fromLatin1(device));
    m_node->change(QString::fromLatin1(device), [count = reports](node::SessionRow& row) { row.reports = count; });
  }
  QTRY_COMPARE(devices().rowCount(), 3);
  table("Devices").sortByColumn(DeviceColumn::Reports, Qt::DescendingOrder);
  const auto shown = [this] {
    QStringList all;
    for (int row = 0; row < devices().rowCount(); ++row) all.push_back(devices().deviceAt(row));
    return all.join(QLatin1Char(' '));
  };
  QTRY_COMPARE(shown(), QStringLiteral("pump-2 pump-1 pump-3"));
  open();
  const QHeaderView& header = *table("Devices").horizontalHeader();
  QCOMPARE(header.sortIndicatorSection(), static_cast<int>(DeviceColumn::Reports));
  QCOMPARE(header.sortIndicatorOrder(), Qt::DescendingOrder);
  QTRY_COMPARE(shown(), QStringLiteral("pump-2 pump-1 pump-3"));
}

void UiDevicesRowsTest::theUsualColumnsComeBack() {
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

void UiDevicesRowsTest::buttonsCountWhatIsSelected() {
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

void UiDevicesRowsTest::sendGoesToTheCommandsPageWithAllOfThem() {
  openDevices(4);
  select({QStringLiteral("demo-1"), QStringLiteral("demo-3")});
  click(*m_window, "Send to 2 devices…");
  auto* payload = named<QPlainTextEdit>(*m_window, "Payload");
  QTRY_VERIFY(payload->isVisible());
  QCOMPARE(named<QLineEdit>(*m_window, "Devices")->text(), QStringLiteral("demo-1, demo-3"));
}

void UiDevicesRowsTest::copiesAsIdsRowsCsvAndJson() {
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

void UiDevicesRowsTest::exportsAllShownAndSelected() {
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

void UiDevicesRowsTest::exportsJsonWhenTheNameSaysSo() {
  openDevices(3);
  const QString path = m_folder.filePath(QStringLiteral("devices.json"));
  exportTo("exportAllDevices", path);
  QTRY_COMPARE(QJsonDocument::fromJson(contents(path)).array().size(), 3);
}

void UiDevicesRowsTest::aLongExportShowsHowFarItIsAndIsCancelled() {
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

void UiDevicesRowsTest::kicksByKeysAlone() {
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

void UiDevicesRowsTest::everythingIsReachedByTab() {
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

QTEST_MAIN(UiDevicesRowsTest)
#include "tst_ui_devices_rows.moc"
