#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QMenuBar>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include "clicks.h"
#include "server/base/file_access.h"
#include "stands.h"
#include "tests/base/opened_to_others.h"
#include "ui/attention.h"
#include "ui/banner_bar.h"
#include "ui/connection_list.h"
#include "ui/devices_model.h"
#include "ui/main_window.h"
#include "ui/secret_file.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

namespace {

QByteArray contents(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

// The window around the pages: where it is attached to, what it lets be changed, how everything is found by typing, and
// how it closes and calls.
class UiShellTest : public QObject, protected ShellStand {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();

  void thePaletteFindsEveryAction();
  void thePaletteDoesWhatIsChosen();
  void thePaletteFindsDevices();
  void whatIsNotPossibleNowIsNotDone();
  void f1ListsEveryKey();
  void noKeyIsTakenTwice();

  void attachesToAClusterWithAPasswordFromTheKeychain();
  void aPasswordThatIsKeptNowhereIsAskedEachTime();
  void aPasswordFileIsClosedToOthers();
  void attachesToANodeOnThisMachine();
  void aRefusedAttachLeavesTheDialogOpen();
  void connectionsWithoutSenseAreNotSaved();
  void connectionsWithoutSenseAreRefused_data();
  void connectionsWithoutSenseAreRefused();
  void aBrokenListIsKeptAndSaid();
  void aRemovedConnectionTakesItsPasswordAlong();

  void readOnlyHidesNothingAndChangesNothing();
  void readOnlySaysWhy();
  void readOnlyIsSwitchedInTheMenu();

  void closingQuitsByDefault();
  void closingToTheTrayIsExplainedOnce();
  void quitQuitsInTheTrayToo();
  void withoutATrayClosingQuits();
  void devicesOfAnOwnNodeElsewhereAreAskedFor();
  void personsAreToldOfTroubleOnce();
  void troubleFromTheStartIsNotTold();

  void pageAndPlaceAreRemembered();
  void aBrokenStateFileIsKeptAndSaid();

 private:
  void open(bool readOnly = false);
  [[nodiscard]] QAction& action(const char* name) { return *m_window->findChild<QAction*>(QLatin1StringView(name)); }
  [[nodiscard]] static QDialog* dialog() { return qobject_cast<QDialog*>(QApplication::activeModalWidget()); }
  template <typename T>
  [[nodiscard]] static T* inDialog(const char* name) {
    return dialog() != nullptr ? named<T>(*dialog(), name) : nullptr;
  }
  [[nodiscard]] static QStringList rows(const QListView& list);
  void typeInPalette(const QString& text);
  void addCluster(const QString& name, const QString& url, Connection::Secret secret);
  [[nodiscard]] static QString problem() {
    return dialog() != nullptr ? dialog()->findChild<QLabel*>(QStringLiteral("problem"))->text() : QString();
  }

  std::function<int()> m_ownDevices;
};

void UiShellTest::init() {
  begin();
  m_ownDevices = {};
  m_node->addEvent(node::EventKind::NodeReady, node::Severity::Info);
  open();
}

void UiShellTest::open(bool readOnly) {
  m_window.reset();
  ConsoleParts all = parts();
  all.readOnly = readOnly;
  all.ownDevices = m_ownDevices;
  m_window = std::make_unique<MainWindow>(all);
  m_window->show();
  QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void UiShellTest::cleanup() { end(); }

QStringList UiShellTest::rows(const QListView& list) {
  QStringList all;
  for (int row = 0; row < list.model()->rowCount(); ++row) all.push_back(list.model()->index(row, 0).data().toString());
  return all;
}

void UiShellTest::typeInPalette(const QString& text) {
  QApplication::setActiveWindow(m_window.get());
  QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
  QVERIFY(inDialog<QLineEdit>("What you look for") != nullptr);
  QTest::keyClicks(inDialog<QLineEdit>("What you look for"), text);
}

void UiShellTest::thePaletteFindsEveryAction() {
  typeInPalette({});
  const QStringList found = rows(*inDialog<QListView>("What was found"));
  int actions = 0;
  const QList<QMenu*> menus = m_window->menuBar()->findChildren<QMenu*>();
  for (const QMenu* menu : menus) {
    for (const QAction* one : menu->actions()) {
      if (one->isSeparator() || one->menu() != nullptr) continue;
      const QString name = one->text().remove(QLatin1Char('&'));
      QVERIFY2(std::ranges::any_of(found, [&](const QString& row) { return row.endsWith(name); }), qPrintable(name));
      ++actions;
    }
  }
  QVERIFY(actions > 40);
  QCOMPARE(found.size(), actions);
  dialog()->reject();
}

void UiShellTest::thePaletteDoesWhatIsChosen() {
  typeInPalette(QStringLiteral("view even"));
  QCOMPARE(rows(*inDialog<QListView>("What was found")).front(), QStringLiteral("View: Events"));
  QTest::keyClick(inDialog<QLineEdit>("What you look for"), Qt::Key_Return);
  QTRY_VERIFY(named<QTableView>(*m_window, "Events")->isVisible());
  QVERIFY(dialog() == nullptr);
  // By keys alone: the second of two, and Esc.
  typeInPalette(QStringLiteral("theme"));
  auto* text = inDialog<QLineEdit>("What you look for");
  QTest::keyClick(text, Qt::Key_Down);
  QCOMPARE(inDialog<QListView>("What was found")->currentIndex().row(), 1);
  QTest::keyClick(text, Qt::Key_Escape);
  QTRY_VERIFY(dialog() == nullptr);
}

void UiShellTest::thePaletteFindsDevices() {
  m_node->connectDevices(30);
  auto* model = qobject_cast<DevicesModel*>(named<QTableView>(*m_window, "Devices")->model());
  QTRY_COMPARE(model->rowCount(), 30);
  typeInPalette(QStringLiteral("demo-1"));
  QStringList found = rows(*inDialog<QListView>("What was found"));
  QVERIFY(found.contains(QStringLiteral("Device demo-1")));
  QVERIFY2(found.contains(QStringLiteral("More devices begin like this")), qPrintable(found.join(QLatin1Char('\n'))));
  auto* text = inDialog<QLineEdit>("What you look for");
  text->setText(QStringLiteral("demo-17"));
  found = rows(*inDialog<QListView>("What was found"));
  QCOMPARE(found, QStringList({QStringLiteral("Device demo-17"), QStringLiteral("Send a command to demo-17"),
                               QStringLiteral("Diagnose demo-17")}));
  QTest::keyClick(text, Qt::Key_Return);
  QTRY_COMPARE(model->rowCount(), 1);
  QCOMPARE(model->at(0)->device, QStringLiteral("demo-17"));
  // One that is away can be asked about.
  typeInPalette(QStringLiteral("pump-7"));
  QCOMPARE(rows(*inDialog<QListView>("What was found")), QStringList(QStringLiteral("Diagnose pump-7")));
  QTest::keyClick(inDialog<QLineEdit>("What you look for"), Qt::Key_Return);
  QTRY_COMPARE(named<QLineEdit>(*m_window, "Device id")->text(), QStringLiteral("pump-7"));
}

void UiShellTest::whatIsNotPossibleNowIsNotDone() {
  QVERIFY(!action("kick").isEnabled());
  typeInPalette(QStringLiteral("devices kick"));
  auto* text = inDialog<QLineEdit>("What you look for");
  QVERIFY(inDialog<QLabel>("What it does")->text().startsWith(QStringLiteral("Not possible now.")));
  QTest::keyClick(text, Qt::Key_Return);
  QVERIFY2(dialog() != nullptr, "it stays open, as nothing was done");
  text->setText(QStringLiteral("no such thing at all, ever"));
  QCOMPARE(inDialog<QLabel>("What it does")->text(), QStringLiteral("Nothing is called like this."));
  dialog()->reject();
}

void UiShellTest::f1ListsEveryKey() {
  QApplication::setActiveWindow(m_window.get());
  QTest::keyClick(m_window.get(), Qt::Key_F1);
  auto* tree = inDialog<QTreeWidget>("Keyboard shortcuts");
  QVERIFY(tree != nullptr);
  QStringList keys;
  for (int row = 0; row < tree->topLevelItemCount(); ++row) keys.push_back(tree->topLevelItem(row)->text(1));
  const QList<QAction*> actions = m_window->findChildren<QAction*>();
  for (const QAction* one : actions) {
    if (one->shortcut().isEmpty()) continue;
    const QString key = one->shortcut().toString(QKeySequence::NativeText);
    QVERIFY2(keys.contains(key), qPrintable(one->objectName() + QLatin1Char(' ') + key));
  }
  for (const char* key : {"F1", "F5", "Ctrl+F", "Ctrl+K", "Ctrl+Return", "Del", "Esc", "Ctrl+1", "Ctrl+7"}) {
    QVERIFY2(keys.contains(QLatin1StringView(key)), key);
  }
  QTest::keyClick(dialog(), Qt::Key_Escape);
  QTRY_VERIFY(dialog() == nullptr);
}

// Two actions of one key do neither.
void UiShellTest::noKeyIsTakenTwice() {
  QMap<QString, QString> taken;
  const QList<QAction*> actions = m_window->findChildren<QAction*>();
  for (const QAction* one : actions) {
    if (one->shortcutContext() != Qt::WindowShortcut) continue;
    const QList<QKeySequence> sequences = one->shortcuts();
    for (const QKeySequence& sequence : sequences) {
      const QString key = sequence.toString();
      QVERIFY2(!taken.contains(key), qPrintable(QStringLiteral("%1: %2 and %3").arg(key, taken[key], one->text())));
      taken[key] = one->text();
    }
  }
  QVERIFY(taken.size() > 12);
}

void UiShellTest::addCluster(const QString& name, const QString& url, Connection::Secret secret) {
  action("connections").trigger();
  click(*dialog(), "&New");
  auto* line = inDialog<QLineEdit>("Name");
  line->selectAll();
  QTest::keyClicks(line, name);
  QTest::keyClicks(inDialog<QLineEdit>("Redis URL"), url);
  auto* where = inDialog<QComboBox>("Where the password is kept");
  where->setCurrentIndex(where->findData(static_cast<int>(secret)));
  Q_EMIT where->activated(where->currentIndex());
}

void UiShellTest::attachesToAClusterWithAPasswordFromTheKeychain() {
  const QString url = QStringLiteral("redis://10.0.0.5:6379");
  addCluster(QStringLiteral("Berlin"), url, Connection::Secret::Keychain);
  QTest::keyClicks(inDialog<QLineEdit>("Password"), QStringLiteral("s3cret"));
  QTest::mouseClick(dialog()->findChild<QPushButton*>(QStringLiteral("attachButton")), Qt::LeftButton);
  QTRY_COMPARE(m_connector->attached(), 1);
  QCOMPARE(m_connector->current().name, QStringLiteral("Berlin"));
  QCOMPARE(m_connector->current().redisUrl, url);
  QCOMPARE(m_connector->password(), QStringLiteral("s3cret"));
  QCOMPARE(m_secrets->kept().value(url), QStringLiteral("s3cret"));
  QVERIFY2(!contents(path("connections.ini")).contains("s3cret"), "a password stands in the list");
  // The next time it is not typed.
  open();
  action("connections").trigger();
  QCOMPARE(inDialog<QLineEdit>("Name")->text(), QStringLiteral("Berlin"));
  QVERIFY(inDialog<QLineEdit>("Password")->text().isEmpty());
  QTest::mouseClick(dialog()->findChild<QPushButton*>(QStringLiteral("attachButton")), Qt::LeftButton);
  QTRY_COMPARE(m_connector->attached(), 2);
  QCOMPARE(m_connector->password(), QStringLiteral("s3cret"));
}

void UiShellTest::aPasswordThatIsKeptNowhereIsAskedEachTime() {
  m_secrets->keepNone();
  addCluster(QStringLiteral("Berlin"), QStringLiteral("redis://10.0.0.5:6379"), Connection::Secret::Asked);
  click(*dialog(), "&Connect");
  QVERIFY(problem().startsWith(QStringLiteral("Type the password")));
  QCOMPARE(m_connector->attached(), 0);
  QTest::keyClicks(inDialog<QLineEdit>("Password"), QStringLiteral("typed"));
  click(*dialog(), "&Connect");
  QTRY_COMPARE(m_connector->password(), QStringLiteral("typed"));
  QVERIFY(!contents(path("connections.ini")).contains("typed"));
}

void UiShellTest::aPasswordFileIsClosedToOthers() {
  addCluster(QStringLiteral("Berlin"), QStringLiteral("redis://10.0.0.5:6379"), Connection::Secret::File);
  const QString file = path("redis.secret");
  QTest::keyClicks(inDialog<QLineEdit>("File of the password"), file);
  QTest::keyClicks(inDialog<QLineEdit>("Password"), QStringLiteral("in a file"));
  click(*dialog(), "&Connect");
  QTRY_COMPARE(m_connector->attached(), 1);
  QCOMPARE(contents(file), QByteArray("in a file\n"));
  QVERIFY(checkSecretFile(file).ok());
  QVERIFY(!othersMay(Use::Reading, file));
  QVERIFY(lk::test::openToOthers(file));
  const auto open = checkSecretFile(file);
  QVERIFY(!open.ok());
  QVERIFY2(open.error().text.find(closingCommand(file).toStdString()) != std::string::npos, open.error().text.c_str());
}

void UiShellTest::attachesToANodeOnThisMachine() {
  action("connections").trigger();
  auto* list = inDialog<QListWidget>("Connections");
  QCOMPARE(list->count(), 2);
  list->setCurrentRow(1);
  QCOMPARE(inDialog<QLineEdit>("Node")->text(), QStringLiteral("n7"));
  inDialog<QCheckBox>("Read-only")->setChecked(true);
  click(*dialog(), "&Connect");
  QTRY_COMPARE(m_connector->attached(), 1);
  QVERIFY(m_connector->current().kind == Connection::Kind::Local);
  QCOMPARE(m_connector->current().node, QStringLiteral("n7"));
  QVERIFY(m_connector->current().readOnly);
}

void UiShellTest::aRefusedAttachLeavesTheDialogOpen() {
  m_connector->refuseWith("no node 'n7' runs here");
  action("connections").trigger();
  inDialog<QListWidget>("Connections")->setCurrentRow(1);
  click(*dialog(), "&Connect");
  QCOMPARE(problem(), QStringLiteral("no node 'n7' runs here"));
  dialog()->reject();
}

void UiShellTest::connectionsWithoutSenseAreNotSaved() {
  addCluster(QStringLiteral("Berlin"), QStringLiteral("http://10.0.0.5"), Connection::Secret::None);
  click(*dialog(), "&Save");
  QVERIFY2(problem().startsWith(QStringLiteral("Berlin: ")), qPrintable(problem()));
  QVERIFY(!QFile::exists(path("connections.ini")));
  click(*dialog(), "&Connect");
  QCOMPARE(m_connector->attached(), 0);
  auto* url = inDialog<QLineEdit>("Redis URL");
  url->selectAll();
  QTest::keyClicks(url, QStringLiteral("redis://u:pw@10.0.0.5"));
  click(*dialog(), "&Save");
  QVERIFY2(!problem().isEmpty(), "a password in the URL would stand in the list");
  dialog()->reject();

  ConnectionList list(path("own.ini"));
  Connection one;
  one.redisUrl = QStringLiteral("redis://10.0.0.5");
  QVERIFY(!list.save({one}).ok());  // no name
  one.name = QStringLiteral("a");
  QVERIFY(!list.save({one, one}).ok());
  QVERIFY(list.save({one}).ok());
  QCOMPARE(ConnectionList(path("own.ini")).all(), QList<Connection>{one});
}

void UiShellTest::connectionsWithoutSenseAreRefused_data() {
  QTest::addColumn<QString>("url");
  QTest::addColumn<QString>("prefix");
  QTest::addColumn<bool>("good");
  QTest::newRow("plain") << QStringLiteral("redis://10.0.0.5") << QStringLiteral("lk") << true;
  QTest::newRow("cluster") << QStringLiteral("redis+cluster://10.0.0.5:6379,10.0.0.6") << QStringLiteral("lk") << true;
  QTest::newRow("another scheme") << QStringLiteral("http://10.0.0.5") << QStringLiteral("lk") << false;
  QTest::newRow("empty") << QStringLiteral("") << QStringLiteral("lk") << false;
  QTest::newRow("a password in it") << QStringLiteral("redis://user:pw@10.0.0.5") << QStringLiteral("lk") << false;
  QTest::newRow("no prefix") << QStringLiteral("redis://10.0.0.5") << QStringLiteral("") << false;
}

void UiShellTest::connectionsWithoutSenseAreRefused() {
  QFETCH(const QString, url);
  QFETCH(const QString, prefix);
  QFETCH(const bool, good);
  Connection connection;
  connection.redisUrl = url;
  connection.redisPrefix = prefix;
  QCOMPARE(ConnectionList::check(connection).ok(), good);
  connection.secret = Connection::Secret::File;
  QVERIFY2(!ConnectionList::check(connection).ok(), "the password's file has no name");
  connection.kind = Connection::Kind::Local;
  for (const auto& [node, isNode] : {std::pair("", false), std::pair("n 1", false), std::pair("n1", true)}) {
    connection.node = QLatin1StringView(node);
    QCOMPARE(ConnectionList::check(connection).ok(), isNode);
  }
}

void UiShellTest::aBrokenListIsKeptAndSaid() {
  QFile file(path("connections.ini"));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write("[connections\n\x01\x02 no ini");
  file.close();
  const ConnectionList list(path("connections.ini"));
  QVERIFY(list.all().isEmpty());
  QVERIFY2(list.problem().contains(QStringLiteral("connections.ini.broken")), qPrintable(list.problem()));
  QCOMPARE(contents(path("connections.ini.broken")), QByteArray("[connections\n\x01\x02 no ini"));
}

void UiShellTest::aRemovedConnectionTakesItsPasswordAlong() {
  const QString url = QStringLiteral("redis://10.0.0.5:6379");
  addCluster(QStringLiteral("Berlin"), url, Connection::Secret::Keychain);
  QTest::keyClicks(inDialog<QLineEdit>("Password"), QStringLiteral("s3cret"));
  click(*dialog(), "&Save");
  QTRY_COMPARE(m_secrets->kept().size(), 1);
  click(*dialog(), "Re&move");
  QCOMPARE(inDialog<QLineEdit>("Node")->text(), QStringLiteral("n7"));  // the next one is shown
  QTest::qWait(50);
  QCOMPARE(m_secrets->kept().size(), 1);  // it may be cancelled still
  click(*dialog(), "&Save");
  QTRY_VERIFY(m_secrets->kept().isEmpty());
  QVERIFY(!contents(path("connections.ini")).contains("Berlin"));
  dialog()->reject();
}

void UiShellTest::readOnlyHidesNothingAndChangesNothing() {
  m_node->connectDevices(3);
  open(true);
  auto* table = named<QTableView>(*m_window, "Devices");
  QTRY_COMPARE(table->model()->rowCount(), 3);
  m_window->showPage(MainWindow::Devices);
  table->selectAll();
  QVERIFY(action("copyIds").isEnabled());
  QVERIFY(action("diagnoseDevice").isVisible());
  QVERIFY(action("kick").isVisible());
  QVERIFY(!action("kick").isEnabled());
  action("kick").trigger();
  m_window->showPage(MainWindow::Commands);
  named<QLineEdit>(*m_window, "Devices")->setText(QStringLiteral("demo-1"));
  named<QPlainTextEdit>(*m_window, "Payload")->setPlainText(QStringLiteral("on"));
  QVERIFY(!action("send").isEnabled());
  action("send").trigger();
  for (const char* name : {"resend", "drain", "demo", "nginxApply", "nginxReload", "nginxRollback", "nginxStop"}) {
    QVERIFY2(!action(name).isEnabled() && action(name).isVisible(), name);
  }
  QTest::qWait(600);
  QCOMPARE(m_node->sent().size(), 0);
  QCOMPARE(m_node->sessions(), 3);
  // Whatever a page may still ask, nothing leaves.
  ReadOnlyControl control(*m_node);
  std::string why;
  control.kick({QStringLiteral("demo-1")}, this,
               [&](const Result<node::KickOutcome>& outcome) { why = outcome ? "kicked" : outcome.error().text; });
  QTRY_VERIFY2(why.find("read-only") != std::string::npos, why.c_str());
  why.clear();
  control.send({{}}, this, [&](const Result<QStringList>& taken) { why = taken ? "sent" : taken.error().text; });
  QTRY_VERIFY2(why.find("read-only") != std::string::npos, why.c_str());
  why.clear();
  control.drain({}, 1, this, [&](const Result<void>& started) { why = started ? "drains" : started.error().text; });
  QTRY_VERIFY2(why.find("read-only") != std::string::npos, why.c_str());
  QVERIFY(m_node->drains().isEmpty());
  QVERIFY(m_node->has(QStringLiteral("demo-1")));
}

void UiShellTest::readOnlySaysWhy() {
  QVERIFY(m_connector->setReadOnly(true).ok());
  open(true);
  QVERIFY(m_window->windowTitle().contains(QStringLiteral("read-only")));
  QVERIFY(named<QLabel>(*m_window, "Whether anything can be changed")->isVisible());
  for (const char* name : {"kick", "send", "sendToDevices", "drain"}) {
    QVERIFY2(action(name).toolTip().startsWith(QStringLiteral("This connection is read-only.")), name);
  }
  // Buttons that come later, too.
  m_window->showPage(MainWindow::Setup);
  action("runChecks").trigger();
  const auto fix = [&]() -> QPushButton* {
    const QList<QPushButton*> buttons = m_window->findChildren<QPushButton*>();
    for (QPushButton* button : buttons) {
      if (button->text() == QStringLiteral("Allow TCP 7600…")) return button;
    }
    return nullptr;
  };
  QTRY_VERIFY(fix() != nullptr && fix()->isVisible());
  QVERIFY(!fix()->isEnabled());
  QVERIFY(fix()->toolTip().startsWith(QStringLiteral("This connection is read-only.")));
}

void UiShellTest::readOnlyIsSwitchedInTheMenu() {
  QVERIFY(!action("readOnly").isChecked());
  action("readOnly").trigger();
  QVERIFY(m_connector->current().readOnly);
  open(true);
  QVERIFY(action("readOnly").isChecked());
  action("readOnly").trigger();
  QVERIFY(!m_connector->current().readOnly);
}

void UiShellTest::closingQuitsByDefault() {
  QVERIFY(!action("toTray").isChecked());
  QVERIFY(!m_tray->kept());
  QSignalSpy quits(m_window.get(), &MainWindow::quitAccepted);
  m_window->close();
  QCOMPARE(quits.size(), 1);
}

void UiShellTest::closingToTheTrayIsExplainedOnce() {
  m_node->connectDevice(QStringLiteral("pump-7"));
  action("toTray").trigger();
  QVERIFY(m_tray->kept());
  QSignalSpy quits(m_window.get(), &MainWindow::quitAccepted);
  m_window->close();
  QVERIFY2(m_window->isVisible(), "it explains itself first");
  QVERIFY(clickInBox(QStringLiteral("OK")));
  QTRY_VERIFY(!m_window->isVisible());
  Q_EMIT m_tray->windowWanted();
  QVERIFY(m_window->isVisible());
  m_window->close();
  QVERIFY(!m_window->isVisible());
  QVERIFY(dialog() == nullptr);
  QCOMPARE(quits.size(), 0);
  // And it is remembered.
  open();
  QVERIFY(action("toTray").isChecked());
  m_window->close();
  QVERIFY(dialog() == nullptr && !m_window->isVisible());
}

void UiShellTest::quitQuitsInTheTrayToo() {
  action("toTray").trigger();
  QSignalSpy quits(m_window.get(), &MainWindow::quitAccepted);
  m_window->hide();
  Q_EMIT m_tray->quitWanted();
  QCOMPARE(quits.size(), 1);
  open();
  QSignalSpy again(m_window.get(), &MainWindow::quitAccepted);
  action("quit").trigger();
  QCOMPARE(again.size(), 1);
}

void UiShellTest::withoutATrayClosingQuits() {
  action("toTray").trigger();
  m_tray->takeAway();
  open();
  QVERIFY(!action("toTray").isEnabled());
  QVERIFY(action("toTray").toolTip().startsWith(QStringLiteral("This desktop has no tray.")));
  QSignalSpy quits(m_window.get(), &MainWindow::quitAccepted);
  m_window->close();
  QCOMPARE(quits.size(), 1);
  QVERIFY2(QSettings(path("state.ini"), QSettings::IniFormat).value(QStringLiteral("window/tray")).toBool(),
           "what the user chose is kept for a desktop that has one");
}

void UiShellTest::devicesOfAnOwnNodeElsewhereAreAskedFor() {
  m_ownDevices = [] { return 12; };
  open();
  QSignalSpy quits(m_window.get(), &MainWindow::quitAccepted);
  m_window->close();
  QCOMPARE(quits.size(), 0);
  QVERIFY(clickInBox(QStringLiteral("Disconnect 12 devices and quit")));
  QTRY_COMPARE(quits.size(), 1);
}

void UiShellTest::personsAreToldOfTroubleOnce() {
  Attention attention;
  QSignalSpy needed(&attention, &Attention::needed);
  node::Snapshot snapshot;
  node::NodeRow row;
  row.info.id = QStringLiteral("n2");
  snapshot.nodes = {row};
  attention.see(snapshot);
  snapshot.figures.busUp = false;
  snapshot.figures.busWhy = QStringLiteral("connection refused");
  for (int i = 0; i < 3; ++i) attention.see(snapshot);
  QCOMPARE(needed.size(), 1);
  QCOMPARE(needed.takeFirst().at(0).toString(), QStringLiteral("Redis is away"));
  snapshot.figures.busUp = true;
  snapshot.nodes.front().state = node::NodeState::Dead;
  for (int i = 0; i < 3; ++i) attention.see(snapshot);
  QCOMPARE(needed.size(), 1);
  QVERIFY(needed.takeFirst().at(1).toString().startsWith(QStringLiteral("n2 is dead")));
  // A check that turns while others run, and is counted as it comes.
  attention.seeChecks(0, {});
  attention.seeChecks(1, QStringLiteral("nginx: it is gone."));
  QTRY_COMPARE(needed.size(), 1);
  QCOMPARE(needed.takeFirst().at(1).toString(), QStringLiteral("nginx: it is gone."));
  attention.seeChecks(0, {});
  attention.seeChecks(1, QStringLiteral("nginx: it is gone."));
  QTest::qWait(3'500);
  QVERIFY2(needed.isEmpty(), "it was so before");
}

void UiShellTest::troubleFromTheStartIsNotTold() {
  Attention attention;
  QSignalSpy needed(&attention, &Attention::needed);
  node::Snapshot snapshot;
  snapshot.figures.busUp = false;
  attention.see(snapshot);
  snapshot.figures.busUp = true;
  node::NodeRow row;
  row.state = node::NodeState::Dead;
  snapshot.nodes = {row};
  attention.see(snapshot);
  attention.see(snapshot);
  QVERIFY(needed.isEmpty());
}

void UiShellTest::pageAndPlaceAreRemembered() {
  m_window->showPage(MainWindow::Events);
  m_window->resize(1'100, 700);
  // Not only at the end: what a killed program has written by then.
  QTRY_COMPARE(QSettings(path("state.ini"), QSettings::IniFormat).value(QStringLiteral("window/page")).toString(),
               QStringLiteral("events"));
  open();
  QTRY_VERIFY(named<QTableView>(*m_window, "Events")->isVisible());
  QCOMPARE(m_window->size(), QSize(1'100, 700));
}

void UiShellTest::aBrokenStateFileIsKeptAndSaid() {
  m_window.reset();
  QFile file(path("state.ini"));
  QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
  file.write("[window\ngeometry");
  file.close();
  open();
  QCOMPARE(contents(path("state.ini.broken")), QByteArray("[window\ngeometry"));
  const QStringList banners = m_window->findChild<BannerBar*>()->texts();
  QVERIFY(std::ranges::any_of(banners, [](const QString& text) { return text.contains(QStringLiteral(".broken")); }));
}

QTEST_MAIN(UiShellTest)
#include "tst_ui_shell.moc"
