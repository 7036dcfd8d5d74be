// Commands of the whole window: from the form and the table of devices to their end.
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QTest>

#include "ui/commands_model.h"
#include "ui/shell_lines.h"
#include "window_test.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

class UiWindowCommandsTest : public WindowTest {
  Q_OBJECT

 private Q_SLOTS:
  void sendsFromTheFormAndSeesDone();
  void sendsFromTheDeviceTable();
  void aDurableCommandWaitsForItsDevice();
  void badPayloadsAreNotSent();
  void sendsToSeveralAndSaysHowMany();
  void sendsAgainAndCopiesTheLine();
  void whatAFilterHidesIsNotActedOn();
};

void UiWindowCommandsTest::sendsFromTheFormAndSeesDone() {
  m_node->connectDevices(3);
  QTRY_COMPARE(devices().rowCount(), 3);
  click(*m_window, "Send a command");
  QVERIFY(named<QPlainTextEdit>(*m_window, "Payload")->isVisible());
  type("Devices", QStringLiteral("demo-2"));
  writePayload(QStringLiteral("relay on"));
  QVERIFY(sendButton().isEnabled());
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QTableView& commands = table("Commands");
  QCOMPARE(commands.model()->rowCount(), 1);
  QTRY_COMPARE(cell(commands, 0, CommandsModel::State), QStringLiteral("done"));
  QCOMPARE(cell(commands, 0, CommandsModel::Device), QStringLiteral("demo-2"));
  QCOMPARE(cell(commands, 0, CommandsModel::Payload), QStringLiteral("relay on"));
  QCOMPARE(cell(commands, 0, CommandsModel::Outcome), QStringLiteral("ok"));
  QCOMPARE(m_node->sent().size(), 1);
  QCOMPARE(m_node->sent().front().timeoutS, 10);

  // By keyboard, to a device that is not there.
  type("Devices", QStringLiteral("gone-1"));
  QTest::keyClick(m_window.get(), Qt::Key_Return, Qt::ControlModifier);
  QTRY_COMPARE(cell(commands, 0, CommandsModel::State), QStringLiteral("offline"));
  QCOMPARE(cell(commands, 0, CommandsModel::Outcome), QStringLiteral("no node holds this device now"));
  QTest::qWait(600);  // the node's own ring tells the same again
  QCOMPARE(commands.model()->rowCount(), 2);
}

void UiWindowCommandsTest::sendsFromTheDeviceTable() {
  m_node->connectDevices(5);
  m_window->showPage(MainWindow::Devices);
  select({QStringLiteral("demo-2"), QStringLiteral("demo-4")});
  action("sendToDevices").trigger();
  QCOMPARE(named<QLineEdit>(*m_window, "Devices")->text(), QStringLiteral("demo-2, demo-4"));
  QTRY_VERIFY(named<QPlainTextEdit>(*m_window, "Payload")->hasFocus());
  QCOMPARE(sendButton().text(), QStringLiteral("Send to 2 devices"));
}

void UiWindowCommandsTest::aDurableCommandWaitsForItsDevice() {
  m_window->showPage(MainWindow::Commands);
  type("Devices", QStringLiteral("meter-1"));
  writePayload(QStringLiteral("read"));
  named<QComboBox>(*m_window, "Delivery")->setCurrentIndex(1);
  named<QComboBox>(*m_window, "Unit of the time to live")->setCurrentIndex(1);
  named<QSpinBox>(*m_window, "Time to live")->setValue(5);
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QTRY_COMPARE(cell(table("Commands"), 0, CommandsModel::State), QStringLiteral("queued"));
  QCOMPARE(m_node->sent().front().ttlS, 300);
  m_node->connectDevice(QStringLiteral("meter-1"));
  QTRY_COMPARE(cell(table("Commands"), 0, CommandsModel::State), QStringLiteral("done"));
  QCOMPARE(table("Commands").model()->rowCount(), 1);

  named<QComboBox>(*m_window, "Unit of the time to live")->setCurrentIndex(3);
  named<QSpinBox>(*m_window, "Time to live")->setValue(8);
  QVERIFY(!sendButton().isEnabled());
  QVERIFY(named<QLabel>(*m_window, "State of the form")->text().contains(QStringLiteral("7 days")));
}

void UiWindowCommandsTest::badPayloadsAreNotSent() {
  m_window->showPage(MainWindow::Commands);
  QVERIFY(!sendButton().isEnabled());
  type("Devices", QStringLiteral("demo-1"));
  auto* form = named<QComboBox>(*m_window, "Payload form");
  auto* status = named<QLabel>(*m_window, "State of the form");
  form->setCurrentIndex(1);
  writePayload(QStringLiteral("01 0"));
  QVERIFY(!sendButton().isEnabled());
  QVERIFY(status->text().contains(QStringLiteral("half a byte")));
  writePayload(QStringLiteral("01 02 03"));
  QVERIFY(sendButton().isEnabled());
  QVERIFY2(status->text().startsWith(QStringLiteral("3 ")), qPrintable(status->text()));
  form->setCurrentIndex(2);
  writePayload(QStringLiteral("{\"a\": "));
  QVERIFY(!sendButton().isEnabled());
  form->setCurrentIndex(0);
  QVERIFY(sendButton().isEnabled());
  type("Devices", QStringLiteral("demo/1"));
  QVERIFY(!sendButton().isEnabled());
  QVERIFY(status->text().contains(QStringLiteral("demo/1")));

  Settings small = m_settings->current();
  small.maxPayload = 256;
  QVERIFY(m_settings->save(small).ok());
  type("Devices", QStringLiteral("demo-1"));
  named<QPlainTextEdit>(*m_window, "Payload")->setPlainText(QString(257, QLatin1Char('x')));
  QVERIFY(!sendButton().isEnabled());
  QTest::keyClick(m_window.get(), Qt::Key_Return, Qt::ControlModifier);
  QTest::qWait(50);
  QVERIFY(m_node->sent().isEmpty());
}

void UiWindowCommandsTest::sendsToSeveralAndSaysHowMany() {
  m_node->connectDevices(3);
  m_window->showPage(MainWindow::Commands);
  named<QLineEdit>(*m_window, "Devices")->setText(QStringLiteral("demo-1\ndemo-2, demo-3 demo-1"));
  writePayload(QStringLiteral("fail now"));
  QCOMPARE(sendButton().text(), QStringLiteral("Send to 3 devices"));
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QTRY_COMPARE(table("Commands").model()->rowCount(), 3);
  for (int row = 0; row < 3; ++row) {
    QTRY_COMPARE(cell(table("Commands"), row, CommandsModel::State), QStringLiteral("failed"));
    QVERIFY(cell(table("Commands"), row, CommandsModel::Outcome).contains(QStringLiteral("asked to fail")));
  }
  // Above twenty it looks first, and says the number on the button.
  QStringList many;
  for (int i = 0; i < 21; ++i) many.push_back(QStringLiteral("d%1").arg(i));
  named<QLineEdit>(*m_window, "Devices")->setText(many.join(QLatin1Char(',')));
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QTRY_VERIFY(QApplication::activeModalWidget() != nullptr);
  QTRY_VERIFY(named<QPushButton>(*QApplication::activeModalWidget(), "Send to 21 devices"));
  QCOMPARE(m_node->sent().size(), 3);
  click(*QApplication::activeModalWidget(), "Send to 21 devices");
  QTRY_COMPARE(m_node->sent().size(), 24);
}

void UiWindowCommandsTest::sendsAgainAndCopiesTheLine() {
  m_node->connectDevices(1);
  m_window->showPage(MainWindow::Commands);
  type("Devices", QStringLiteral("demo-1"));
  writePayload(QStringLiteral("relay on"));
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QTableView& commands = table("Commands");
  QTRY_COMPARE(cell(commands, 0, CommandsModel::State), QStringLiteral("done"));
  QVERIFY2(action("resend").isEnabled(), "what was just sent is what one acts on next");
  commands.clearSelection();
  QVERIFY(!action("resend").isEnabled());
  QTest::mouseClick(commands.viewport(), Qt::LeftButton, {},
                    commands.visualRect(commands.model()->index(0, 1)).center());
  click(*m_window, "Copy as linekeeper");
  const auto quote = ownTerminal() == Terminal::Windows ? QLatin1Char('"') : QLatin1Char('\'');
  QCOMPARE(QApplication::clipboard()->text(),
           QStringLiteral("linekeeper send demo-1 %1relay on%1 --timeout 10").arg(quote));
  click(*m_window, "Send again");
  QTRY_COMPARE(m_node->sent().size(), 2);
  QVERIFY(m_node->sent()[0].id != m_node->sent()[1].id);
  QTRY_COMPARE(cell(commands, 0, CommandsModel::State), QStringLiteral("done"));
  QCOMPARE(commands.model()->rowCount(), 2);
}

void UiWindowCommandsTest::whatAFilterHidesIsNotActedOn() {
  m_node->connectDevices(2);
  m_window->showPage(MainWindow::Commands);
  writePayload(QStringLiteral("relay on"));
  const auto sendTo = [&](const char* device) {
    type("Devices", QLatin1StringView(device));
    QTRY_VERIFY(sendButton().isEnabled());
    const qsizetype before = m_node->sent().size();
    QTest::mouseClick(&sendButton(), Qt::LeftButton);
    QTRY_COMPARE(m_node->sent().size(), before + 1);
    QCOMPARE(m_node->sent().back().device, QLatin1StringView(device));
  };
  sendTo("demo-1");
  sendTo("demo-2");
  type("Filter commands", QStringLiteral("demo-1"));
  QTRY_COMPARE(table("Commands").model()->rowCount(), 1);
  sendTo("demo-2");
  QCOMPARE(table("Commands").model()->rowCount(), 1);
  QVERIFY2(!action("resend").isEnabled(), "the row that is seen is another device's");
}

QTEST_MAIN(UiWindowCommandsTest)
#include "tst_ui_window_commands.moc"
