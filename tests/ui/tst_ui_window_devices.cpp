// Devices and what they did, in the tables of the whole window.
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

#include "ui/events_model.h"
#include "ui/table_view.h"
#include "window_test.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

class UiWindowDevicesTest : public WindowTest {
  Q_OBJECT

 private Q_SLOTS:
  void filtersAsOneTypes();
  void kicksOneAtOnce();
  void kicksSeveralAfterAsking();
  void selectionSurvivesAReconnect();
  void timelineFollowsTheDevice();
  void theTimelineTellsOfAReconnectOnce();
  void eventsAreFilteredByKind();
  void columnsAreRemembered();
  void copiesRowsAndExports();
};

void UiWindowDevicesTest::filtersAsOneTypes() {
  m_node->connectDevices(30);
  QTRY_COMPARE(devices().rowCount(), 30);
  m_window->showPage(MainWindow::Devices);
  action("filter").trigger();
  auto* filter = named<QLineEdit>(*m_window, "Filter devices");
  QVERIFY(filter->hasFocus());
  QTest::keyClicks(filter, QStringLiteral("demo-2"));
  QTRY_COMPARE(devices().rowCount(), 11);  // 2 and 20 to 29
  QTest::keyClicks(filter, QStringLiteral(" node:n1 addr:10.2. idle<1h"));
  QTRY_COMPARE(devices().rowCount(), 11);
  QTest::keyClick(filter, Qt::Key_Escape);
  QTRY_COMPARE(devices().rowCount(), 30);
  QTest::keyClicks(filter, QStringLiteral("idle>often"));
  QTRY_VERIFY(filter->property("invalid").toBool());
  QCOMPARE(devices().rowCount(), 30);
  QTest::keyClick(filter, Qt::Key_Escape);
  QTRY_VERIFY(!filter->property("invalid").toBool());
  QTest::keyClicks(filter, QStringLiteral("demo-3"));
  QTest::keyClick(filter, Qt::Key_Return);
  QCOMPARE(m_window->focusWidget(), &table("Devices"));
  QCOMPARE(devices().at(table("Devices").currentIndex().row())->device, QStringLiteral("demo-3"));
}

void UiWindowDevicesTest::kicksOneAtOnce() {
  m_node->connectDevices(3);
  m_window->showPage(MainWindow::Devices);
  select({QStringLiteral("demo-2")});
  QTest::keyClick(&table("Devices"), Qt::Key_Delete);
  QTRY_VERIFY(!m_node->has(QStringLiteral("demo-2")));
  QTRY_COMPARE(devices().rowCount(), 2);
  QVERIFY(m_node->has(QStringLiteral("demo-1")));
}

void UiWindowDevicesTest::kicksSeveralAfterAsking() {
  m_node->connectDevices(4);
  m_window->showPage(MainWindow::Devices);
  select({QStringLiteral("demo-1"), QStringLiteral("demo-2"), QStringLiteral("demo-3")});
  action("kick").trigger();
  QVERIFY(clickInBox(QStringLiteral("Cancel")));
  QTest::qWait(50);
  QVERIFY(m_node->has(QStringLiteral("demo-1")));
  QTRY_VERIFY(QApplication::activeModalWidget() == nullptr);
  click(*m_window, "Kick 3 devices");
  QVERIFY(clickInBox(QStringLiteral("Kick 3 devices")));
  QTRY_COMPARE(devices().rowCount(), 1);
  QVERIFY(m_node->has(QStringLiteral("demo-4")));
}

void UiWindowDevicesTest::selectionSurvivesAReconnect() {
  m_node->connectDevices(5);
  m_window->showPage(MainWindow::Devices);
  select({QStringLiteral("demo-3")});
  QCOMPARE(named<QLabel>(*m_window, "Device")->text(), QStringLiteral("demo-3"));
  m_node->disconnectDevice(QStringLiteral("demo-3"), CloseReason::Lost);
  QTRY_COMPARE(devices().rowCount(), 4);
  QCOMPARE(named<QLabel>(*m_window, "Device")->text(), QStringLiteral("demo-3"));
  m_node->connectDevice(QStringLiteral("demo-3"));
  QTRY_COMPARE(devices().rowCount(), 5);
  QTRY_COMPARE(table("Devices").selectionModel()->selectedRows().size(), 1);
  QCOMPARE(devices().at(table("Devices").selectionModel()->selectedRows().front().row())->device,
           QStringLiteral("demo-3"));
}

void UiWindowDevicesTest::timelineFollowsTheDevice() {
  m_node->connectDevices(2);
  m_window->showPage(MainWindow::Devices);
  select({QStringLiteral("demo-1")});
  QTableView& timeline = table("Timeline of the device");
  QTRY_COMPARE(timeline.model()->rowCount(), 1);
  QCOMPARE(cell(timeline, 0, 1), QStringLiteral("Connected"));
  m_node->disconnectDevice(QStringLiteral("demo-1"), CloseReason::KeepaliveMissed);
  QTRY_COMPARE(timeline.model()->rowCount(), 2);
  QCOMPARE(cell(timeline, 0, 2), QStringLiteral("keepalive missed"));
}

// The nodes' memory of the device may be faster than what is new.
void UiWindowDevicesTest::theTimelineTellsOfAReconnectOnce() {
  m_node->connectDevices(2);
  m_window->showPage(MainWindow::Devices);
  QTRY_COMPARE(devices().rowCount(), 2);
  node::HistoryEntry arrival;
  arrival.kind = node::HistoryKind::Connected;
  arrival.atMs = QDateTime::currentMSecsSinceEpoch();
  arrival.session = 1'003;  // of the third connection
  arrival.node = QStringLiteral("n1");
  m_node->setHistory({arrival});
  select({QStringLiteral("demo-1")});
  QTableView& timeline = table("Timeline of the device");
  QTRY_COMPARE(timeline.model()->rowCount(), 2);
  m_node->disconnectDevice(QStringLiteral("demo-1"), CloseReason::Kicked);
  m_node->connectDevice(QStringLiteral("demo-1"));
  QTRY_COMPARE(timeline.model()->rowCount(), 3);
  QTest::qWait(600);
  int connections = 0;
  for (int row = 0; row < timeline.model()->rowCount(); ++row) {
    connections += cell(timeline, row, 1) == QStringLiteral("Connected") ? 1 : 0;
  }
  QCOMPARE(connections, 2);  // the first one, and this
}

void UiWindowDevicesTest::eventsAreFilteredByKind() {
  m_node->connectDevices(3);
  m_node->addEvent(node::EventKind::ProtocolError, node::Severity::Warning, QStringLiteral("demo-1"),
                   QStringLiteral("wrong magic"));
  m_window->showPage(MainWindow::Events);
  QTableView& events = table("Events");
  QTRY_COMPARE(events.model()->rowCount(), 4);
  QCOMPARE(cell(events, 0, EventsModel::Detail), QStringLiteral("wrong magic"));
  auto* kind = named<QComboBox>(*m_window, "Kind of event");
  kind->setCurrentIndex(kind->findText(QStringLiteral("Connected")));
  QCOMPARE(events.model()->rowCount(), 3);
  kind->setCurrentIndex(0);
  type("Filter events", QStringLiteral("magic"));
  QTRY_COMPARE(events.model()->rowCount(), 1);
}

void UiWindowDevicesTest::columnsAreRemembered() {
  m_node->connectDevices(1);
  table("Devices").setColumnWidth(DeviceColumn::Address, 222);
  table("Devices").setColumnHidden(DeviceColumn::Protocol, true);
  named<QLineEdit>(*m_window, "Filter devices")->setText(QStringLiteral("demo"));
  open();
  QCOMPARE(table("Devices").columnWidth(DeviceColumn::Address), 222);
  QVERIFY(table("Devices").isColumnHidden(DeviceColumn::Protocol));
  QCOMPARE(named<QLineEdit>(*m_window, "Filter devices")->text(), QStringLiteral("demo"));
}

void UiWindowDevicesTest::copiesRowsAndExports() {
  m_node->connectDevices(3);
  m_window->showPage(MainWindow::Devices);
  select({QStringLiteral("demo-1"), QStringLiteral("demo-3")});
  auto& view = *qobject_cast<TableView*>(&table("Devices"));
  view.copyAction()->trigger();
  const QString copied = QApplication::clipboard()->text();
  QCOMPARE(copied.count(QLatin1Char('\n')), 2);
  QVERIFY(copied.startsWith(QStringLiteral("demo-1\tn1\t")));
  const QString path = m_folder.filePath(QStringLiteral("devices.csv"));
  QCOMPARE(view.exportTo(path), QString());
  QFile file(path);
  QVERIFY(file.open(QIODevice::ReadOnly));
  QCOMPARE(file.readAll().count('\n'), 4);
  QVERIFY(!view.exportTo(m_folder.filePath(QStringLiteral("none/devices.csv"))).isEmpty());
}

QTEST_MAIN(UiWindowDevicesTest)
#include "tst_ui_window_devices.moc"
