// To whom the page of commands sends: a filter, a file, other pages; and what a dry run says of them.
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QTest>

#include "commands_page_test.h"
#include "ui/commands_model.h"
#include "ui/commands_page.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

class UiCommandsTargetsTest : public CommandsPageTest {
  Q_OBJECT

 private Q_SLOTS:
  void sendsToAllThatAFilterLetsThrough();
  void anEmptyFilterIsNotTheWholeFleet();
  void aWrongFilterIsMarked();
  void sendsALineOfAFileToEachDevice();
  void aWrongFileSaysWhichLine();
  void aFileCanBeReplacedWhileItIsRead();
  void theDryRunSaysWhoIsThere();
  void onlyThoseConnectedGetIt();
  void aBadPayloadOfOneIsSaidBeforeAnythingIsSent();
  void targetsComeFromOtherPages();
  void moreThanALineHoldsAreChosenAsANumber();

 private:
  [[nodiscard]] QString fact(const char* name) { return named<QLabel>(*dialog(), name)->text(); }
};

void UiCommandsTargetsTest::sendsToAllThatAFilterLetsThrough() {
  connectDevices(30);
  m_node->connectDevice(q("pump-7"));
  choose("Kind of targets", q("Filter"));
  type("Filter of the targets", q("demo- node:n1"));
  writePayload(q("I am {device}"));
  QTRY_VERIFY2(status().contains(q("30 targets")), qPrintable(status()));
  openDryRun();
  QCOMPARE(fact("Connected now"), q("30 of 30"));
  QVERIFY(fact("Payload").contains(q("11 to 12 bytes each")));
  QVERIFY(m_node->sent().isEmpty());
  click(*dialog(), "Send to 30 devices");
  QTRY_COMPARE(m_node->sent().size(), 30);
  for (const node::CommandRequest& request : m_node->sent()) {
    QCOMPARE(request.payload, "I am " + request.device.toUtf8());
    QVERIFY(request.device != q("pump-7"));
  }
  QTRY_VERIFY(says(q("All 30 have ended")));
  QCOMPARE(counts(), q("done: 30"));
  QVERIFY(!action("exportBulkFailures").isEnabled());
  QTRY_COMPARE(cell(table(), 29, CommandsModel::State), q("done"));
  click(*m_window, "Close");
  QVERIFY(!panel().isVisible());
}

void UiCommandsTargetsTest::anEmptyFilterIsNotTheWholeFleet() {
  connectDevices(3);
  choose("Kind of targets", q("Filter"));
  writePayload(q("on"));
  QTest::qWait(150);
  QVERIFY(!sendButton().isEnabled());
  type("Filter of the targets", q("nobody"));
  QTRY_VERIFY(status().contains(q("0 targets")));
  QVERIFY(!sendButton().isEnabled());
}

void UiCommandsTargetsTest::aWrongFilterIsMarked() {
  connectDevices(3);
  choose("Kind of targets", q("Filter"));
  type("Filter of the targets", q("idle>often"));
  QTRY_VERIFY(named<QLineEdit>(*m_window, "Filter of the targets")->property("invalid").toBool());
  QVERIFY2(status().contains(q("idle>often")), qPrintable(status()));
  QVERIFY(!sendButton().isEnabled());
}

void UiCommandsTargetsTest::sendsALineOfAFileToEachDevice() {
  connectDevices(2);
  const QString path = write("list.csv", "device;Code\ndemo-1;\"a\"\"b\"\ndemo-2;c\n");
  choose("Kind of targets", q("CSV file"));
  choose("Payload form", q("JSON"));
  writePayload(q("{\"code\":\"{code}\",\"n\":{counter:10}}"));
  QVERIFY2(status().contains(q("{code}")), "there is no such column yet");
  type("CSV file of the targets", path);
  QTRY_VERIFY2(status().contains(q("2 targets")), qPrintable(status()));
  openDryRun();
  QCOMPARE(fact("The first one"), q("{\"code\":\"a\\\"b\",\"n\":10}"));
  click(*dialog(), "Send to 2 devices");
  QTRY_COMPARE(m_node->sent().size(), 2);
  QCOMPARE(m_node->sent()[0].payload, QByteArray("{\"code\":\"a\\\"b\",\"n\":10}"));
  QCOMPARE(m_node->sent()[1].payload, QByteArray("{\"code\":\"c\",\"n\":11}"));
  QCOMPARE(m_node->sent()[1].device, q("demo-2"));
}

void UiCommandsTargetsTest::aWrongFileSaysWhichLine() {
  choose("Kind of targets", q("CSV file"));
  writePayload(q("on"));
  type("CSV file of the targets", write("bad.csv", "device\ndemo-1\ndemo 2\n"));
  QTRY_VERIFY2(status().contains(q("line 3: 'demo 2' is no device id")), qPrintable(status()));
  QVERIFY(named<QLineEdit>(*m_window, "CSV file of the targets")->property("invalid").toBool());
  type("CSV file of the targets", m_folder.filePath(q("none.csv")));
  QTRY_VERIFY2(status().contains(q("can't be used")) && !status().contains(q("line 3")), qPrintable(status()));
  QVERIFY(!sendButton().isEnabled());
}

void UiCommandsTargetsTest::aFileCanBeReplacedWhileItIsRead() {
  QByteArray large("device\n");
  for (int i = 0; i < 50'000; ++i) large += "d" + QByteArray::number(i) + "\n";
  choose("Kind of targets", q("CSV file"));
  writePayload(q("on"));
  type("CSV file of the targets", write("large.csv", large));
  QTest::keyClick(named<QLineEdit>(*m_window, "CSV file of the targets"), Qt::Key_Return);
  type("CSV file of the targets", write("small.csv", "demo-1\n"));
  QTest::keyClick(named<QLineEdit>(*m_window, "CSV file of the targets"), Qt::Key_Return);
  QTRY_VERIFY(status().contains(q("the device is not connected")));
  QTest::qWait(300);
  QVERIFY(status().contains(q("the device is not connected")));
  type("CSV file of the targets", m_folder.filePath(q("large.csv")));
  QTRY_VERIFY2(status().contains(q("50,000 targets")), qPrintable(status()));
}

void UiCommandsTargetsTest::theDryRunSaysWhoIsThere() {
  connectDevices(20);
  m_node->disconnectDevice(q("demo-3"), CloseReason::Lost);
  QTRY_COMPARE(named<QTableView>(*m_window, "Devices")->model()->rowCount(), 19);
  QByteArray csv("device\n");
  for (int i = 1; i <= 20; ++i) csv += "demo-" + QByteArray::number(i) + "\n";
  csv += "demo-1\nnobody-1\nnobody-2\nnobody-3\nnobody-4\n";
  choose("Kind of targets", q("CSV file"));
  writePayload(q("on"));
  type("CSV file of the targets", write("list.csv", csv));
  QTRY_VERIFY(status().contains(q("5 of 25 targets are not connected")));
  openDryRun();
  QCOMPARE(fact("Connected now"), q("20 of 25"));
  QCOMPARE(fact("Away, seen before"), q("1"));
  QCOMPARE(fact("Unknown"), q("4: nobody-1, nobody-2, nobody-3 and others"));
  QCOMPARE(fact("More than once"), q("1"));
  QVERIFY(fact("Payload").startsWith(q("2 bytes each, 50 ")));
  click(*dialog(), "Cancel");
  QTRY_VERIFY(dialog() == nullptr);
  QVERIFY(m_node->sent().isEmpty());
}

void UiCommandsTargetsTest::onlyThoseConnectedGetIt() {
  connectDevices(2);
  choose("Kind of targets", q("CSV file"));
  writePayload(q("{counter}"));
  type("CSV file of the targets", write("list.csv", "gone-1\ndemo-1\ngone-2\ndemo-2\n"));
  openDryRun();
  QTest::mouseClick(named<QCheckBox>(*dialog(), "Only to those that are connected now"), Qt::LeftButton, {},
                    QPoint(8, 8));
  click(*dialog(), "Send to 2 devices");
  QTRY_COMPARE(m_node->sent().size(), 2);
  QCOMPARE(m_node->sent()[0].device, q("demo-1"));
  QCOMPARE(m_node->sent()[1].device, q("demo-2"));
  QTRY_VERIFY(says(q("All 2 have ended")));
}

void UiCommandsTargetsTest::aBadPayloadOfOneIsSaidBeforeAnythingIsSent() {
  // Of a short list, too: the first can be sent, the second can't.
  choose("Payload form", q("Hex"));
  type("Devices", q("ab ccc"));
  writePayload(q("{device}"));
  openDryRun();
  QVERIFY(dialog()->findChild<QLabel*>(q("problem"))->text().contains(q("ccc: half a byte")));
  click(*dialog(), "Cancel");
  QTRY_VERIFY(dialog() == nullptr);
  choose("Payload form", q("Text"));
  connectDevices(2);
  choose("Kind of targets", q("CSV file"));
  choose("Payload form", q("Hex"));
  type("CSV file of the targets", write("list.csv", "device,code\ndemo-1,ff\ndemo-2,xy\n"));
  QTRY_VERIFY(status().contains(q("2 targets")) || !status().isEmpty());
  writePayload(q("01 {code}"));
  openDryRun();
  const QString problem = dialog()->findChild<QLabel*>(q("problem"))->text();
  QVERIFY2(problem.contains(q("1 payload can't be sent")), qPrintable(problem));
  QVERIFY2(problem.contains(q("line 3, demo-2")), qPrintable(problem));
  QVERIFY(!dialog()->findChild<QPushButton*>(q("sendMany"))->isEnabled());
  click(*dialog(), "Cancel");
  QVERIFY(m_node->sent().isEmpty());
}

void UiCommandsTargetsTest::targetsComeFromOtherPages() {
  choose("Kind of targets", q("Filter"));
  auto* page = m_window->findChild<CommandsPage*>();
  page->setTargets({q("demo-1"), q("demo-2")});
  QCOMPARE(named<QComboBox>(*m_window, "Kind of targets")->currentText(), q("Devices"));
  QCOMPARE(named<QLineEdit>(*m_window, "Devices")->text(), q("demo-1, demo-2"));
}

void UiCommandsTargetsTest::moreThanALineHoldsAreChosenAsANumber() {
  constexpr int kMany = 12'000;
  QStringList many;
  for (int i = 0; i < kMany; ++i) many.push_back(q("d-%1").arg(i));
  auto* page = m_window->findChild<CommandsPage*>();
  auto* chosen = named<QLabel>(*m_window, "Chosen devices");
  auto* field = named<QLineEdit>(*m_window, "Devices");
  page->setTargets(many);
  writePayload(q("on"));
  QVERIFY2(status().contains(q("12,000 targets")), qPrintable(status()));
  QVERIFY(chosen->isVisible() && chosen->text().contains(q("12,000 devices")) && !field->isVisible());
  openDryRun();
  QCOMPARE(fact("Connected now"), q("0 of 12,000"));
  click(*dialog(), "Cancel");
  QTRY_VERIFY(dialog() == nullptr);
  // They are there again after a look at another kind, until they are cleared or others come.
  choose("Kind of targets", q("Filter"));
  QVERIFY(!chosen->isVisible());
  choose("Kind of targets", q("Devices"));
  QVERIFY2(chosen->isVisible() && status().contains(q("12,000 targets")), qPrintable(status()));
  click(*m_window, "Clear");
  QVERIFY(field->isVisible() && field->text().isEmpty() && !sendButton().isEnabled());
  page->setTargets(many);
  page->setTargets({q("demo-1")});
  QCOMPARE(field->text(), q("demo-1"));
  QVERIFY(field->isVisible());
}

QTEST_MAIN(UiCommandsTargetsTest)
#include "tst_ui_commands_targets.moc"
