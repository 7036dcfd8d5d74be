// What the page of commands keeps: templates, and the commands it sent.
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QTest>

#include "commands_page_test.h"
#include "server/base/file_access.h"
#include "ui/command_memory.h"
#include "ui/commands_model.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

class UiCommandsKeptTest : public CommandsPageTest {
  Q_OBJECT

 private Q_SLOTS:
  void templatesAreSavedRenamedAndDeleted();
  void templatesSurviveARestart();
  void brokenFilesArePutAsideAndSaid();
  void historySurvivesARestart();
  void endedCommandsAreForgotten();
  void overdueCommandsEnd();
  void whatWaitedInMemoryIsLost();
};

void UiCommandsKeptTest::templatesAreSavedRenamedAndDeleted() {
  auto* names = named<QComboBox>(*m_window, "Template");
  QVERIFY(!names->isEnabled());
  choose("Payload form", q("Hex"));
  writePayload(q("01 ff"));
  choose("Delivery", q("Durable: kept until it arrives"));
  named<QSpinBox>(*m_window, "Timeout")->setValue(33);
  click(*m_window, "Save as…");
  QTRY_VERIFY(dialog() != nullptr);
  auto* yes = dialog()->findChild<QPushButton*>(q("nameButton"));
  QVERIFY2(!yes->isEnabled(), "a name is wanted");
  QTest::keyClicks(named<QLineEdit>(*dialog(), "Name of the template"), q("Relay on"));
  QTest::mouseClick(yes, Qt::LeftButton);
  QTRY_VERIFY(dialog() == nullptr);
  QCOMPARE(names->currentText(), q("Relay on"));

  // Something else, and back.
  choose("Payload form", q("Text"));
  writePayload(q("off"));
  choose("Delivery", q("Live: connected now"));
  named<QSpinBox>(*m_window, "Timeout")->setValue(5);
  action("saveTemplate").trigger();
  QTRY_VERIFY(dialog() != nullptr);
  auto* line = named<QLineEdit>(*dialog(), "Name of the template");
  QCOMPARE(line->text(), q("Relay on"));
  QCOMPARE(dialog()->findChild<QPushButton*>(q("nameButton"))->text(), q("Replace 'Relay on'"));
  line->selectAll();
  QTest::keyClicks(line, q("Relay off"));
  QTest::keyClick(line, Qt::Key_Return);
  QTRY_VERIFY(dialog() == nullptr);
  choose("Template", q("Relay on"));
  QCOMPARE(named<QPlainTextEdit>(*m_window, "Payload")->toPlainText(), q("01 ff"));
  QCOMPARE(named<QComboBox>(*m_window, "Payload form")->currentText(), q("Hex"));
  QCOMPARE(named<QComboBox>(*m_window, "Delivery")->currentIndex(), 1);
  QCOMPARE(named<QSpinBox>(*m_window, "Timeout")->value(), 33);

  click(*m_window, "Rename…");
  QTRY_VERIFY(dialog() != nullptr);
  line = named<QLineEdit>(*dialog(), "New name of the template");
  line->selectAll();
  QTest::keyClicks(line, q("Relay off"));
  QVERIFY2(!dialog()->findChild<QPushButton*>(q("nameButton"))->isEnabled(), "another one is called so");
  line->selectAll();
  QTest::keyClicks(line, q("All on"));
  QTest::keyClick(line, Qt::Key_Return);
  QTRY_COMPARE(names->currentText(), q("All on"));
  QTRY_VERIFY(dialog() == nullptr);
  click(*m_window, "Delete…");
  QVERIFY(clickInBox(q("Delete the template")));
  QTRY_VERIFY(names->findText(q("All on")) < 0);
  QCOMPARE(names->count(), 2);
  QVERIFY(!action("deleteTemplate").isEnabled());
}

void UiCommandsKeptTest::templatesSurviveARestart() {
  writePayload(q("relay {device}"));
  action("saveTemplate").trigger();
  QTRY_VERIFY(dialog() != nullptr);
  QTest::keyClicks(named<QLineEdit>(*dialog(), "Name of the template"), q("Relay"));
  QTest::keyClick(named<QLineEdit>(*dialog(), "Name of the template"), Qt::Key_Return);
  open();
  QTRY_VERIFY(named<QComboBox>(*m_window, "Template")->findText(q("Relay")) > 0);
  choose("Template", q("Relay"));
  QCOMPARE(named<QPlainTextEdit>(*m_window, "Payload")->toPlainText(), q("relay {device}"));
  QVERIFY(!othersMay(Use::Reading, m_folder.filePath(q("state-templates.json"))));
}

void UiCommandsKeptTest::brokenFilesArePutAsideAndSaid() {
  m_window.reset();
  QVERIFY(!write("state-templates.json", "{\"version\":1,\"templ").isEmpty());
  QVERIFY(!write("state-commands.json", "garbage").isEmpty());
  open();
  QTRY_VERIFY2(banners().contains(q("state-commands.json.broken")), qPrintable(banners()));
  QVERIFY(QFile::exists(m_folder.filePath(q("state-commands.json.broken"))));
  QVERIFY(QFile::exists(m_folder.filePath(q("state-templates.json.broken"))));
  QVERIFY(sendButton().isVisible());
}

void UiCommandsKeptTest::historySurvivesARestart() {
  connectDevices(1);
  type("Devices", q("demo-1"));
  writePayload(q("relay on"));
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QTRY_COMPARE(cell(table(), 0, CommandsModel::State), q("done"));
  writePayload(q("silent"));
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QTRY_COMPARE(cell(table(), 0, CommandsModel::State), q("written"));

  // Another node, which knows nothing of it.
  m_window.reset();
  m_node = std::make_unique<FakeNodeControl>();
  open();
  QTRY_COMPARE(table().model()->rowCount(), 2);
  QCOMPARE(cell(table(), 0, CommandsModel::State), q("unacknowledged"));
  QVERIFY(cell(table(), 0, CommandsModel::Outcome).contains(q("the console was closed")));
  QCOMPARE(cell(table(), 1, CommandsModel::State), q("done"));
  QCOMPARE(cell(table(), 1, CommandsModel::Payload), q("relay on"));
  table().selectRow(1);
  click(*m_window, "Send again");
  QTRY_COMPARE(m_node->sent().size(), 1);
  QCOMPARE(m_node->sent().front().payload, QByteArray("relay on"));
  QCOMPARE(m_node->sent().front().device, q("demo-1"));
}

void UiCommandsKeptTest::endedCommandsAreForgotten() {
  connectDevices(1);
  type("Devices", q("demo-1"));
  for (const char* payload : {"on", "silent"}) {
    writePayload(q(payload));
    QTest::mouseClick(&sendButton(), Qt::LeftButton);
  }
  QTRY_COMPARE(cell(table(), 1, CommandsModel::State), q("done"));
  action("forgetCommands").trigger();
  QVERIFY(clickInBox(q("Forget 1 command")));
  QTRY_COMPARE(table().model()->rowCount(), 1);
  QCOMPARE(cell(table(), 0, CommandsModel::State), q("written"));
}

void UiCommandsKeptTest::overdueCommandsEnd() {
  CommandsModel model;
  node::CommandRequest live;
  live.id = q("a");
  live.device = q("d");
  live.timeoutS = 10;
  node::CommandRequest durable = live;
  durable.id = q("b");
  durable.ttlS = 60;
  model.addOwn({live, durable}, 1'000);
  model.endOverdue(15'999);
  QCOMPARE(model.index(1, CommandsModel::State).data().toString(), q("sending"));
  model.endOverdue(16'000);
  QCOMPARE(model.index(1, CommandsModel::State).data().toString(), q("unacknowledged"));
  QCOMPARE(model.index(0, CommandsModel::State).data().toString(), q("sending"));
  model.endOverdue(120'999);
  QCOMPARE(model.index(0, CommandsModel::State).data().toString(), q("sending"));
  model.endOverdue(121'000);
  QCOMPARE(model.index(0, CommandsModel::State).data().toString(), q("expired"));
  QVERIFY(model.index(0, CommandsModel::Outcome).data().toString().contains(q("no node said what became of it")));
}

// What waits in the memory of this program's own node is gone with the program; what waits elsewhere is not.
void UiCommandsKeptTest::whatWaitedInMemoryIsLost() {
  node::CommandRequest request;
  request.id = q("a");
  request.device = q("d");
  request.ttlS = 3'600;
  node::CommandUpdate queued;
  queued.id = q("a");
  queued.device = q("d");
  queued.durable = true;
  for (const bool inMemory : {true, false}) {
    CommandsModel model;
    model.setInMemory(inMemory);
    model.addOwn({request}, 1'000);
    model.take({queued});
    QCOMPARE(model.waitingInMemory(), inMemory ? 1 : 0);
    const auto kept = historyFromJson(historyToJson(model.newest(10)));
    QVERIFY(kept.ok());
    CommandsModel next;
    next.restore(*kept);
    QCOMPARE(next.waitingInMemory(), 0);
    QCOMPARE(next.at(0)->update.final, inMemory);
    QCOMPARE(next.index(0, CommandsModel::Outcome).data().toString().contains(q("lost")), inMemory);
  }
}

QTEST_MAIN(UiCommandsKeptTest)
#include "tst_ui_commands_kept.moc"
