#include <QAbstractItemModelTester>
#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "clicks.h"
#include "fake_parts.h"
#include "ui/banner_bar.h"
#include "ui/commands_model.h"
#include "ui/devices_model.h"
#include "ui/events_model.h"
#include "ui/main_window.h"
#include "ui/nodes_model.h"
#include "ui/shell_lines.h"
#include "ui/table_view.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

// The window on a node in memory, clicked as a person clicks.
class UiWindowTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();

  void firstStartTeaches();
  void demoDevicesStartAndStop();
  void aRefusedDemoSaysWhy();
  void sendsFromTheFormAndSeesDone();
  void sendsFromTheDeviceTable();
  void aDurableCommandWaitsForItsDevice();
  void badPayloadsAreNotSent();
  void sendsToSeveralAndSaysHowMany();
  void sendsAgainAndCopiesTheLine();
  void whatAFilterHidesIsNotActedOn();
  void filtersAsOneTypes();
  void kicksOneAtOnce();
  void kicksSeveralAfterAsking();
  void selectionSurvivesAReconnect();
  void timelineFollowsTheDevice();
  void eventsAreFilteredByKind();
  void changesASetting();
  void settingsRefuseWhatIsWrong();
  void settingsShowWhatAFlagDecides();
  void aSaveThatFailsStaysOpen();
  void themeIsSwitchedAndSaved();
  void closesAtOnceWithDemoDevicesOnly();
  void asksBeforeItClosesOnRealDevices();
  void lostLinkIsSaidAndMended();
  void bannersSayWhatIsWrong();
  void theBusBannerSaysWhyAndWhereItIsMended();
  void theWindowCanBeSmallUnderBanners();
  void aSilentNodeHasABannerThatLeadsToTheNodes();
  void nodesShowTheirStateAndLoad();
  void drainsANodeAfterAsking();
  void aRefusedDrainSaysWhy();
  void aNodeLeadsToItsDevices();
  void overviewShowsHowNodesShare();
  void aTroubleLeadsToItsDiagnosis();
  void aConsoleWithoutANodeSaysSo();
  void onlyTheOwnNodesDevicesAreLostByClosing();
  void oneFetchAtATime();
  void columnsAreRemembered();
  void everyModelHolds();
  void everyControlHasAName();
  void keysReachEveryPage();
  void copiesRowsAndExports();

 private:
  void open(bool wholeCluster = false, bool ownNode = true);
  [[nodiscard]] static node::NodeRow nodeRow(const char* id, quint64 sessions,
                                             node::NodeState state = node::NodeState::Up);
  [[nodiscard]] QTableView& table(const char* name) { return *named<QTableView>(*m_window, name); }
  [[nodiscard]] DevicesModel& devices() { return *qobject_cast<DevicesModel*>(table("Devices").model()); }
  void type(const char* field, const QString& text);
  void writePayload(const QString& text);
  void select(const QStringList& devices);
  [[nodiscard]] QPushButton& sendButton() { return *m_window->findChild<QPushButton*>(QStringLiteral("sendButton")); }
  [[nodiscard]] QAction& action(const char* name) { return *m_window->findChild<QAction*>(QLatin1StringView(name)); }
  [[nodiscard]] QDialog& settingsDialog() { return *qobject_cast<QDialog*>(QApplication::activeModalWidget()); }

  QTemporaryDir m_folder;
  std::unique_ptr<FakeNodeControl> m_node;
  std::unique_ptr<FakeDemoFleet> m_demo;
  std::unique_ptr<FakeSettingsStore> m_settings;
  std::unique_ptr<MainWindow> m_window;
};

void UiWindowTest::init() {
  QVERIFY(m_folder.isValid());
  const QDir folder(m_folder.path());
  for (const QString& name : folder.entryList(QDir::Files)) QFile::remove(folder.filePath(name));
  m_node = std::make_unique<FakeNodeControl>();
  m_demo = std::make_unique<FakeDemoFleet>(*m_node);
  m_settings = std::make_unique<FakeSettingsStore>();
  open();
}

void UiWindowTest::open(bool wholeCluster, bool ownNode) {
  m_window.reset();
  m_window = std::make_unique<MainWindow>(ConsoleParts{m_node.get(), ownNode ? m_demo.get() : nullptr, m_settings.get(),
                                                       m_folder.filePath(QStringLiteral("state.ini")), wholeCluster});
  m_window->show();
  QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void UiWindowTest::cleanup() {
  m_window.reset();
  m_settings.reset();
  m_demo.reset();
  m_node.reset();
}

void UiWindowTest::type(const char* field, const QString& text) {
  auto* line = named<QLineEdit>(*m_window, field);
  line->setFocus();
  line->selectAll();
  QTest::keyClicks(line, text);
}

void UiWindowTest::writePayload(const QString& text) {
  auto* edit = named<QPlainTextEdit>(*m_window, "Payload");
  edit->setFocus();
  edit->selectAll();
  QTest::keyClicks(edit, text);
}

void UiWindowTest::select(const QStringList& ids) {
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

void UiWindowTest::firstStartTeaches() {
  QTRY_VERIFY(named<QLabel>(*m_window, "Address for devices")->text().endsWith(QStringLiteral(":7600")));
  QVERIFY(!named<QLabel>(*m_window, "Address for devices")->text().startsWith(QStringLiteral("0.0.0.0")));
  click(*m_window, "Copy");
  QCOMPARE(QApplication::clipboard()->text(), named<QLabel>(*m_window, "Address for devices")->text());
  m_window->showPage(MainWindow::Devices);
  const QList<QLabel*> labels = m_window->findChildren<QLabel*>();
  QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) {
    return label->isVisible() && label->text() == QStringLiteral("No device is connected");
  }));
}

void UiWindowTest::demoDevicesStartAndStop() {
  named<QSpinBox>(*m_window, "Number of demo devices")->setValue(50);
  click(*m_window, "Start demo devices");
  QTRY_COMPARE(devices().rowCount(), 50);
  QVERIFY(action("demo").isChecked());
  click(*m_window, "Stop demo devices");
  QTRY_COMPARE(devices().rowCount(), 0);
  QVERIFY(!action("demo").isChecked());
}

void UiWindowTest::aRefusedDemoSaysWhy() {
  m_demo->refuseWith("there is no descriptor left");
  click(*m_window, "Start demo devices");
  const auto* banners = m_window->findChild<BannerBar*>();
  QVERIFY(banners->texts().join(QLatin1Char('\n')).contains(QStringLiteral("there is no descriptor left")));
  QVERIFY(!action("demo").isChecked());
  click(*m_window, "Dismiss");
  QVERIFY(banners->texts().isEmpty());
}

void UiWindowTest::sendsFromTheFormAndSeesDone() {
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

void UiWindowTest::sendsFromTheDeviceTable() {
  m_node->connectDevices(5);
  m_window->showPage(MainWindow::Devices);
  select({QStringLiteral("demo-2"), QStringLiteral("demo-4")});
  action("sendToDevices").trigger();
  QCOMPARE(named<QLineEdit>(*m_window, "Devices")->text(), QStringLiteral("demo-2, demo-4"));
  QTRY_VERIFY(named<QPlainTextEdit>(*m_window, "Payload")->hasFocus());
  QCOMPARE(sendButton().text(), QStringLiteral("Send to 2 devices"));
}

void UiWindowTest::aDurableCommandWaitsForItsDevice() {
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

void UiWindowTest::badPayloadsAreNotSent() {
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

void UiWindowTest::sendsToSeveralAndSaysHowMany() {
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

void UiWindowTest::sendsAgainAndCopiesTheLine() {
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

void UiWindowTest::whatAFilterHidesIsNotActedOn() {
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

void UiWindowTest::filtersAsOneTypes() {
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

void UiWindowTest::kicksOneAtOnce() {
  m_node->connectDevices(3);
  m_window->showPage(MainWindow::Devices);
  select({QStringLiteral("demo-2")});
  QTest::keyClick(&table("Devices"), Qt::Key_Delete);
  QTRY_VERIFY(!m_node->has(QStringLiteral("demo-2")));
  QTRY_COMPARE(devices().rowCount(), 2);
  QVERIFY(m_node->has(QStringLiteral("demo-1")));
}

void UiWindowTest::kicksSeveralAfterAsking() {
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

void UiWindowTest::selectionSurvivesAReconnect() {
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

void UiWindowTest::timelineFollowsTheDevice() {
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

void UiWindowTest::eventsAreFilteredByKind() {
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

void UiWindowTest::changesASetting() {
  action("settings").trigger();
  auto* line = named<QLineEdit>(settingsDialog(), "Hello timeout");
  QCOMPARE(line->text(), QStringLiteral("10s"));
  line->setFocus();
  line->selectAll();
  QTest::keyClicks(line, QStringLiteral("3s"));
  click(settingsDialog(), "Save");
  QCOMPARE(m_settings->saves(), 1);
  QCOMPARE(m_settings->current().helloTimeout, std::chrono::milliseconds(3'000));
  QTRY_VERIFY(QApplication::activeModalWidget() == nullptr);
}

void UiWindowTest::settingsRefuseWhatIsWrong() {
  action("settings").trigger();
  QDialog& dialog = settingsDialog();
  auto* save = named<QPushButton>(dialog, "Save");
  auto* line = named<QLineEdit>(dialog, "Max payload");
  line->setText(QStringLiteral("12"));
  QVERIFY(!save->isEnabled());
  QVERIFY(dialog.findChild<QLabel*>(QStringLiteral("problem"))->text().contains(QStringLiteral("Max payload")));
  click(dialog, "Cancel");
  QCOMPARE(m_settings->saves(), 0);
}

void UiWindowTest::settingsShowWhatAFlagDecides() {
  m_settings->decideByFlag("node.listen");
  action("settings").trigger();
  QDialog& dialog = settingsDialog();
  const QWidget* editor = dialog.findChild<QWidget*>(QStringLiteral("node.listen"));
  QVERIFY(!editor->findChild<QLineEdit*>()->isEnabled());
  QVERIFY(named<QLineEdit>(dialog, "Drain rate")->isEnabled());
  const QList<QLabel*> labels = editor->findChildren<QLabel*>();
  QVERIFY(
      std::ranges::any_of(labels, [](const QLabel* label) { return label->text().contains(QStringLiteral("flag")); }));
  dialog.reject();
}

void UiWindowTest::aSaveThatFailsStaysOpen() {
  m_settings->refuseWith("linekeeper.ini can't be written: the folder is read-only");
  action("settings").trigger();
  QDialog& dialog = settingsDialog();
  named<QLineEdit>(dialog, "Drain rate")->setText(QStringLiteral("100"));
  click(dialog, "Save");
  QVERIFY(dialog.isVisible());
  QVERIFY(dialog.findChild<QLabel*>(QStringLiteral("problem"))->text().contains(QStringLiteral("read-only")));
  dialog.reject();
}

void UiWindowTest::themeIsSwitchedAndSaved() {
  const QColor light = m_window->palette().color(QPalette::Window);
  action("theme-dark").trigger();
  const QColor dark = QApplication::palette().color(QPalette::Window);
  QVERIFY(light.lightness() > 200);
  QVERIFY(dark.lightness() < 60);
  QCOMPARE(m_settings->current().theme, "dark");
  QVERIFY(action("theme-dark").isChecked());
  action("theme-light").trigger();
  QCOMPARE(QApplication::palette().color(QPalette::Window), light);
}

void UiWindowTest::closesAtOnceWithDemoDevicesOnly() {
  click(*m_window, "Start demo devices");
  QTRY_COMPARE(devices().rowCount(), 50);
  QSignalSpy accepted(m_window.get(), &MainWindow::quitAccepted);
  m_window->close();
  QCOMPARE(accepted.count(), 1);
  QVERIFY(!m_window->isVisible());
}

void UiWindowTest::asksBeforeItClosesOnRealDevices() {
  m_node->connectDevices(2, QStringLiteral("meter-"));
  QTRY_COMPARE(devices().rowCount(), 2);
  QSignalSpy accepted(m_window.get(), &MainWindow::quitAccepted);
  m_window->close();
  QVERIFY(m_window->isVisible());
  QVERIFY(clickInBox(QStringLiteral("Cancel")));
  QTRY_VERIFY(QApplication::activeModalWidget() == nullptr);
  QCOMPARE(accepted.count(), 0);
  QVERIFY(m_window->isVisible());
  m_window->close();
  QVERIFY(clickInBox(QStringLiteral("Disconnect 2 devices and quit")));
  QTRY_COMPARE(accepted.count(), 1);
  QVERIFY(!m_window->isVisible());
}

void UiWindowTest::lostLinkIsSaidAndMended() {
  m_node->connectDevices(2);
  QTRY_COMPARE(devices().rowCount(), 2);
  m_window->showPage(MainWindow::Commands);
  type("Devices", QStringLiteral("demo-1"));
  writePayload(QStringLiteral("silent"));
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QTRY_COMPARE(cell(table("Commands"), 0, CommandsModel::State), QStringLiteral("written"));
  m_node->setState(node::NodeControl::State::Lost, QStringLiteral("the node ended"));
  const auto* banners = m_window->findChild<BannerBar*>();
  QVERIFY(banners->isVisible());
  QVERIFY(banners->texts().join(QLatin1Char(' ')).contains(QStringLiteral("the node ended")));
  QCOMPARE(cell(table("Commands"), 0, CommandsModel::State), QStringLiteral("unacknowledged"));
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QTRY_COMPARE(cell(table("Commands"), 0, CommandsModel::State), QStringLiteral("rejected"));

  m_node->disconnectDevice(QStringLiteral("demo-2"), CloseReason::Lost);
  m_node->setState(node::NodeControl::State::Connected);
  QTRY_COMPARE(devices().rowCount(), 1);
  QVERIFY(!banners->texts().join(QLatin1Char(' ')).contains(QStringLiteral("The link")));
}

void UiWindowTest::bannersSayWhatIsWrong() {
  const auto* banners = m_window->findChild<BannerBar*>();
  QTest::qWait(300);
  QVERIFY(banners->texts().isEmpty());
  m_node->figures().acceptPaused = true;
  m_node->figures().busUp = false;
  QTRY_COMPARE(banners->texts().size(), 2);
  m_node->figures().acceptPaused = false;
  m_node->figures().busUp = true;
  QTRY_VERIFY(banners->texts().isEmpty());
  QVERIFY(!banners->isVisible());
}

node::NodeRow UiWindowTest::nodeRow(const char* id, quint64 sessions, node::NodeState state) {
  node::NodeRow row;
  row.info.id = QString::fromLatin1(id);
  row.info.version = QStringLiteral("0.1.0");
  row.info.listen = {QStringLiteral("0.0.0.0:7600")};
  row.info.bus = QStringLiteral("redis");
  row.info.pid = 100 + id[1];
  row.host = QStringLiteral("gw-") + QLatin1Char(id[1]);
  row.state = state;
  row.leaseLeftMs = state == node::NodeState::Dead ? 0 : 9'400;
  row.figures.sessions = row.figures.connections = sessions;
  return row;
}

void UiWindowTest::theBusBannerSaysWhyAndWhereItIsMended() {
  m_node->figures().busUp = false;
  m_node->figures().busWhy = QStringLiteral(
      "Redis at 10.0.0.5:6379 wants a password: write it into a file, and name that in "
      "redis.password-file");
  const auto* banners = m_window->findChild<BannerBar*>();
  QTRY_COMPARE(banners->texts().size(), 1);
  QVERIFY(banners->texts().front().contains(QStringLiteral("name that in redis.password-file. Devices stay")));
  click(*m_window, "Settings of Redis");
  auto* line = named<QLineEdit>(settingsDialog(), "Password file");
  QVERIFY2(line->isVisible(), "the dialog opens where it is mended");
  settingsDialog().reject();
  // What is wrong changes, and the sentence with it.
  m_node->figures().busWhy = QStringLiteral("nothing listens at 10.0.0.5:6379: is Redis running?");
  QTRY_VERIFY(banners->texts().join(QLatin1Char(' ')).contains(QStringLiteral("is Redis running? Devices")));
  m_node->figures().busUp = true;
  QTRY_VERIFY(banners->texts().isEmpty());
}

// On a screen of 768 lines or one at 150 %, three things may be wrong at once.
void UiWindowTest::theWindowCanBeSmallUnderBanners() {
  m_node->figures().acceptPaused = true;
  m_node->figures().draining = true;
  m_node->figures().busUp = false;
  const auto* banners = m_window->findChild<BannerBar*>();
  QTRY_COMPARE(banners->texts().size(), 3);
  const QSize small(1'024, 600);
  for (int page = MainWindow::Overview; page <= MainWindow::Diagnose; ++page) {
    m_window->showPage(static_cast<MainWindow::Page>(page));
    m_window->resize(small);
    QTest::qWait(50);
    QCOMPARE(m_window->size(), small);
  }
}

void UiWindowTest::aSilentNodeHasABannerThatLeadsToTheNodes() {
  m_node->setNodes({nodeRow("n1", 10), nodeRow("n2", 10, node::NodeState::Silent)});
  const auto* banners = m_window->findChild<BannerBar*>();
  QTRY_COMPARE(banners->texts().size(), 1);
  QVERIFY(banners->texts().front().startsWith(QStringLiteral("n2 does not answer")));
  click(*m_window, "Show nodes");
  QVERIFY(table("Nodes").isVisible());
  const auto* button = banners->findChild<QPushButton*>();
  QVERIFY2(!button->isVisible(), "here it leads nowhere");
  m_window->showPage(MainWindow::Overview);
  QVERIFY(button->isVisible());
  m_node->setNodes({nodeRow("n1", 10), nodeRow("n2", 10, node::NodeState::Dead)});
  QTRY_VERIFY(banners->texts().join(QLatin1Char(' ')).startsWith(QStringLiteral("n2 is dead")));
  QCOMPARE(banners->texts().size(), 1);
  // Without Redis nobody knows who is dead.
  m_node->figures().busUp = false;
  QTRY_VERIFY(!banners->texts().join(QLatin1Char(' ')).contains(QStringLiteral("is dead")));
}

void UiWindowTest::nodesShowTheirStateAndLoad() {
  m_node->setNodes({nodeRow("n1", 300), nodeRow("n2", 100), nodeRow("n3", 7, node::NodeState::Dead)});
  open(true, false);
  action("nodes").trigger();
  QTableView& nodes = table("Nodes");
  QTRY_COMPARE(nodes.model()->rowCount(), 3);
  QVERIFY(nodes.isVisible());
  QCOMPARE(cell(nodes, 0, NodesModel::Node), QStringLiteral("n1"));
  QCOMPARE(cell(nodes, 0, NodesModel::State), QStringLiteral("up"));
  QCOMPARE(cell(nodes, 0, NodesModel::Sessions), QStringLiteral("300"));
  QCOMPARE(cell(nodes, 0, NodesModel::Share), QStringLiteral("75%"));
  QCOMPARE(cell(nodes, 0, NodesModel::Lease), QStringLiteral("9 s"));
  QCOMPARE(cell(nodes, 0, NodesModel::Address), QStringLiteral("gw-1:7600"));
  QCOMPARE(cell(nodes, 0, NodesModel::Host), QStringLiteral("gw-1"));
  QCOMPARE(cell(nodes, 2, NodesModel::State), QStringLiteral("dead"));
  QVERIFY(!action("drain").isEnabled());
  nodes.selectRow(2);
  QVERIFY2(!action("drain").isEnabled(), "nobody can send a dead node's devices away");
  nodes.selectRow(0);
  QVERIFY(action("drain").isEnabled());
  click(*m_window, "Copy address");
  QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("gw-1:7600"));
  qobject_cast<TableView*>(&nodes)->copyAction()->trigger();
  QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("n1\tup\t300\t")));
  m_node->setNodes({nodeRow("n1", 400)});
  QTRY_COMPARE(nodes.model()->rowCount(), 1);
}

void UiWindowTest::drainsANodeAfterAsking() {
  Settings settings = m_settings->current();
  settings.drainRate = 250;
  m_settings->set(settings);
  m_node->setNodes({nodeRow("n1", 412), nodeRow("n2", 100)});
  open(true, false);
  m_window->showPage(MainWindow::Nodes);
  QTRY_COMPARE(table("Nodes").model()->rowCount(), 2);
  table("Nodes").selectRow(0);
  click(*m_window, "Drain n1…");
  QTRY_VERIFY(QApplication::activeModalWidget() != nullptr);
  click(settingsDialog(), "Cancel");
  QVERIFY(m_node->drains().isEmpty());
  QTRY_VERIFY(QApplication::activeModalWidget() == nullptr);
  click(*m_window, "Drain n1…");
  auto* rate = named<QSpinBox>(settingsDialog(), "Devices to send away each second");
  QCOMPARE(rate->value(), 250);
  rate->setValue(50);
  click(settingsDialog(), "Drain n1: send 412 devices away");
  QTRY_COMPARE(m_node->drains().size(), 1);
  QCOMPARE(m_node->drains().front().node, QStringLiteral("n1"));
  QCOMPARE(m_node->drains().front().rate, 50);
  QTRY_COMPARE(cell(table("Nodes"), 0, NodesModel::State), QStringLiteral("draining, 412 left"));
  QTRY_VERIFY(
      m_window->findChild<BannerBar*>()->texts().join(QLatin1Char(' ')).contains(QStringLiteral("Draining n1")));
}

void UiWindowTest::aRefusedDrainSaysWhy() {
  m_node->refuseToDrain("there is no link to Redis");
  m_window->showPage(MainWindow::Nodes);
  QTRY_COMPARE(table("Nodes").model()->rowCount(), 1);
  table("Nodes").selectRow(0);
  action("drain").trigger();
  click(settingsDialog(), "Drain n1: send 0 devices away");
  const auto* banners = m_window->findChild<BannerBar*>();
  QTRY_VERIFY(banners->texts().join(QLatin1Char(' ')).contains(QStringLiteral("there is no link to Redis")));
}

void UiWindowTest::aNodeLeadsToItsDevices() {
  m_node->connectDevices(3);
  m_window->showPage(MainWindow::Nodes);
  QTRY_COMPARE(table("Nodes").model()->rowCount(), 1);
  table("Nodes").selectRow(0);
  click(*m_window, "Show its devices");
  QCOMPARE(named<QLineEdit>(*m_window, "Filter devices")->text(), QStringLiteral("node:n1"));
  QTRY_COMPARE(devices().rowCount(), 3);
  QTRY_VERIFY(table("Devices").isVisible());
}

void UiWindowTest::aTroubleLeadsToItsDiagnosis() {
  m_node->addEvent(node::EventKind::CommandEnded, node::Severity::Warning, QStringLiteral("pump-7"),
                   QStringLiteral("c-1 offline"));
  m_node->addEvent(node::EventKind::ConnectionRefused, node::Severity::Warning, {}, QStringLiteral("no whole HELLO"));
  m_window->showPage(MainWindow::Overview);
  QTableView& troubles = table("Warnings and problems");
  QTRY_COMPARE(troubles.model()->rowCount(), 2);
  troubles.selectRow(0);
  QVERIFY2(!action("diagnoseTrouble").isEnabled(), "nobody knows of which device it was");
  troubles.selectRow(1);
  click(*m_window, "Why?");
  const auto* device = named<QLineEdit>(*m_window, "Device id");
  QTRY_COMPARE(device->text(), QStringLiteral("pump-7"));
  QVERIFY(device->isVisible());
}

void UiWindowTest::overviewShowsHowNodesShare() {
  const auto shown = [&] {
    QStringList texts;
    const QList<QLabel*> labels = m_window->findChildren<QLabel*>();
    for (const QLabel* label : labels) {
      if (label->isVisible() && label->accessibleName() == QLatin1StringView("Sessions and share")) {
        texts.push_back(label->text());
      }
    }
    return texts;
  };
  m_node->setNodes({nodeRow("n1", 300), nodeRow("n2", 100)});
  QTRY_COMPARE(shown(), (QStringList{QStringLiteral("300 (75%)"), QStringLiteral("100 (25%)")}));
  QVERIFY(named<QLabel>(*m_window, "Address for devices")->isVisible());
  m_node->setNodes({nodeRow("n1", 300), nodeRow("n2", 100, node::NodeState::Silent)});
  QTRY_COMPARE(shown(), (QStringList{QStringLiteral("300 (75%)"), QStringLiteral("silent")}));
  QList<node::NodeRow> many;
  for (const char* id : {"n1", "n2", "n3", "n4", "n5", "n6", "n7"}) many.push_back(nodeRow(id, 10));
  m_node->setNodes(many);
  QTRY_COMPARE(shown().size(), 5);
  const QList<QLabel*> labels = m_window->findChildren<QLabel*>();
  QVERIFY(std::ranges::any_of(
      labels, [](const QLabel* label) { return label->isVisible() && label->text() == QStringLiteral("and 2 more"); }));
  m_node->setNodes({});
  QTRY_VERIFY2(shown().isEmpty(), "one node alone shares with nobody");
}

void UiWindowTest::aConsoleWithoutANodeSaysSo() {
  node::NodeInfo cluster;
  cluster.id = QStringLiteral("cluster");
  cluster.bus = QStringLiteral("redis");
  m_node->setInfo(cluster);
  open(true, false);
  const auto says = [&](const QString& text) {
    const QList<QLabel*> labels = m_window->findChildren<QLabel*>();
    return std::ranges::any_of(labels,
                               [&](const QLabel* label) { return label->isVisible() && label->text().contains(text); });
  };
  QTRY_VERIFY(says(QStringLiteral("No node is known yet")));
  QVERIFY(!says(QStringLiteral("Point a device here")));
  QVERIFY(says(QStringLiteral("runs no node of its own")));
  QVERIFY(!m_window->findChild<QPushButton*>(QStringLiteral("demoButton"))->isVisible());
  QTRY_VERIFY(says(QStringLiteral("nodes: none known")));
  m_window->showPage(MainWindow::Nodes);
  QVERIFY(says(QStringLiteral("No node is running")));
  m_node->figures().busUp = false;
  m_node->figures().busWhy = QStringLiteral("a sentence");
  QTRY_VERIFY(says(QStringLiteral("Redis is away")));
  m_node->figures().busUp = true;
  m_node->setNodes({nodeRow("n1", 3)});
  m_window->showPage(MainWindow::Overview);
  QTRY_VERIFY(says(QStringLiteral("gw-1:7600")));
}

void UiWindowTest::onlyTheOwnNodesDevicesAreLostByClosing() {
  m_node->connectDevices(4, QStringLiteral("meter-"));
  for (const char* device : {"meter-1", "meter-2", "meter-3"}) {
    m_node->change(QString::fromLatin1(device), [](node::SessionRow& row) { row.node = QStringLiteral("n2"); });
  }
  open(true);
  QTRY_COMPARE(devices().rowCount(), 4);
  m_window->close();
  QVERIFY(clickInBox(QStringLiteral("Disconnect 1 device and quit")));
}

void UiWindowTest::oneFetchAtATime() {
  for (int i = 0; i < 20; ++i) action("refresh").trigger();
  QTRY_VERIFY(m_node->fetches() > 2);
  QCOMPARE(m_node->mostFetchesAtOnce(), 1);
}

void UiWindowTest::columnsAreRemembered() {
  m_node->connectDevices(1);
  table("Devices").setColumnWidth(DeviceColumn::Address, 222);
  table("Devices").setColumnHidden(DeviceColumn::Protocol, true);
  named<QLineEdit>(*m_window, "Filter devices")->setText(QStringLiteral("demo"));
  open();
  QCOMPARE(table("Devices").columnWidth(DeviceColumn::Address), 222);
  QVERIFY(table("Devices").isColumnHidden(DeviceColumn::Protocol));
  QCOMPARE(named<QLineEdit>(*m_window, "Filter devices")->text(), QStringLiteral("demo"));
}

void UiWindowTest::everyModelHolds() {
  QList<QAbstractItemModelTester*> testers;
  const QList<TableView*> tables = m_window->findChildren<TableView*>();
  QCOMPARE(tables.size(), 8);  // warnings, devices, timeline, frames, commands, nodes, gone nodes, events
  for (const TableView* view : tables) {
    testers.push_back(new QAbstractItemModelTester(
        view->model(), QAbstractItemModelTester::FailureReportingMode::QtTest, m_window.get()));
  }
  m_node->connectDevices(300);
  m_node->setNodes({nodeRow("n2", 10), nodeRow("n1", 10)});
  m_window->showPage(MainWindow::Devices);
  select({QStringLiteral("demo-7")});
  m_node->addEvent(node::EventKind::ProtocolError, node::Severity::Warning, QStringLiteral("demo-7"));
  table("Devices").sortByColumn(DeviceColumn::Address, Qt::DescendingOrder);
  for (int i = 0; i < 300; i += 2) m_node->disconnectDevice(QStringLiteral("demo-%1").arg(i), CloseReason::Lost);
  QTRY_COMPARE(devices().rowCount(), 151);
  type("Filter devices", QStringLiteral("7"));
  QTRY_VERIFY(devices().rowCount() < 100);
}

void UiWindowTest::everyControlHasAName() {
  action("settings").trigger();
  const QList<QWidget*> roots = {m_window.get(), &settingsDialog()};
  for (const QWidget* root : roots) {
    const QList<QWidget*> widgets = root->findChildren<QWidget*>();
    for (const QWidget* widget : widgets) {
      const bool isInner = widget->objectName().startsWith(QStringLiteral("qt_")) ||
                           qobject_cast<QAbstractSpinBox*>(widget->parent()) != nullptr ||
                           qobject_cast<QLineEdit*>(widget->parent()) != nullptr ||
                           qobject_cast<QMenuBar*>(widget->parent()) != nullptr ||
                           qobject_cast<QTabBar*>(widget->parent()) != nullptr;
      const bool isControl =
          qobject_cast<const QAbstractButton*>(widget) != nullptr ||
          qobject_cast<const QLineEdit*>(widget) != nullptr || qobject_cast<const QPlainTextEdit*>(widget) != nullptr ||
          qobject_cast<const QComboBox*>(widget) != nullptr ||
          qobject_cast<const QAbstractSpinBox*>(widget) != nullptr || qobject_cast<const TableView*>(widget) != nullptr;
      if (isInner || !isControl) continue;
      const QByteArray what =
          QByteArray(widget->metaObject()->className()) + " in " +
          (widget->parentWidget() != nullptr ? widget->parentWidget()->metaObject()->className() : "");
      QVERIFY2(!widget->accessibleName().isEmpty(), what.constData());
      if (qobject_cast<const TableView*>(widget) == nullptr) QVERIFY2(!widget->toolTip().isEmpty(), what.constData());
    }
  }
  settingsDialog().reject();

  QSet<QAction*> inMenus;
  const QList<QMenu*> menus = m_window->menuBar()->findChildren<QMenu*>();
  for (const QMenu* menu : menus) {
    for (QAction* one : menu->actions()) {
      if (one->isSeparator() || one->menu() != nullptr) continue;
      inMenus.insert(one);
      QVERIFY2(!one->text().isEmpty() && !one->toolTip().isEmpty(), qPrintable(one->objectName()));
    }
  }
  for (const char* name : {"overview",
                           "devices",
                           "commands",
                           "nodes",
                           "drain",
                           "devicesOfNode",
                           "events",
                           "demo",
                           "newCommand",
                           "refresh",
                           "filter",
                           "settings",
                           "quit",
                           "about",
                           "sendToDevices",
                           "kick",
                           "copyIds",
                           "send",
                           "resend",
                           "editCommand",
                           "copyLine",
                           "copyPublish",
                           "forgetCommands",
                           "saveTemplate",
                           "renameTemplate",
                           "deleteTemplate",
                           "stopBulk",
                           "exportBulk",
                           "exportBulkFailures",
                           "retargetBulk",
                           "closeBulk",
                           "kickNode",
                           "forgetGoneNodes",
                           "theme-dark",
                           "theme-light",
                           "theme-system",
                           "setup",
                           "runChecks",
                           "runArea",
                           "cancelChecks",
                           "copyFindings",
                           "exportFindings",
                           "nginxLook",
                           "nginxCopy",
                           "nginxTest",
                           "nginxApply",
                           "nginxReload",
                           "nginxRollback",
                           "nginxStop",
                           "diagnose",
                           "startDiagnosis",
                           "cancelDiagnosis",
                           "copyDiagnosis",
                           "diagnoseDevice",
                           "diagnoseCommand"}) {
    QVERIFY2(inMenus.contains(&action(name)), name);
  }
}

void UiWindowTest::keysReachEveryPage() {
  QApplication::setActiveWindow(m_window.get());
  const std::array<std::pair<Qt::Key, const char*>, 7> keys = {{{Qt::Key_2, "Devices"},
                                                                {Qt::Key_3, "Commands"},
                                                                {Qt::Key_4, "Nodes"},
                                                                {Qt::Key_5, "Checks"},
                                                                {Qt::Key_6, "Events"},
                                                                {Qt::Key_7, "Device id"},
                                                                {Qt::Key_1, "Warnings and problems"}}};
  m_node->connectDevices(1);
  m_node->addEvent(node::EventKind::BusDown, node::Severity::Problem);
  QTRY_COMPARE(devices().rowCount(), 1);
  const auto inRail = [this]() -> const QAction* {
    const auto* button = qobject_cast<QToolButton*>(m_window->focusWidget());
    return button != nullptr ? button->defaultAction() : nullptr;
  };
  for (QToolButton* button : m_window->findChildren<QToolButton*>()) {
    if (button->defaultAction() == &action("overview")) button->setFocus();
  }
  QCOMPARE(inRail(), &action("overview"));
  for (const auto& [key, name] : keys) {
    QTest::keyClick(m_window.get(), key, Qt::ControlModifier);
    // The one button that is marked is that of the page.
    QVERIFY2(inRail() != nullptr && inRail()->isChecked(), name);
    if (QLatin1StringView(name) == QLatin1StringView("Commands")) {
      QVERIFY(sendButton().isVisible());
    } else {
      QTRY_VERIFY2(named<QWidget>(*m_window, name)->isVisible(), name);
    }
  }
}

void UiWindowTest::copiesRowsAndExports() {
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

QTEST_MAIN(UiWindowTest)
#include "tst_ui_window.moc"
