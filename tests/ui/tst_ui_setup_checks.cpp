// Checks of the setup page: how they run, what they find, and what is done about it.
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <algorithm>

#include "setup_page_test.h"
#include "ui/banner_bar.h"
#include "ui/check_row.h"
#include "ui/setup_page.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;
using namespace std::chrono_literals;
using setup::Grade;

class UiSetupChecksTest : public SetupPageTest {
  Q_OBJECT

 private Q_SLOTS:
  void teachesBeforeAnythingIsRun();
  void findingsOfEachGradeStandInTheirOrder();
  void everythingWellIsSaid();
  void anAreaIsRunByItself();
  void aCheckThatHangsIsShownAndCancelled();
  void allAreCancelled();
  void commandsAreCopied();
  void aBlockForAnNginxElsewhereIsCopied();
  void whatWasNotLookedAtIsOneCard();
  void anActionSaysWhatItDoesThenRunsThenIsTakenBack();
  void aCancelledConfirmationRunsNothing();
  void aFailedActionSaysWhy();
  void aProblemHasABannerThatLeadsHere();
  void findingsAreCopiedAndExported();
  void keysReachChecksAndFindings();
};

void UiSetupChecksTest::teachesBeforeAnythingIsRun() {
  QVERIFY(shows(QStringLiteral("Nothing has been checked yet")));
  QVERIFY(shows(QStringLiteral("7 checks, not run yet")));
  QVERIFY(!action("copyFindings").isEnabled());
  QCOMPARE(tree().topLevelItem(0)->text(1), QStringLiteral("not run yet"));
  QVERIFY2(m_system->ran().empty(), "nobody has asked for anything");
}

void UiSetupChecksTest::findingsOfEachGradeStandInTheirOrder() {
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

void UiSetupChecksTest::everythingWellIsSaid() {
  std::vector<PlannedCheck> plan = everyGrade();
  std::erase_if(plan, [](const PlannedCheck& check) { return check.findings.front().grade != Grade::Good; });
  open(std::move(plan));
  run();
  QTRY_VERIFY(shows(QStringLiteral("Everything is well")));
  QVERIFY(m_window->findChild<BannerBar*>()->texts().isEmpty());
}

void UiSetupChecksTest::anAreaIsRunByItself() {
  tree().setCurrentItem(tree().topLevelItem(1));
  click(*m_window, "Run: nginx");
  QTRY_COMPARE(cards().size(), std::size_t{2});
  QCOMPARE(tree().topLevelItem(1)->text(1), QStringLiteral("1 warning"));
  QCOMPARE(tree().topLevelItem(2)->text(1), QStringLiteral("not run yet"));
  tree().setCurrentItem(tree().topLevelItem(2));
  QVERIFY(shows(QStringLiteral("This was not checked yet")));
}

void UiSetupChecksTest::aCheckThatHangsIsShownAndCancelled() {
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

void UiSetupChecksTest::allAreCancelled() {
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

void UiSetupChecksTest::commandsAreCopied() {
  run();
  QTRY_VERIFY(named<QPushButton>(*cards().front(), "Copy 1 command") != nullptr);
  auto* copy = named<QPushButton>(*cards().front(), "Copy 1 command");
  QTest::mouseClick(copy, Qt::LeftButton);
  QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("sudo ufw allow 7600/tcp"));
}

void UiSetupChecksTest::aBlockForAnNginxElsewhereIsCopied() {
  std::vector<PlannedCheck> plan = everyGrade();
  const std::string block = "stream {\n    upstream linekeeper {\n    }\n}\n";
  setup::Fix fix{setup::text("Put it there"), {"apt-get install nginx"}, {}};
  fix.block = block;
  plan.front().findings.front() = {
      "nginx.binary-missing", Grade::Warning, setup::text("No nginx was found on this machine"), {}, {}, fix};
  open(std::move(plan));
  run();
  QTRY_COMPARE(cards().size(), std::size_t{7});
  const QList<QPushButton*> buttons = m_window->findChildren<QPushButton*>();
  const auto copy = std::ranges::find_if(buttons, [](const QPushButton* one) {
    return one->isVisible() && one->accessibleName() == QStringLiteral("Copy the configuration");
  });
  QVERIFY(copy != buttons.end());
  QTest::mouseClick(*copy, Qt::LeftButton);
  QCOMPARE(QApplication::clipboard()->text(), QString::fromStdString(block));
  click(*m_window, "Copy all");
  QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("    stream {\n        upstream linekeeper {\n")));
}

// Many checks of one area that had nothing to look at, for one reason, are one card.
void UiSetupChecksTest::whatWasNotLookedAtIsOneCard() {
  const auto notLookedAt = [](const char* id, const char* title, const char* reason) {
    const setup::Finding finding{id, Grade::Unknown, setup::text(reason), {setup::text("none")}, {}, {}};
    return PlannedCheck{id, setup::Area::Nginx, setup::text(title), {finding}, {}};
  };
  const char* const noNginx = "Not looked at, as there is no nginx on this machine";
  open({notLookedAt("nginx.program", "nginx and its stream module", noNginx),
        notLookedAt("nginx.upstream", "The nodes that nginx knows, and how it chooses", noNginx),
        notLookedAt("nginx.server", "How nginx treats devices' connections", "Nobody knows"),
        notLookedAt("nginx.port", "nginx's port for devices", noNginx)});
  run();
  QTRY_COMPARE(cards().size(), std::size_t{2});
  QVERIFY(shows(QString::fromUtf8(noNginx)));
  const setup::Finding& folded = cards().front()->finding();
  QCOMPARE(folded.evidence.size(), std::size_t{1});
  QCOMPARE(
      folded.evidence.front().plain(),
      std::string("nginx and its stream module · The nodes that nginx knows, and how it chooses · nginx's port for "
                  "devices"));
  QVERIFY2(shows(QStringLiteral("4 not known")), "each counts as before");
}

void UiSetupChecksTest::anActionSaysWhatItDoesThenRunsThenIsTakenBack() {
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

void UiSetupChecksTest::aCancelledConfirmationRunsNothing() {
  run();
  click(*m_window, "Allow TCP 7600…");
  QTRY_VERIFY(QApplication::activeModalWidget() != nullptr);
  // Enter is the safe answer.
  QTest::keyClick(QApplication::activeModalWidget(), Qt::Key_Return);
  QTRY_VERIFY(QApplication::activeModalWidget() == nullptr);
  QVERIFY(m_system->ran().empty());
}

void UiSetupChecksTest::aFailedActionSaysWhy() {
  m_system->record("id -u", setup::Ran{0, "0\n", ""});
  m_system->record("ufw allow 7600/tcp", setup::Ran{1, "", "ERROR: could not write the rules\n"});
  run();
  click(*m_window, "Allow TCP 7600…");
  QVERIFY(agree(QStringLiteral("Allow TCP 7600")));
  QTRY_VERIFY(shows(QStringLiteral("ufw failed: ERROR: could not write the rules")));
  QVERIFY(shows(QStringLiteral("Nothing was changed.")));
}

void UiSetupChecksTest::aProblemHasABannerThatLeadsHere() {
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

void UiSetupChecksTest::findingsAreCopiedAndExported() {
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

void UiSetupChecksTest::keysReachChecksAndFindings() {
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

QTEST_MAIN(UiSetupChecksTest)
#include "tst_ui_setup_checks.moc"
