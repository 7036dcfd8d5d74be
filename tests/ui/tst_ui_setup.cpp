// The Setup page, clicked as a person clicks, on checks and an nginx that a test plans.
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include "clicks.h"
#include "fake_checks.h"
#include "fake_nginx.h"
#include "fake_parts.h"
#include "server/setup/nginx_pick.h"
#include "ui/banner_bar.h"
#include "ui/check_row.h"
#include "ui/finding_card.h"
#include "ui/main_window.h"
#include "ui/setup_page.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;
using namespace std::chrono_literals;
using setup::Grade;

class UiSetupTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();

  void teachesBeforeAnythingIsRun();
  void findingsOfEachGradeStandInTheirOrder();
  void everythingWellIsSaid();
  void anAreaIsRunByItself();
  void aCheckThatHangsIsShownAndCancelled();
  void allAreCancelled();
  void commandsAreCopied();
  void anActionSaysWhatItDoesThenRunsThenIsTakenBack();
  void aCancelledConfirmationRunsNothing();
  void aFailedActionSaysWhy();
  void aProblemHasABannerThatLeadsHere();
  void findingsAreCopiedAndExported();
  void nginxInUseStandsBesideWhatNodesAskFor();
  void withoutNginxTheBlockIsThereToCopy();
  void nginxIsTestedAfterAsking();
  void nginxIsChangedAfterAsking();
  void stoppingNginxSaysHowManyItCuts();
  void aRefusedOperationSaysWhatToDo();
  void saysWhichNodeNginxPicks();
  void sharesAreForeseenWithTheLargestNat();
  void everyControlHasANameAndATip();
  void keysReachChecksAndFindings();

 private:
  void open(std::vector<PlannedCheck> plan);
  void run();
  // An nginx whose upstream holds a node that is none of the cluster's.
  void plantNginx();
  [[nodiscard]] QTreeWidget& tree() { return *named<QTreeWidget>(*m_window, "Checks"); }
  [[nodiscard]] QAction& action(const char* name) { return *m_window->findChild<QAction*>(QLatin1StringView(name)); }
  // As they stand on the screen, from the top.
  [[nodiscard]] std::vector<FindingCard*> cards();
  [[nodiscard]] bool shows(const QString& text);
  [[nodiscard]] bool agree(const QString& verb);
  void openTab(const char* title);
  [[nodiscard]] bool lookedAtNginx();

  QTemporaryDir m_folder;
  std::shared_ptr<HandClock> m_clock;
  std::shared_ptr<lk::test::RecordedSystem> m_system;
  std::shared_ptr<Gate> m_gate;
  std::unique_ptr<FakeNodeControl> m_node;
  std::unique_ptr<FakeDemoFleet> m_demo;
  std::unique_ptr<FakeSettingsStore> m_settings;
  std::unique_ptr<MainWindow> m_window;
};

void UiSetupTest::init() {
  QVERIFY(m_folder.isValid());
  m_clock = std::make_shared<HandClock>();
  m_system = std::make_shared<lk::test::RecordedSystem>();
  m_system->ownAddress("10.2.0.5");
  m_gate = std::make_shared<Gate>();
  m_node = std::make_unique<FakeNodeControl>();
  m_demo = std::make_unique<FakeDemoFleet>(*m_node);
  m_settings = std::make_unique<FakeSettingsStore>();
  open(everyGrade());
}

void UiSetupTest::cleanup() {
  QVERIFY2(QApplication::activeModalWidget() == nullptr, "a dialog was left behind");
  m_gate->open();
  m_window.reset();
  m_settings.reset();
  m_demo.reset();
  m_node.reset();
}

void UiSetupTest::open(std::vector<PlannedCheck> plan) {
  m_window.reset();
  ConsoleParts parts;
  parts.control = m_node.get();
  parts.demo = m_demo.get();
  parts.settings = m_settings.get();
  parts.clock = m_clock;
  parts.system = m_system;
  parts.checks = [plan = std::move(plan)](setup::Area area, const Clock&) { return checksFrom(plan, area); };
  m_window = std::make_unique<MainWindow>(parts);
  m_window->show();
  QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
  m_window->showPage(MainWindow::Setup);
}

void UiSetupTest::run() {
  click(*m_window, "Run all checks");
  QTRY_VERIFY(!action("cancelChecks").isEnabled());
  QTRY_VERIFY(!cards().empty());
  // Findings of several checks are shown together, a moment later.
  QTest::qWait(120);
}

void UiSetupTest::plantNginx() {
  recordNginx(*m_system);
  node::NodeRow row;
  row.info = m_node->info();
  row.host = QStringLiteral("gw-1");
  row.leaseLeftMs = 9'000;
  row.figures.sessions = m_node->sessions();
  m_node->setNodes({row});
  // It is known with the next snapshot.
  QTest::qWait(600);
}

std::vector<FindingCard*> UiSetupTest::cards() {
  std::vector<FindingCard*> all;
  const QList<FindingCard*> children = m_window->findChildren<FindingCard*>();
  for (FindingCard* card : children) {
    if (card->isVisible()) all.push_back(card);
  }
  std::ranges::sort(all, {}, [](const FindingCard* card) { return card->y(); });
  return all;
}

bool UiSetupTest::shows(const QString& text) {
  const QList<QLabel*> labels = m_window->findChildren<QLabel*>();
  return std::ranges::any_of(labels,
                             [&](const QLabel* label) { return label->isVisible() && label->text().contains(text); });
}

bool UiSetupTest::agree(const QString& verb) {
  if (!QTest::qWaitFor([] { return QApplication::activeModalWidget() != nullptr; })) return false;
  auto* yes = QApplication::activeModalWidget()->findChild<QPushButton*>(QStringLiteral("agree"));
  if (yes == nullptr || yes->text() != verb) return false;
  QTest::mouseClick(yes, Qt::LeftButton);
  return true;
}

void UiSetupTest::openTab(const char* title) {
  auto* tabs = m_window->findChild<SetupPage*>()->findChild<QTabWidget*>();
  for (int i = 0; i < tabs->count(); ++i) {
    if (tabs->tabText(i) == QLatin1StringView(title)) tabs->setCurrentIndex(i);
  }
}

bool UiSetupTest::lookedAtNginx() {
  return QTest::qWaitFor([this] { return action("nginxLook").isEnabled(); });
}

void UiSetupTest::teachesBeforeAnythingIsRun() {
  QVERIFY(shows(QStringLiteral("Nothing has been checked yet")));
  QVERIFY(shows(QStringLiteral("7 checks, not run yet")));
  QVERIFY(!action("copyFindings").isEnabled());
  QCOMPARE(tree().topLevelItem(0)->text(1), QStringLiteral("not run yet"));
  QVERIFY2(m_system->ran().empty(), "nobody has asked for anything");
}

void UiSetupTest::findingsOfEachGradeStandInTheirOrder() {
  run();
  QTRY_COMPARE(cards().size(), std::size_t{7});
  std::vector<Grade> grades;
  for (const FindingCard* card : cards()) grades.push_back(card->finding().grade);
  QVERIFY(std::ranges::is_sorted(grades, std::ranges::greater()));
  QCOMPARE(grades.front(), Grade::Problem);
  QCOMPARE(grades.back(), Grade::Good);
  // By word, and not by colour alone.
  for (const char* word : {"Problem", "Warning", "Not known", "Good"}) QVERIFY2(shows(QLatin1StringView(word)), word);
  QVERIFY(shows(QStringLiteral("The firewall drops connections to TCP 7600 of n1 on eth0")));
  QVERIFY(shows(QStringLiteral("/etc/nginx/nginx.conf:19: proxy_timeout 60s;")));
  QVERIFY(shows(QStringLiteral("proxy_timeout must be above 1.5 × keepalive-max.")));
  QVERIFY(shows(QStringLiteral("1 problem, 1 warning, 1 not known")));
  QCOMPARE(tree().topLevelItem(2)->text(1), QStringLiteral("1 problem"));
  // What is chosen is all that is shown.
  tree().setCurrentItem(tree().topLevelItem(1)->child(1));
  QCOMPARE(cards().size(), std::size_t{1});
  QCOMPARE(cards().front()->finding().id, std::string("nginx.proxy-timeout-short"));
}

void UiSetupTest::everythingWellIsSaid() {
  std::vector<PlannedCheck> plan = everyGrade();
  std::erase_if(plan, [](const PlannedCheck& check) { return check.findings.front().grade != Grade::Good; });
  open(std::move(plan));
  run();
  QTRY_VERIFY(shows(QStringLiteral("Everything is well")));
  QVERIFY(m_window->findChild<BannerBar*>()->texts().isEmpty());
}

void UiSetupTest::anAreaIsRunByItself() {
  tree().setCurrentItem(tree().topLevelItem(1));
  click(*m_window, "Run: nginx");
  QTRY_COMPARE(cards().size(), std::size_t{2});
  QCOMPARE(tree().topLevelItem(1)->text(1), QStringLiteral("1 warning"));
  QCOMPARE(tree().topLevelItem(2)->text(1), QStringLiteral("not run yet"));
  tree().setCurrentItem(tree().topLevelItem(2));
  QVERIFY(shows(QStringLiteral("This was not checked yet")));
}

void UiSetupTest::aCheckThatHangsIsShownAndCancelled() {
  std::vector<PlannedCheck> plan = everyGrade();
  plan.front().gate = m_gate;
  open(std::move(plan));
  click(*m_window, "Run all checks");
  const auto rows = [this] { return m_window->findChildren<CheckRow*>(); };
  QTRY_COMPARE(tree().topLevelItem(0)->text(1), QStringLiteral("running"));
  QTRY_COMPARE(cards().size(), std::size_t{6});
  QTRY_VERIFY(shows(QStringLiteral("Running")));
  m_clock->advance(13s);
  QTRY_VERIFY(shows(QStringLiteral("Hangs")));
  QVERIFY(shows(QStringLiteral("It had 10 s and has not returned for 13 s.")));
  QCOMPARE(tree().topLevelItem(1)->child(0)->text(1), QStringLiteral("hanging for 3 s"));
  QVERIFY(shows(QStringLiteral("a check hangs; so far")));
  // The others are there all the same, and the window goes on.
  QCOMPARE(cards().size(), std::size_t{6});
  auto* cancel = named<QPushButton>(*m_window, "Cancel the check: nginx and its stream module");
  QVERIFY(cancel != nullptr && cancel->isVisible());
  QTest::mouseClick(cancel, Qt::LeftButton);
  QTRY_COMPARE(tree().topLevelItem(1)->child(0)->text(1), QStringLiteral("cancelled"));
  QTRY_VERIFY(rows().isEmpty());
  QVERIFY(!action("cancelChecks").isEnabled());
  QVERIFY(shows(QStringLiteral("nginx and its stream module: cancelled")));
}

void UiSetupTest::allAreCancelled() {
  std::vector<PlannedCheck> plan = everyGrade();
  for (PlannedCheck& check : plan) check.gate = m_gate;
  open(std::move(plan));
  click(*m_window, "Run all checks");
  QTRY_COMPARE(tree().topLevelItem(1)->child(0)->text(1), QStringLiteral("running, 0 s"));
  // Six run at a time; the seventh waits.
  QTRY_COMPARE(tree().topLevelItem(6)->child(0)->text(1), QStringLiteral("waiting"));
  click(*m_window, "Cancel all");
  QTRY_COMPARE(tree().topLevelItem(6)->child(0)->text(1), QStringLiteral("cancelled"));
  QTRY_VERIFY(!action("cancelChecks").isEnabled());
}

void UiSetupTest::commandsAreCopied() {
  run();
  QTRY_VERIFY(named<QPushButton>(*cards().front(), "Copy 1 command") != nullptr);
  auto* copy = named<QPushButton>(*cards().front(), "Copy 1 command");
  QTest::mouseClick(copy, Qt::LeftButton);
  QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("sudo ufw allow 7600/tcp"));
}

void UiSetupTest::anActionSaysWhatItDoesThenRunsThenIsTakenBack() {
  m_system->record("id -u", setup::Ran{0, "0\n", ""});
  m_system->recordAllLike("ufw ", setup::Ran{0, "Rule updated\n", ""});
  run();
  click(*m_window, "Allow TCP 7600…");
  QTRY_VERIFY(QApplication::activeModalWidget() != nullptr);
  const QList<QLabel*> labels = QApplication::activeModalWidget()->findChildren<QLabel*>();
  const auto says = [&](const char* text) {
    return std::ranges::any_of(labels,
                               [&](const QLabel* label) { return label->text().contains(QLatin1StringView(text)); });
  };
  QVERIFY(says("Lets everybody connect to TCP 7600, by a rule of ufw"));
  QVERIFY(says("It takes an administrator's rights"));
  const QList<QPlainTextEdit*> codes = QApplication::activeModalWidget()->findChildren<QPlainTextEdit*>();
  QCOMPARE(codes.size(), 2);
  QCOMPARE(codes[0]->toPlainText(), QStringLiteral("ufw allow 7600/tcp"));
  QCOMPARE(codes[1]->toPlainText(), QStringLiteral("ufw delete allow 7600/tcp"));
  QVERIFY2(m_system->ran().empty(), "nothing is run before somebody agrees");
  QVERIFY(agree(QStringLiteral("Allow TCP 7600")));
  QTRY_VERIFY(shows(QStringLiteral("Done. Run the check again")));
  QCOMPARE(m_system->ran().back(), std::string("ufw allow 7600/tcp"));
  click(*m_window, "Undo: Allow TCP 7600…");
  QVERIFY(agree(QStringLiteral("Undo: Allow TCP 7600")));
  QTRY_VERIFY(shows(QStringLiteral("Taken back.")));
  QCOMPARE(m_system->ran().back(), std::string("ufw delete allow 7600/tcp"));
}

void UiSetupTest::aCancelledConfirmationRunsNothing() {
  run();
  click(*m_window, "Allow TCP 7600…");
  QTRY_VERIFY(QApplication::activeModalWidget() != nullptr);
  // Enter is the safe answer.
  QTest::keyClick(QApplication::activeModalWidget(), Qt::Key_Return);
  QTRY_VERIFY(QApplication::activeModalWidget() == nullptr);
  QVERIFY(m_system->ran().empty());
}

void UiSetupTest::aFailedActionSaysWhy() {
  m_system->record("id -u", setup::Ran{0, "0\n", ""});
  m_system->record("ufw allow 7600/tcp", setup::Ran{1, "", "ERROR: could not write the rules\n"});
  run();
  click(*m_window, "Allow TCP 7600…");
  QVERIFY(agree(QStringLiteral("Allow TCP 7600")));
  QTRY_VERIFY(shows(QStringLiteral("ufw failed: ERROR: could not write the rules")));
  QVERIFY(shows(QStringLiteral("Nothing was changed.")));
}

void UiSetupTest::aProblemHasABannerThatLeadsHere() {
  run();
  m_window->showPage(MainWindow::Overview);
  const QStringList banners = m_window->findChild<BannerBar*>()->texts();
  QCOMPARE(banners.size(), 1);
  QCOMPARE(banners.front(),
           QStringLiteral(
               "The checks found 1 problem. Firewall: The firewall drops connections to TCP 7600 of n1 on eth0."));
  click(*m_window, "Show setup");
  QVERIFY(tree().isVisible());
}

void UiSetupTest::findingsAreCopiedAndExported() {
  run();
  click(*m_window, "Copy all");
  const QString copied = QApplication::clipboard()->text();
  QVERIFY(copied.startsWith(
      QStringLiteral("Problem  firewall.port-blocked  The firewall drops connections to TCP 7600 of n1 on eth0\n")));
  QVERIFY(copied.contains(QStringLiteral("    sudo ufw allow 7600/tcp\n")));
  const auto* page = m_window->findChild<SetupPage*>();
  const QString path = m_folder.filePath(QStringLiteral("setup.txt"));
  QCOMPARE(page->exportTo(path), QString());
  QFile file(path);
  QVERIFY(file.open(QIODevice::ReadOnly));
  QCOMPARE(QString::fromUtf8(file.readAll()), copied);
  QVERIFY(!page->exportTo(m_folder.filePath(QStringLiteral("none/setup.txt"))).isEmpty());
}

void UiSetupTest::nginxInUseStandsBesideWhatNodesAskFor() {
  plantNginx();
  openTab("nginx");
  QVERIFY(lookedAtNginx());
  QVERIFY(shows(QStringLiteral("nginx/1.22.1, process 811, with /etc/nginx/nginx.conf")));
  const auto* before = named<QPlainTextEdit>(*m_window, "In use");
  const auto* after = named<QPlainTextEdit>(*m_window, "As the live nodes ask for it");
  QCOMPARE(before->blockCount(), after->blockCount());
  QVERIFY(before->toPlainText().contains(QStringLiteral("server 10.0.0.12:7600;")));
  QVERIFY(!after->toPlainText().contains(QStringLiteral("10.0.0.12")));
  QVERIFY(!before->extraSelections().isEmpty());
  QVERIFY(!after->extraSelections().isEmpty());
  QVERIFY(action("nginxApply").isEnabled());
}

void UiSetupTest::withoutNginxTheBlockIsThereToCopy() {
  m_system->record("ps -ww -eo pid=,ppid=,etimes=,args=", setup::Ran{});
  QTest::qWait(300);
  openTab("nginx");
  QVERIFY(lookedAtNginx());
  QVERIFY(named<QPlainTextEdit>(*m_window, "In use")->toPlainText().contains(QStringLiteral("there is no nginx")));
  action("nginxCopy").trigger();
  QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("hash $remote_addr consistent;")));
  QVERIFY(!action("nginxApply").isEnabled());
  openTab("Who goes where");
  QVERIFY(shows(QStringLiteral("There is nothing that nginx could pick")));
}

void UiSetupTest::nginxIsTestedAfterAsking() {
  plantNginx();
  openTab("nginx");
  QVERIFY(lookedAtNginx());
  click(*m_window, "Test…");
  QVERIFY(agree(QStringLiteral("Test")));
  QTRY_VERIFY(shows(QStringLiteral("Test: done")));
  QTRY_VERIFY(shows(QStringLiteral("Done: nginx accepts the changed configuration")));
  QVERIFY(m_system->files().at(kNginxConfig).find("10.0.0.12") != std::string::npos);
}

void UiSetupTest::nginxIsChangedAfterAsking() {
  plantNginx();
  openTab("nginx");
  QVERIFY(lookedAtNginx());
  click(*m_window, "Apply…");
  QTRY_VERIFY(QApplication::activeModalWidget() != nullptr);
  QVERIFY(named<QPlainTextEdit>(*QApplication::activeModalWidget(), "The change")
              ->toPlainText()
              .contains(QStringLiteral("-        server 10.0.0.12:7600;")));
  QVERIFY2(m_system->files().at(kNginxConfig).find("10.0.0.12") != std::string::npos, "nothing is changed yet");
  recordNewWorkers(*m_system);
  QVERIFY(agree(QStringLiteral("Apply")));
  QTRY_VERIFY(shows(QStringLiteral("Apply: done. A probe reached the node n1")));
  QVERIFY(m_system->files().at(kNginxConfig).find("10.0.0.12") == std::string::npos);
  QVERIFY(lookedAtNginx());
  QVERIFY(shows(QStringLiteral("there is nothing to apply")));
}

void UiSetupTest::stoppingNginxSaysHowManyItCuts() {
  m_node->connectDevices(3);
  plantNginx();
  openTab("nginx");
  QVERIFY(lookedAtNginx());
  click(*m_window, "Stop nginx…");
  QTRY_VERIFY(QApplication::activeModalWidget() != nullptr);
  recordNginxGone(*m_system);
  QVERIFY(agree(QStringLiteral("Stop nginx: cut 3 devices")));
  QTRY_VERIFY(shows(QStringLiteral("Stop: done")));
  QTRY_VERIFY(shows(QStringLiteral("nginx has ended")));
}

void UiSetupTest::aRefusedOperationSaysWhatToDo() {
  plantNginx();
  openTab("nginx");
  QVERIFY(lookedAtNginx());
  click(*m_window, "Roll back…");
  QTRY_VERIFY(shows(QStringLiteral("there is no backup beside /etc/nginx/nginx.conf to roll back to")));
  QVERIFY(shows(QStringLiteral("Roll back: nothing was done")));
}

void UiSetupTest::saysWhichNodeNginxPicks() {
  plantNginx();
  openTab("Who goes where");
  QVERIFY(lookedAtNginx());
  auto* address = named<QLineEdit>(*m_window, "Address of a device");
  auto* answer = named<QLabel>(*m_window, "The node that nginx picks");
  setup::NginxBalance balance{"$remote_addr", true, {{.name = "127.0.0.1:7600"}, {.name = "10.0.0.12:7600"}}};
  const setup::NginxPicker picker(balance);
  const std::array<QString, 2> names = {QStringLiteral("n1 (127.0.0.1:7600)"), QStringLiteral("10.0.0.12:7600")};
  for (const char* typed : {"10.2.0.7", "192.0.2.44", "2001:db8::7"}) {
    address->clear();
    QTest::keyClicks(address, QLatin1StringView(typed));
    QCOMPARE(answer->text(), names[picker.pick(typed)->server]);
  }
  address->clear();
  QTest::keyClicks(address, QStringLiteral("10.2.0.7:80"));
  QVERIFY(shows(QStringLiteral("This is no address")));
  QCOMPARE(address->property("invalid"), QVariant(true));
}

void UiSetupTest::sharesAreForeseenWithTheLargestNat() {
  m_node->connectDevices(20);
  for (int i = 0; i < 60; ++i) m_node->connectDevice(QStringLiteral("nat-%1").arg(i), QStringLiteral("198.51.100.9"));
  plantNginx();
  openTab("Who goes where");
  QVERIFY(lookedAtNginx());
  QVERIFY(shows(QStringLiteral("Where 80 devices connected now would go")));
  QVERIFY(shows(QStringLiteral("75% of the devices come from one address, 198.51.100.9 (60 devices)")));
  QTRY_VERIFY(shows(QStringLiteral("198.51.100.9 (60)")));
}

void UiSetupTest::everyControlHasANameAndATip() {
  plantNginx();
  run();
  openTab("nginx");
  QVERIFY(lookedAtNginx());
  const auto* page = m_window->findChild<SetupPage*>();
  const QList<QWidget*> widgets = page->findChildren<QWidget*>();
  int seen = 0;
  for (const QWidget* widget : widgets) {
    const bool isInner = widget->objectName().startsWith(QStringLiteral("qt_")) ||
                         qobject_cast<QLineEdit*>(widget->parent()) != nullptr ||
                         qobject_cast<QTabBar*>(widget->parent()) != nullptr;
    const bool isControl =
        qobject_cast<const QAbstractButton*>(widget) != nullptr || qobject_cast<const QLineEdit*>(widget) != nullptr ||
        qobject_cast<const QPlainTextEdit*>(widget) != nullptr || qobject_cast<const QTreeWidget*>(widget) != nullptr;
    if (isInner || !isControl) continue;
    ++seen;
    const QByteArray what =
        QByteArray(widget->metaObject()->className()) + " in " + widget->parentWidget()->metaObject()->className();
    QVERIFY2(!widget->accessibleName().isEmpty(), what.constData());
    QVERIFY2(!widget->toolTip().isEmpty(), what.constData());
  }
  QVERIFY(seen > 15);
}

void UiSetupTest::keysReachChecksAndFindings() {
  QApplication::setActiveWindow(m_window.get());
  m_window->showPage(MainWindow::Overview);
  QTest::keyClick(m_window.get(), Qt::Key_5, Qt::ControlModifier);
  QVERIFY(tree().isVisible());
  QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
  QTRY_COMPARE(cards().size(), std::size_t{7});
  tree().setFocus();
  QTest::keyClick(&tree(), Qt::Key_Down);
  QCOMPARE(tree().currentItem()->text(0), QStringLiteral("nginx"));
  QCOMPARE(cards().size(), std::size_t{2});
  QTest::keyClick(&tree(), Qt::Key_Home);
  const QList<QPushButton*> buttons = cards().front()->findChildren<QPushButton*>();
  for (const QPushButton* button : buttons) QVERIFY((button->focusPolicy() & Qt::TabFocus) != 0);
}

QTEST_MAIN(UiSetupTest)
#include "tst_ui_setup.moc"
