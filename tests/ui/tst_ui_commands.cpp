#include <QAbstractItemModelTester>
#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include "clicks.h"
#include "fake_checks.h"
#include "fake_parts.h"
#include "server/base/file_access.h"
#include "ui/banner_bar.h"
#include "ui/bulk_panel.h"
#include "ui/commands_model.h"
#include "ui/commands_page.h"
#include "ui/devices_model.h"
#include "ui/main_window.h"
#include "ui/shell_lines.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

namespace {

QString q(const char* text) { return QString::fromUtf8(text); }

}  // namespace

// The Commands page on a node in memory, by mouse and by keys.
class UiCommandsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();

  void sendsToAllThatAFilterLetsThrough();
  void anEmptyFilterIsNotTheWholeFleet();
  void aWrongFilterIsMarked();
  void sendsALineOfAFileToEachDevice();
  void aWrongFileSaysWhichLine();
  void aFileCanBeReplacedWhileItIsRead();
  void theDryRunSaysWhoIsThere();
  void onlyThoseConnectedGetIt();
  void aBadPayloadOfOneIsSaidBeforeAnythingIsSent();
  void stopSendsNothingMore();
  void quittingBeforeAllIsSentAsks();
  void theRateIsKept();
  void resultsAreExported();
  void aRefusalStopsTheRest();
  void aLostLinkEndsARun();
  void oneRunAtATime();
  void durableCommandsGoOnWaiting();
  void faultsAreMarkedAtTheirPlace();
  void placeholdersAreFilledForOneDeviceToo();
  void templatesAreSavedRenamedAndDeleted();
  void templatesSurviveARestart();
  void brokenFilesArePutAsideAndSaid();
  void historySurvivesARestart();
  void endedCommandsAreForgotten();
  void copiesForTheShell();
  void aCommandGoesBackIntoTheFormAsItWas();
  void everythingWorksByKeys();
  void targetsComeFromOtherPages();
  void theModelHoldsUnderARun();
  void overdueCommandsEnd();
  void dialogsHaveNamedControls();

 private:
  void open();
  [[nodiscard]] QTableView& table() { return *named<QTableView>(*m_window, "Commands"); }
  [[nodiscard]] QPushButton& sendButton() { return *m_window->findChild<QPushButton*>(q("sendButton")); }
  [[nodiscard]] QAction& action(const char* name) { return *m_window->findChild<QAction*>(QLatin1StringView(name)); }
  [[nodiscard]] QString status() { return named<QLabel>(*m_window, "State of the form")->text(); }
  [[nodiscard]] BulkPanel& panel() { return *m_window->findChild<BulkPanel*>(); }
  [[nodiscard]] QString counts() { return named<QLabel>(*m_window, "Counts for each state")->text(); }
  [[nodiscard]] QString banners() { return m_window->findChild<BannerBar*>()->texts().join(QLatin1Char('\n')); }
  [[nodiscard]] QDialog* dialog() { return qobject_cast<QDialog*>(QApplication::activeModalWidget()); }
  [[nodiscard]] bool says(const QString& text);
  void choose(const char* combo, const QString& text);
  void type(const char* field, const QString& text);
  void writePayload(const QString& text);
  void connectDevices(int count);
  // Clicks Send, and waits until the dry run has ended.
  void openDryRun();
  void sendSlowly();
  [[nodiscard]] QString fact(const char* name) { return named<QLabel>(*dialog(), name)->text(); }
  [[nodiscard]] QString write(const char* name, const QByteArray& bytes);

  QTemporaryDir m_folder;
  std::shared_ptr<HandClock> m_clock;  // null: the system's
  std::unique_ptr<FakeNodeControl> m_node;
  std::unique_ptr<FakeSettingsStore> m_settings;
  std::unique_ptr<MainWindow> m_window;
};

void UiCommandsTest::init() {
  QVERIFY(m_folder.isValid());
  const QDir folder(m_folder.path());
  for (const QString& name : folder.entryList(QDir::Files)) QFile::remove(folder.filePath(name));
  m_clock.reset();
  m_node = std::make_unique<FakeNodeControl>();
  m_settings = std::make_unique<FakeSettingsStore>();
  open();
}

void UiCommandsTest::open() {
  m_window.reset();
  ConsoleParts parts{m_node.get(), nullptr, m_settings.get(), m_folder.filePath(q("state.ini"))};
  parts.clock = m_clock;
  m_window = std::make_unique<MainWindow>(parts);
  m_window->show();
  m_window->showPage(MainWindow::Commands);
  QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void UiCommandsTest::cleanup() {
  m_window.reset();
  m_settings.reset();
  m_node.reset();
}

bool UiCommandsTest::says(const QString& text) {
  const QList<QLabel*> labels = m_window->findChildren<QLabel*>();
  return std::ranges::any_of(labels,
                             [&](const QLabel* label) { return label->isVisible() && label->text().contains(text); });
}

void UiCommandsTest::choose(const char* combo, const QString& text) {
  auto* box = named<QComboBox>(*m_window, combo);
  const int index = box->findText(text);
  QVERIFY2(index >= 0, qPrintable(text));
  box->setFocus();
  // As a person does by keys; that is an activation, too.
  QTest::keyClick(box, Qt::Key_Home);
  for (int i = 0; i < index; ++i) QTest::keyClick(box, Qt::Key_Down);
  QCOMPARE(box->currentIndex(), index);
}

void UiCommandsTest::type(const char* field, const QString& text) {
  auto* line = named<QLineEdit>(*m_window, field);
  line->setFocus();
  line->selectAll();
  QTest::keyClicks(line, text);
}

void UiCommandsTest::writePayload(const QString& text) {
  auto* edit = named<QPlainTextEdit>(*m_window, "Payload");
  edit->setFocus();
  edit->selectAll();
  QTest::keyClicks(edit, text);
}

void UiCommandsTest::connectDevices(int count) {
  m_node->connectDevices(count);
  QTRY_COMPARE(named<QTableView>(*m_window, "Devices")->model()->rowCount(), count);
}

void UiCommandsTest::openDryRun() {
  QTRY_VERIFY(sendButton().isEnabled());
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QTRY_VERIFY(dialog() != nullptr);
  QTRY_VERIFY(!dialog()->findChild<QLabel*>(q("problem"))->text().isEmpty() ||
              dialog()->findChild<QPushButton*>(q("sendMany"))->isEnabled());
}

QString UiCommandsTest::write(const char* name, const QByteArray& bytes) {
  const QString path = m_folder.filePath(q(name));
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) return {};
  return path;
}

void UiCommandsTest::sendsToAllThatAFilterLetsThrough() {
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

void UiCommandsTest::anEmptyFilterIsNotTheWholeFleet() {
  connectDevices(3);
  choose("Kind of targets", q("Filter"));
  writePayload(q("on"));
  QTest::qWait(150);
  QVERIFY(!sendButton().isEnabled());
  type("Filter of the targets", q("nobody"));
  QTRY_VERIFY(status().contains(q("0 targets")));
  QVERIFY(!sendButton().isEnabled());
}

void UiCommandsTest::aWrongFilterIsMarked() {
  connectDevices(3);
  choose("Kind of targets", q("Filter"));
  type("Filter of the targets", q("idle>often"));
  QTRY_VERIFY(named<QLineEdit>(*m_window, "Filter of the targets")->property("invalid").toBool());
  QVERIFY2(status().contains(q("idle>often")), qPrintable(status()));
  QVERIFY(!sendButton().isEnabled());
}

void UiCommandsTest::sendsALineOfAFileToEachDevice() {
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

void UiCommandsTest::aWrongFileSaysWhichLine() {
  choose("Kind of targets", q("CSV file"));
  writePayload(q("on"));
  type("CSV file of the targets", write("bad.csv", "device\ndemo-1\ndemo 2\n"));
  QTRY_VERIFY2(status().contains(q("line 3: 'demo 2' is no device id")), qPrintable(status()));
  QVERIFY(named<QLineEdit>(*m_window, "CSV file of the targets")->property("invalid").toBool());
  type("CSV file of the targets", m_folder.filePath(q("none.csv")));
  QTRY_VERIFY2(status().contains(q("can't be used")) && !status().contains(q("line 3")), qPrintable(status()));
  QVERIFY(!sendButton().isEnabled());
}

void UiCommandsTest::aFileCanBeReplacedWhileItIsRead() {
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

void UiCommandsTest::theDryRunSaysWhoIsThere() {
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

void UiCommandsTest::onlyThoseConnectedGetIt() {
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

void UiCommandsTest::aBadPayloadOfOneIsSaidBeforeAnythingIsSent() {
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

// The first of 30 commands is sent, and the clock stands still.
void UiCommandsTest::sendSlowly() {
  m_clock = std::make_shared<HandClock>();
  open();
  connectDevices(30);
  choose("Kind of targets", q("Filter"));
  type("Filter of the targets", q("demo-"));
  writePayload(q("on"));
  openDryRun();
  named<QSpinBox>(*dialog(), "Commands to send each second")->setValue(1);
  click(*dialog(), "Send to 30 devices");
  QTRY_COMPARE(m_node->sent().size(), 1);
}

void UiCommandsTest::stopSendsNothingMore() {
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

void UiCommandsTest::quittingBeforeAllIsSentAsks() {
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
  click(*QApplication::activeModalWidget(), "Stop sending and quit");
  QCOMPARE(quits.size(), 1);
}

void UiCommandsTest::theRateIsKept() {
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

void UiCommandsTest::resultsAreExported() {
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

void UiCommandsTest::aRefusalStopsTheRest() {
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

void UiCommandsTest::aLostLinkEndsARun() {
  m_clock = std::make_shared<HandClock>();
  open();
  connectDevices(30);
  choose("Kind of targets", q("Filter"));
  type("Filter of the targets", q("demo-"));
  writePayload(q("silent"));
  openDryRun();
  named<QSpinBox>(*dialog(), "Commands to send each second")->setValue(1);
  click(*dialog(), "Send to 30 devices");
  QTRY_COMPARE(counts(), q("written: 1  ·  waiting: 29"));
  m_node->setState(node::NodeControl::State::Lost, q("the node ended"));
  QVERIFY(says(q("Not sent: 29. The reason: the link was lost: the node ended.")));
  QCOMPARE(counts(), q("unacknowledged: 1  ·  not sent: 29"));
}

void UiCommandsTest::oneRunAtATime() {
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

void UiCommandsTest::durableCommandsGoOnWaiting() {
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

void UiCommandsTest::faultsAreMarkedAtTheirPlace() {
  type("Devices", q("demo-1"));
  auto* edit = named<QPlainTextEdit>(*m_window, "Payload");
  choose("Payload form", q("JSON"));
  QVERIFY2(edit->extraSelections().isEmpty(), "nobody has begun to type");
  writePayload(q("{\"a\": x}"));
  QCOMPARE(edit->extraSelections().size(), 1);
  QCOMPARE(edit->extraSelections().front().cursor.selectionStart(), 6);
  QVERIFY2(status().contains(q("line 1, column 7")), qPrintable(status()));
  QVERIFY(edit->property("invalid").toBool());
  writePayload(q("{\"a\": 1}"));
  QVERIFY(edit->extraSelections().isEmpty());
  QVERIFY2(status().startsWith(q("8 of at most 65,536 bytes")), qPrintable(status()));
  choose("Payload form", q("Text"));
  writePayload(q("go to {nowhere}"));
  QCOMPARE(edit->extraSelections().front().cursor.selectedText(), q("{nowhere}"));
  QVERIFY(!sendButton().isEnabled());
}

void UiCommandsTest::placeholdersAreFilledForOneDeviceToo() {
  connectDevices(1);
  type("Devices", q("demo-1"));
  writePayload(q("{device}/{counter} {{device}"));
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QTRY_COMPARE(m_node->sent().size(), 1);
  QCOMPARE(m_node->sent().front().payload, QByteArray("demo-1/1 {device}"));
}

void UiCommandsTest::templatesAreSavedRenamedAndDeleted() {
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

void UiCommandsTest::templatesSurviveARestart() {
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

void UiCommandsTest::brokenFilesArePutAsideAndSaid() {
  m_window.reset();
  QVERIFY(!write("state-templates.json", "{\"version\":1,\"templ").isEmpty());
  QVERIFY(!write("state-commands.json", "garbage").isEmpty());
  open();
  QTRY_VERIFY2(banners().contains(q("state-commands.json.broken")), qPrintable(banners()));
  QVERIFY(QFile::exists(m_folder.filePath(q("state-commands.json.broken"))));
  QVERIFY(QFile::exists(m_folder.filePath(q("state-templates.json.broken"))));
  QVERIFY(sendButton().isVisible());
}

void UiCommandsTest::historySurvivesARestart() {
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

void UiCommandsTest::endedCommandsAreForgotten() {
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

void UiCommandsTest::copiesForTheShell() {
  connectDevices(1);
  type("Devices", q("demo-1"));
  writePayload(q("it's on"));
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QTRY_COMPARE(cell(table(), 0, CommandsModel::State), q("done"));
  table().selectRow(0);
  QVERIFY2(!action("copyPublish").isEnabled(), "there is no Redis");
  click(*m_window, "Copy as linekeeper");
  const bool forWindows = ownTerminal() == Terminal::Windows;
  QCOMPARE(QApplication::clipboard()->text(), forWindows ? q(R"(linekeeper send demo-1 "it's on" --timeout 10)")
                                                         : q(R"(linekeeper send demo-1 'it'\''s on' --timeout 10)"));
  Settings settings = m_settings->current();
  settings.redisUrl = "redis://10.0.0.5:6379";
  QVERIFY(m_settings->save(settings).ok());
  click(*m_window, "Copy as redis-cli");
  const QString line = QApplication::clipboard()->text();
  QVERIFY2(line.startsWith(q("redis-cli -h 10.0.0.5 -p 6379 PUBLISH lk:cmd '{\"device\":\"demo-1\",\"id\":\"")),
           qPrintable(line));
  QVERIFY2(line.contains(q("it'\\''s on")), qPrintable(line));
  QVERIFY2(!line.contains(m_node->sent().front().id), "the old id would be delivered to nobody");
  click(*m_window, "Copy as linekeeper");
  const QString redis = q(forWindows ? "--redis \"redis://10.0.0.5:6379\"" : "--redis redis://10.0.0.5:6379");
  QVERIFY(QApplication::clipboard()->text().endsWith(redis));
}

void UiCommandsTest::aCommandGoesBackIntoTheFormAsItWas() {
  connectDevices(1);
  type("Devices", q("demo-1"));
  writePayload(q("{{device} is a word"));
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QTRY_COMPARE(cell(table(), 0, CommandsModel::Payload), q("{device} is a word"));
  writePayload(q("other"));
  table().selectRow(0);
  action("editCommand").trigger();
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QTRY_COMPARE(m_node->sent().size(), 2);
  QCOMPARE(m_node->sent()[1].payload, QByteArray("{device} is a word"));
}

void UiCommandsTest::everythingWorksByKeys() {
  connectDevices(25);
  m_window->showPage(MainWindow::Overview);
  QApplication::setActiveWindow(m_window.get());
  QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
  auto* kind = named<QComboBox>(*m_window, "Kind of targets");
  QTRY_VERIFY(kind->isVisible());
  kind->setFocus();
  QTest::keyClick(kind, Qt::Key_Down);
  QTest::keyClick(kind, Qt::Key_Tab);
  auto* filter = named<QLineEdit>(*m_window, "Filter of the targets");
  QCOMPARE(QApplication::focusWidget(), filter);
  QTest::keyClicks(filter, q("demo-"));
  QTest::keyClick(filter, Qt::Key_Tab);
  auto* payload = named<QPlainTextEdit>(*m_window, "Payload");
  QCOMPARE(QApplication::focusWidget(), payload);
  QTest::keyClicks(payload, q("on"));
  QTRY_VERIFY(status().contains(q("25 targets")));
  QTest::keyClick(m_window.get(), Qt::Key_Return, Qt::ControlModifier);
  QTRY_VERIFY(dialog() != nullptr);
  auto* yes = dialog()->findChild<QPushButton*>(q("sendMany"));
  QTRY_VERIFY(yes->isEnabled());
  // Every part of the dialog is reached by Tab.
  QStringList reached;
  for (int i = 0; i < 8 && dialog()->focusWidget() != yes; ++i) {
    QTest::keyClick(dialog()->focusWidget(), Qt::Key_Tab);
    reached.push_back(dialog()->focusWidget()->accessibleName());
  }
  QVERIFY2(dialog()->focusWidget() == yes, qPrintable(reached.join(QLatin1Char('|'))));
  QTest::keyClick(yes, Qt::Key_Space);
  QTRY_COMPARE(m_node->sent().size(), 25);
  QTRY_VERIFY(says(q("All 25 have ended")));
  QTRY_VERIFY(dialog() == nullptr);
  QApplication::setActiveWindow(m_window.get());
  QApplication::clipboard()->clear();
  // From the last field of the form to the table, by Tab alone.
  sendButton().setFocus();
  for (int i = 0; i < 20 && m_window->focusWidget() != &table(); ++i) {
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Tab);
  }
  QCOMPARE(m_window->focusWidget(), &table());
  QTest::keyClick(&table(), Qt::Key_Home, Qt::ControlModifier);
  QTest::keyClick(&table(), Qt::Key_Down);
  QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
  QVERIFY(QApplication::clipboard()->text().startsWith(q("linekeeper send demo-")));
  QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier);
  QTRY_COMPARE(m_node->sent().size(), 26);
}

void UiCommandsTest::targetsComeFromOtherPages() {
  choose("Kind of targets", q("Filter"));
  auto* page = m_window->findChild<CommandsPage*>();
  page->setTargets({q("demo-1"), q("demo-2")});
  QCOMPARE(named<QComboBox>(*m_window, "Kind of targets")->currentText(), q("Devices"));
  QCOMPARE(named<QLineEdit>(*m_window, "Devices")->text(), q("demo-1, demo-2"));
}

void UiCommandsTest::theModelHoldsUnderARun() {
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

void UiCommandsTest::overdueCommandsEnd() {
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
}

void UiCommandsTest::dialogsHaveNamedControls() {
  const auto check = [](const QWidget& root) {
    const QList<QWidget*> widgets = root.findChildren<QWidget*>();
    for (const QWidget* widget : widgets) {
      const bool isInner = widget->objectName().startsWith(q("qt_")) ||
                           qobject_cast<QAbstractSpinBox*>(widget->parent()) != nullptr ||
                           qobject_cast<QLineEdit*>(widget->parent()) != nullptr;
      const bool isControl = qobject_cast<const QAbstractButton*>(widget) != nullptr ||
                             qobject_cast<const QLineEdit*>(widget) != nullptr ||
                             qobject_cast<const QAbstractSpinBox*>(widget) != nullptr;
      if (isInner || !isControl) continue;
      QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
      QVERIFY2(!widget->toolTip().isEmpty(), qPrintable(widget->accessibleName()));
    }
  };
  connectDevices(2);
  choose("Kind of targets", q("Filter"));
  type("Filter of the targets", q("demo-"));
  writePayload(q("on"));
  openDryRun();
  check(*dialog());
  click(*dialog(), "Cancel");
  QTRY_VERIFY(dialog() == nullptr);
  action("saveTemplate").trigger();
  QTRY_VERIFY(dialog() != nullptr);
  check(*dialog());
  dialog()->reject();
}

QTEST_MAIN(UiCommandsTest)
#include "tst_ui_commands.moc"
