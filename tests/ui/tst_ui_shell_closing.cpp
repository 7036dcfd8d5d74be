// How the window closes and calls, and what the next one remembers.
#include <QFile>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>

#include "shell_test.h"
#include "ui/attention.h"
#include "ui/banner_bar.h"
#include "ui/main_window.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

class UiShellClosingTest : public ShellTest {
  Q_OBJECT

 private Q_SLOTS:
  void closingQuitsByDefault();
  void closingToTheTrayIsExplainedOnce();
  void quitQuitsInTheTrayToo();
  void withoutATrayClosingQuits();
  void devicesOfAnOwnNodeElsewhereAreAskedFor();
  void personsAreToldOfTroubleOnce();
  void troubleFromTheStartIsNotTold();
  void aDeathIsToldOnce();
  void whoIsTurnedAwayIsTold();
  void pageAndPlaceAreRemembered();
  void aBrokenStateFileIsKeptAndSaid();
};

void UiShellClosingTest::closingQuitsByDefault() {
  QVERIFY(!action("toTray").isChecked());
  QVERIFY(!m_tray->kept());
  QSignalSpy quits(m_window.get(), &MainWindow::quitAccepted);
  m_window->close();
  QCOMPARE(quits.size(), 1);
}

void UiShellClosingTest::closingToTheTrayIsExplainedOnce() {
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

void UiShellClosingTest::quitQuitsInTheTrayToo() {
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

void UiShellClosingTest::withoutATrayClosingQuits() {
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

void UiShellClosingTest::devicesOfAnOwnNodeElsewhereAreAskedFor() {
  m_ownDevices = [] { return 12; };
  open();
  QSignalSpy quits(m_window.get(), &MainWindow::quitAccepted);
  m_window->close();
  QCOMPARE(quits.size(), 0);
  QVERIFY(clickInBox(QStringLiteral("Disconnect 12 devices and quit")));
  QTRY_COMPARE(quits.size(), 1);
}

void UiShellClosingTest::personsAreToldOfTroubleOnce() {
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

// By its row, by the event of who cleaned up after it, or by both.
void UiShellClosingTest::aDeathIsToldOnce() {
  Attention attention;
  QSignalSpy needed(&attention, &Attention::needed);
  node::Event lost;
  lost.kind = node::EventKind::NodeLost;
  lost.severity = node::Severity::Problem;
  lost.detail = QStringLiteral("n2: its lease in Redis has ended; sessions as last known: 7");
  lost.atMs = 9'000;
  node::Snapshot snapshot;
  snapshot.figures.atMs = 10'000;
  snapshot.events = {lost};
  attention.see(snapshot);
  QVERIFY2(needed.isEmpty(), "it was before");
  lost.atMs = 70'000;
  snapshot.figures.atMs = 71'000;
  snapshot.events = {lost};
  attention.see(snapshot);
  QCOMPARE(needed.size(), 1);
  QVERIFY(needed.takeFirst().at(1).toString().startsWith(QStringLiteral("n2 is dead")));
  node::NodeRow row;
  row.info.id = QStringLiteral("n2");
  row.state = node::NodeState::Dead;
  snapshot.events.clear();
  snapshot.nodes = {row};
  attention.see(snapshot);
  QVERIFY(needed.isEmpty());
  // One that had drained has not died.
  row.info.id = QStringLiteral("n3");
  row.figures.draining = true;
  snapshot.nodes.push_back(row);
  attention.see(snapshot);
  QVERIFY(needed.isEmpty());
}

void UiShellClosingTest::whoIsTurnedAwayIsTold() {
  Attention attention;
  QSignalSpy needed(&attention, &Attention::needed);
  node::Snapshot snapshot;
  snapshot.figures.atMs = 10'000;
  attention.see(snapshot);
  snapshot.figures.acceptPaused = true;
  for (int i = 0; i < 3; ++i) attention.see(snapshot);
  QCOMPARE(needed.size(), 1);
  QCOMPARE(needed.takeFirst().at(0).toString(), QStringLiteral("Out of file descriptors"));
  // Both nodes say it of one device; another device has it, too.
  node::Event twice;
  twice.kind = node::EventKind::IdUsedTwice;
  twice.atMs = 11'000;
  twice.detail = QStringLiteral("10.1.2.3 and 10.4.5.6 took it from each other 5 times within 14 s");
  for (const char* device : {"pump-7", "pump-7", "pump-8"}) {
    twice.device = QString::fromLatin1(device);
    snapshot.events.push_back(twice);
  }
  attention.see(snapshot);
  QCOMPARE(needed.size(), 1);
  const QString said = needed.takeFirst().at(1).toString();
  QVERIFY2(
      said.startsWith(QStringLiteral("pump-8: 10.1.2.3 and 10.4.5.6 took it from each other 5 times within 14 s.")) &&
          said.contains(QStringLiteral("1 other device")),
      qPrintable(said));
}

void UiShellClosingTest::troubleFromTheStartIsNotTold() {
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

void UiShellClosingTest::pageAndPlaceAreRemembered() {
  m_window->showPage(MainWindow::Events);
  m_window->resize(1'100, 700);
  // Not only at the end: what a killed program has written by then.
  QTRY_COMPARE(QSettings(path("state.ini"), QSettings::IniFormat).value(QStringLiteral("window/page")).toString(),
               QStringLiteral("events"));
  open();
  QTRY_VERIFY(named<QTableView>(*m_window, "Events")->isVisible());
  QCOMPARE(m_window->size(), QSize(1'100, 700));
}

void UiShellClosingTest::aBrokenStateFileIsKeptAndSaid() {
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

QTEST_MAIN(UiShellClosingTest)
#include "tst_ui_shell_closing.moc"
