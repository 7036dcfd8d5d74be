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
