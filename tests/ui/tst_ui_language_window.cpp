// The window in English and Chinese, and from the one to the other while it runs.
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTest>

#include "clicks.h"
#include "language_test.h"
#include "ui/devices_model.h"
#include "what_is_said.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

class UiLanguageWindowTest : public LanguageTest {
  Q_OBJECT

 private Q_SLOTS:
  void theMenuSwitchesAndSaves();
  void theDialogSwitchesAndSaves();
  void aRefusedSaveSaysSo();
  void theChosenLanguageIsChecked();
  void whatWasTypedAndIsDataStays();
  void noEnglishIsLeftInAChineseWindow();
  void aSwitchedWindowSaysWhatANewOneSays_data();
  void aSwitchedWindowSaysWhatANewOneSays();
  void dialogsAreChinese();
  void emptyPagesAreChinese();
  void aClusterIsChinese();

 private:
  void fillFleet();
  // Every page with something on it: a device selected, commands in each state, findings, a picture of nginx, a
  // diagnosis.
  void fillPages(MainWindow& window);
  static void showAllPages(MainWindow& window);
  static void verifyChinese(const QWidget& widget);
};

void UiLanguageWindowTest::fillFleet() {
  m_node->connectDevices(4);
  m_node->change(QStringLiteral("demo-1"), [](node::SessionRow& row) { row.lastClose = CloseReason::KeepaliveMissed; });
  m_node->disconnectDevice(QStringLiteral("demo-4"), CloseReason::Kicked);
  m_node->addEvent(node::EventKind::AcceptResumed, node::Severity::Info);
  m_node->addEvent(node::EventKind::SettingsReloaded, node::Severity::Warning);
  m_node->addEvent(node::EventKind::Kicked, node::Severity::Problem, QStringLiteral("demo-4"));
}

void UiLanguageWindowTest::showAllPages(MainWindow& window) {
  for (int page = MainWindow::Overview; page <= MainWindow::Diagnose; ++page) {
    window.showPage(static_cast<MainWindow::Page>(page));
    QTest::qWait(20);
  }
}

void UiLanguageWindowTest::fillPages(MainWindow& window) {
  settle();
  window.showPage(MainWindow::Devices);
  for (QTableView* table : window.findChildren<QTableView*>()) {
    if (qobject_cast<DevicesModel*>(table->model()) != nullptr) table->selectRow(0);
  }
  const auto trigger = [&](const char* name) { window.findChild<QAction*>(QLatin1StringView(name))->trigger(); };
  window.showPage(MainWindow::Setup);
  for (QTabWidget* tabs : window.findChildren<QTabWidget*>()) {
    if (tabs->isVisible()) tabs->setCurrentIndex(1);
  }
  QTest::qWait(300);
  window.showPage(MainWindow::Diagnose);
  window.findChild<QAction*>(QStringLiteral("diagnoseDevice"))->trigger();
  trigger("startDiagnosis");
  QTest::qWait(800);
  window.showPage(MainWindow::Overview);
  settle();
}

void UiLanguageWindowTest::verifyChinese(const QWidget& widget) {
  QStringList english;
  for (const QString& said : allThatIsSaid(widget)) {
    const QStringList words = englishIn(said.mid(said.indexOf(QStringLiteral(": ")) + 2));
    if (!words.isEmpty()) english.push_back(said);
  }
  english.removeDuplicates();
  QVERIFY2(english.isEmpty(), qPrintable(QLatin1Char('\n') + english.join(QLatin1Char('\n'))));
}

void UiLanguageWindowTest::theMenuSwitchesAndSaves() {
  m_window = makeWindow();
  QCOMPARE(action("kick").text(), QStringLiteral("&Kick"));
  action("language-zh_CN").trigger();
  QCOMPARE(action("kick").text(), zh("踢下线"));
  QCOMPARE(m_settings->current().language, "zh_CN");
  action("language-en").trigger();
  QCOMPARE(action("kick").text(), QStringLiteral("&Kick"));
  QCOMPARE(m_settings->current().language, "en");
}

void UiLanguageWindowTest::theDialogSwitchesAndSaves() {
  m_window = makeWindow();
  action("settings").trigger();
  auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
  auto* choice = named<QComboBox>(*dialog, "Language");
  QCOMPARE(choice->count(), 3);
  choice->setCurrentIndex(choice->findText(zh("简体中文")));
  QTest::mouseClick(named<QPushButton>(*dialog, "Save"), Qt::LeftButton);
  QCOMPARE(m_settings->current().language, "zh_CN");
  QCOMPARE(action("kick").text(), zh("踢下线"));
}

void UiLanguageWindowTest::aRefusedSaveSaysSo() {
  m_window = makeWindow();
  m_settings->refuseWith("the disk is full");
  action("language-zh_CN").trigger();
  QCOMPARE(action("kick").text(), zh("踢下线"));
  QVERIFY(allThatIsSaid(*m_window).join(QLatin1Char('\n')).contains(zh("语言未能保存：the disk is full")));
}

void UiLanguageWindowTest::theChosenLanguageIsChecked() {
  m_window = makeWindow();
  QVERIFY(action("language-en").isChecked());
  action("language-zh_CN").trigger();
  QVERIFY(action("language-zh_CN").isChecked());
  QVERIFY(!action("language-en").isChecked());
}

void UiLanguageWindowTest::whatWasTypedAndIsDataStays() {
  m_window = makeWindow();
  m_node->connectDevice(QStringLiteral("Commands"));
  settle();
  auto* filter = named<QLineEdit>(*m_window, "Filter devices");
  filter->setText(QStringLiteral("Commands"));
  auto* payload = named<QPlainTextEdit>(*m_window, "Payload");
  payload->setPlainText(QStringLiteral("Settings"));
  action("language-zh_CN").trigger();
  settle();
  QCOMPARE(filter->text(), QStringLiteral("Commands"));
  QCOMPARE(payload->toPlainText(), QStringLiteral("Settings"));
  for (QTableView* table : m_window->findChildren<QTableView*>()) {
    const auto* model = qobject_cast<DevicesModel*>(table->model());
    if (model == nullptr) continue;
    QCOMPARE(model->rowCount(), 1);
    QCOMPARE(model->index(0, 0).data().toString(), QStringLiteral("Commands"));
  }
}

void UiLanguageWindowTest::noEnglishIsLeftInAChineseWindow() {
  choose(kChinese);
  fillFleet();
  m_window = makeWindow();
  fillPages(*m_window);
  showAllPages(*m_window);
  verifyChinese(*m_window);
}

void UiLanguageWindowTest::aSwitchedWindowSaysWhatANewOneSays_data() {
  QTest::addColumn<QString>("from");
  QTest::addColumn<QString>("to");
  QTest::newRow("to Chinese") << kEnglish << kChinese;
  QTest::newRow("to English") << kChinese << kEnglish;
}

void UiLanguageWindowTest::aSwitchedWindowSaysWhatANewOneSays() {
  QFETCH(const QString, from);
  QFETCH(const QString, to);
  choose(from);
  fillFleet();
  m_window = makeWindow();
  fillPages(*m_window);
  choose(to);
  settle();
  showAllPages(*m_window);
  settle();
  QStringList switched = allThatIsSaid(*m_window);
  m_window = makeWindow();
  fillPages(*m_window);
  showAllPages(*m_window);
  settle();
  QStringList fresh = allThatIsSaid(*m_window);
  QStringList left = switched;
  for (const QString& said : fresh) left.removeOne(said);
  for (const QString& said : switched) fresh.removeOne(said);
  QVERIFY2(left.isEmpty() && fresh.isEmpty(),
           qPrintable(QStringLiteral("\nswitched:\n%1\nnew:\n%2")
                          .arg(left.join(QLatin1Char('\n')), fresh.join(QLatin1Char('\n')))));
}

void UiLanguageWindowTest::dialogsAreChinese() {
  choose(kChinese);
  fillFleet();
  m_window = makeWindow();
  fillPages(*m_window);
  for (QTableView* table : m_window->findChildren<QTableView*>()) table->selectAll();
  for (const char* name :
       {"settings", "about", "kick", "nginxTest", "nginxApply", "nginxReload", "nginxStop", "nginxRollback"}) {
    QAction& opens = action(name);
    QVERIFY2(opens.isEnabled(), name);
    opens.trigger();
    QVERIFY2(QTest::qWaitFor([] { return QApplication::activeModalWidget() != nullptr; }, 3'000) ||
                 qstrcmp(name, "nginxRollback") == 0,
             name);
    if (QWidget* dialog = QApplication::activeModalWidget()) {
      verifyChinese(*dialog);
      dialog->close();
      QTest::qWait(20);
    }
  }
  for (QTableView* table : m_window->findChildren<QTableView*>()) table->clearSelection();
  m_window->showPage(MainWindow::Nodes);
  for (QTableView* table : m_window->findChildren<QTableView*>()) table->selectRow(0);
  action("drain").trigger();
  QTRY_VERIFY(QApplication::activeModalWidget() != nullptr);
  verifyChinese(*QApplication::activeModalWidget());
  QApplication::activeModalWidget()->close();
}

void UiLanguageWindowTest::emptyPagesAreChinese() {
  choose(kChinese);
  m_window = makeWindow();
  settle();
  showAllPages(*m_window);
  verifyChinese(*m_window);
}

void UiLanguageWindowTest::aClusterIsChinese() {
  choose(kChinese);
  QList<node::NodeRow> rows;
  for (const node::NodeState state :
       {node::NodeState::Up, node::NodeState::Draining, node::NodeState::Silent, node::NodeState::Dead}) {
    node::NodeRow row;
    row.info.id = QStringLiteral("n%1").arg(rows.size() + 1);
    row.info.version = QStringLiteral("0.1.0");
    row.info.startedAtMs = 1'600'000'000'000;
    row.state = state;
    row.leaseLeftMs = 8'000;
    row.figures.atMs = 1'700'000'000'000;
    rows.push_back(row);
  }
  m_node->setNodes(rows);
  m_node->figures().draining = true;
  m_node->figures().acceptPaused = true;
  m_window = makeWindow(true);
  settle();
  showAllPages(*m_window);
  verifyChinese(*m_window);
  m_node->figures().busUp = false;
  settle();
  verifyChinese(*m_window);
  m_node->setState(node::NodeControl::State::Lost);
  settle();
  verifyChinese(*m_window);
}

QTEST_MAIN(UiLanguageWindowTest)
#include "tst_ui_language_window.moc"
