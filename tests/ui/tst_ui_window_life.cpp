// A window from its first start, over its demo devices and settings, to its end.
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <algorithm>

#include "ui/banner_bar.h"
#include "window_test.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

class UiWindowLifeTest : public WindowTest {
  Q_OBJECT

 private Q_SLOTS:
  void firstStartTeaches();
  void theKeysBeginAtThePageThatIsShown();
  void demoDevicesStartAndStop();
  void aRefusedDemoSaysWhy();
  void changesASetting();
  void settingsRefuseWhatIsWrong();
  void settingsShowWhatAFlagDecides();
  void aSaveThatFailsStaysOpen();
  void themeIsSwitchedAndSaved();
  void closesAtOnceWithDemoDevicesOnly();
  void asksBeforeItClosesOnRealDevices();
  void onlyTheOwnNodesDevicesAreLostByClosing();
};

void UiWindowLifeTest::theKeysBeginAtThePageThatIsShown() {
  m_window->showPage(MainWindow::Devices);
  open();
  QApplication::setActiveWindow(m_window.get());
  QTRY_VERIFY(QApplication::focusWidget() != nullptr);
  QCOMPARE(QApplication::focusWidget()->accessibleName(), QStringLiteral("Devices"));
  m_window->showPage(MainWindow::Commands);
  open();
  QApplication::setActiveWindow(m_window.get());
  QTRY_COMPARE(QApplication::focusWidget(), named<QLineEdit>(*m_window, "Devices"));
}

void UiWindowLifeTest::firstStartTeaches() {
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

void UiWindowLifeTest::demoDevicesStartAndStop() {
  named<QSpinBox>(*m_window, "Number of demo devices")->setValue(50);
  click(*m_window, "Start demo devices");
  QTRY_COMPARE(devices().rowCount(), 50);
  QVERIFY(action("demo").isChecked());
  click(*m_window, "Stop demo devices");
  QTRY_COMPARE(devices().rowCount(), 0);
  QVERIFY(!action("demo").isChecked());
}

void UiWindowLifeTest::aRefusedDemoSaysWhy() {
  m_demo->refuseWith("there is no descriptor left");
  click(*m_window, "Start demo devices");
  const auto* banners = m_window->findChild<BannerBar*>();
  QVERIFY(banners->texts().join(QLatin1Char('\n')).contains(QStringLiteral("there is no descriptor left")));
  QVERIFY(!action("demo").isChecked());
  click(*m_window, "Dismiss");
  QVERIFY(banners->texts().isEmpty());
}

void UiWindowLifeTest::changesASetting() {
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

void UiWindowLifeTest::settingsRefuseWhatIsWrong() {
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

void UiWindowLifeTest::settingsShowWhatAFlagDecides() {
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

void UiWindowLifeTest::aSaveThatFailsStaysOpen() {
  m_settings->refuseWith("linekeeper.ini can't be written: the folder is read-only");
  action("settings").trigger();
  QDialog& dialog = settingsDialog();
  named<QLineEdit>(dialog, "Drain rate")->setText(QStringLiteral("100"));
  click(dialog, "Save");
  QVERIFY(dialog.isVisible());
  QVERIFY(dialog.findChild<QLabel*>(QStringLiteral("problem"))->text().contains(QStringLiteral("read-only")));
  dialog.reject();
}

void UiWindowLifeTest::themeIsSwitchedAndSaved() {
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

void UiWindowLifeTest::closesAtOnceWithDemoDevicesOnly() {
  click(*m_window, "Start demo devices");
  QTRY_COMPARE(devices().rowCount(), 50);
  QSignalSpy accepted(m_window.get(), &MainWindow::quitAccepted);
  m_window->close();
  QCOMPARE(accepted.count(), 1);
  QVERIFY(!m_window->isVisible());
}

void UiWindowLifeTest::asksBeforeItClosesOnRealDevices() {
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

void UiWindowLifeTest::onlyTheOwnNodesDevicesAreLostByClosing() {
  m_node->connectDevices(4, QStringLiteral("meter-"));
  for (const char* device : {"meter-1", "meter-2", "meter-3"}) {
    m_node->change(QString::fromLatin1(device), [](node::SessionRow& row) { row.node = QStringLiteral("n2"); });
  }
  open(true);
  QTRY_COMPARE(devices().rowCount(), 4);
  m_window->close();
  QVERIFY(clickInBox(QStringLiteral("Disconnect 1 device and quit")));
}

QTEST_MAIN(UiWindowLifeTest)
#include "tst_ui_window_life.moc"
