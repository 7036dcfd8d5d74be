// The one device that is selected: its timeline, and the frames to and from it.
#include <QAbstractItemModelTester>
#include <QDateTime>
#include <QPlainTextEdit>
#include <QTest>

#include "devices_page_test.h"
#include "ui/timeline_model.h"
#include "ui/trace_model.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

class UiDevicesTraceTest : public DevicesPageTest {
  Q_OBJECT

 private Q_SLOTS:
  void timelineHasReportsCommandsAndHistory();
  void tracesBothWaysInHexAndText();
  void aPausedTraceStandsStill();
  void anotherDeviceEndsTheTrace();
  void aTraceGoesOnBehindANewLink();
  void olderFramesOfOthersAreNotShown();
  void everyModelHolds();
};

void UiDevicesTraceTest::timelineHasReportsCommandsAndHistory() {
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

void UiDevicesTraceTest::tracesBothWaysInHexAndText() {
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

void UiDevicesTraceTest::aPausedTraceStandsStill() {
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

void UiDevicesTraceTest::anotherDeviceEndsTheTrace() {
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

void UiDevicesTraceTest::aTraceGoesOnBehindANewLink() {
  openDevices(1);
  select({QStringLiteral("demo-1")});
  action("trace").trigger();
  m_node->setState(node::NodeControl::State::Lost, QStringLiteral("gone"));
  QCOMPARE(m_node->traces(QStringLiteral("demo-1")), 1);
  m_node->setState(node::NodeControl::State::Connected);
  QCOMPARE(m_node->traces(QStringLiteral("demo-1")), 2);
}

void UiDevicesTraceTest::olderFramesOfOthersAreNotShown() {
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

void UiDevicesTraceTest::everyModelHolds() {
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

QTEST_MAIN(UiDevicesTraceTest)
#include "tst_ui_devices_trace.moc"
