// A run to many devices: its rate, how it is stopped, ends or fails, and its results.
#include <QAbstractItemModelTester>
#include <QFile>
#include <QLineEdit>
#include <QMessageBox>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

#include "commands_page_test.h"
#include "ui/commands_model.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

class UiCommandsRunsTest : public CommandsPageTest {
  Q_OBJECT

 private Q_SLOTS:
  void stopSendsNothingMore();
  void quittingBeforeAllIsSentAsks();
  void theRateIsKept();
  void resultsAreExported();
  void aRefusalStopsTheRest();
  void aLostLinkEndsARun();
  void oneRunAtATime();
  void durableCommandsGoOnWaiting();
  void theModelHoldsUnderARun();

 private:
  void sendSlowly(const char* payload = "on");
};

// The first of 30 commands is sent, and the clock stands still.
void UiCommandsRunsTest::sendSlowly(const char* payload) {
  m_clock = std::make_shared<HandClock>();
  open();
  connectDevices(30);
  choose("Kind of targets", q("Filter"));
  type("Filter of the targets", q("demo-"));
  writePayload(q(payload));
  openDryRun();
  named<QSpinBox>(*dialog(), "Commands to send each second")->setValue(1);
  click(*dialog(), "Send to 30 devices");
  QTRY_COMPARE(m_node->sent().size(), 1);
}

void UiCommandsRunsTest::stopSendsNothingMore() {
  sendSlowly();
  QTRY_VERIFY(says(q("Sending 1 of 30")));
  click(*m_window, "Stop");
  QVERIFY(says(q("Stopped. Sent: 1 of 30. Not sent: 29.")));
  QTRY_COMPARE(counts(), q("done: 1  ·  not sent: 29"));
  m_clock->advance(std::chrono::seconds(100));
  QTest::qWait(200);
  QCOMPARE(m_node->sent().size(), 1);
  // Those that did not get it are the targets of the next.
  click(*m_window, "Choose the 29 not done");
  QCOMPARE(named<QLineEdit>(*m_window, "Devices")->text().count(QLatin1Char(',')), 28);
  QVERIFY(!named<QLineEdit>(*m_window, "Devices")->text().contains(m_node->sent().front().device + QLatin1Char(',')));
}

void UiCommandsRunsTest::quittingBeforeAllIsSentAsks() {
  sendSlowly();
  QSignalSpy quits(m_window.get(), &MainWindow::quitAccepted);
  m_window->close();
  auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
  QVERIFY(box != nullptr);
  QVERIFY2(box->informativeText().contains(q("29 of them would not be sent")), qPrintable(box->informativeText()));
  click(*box, "Cancel");
  QCOMPARE(quits.size(), 0);
  QVERIFY(m_window->isVisible());
  m_window->close();
  click(*QApplication::activeModalWidget(), "Quit all the same");
  QCOMPARE(quits.size(), 1);
}

void UiCommandsRunsTest::theRateIsKept() {
  m_clock = std::make_shared<HandClock>();
  open();
  connectDevices(100);
  choose("Kind of targets", q("Filter"));
  type("Filter of the targets", q("demo-"));
  writePayload(q("on"));
  openDryRun();
  QCOMPARE(named<QSpinBox>(*dialog(), "Commands to send each second")->value(), 200);
  named<QSpinBox>(*dialog(), "Commands to send each second")->setValue(40);
  click(*dialog(), "Send to 100 devices");
  QTRY_COMPARE(m_node->sent().size(), 1);
  QTest::qWait(150);
  QCOMPARE(m_node->sent().size(), 1);
  m_clock->advance(std::chrono::milliseconds(100));
  QTRY_COMPARE(m_node->sent().size(), 5);
  // A window that stood still does not make up for it all at once.
  m_clock->advance(std::chrono::seconds(60));
  QTRY_COMPARE(m_node->sent().size(), 15);
  QTest::qWait(150);
  QCOMPARE(m_node->sent().size(), 15);
  // It is offered again the next time.
  open();
  QTRY_VERIFY(named<QTableView>(*m_window, "Devices")->model()->rowCount() == 100);
  choose("Kind of targets", q("Filter"));
  type("Filter of the targets", q("demo-"));
  openDryRun();
  QCOMPARE(named<QSpinBox>(*dialog(), "Commands to send each second")->value(), 40);
  click(*dialog(), "Cancel");
}

void UiCommandsRunsTest::resultsAreExported() {
  connectDevices(2);
  choose("Kind of targets", q("CSV file"));
  writePayload(q("{what}"));
  type("CSV file of the targets", write("list.csv", "device,what\ndemo-1,on\n-gone,on\ndemo-2,fail\n"));
  openDryRun();
  click(*dialog(), "Send to 3 devices");
  QTRY_VERIFY(says(q("All 3 have ended")));
  QCOMPARE(counts(), q("done: 1  ·  failed: 1  ·  offline: 1"));
  const auto read = [&](bool failuresOnly) {
    const QString path = m_folder.filePath(q("results.csv"));
    const QString problem = panel().run()->exportTo(path, failuresOnly);
    QFile file(path);
    return problem.isEmpty() && file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : problem;
  };
  const QStringList all = read(false).split(q("\r\n"));
  QCOMPARE(all.size(), 5);
  QCOMPARE(all[0], q("device,id,status,code,answer,reason,ack_ms,node,at"));
  QVERIFY2(all[1].startsWith(q("demo-1,")) && all[1].contains(q(",done,0,ok,,1.9,n1,")), qPrintable(all[1]));
  // A spreadsheet would take it for a formula.
  QVERIFY2(all[2].startsWith(q("'-gone,")) && all[2].contains(q(",offline,,,no node holds this device now,,n1,")),
           qPrintable(all[2]));
  QVERIFY2(all[3].contains(q(",failed,1,asked to fail,")), qPrintable(all[3]));
  const QStringList failures = read(true).split(q("\r\n"));
  QCOMPARE(failures.mid(1), all.mid(2));
  QVERIFY(!panel().run()->exportTo(m_folder.filePath(q("none/results.csv")), false).isEmpty());
}

void UiCommandsRunsTest::aRefusalStopsTheRest() {
  m_clock = std::make_shared<HandClock>();
  open();
  connectDevices(30);
  m_node->refuseToSend("there is no link to Redis");
  choose("Kind of targets", q("Filter"));
  type("Filter of the targets", q("demo-"));
  writePayload(q("on"));
  openDryRun();
  named<QSpinBox>(*dialog(), "Commands to send each second")->setValue(1);
  click(*dialog(), "Send to 30 devices");
  QTRY_VERIFY(says(q("Stopped. Sent: 1 of 30. Not sent: 29. The reason: there is no link to Redis.")));
  QCOMPARE(counts(), q("rejected: 1  ·  not sent: 29"));
  QTRY_COMPARE(cell(table(), 0, CommandsModel::State), q("rejected"));
}

void UiCommandsRunsTest::aLostLinkEndsARun() {
  sendSlowly("silent");
  QTRY_COMPARE(counts(), q("written: 1  ·  waiting: 29"));
  m_node->setState(node::NodeControl::State::Lost, q("the node ended"));
  QVERIFY(says(q("Not sent: 29. The reason: the link was lost: the node ended.")));
  QCOMPARE(counts(), q("unacknowledged: 1  ·  not sent: 29"));
}

void UiCommandsRunsTest::oneRunAtATime() {
  m_clock = std::make_shared<HandClock>();
  open();
  connectDevices(30);
  choose("Kind of targets", q("Filter"));
  type("Filter of the targets", q("demo-"));
  writePayload(q("on"));
  openDryRun();
  named<QSpinBox>(*dialog(), "Commands to send each second")->setValue(1);
  click(*dialog(), "Send to 30 devices");
  QTRY_VERIFY(says(q("Sending 1 of 30")));
  QTRY_VERIFY(dialog() == nullptr);
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QVERIFY(banners().contains(q("being sent to many devices already")));
  QVERIFY(dialog() == nullptr);
  // A single one goes its way meanwhile.
  choose("Kind of targets", q("Devices"));
  type("Devices", q("demo-7"));
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QTRY_COMPARE(m_node->sent().size(), 2);
  QVERIFY(says(q("Sending 1 of 30")));
}

void UiCommandsRunsTest::durableCommandsGoOnWaiting() {
  connectDevices(1);
  type("Devices", q("demo-1 gone-1"));
  writePayload(q("on"));
  choose("Delivery", q("Durable: kept until it arrives"));
  QVERIFY2(status().contains(q("1 of 2 targets are not connected, the commands wait for them")), qPrintable(status()));
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QTRY_VERIFY(says(q("All 2 are sent, still under way: 1")));
  QTRY_COMPARE(counts(), q("queued: 1  ·  done: 1"));
  m_node->connectDevice(q("gone-1"));
  QTRY_VERIFY(says(q("All 2 have ended")));
  QCOMPARE(counts(), q("done: 2"));
}

void UiCommandsRunsTest::theModelHoldsUnderARun() {
  const QAbstractItemModelTester tester(table().model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
  connectDevices(300);
  type("Filter commands", q("done"));
  choose("Kind of targets", q("Filter"));
  type("Filter of the targets", q("demo-"));
  writePayload(q("{device}"));
  openDryRun();
  named<QSpinBox>(*dialog(), "Commands to send each second")->setValue(BulkSend::kMostRate);
  click(*dialog(), "Send to 300 devices");
  QTRY_VERIFY(says(q("All 300 have ended")));
  QTRY_COMPARE(table().model()->rowCount(), 300);
  type("Filter commands", q("demo-7 done"));
  QTRY_COMPARE(table().model()->rowCount(), 11);  // 7 and 70 to 79
  action("forgetCommands").trigger();
  QVERIFY(clickInBox(q("Forget 300 commands")));
  QTRY_COMPARE(table().model()->rowCount(), 0);
}

QTEST_MAIN(UiCommandsRunsTest)
#include "tst_ui_commands_runs.moc"
