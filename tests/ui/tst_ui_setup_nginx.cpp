// The nginx of the setup page: in use and asked for, changed after asking, and whom it picks.
#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTabBar>
#include <QTest>
#include <QTextBlock>
#include <array>

#include "fake_nginx.h"
#include "server/setup/nginx_pick.h"
#include "setup_page_test.h"
#include "ui/setup_page.h"
#include "ui/side_by_side_view.h"
#include "ui/theme.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

class UiSetupNginxTest : public SetupPageTest {
  Q_OBJECT

 private Q_SLOTS:
  void nginxInUseStandsBesideWhatNodesAskFor();
  void theOnlyDifferenceIsSeenAtOnce();
  void withoutNginxTheBlockIsThereToCopy();
  void nginxIsTestedAfterAsking();
  void nginxIsChangedAfterAsking();
  void stoppingNginxSaysHowManyItCuts();
  void aRefusedOperationSaysWhatToDo();
  void saysWhichNodeNginxPicks();
  void sharesAreForeseenWithTheLargestNat();
  void everyControlHasANameAndATip();
};

void UiSetupNginxTest::nginxInUseStandsBesideWhatNodesAskFor() {
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

// At the end of a long file, on lines that are wider than the view on one side alone.
void UiSetupNginxTest::theOnlyDifferenceIsSeenAtOnce() {
  const Theme theme;
  SideBySideView view(theme, QStringLiteral("before"), QStringLiteral("after"));
  view.resize(600, 260);
  view.setVisible(true);
  QVERIFY(QTest::qWaitForWindowExposed(&view));
  setup::NginxPicture::File file;
  for (int i = 1; i <= 80; ++i) file.lines.push_back({i, i, "line;", "line;", false});
  setup::SideBySide added;
  added.lineAfter = 81;
  added.after = std::string(200, 'x');
  added.changed = true;
  file.lines.push_back(added);
  file.firstToSee = 80;
  // Whatever is left of a line at the end of the view.
  for (int height = 240; height < 272; height += 2) {
    view.resize(600, height);
    QTest::qWait(20);
    view.show(file);
    QTest::qWait(20);
    for (const char* name : {"before", "after"}) {
      auto* side = named<QPlainTextEdit>(view, name);
      const QRect last = side->cursorRect(QTextCursor(side->document()->lastBlock()));
      QVERIFY2(side->viewport()->rect().contains(last.center()),
               qPrintable(QStringLiteral("%1 at %2").arg(QLatin1StringView(name)).arg(height)));
    }
    QCOMPARE(named<QPlainTextEdit>(view, "before")->verticalScrollBar()->maximum(),
             named<QPlainTextEdit>(view, "after")->verticalScrollBar()->maximum());
  }
}

void UiSetupNginxTest::withoutNginxTheBlockIsThereToCopy() {
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

void UiSetupNginxTest::nginxIsTestedAfterAsking() {
  plantNginx();
  openTab("nginx");
  QVERIFY(lookedAtNginx());
  click(*m_window, "Test…");
  QVERIFY(agree(QStringLiteral("Test")));
  QTRY_VERIFY(shows(QStringLiteral("Test: done")));
  QTRY_VERIFY(shows(QStringLiteral("Done: nginx accepts the changed configuration")));
  QVERIFY(m_system->files().at(kNginxConfig).find("10.0.0.12") != std::string::npos);
}

void UiSetupNginxTest::nginxIsChangedAfterAsking() {
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

void UiSetupNginxTest::stoppingNginxSaysHowManyItCuts() {
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

void UiSetupNginxTest::aRefusedOperationSaysWhatToDo() {
  plantNginx();
  openTab("nginx");
  QVERIFY(lookedAtNginx());
  click(*m_window, "Roll back…");
  QTRY_VERIFY(shows(QStringLiteral("there is no backup beside /etc/nginx/nginx.conf to roll back to")));
  QVERIFY(shows(QStringLiteral("Roll back: nothing was done")));
}

void UiSetupNginxTest::saysWhichNodeNginxPicks() {
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

void UiSetupNginxTest::sharesAreForeseenWithTheLargestNat() {
  m_node->connectDevices(20);
  for (int i = 0; i < 60; ++i) m_node->connectDevice(QStringLiteral("nat-%1").arg(i), QStringLiteral("198.51.100.9"));
  plantNginx();
  openTab("Who goes where");
  QVERIFY(lookedAtNginx());
  QVERIFY(shows(QStringLiteral("Where 80 devices connected now would go")));
  QVERIFY(shows(QStringLiteral("75% of the devices come from one address, 198.51.100.9 (60 devices)")));
  QTRY_VERIFY(shows(QStringLiteral("198.51.100.9 (60)")));
}

void UiSetupNginxTest::everyControlHasANameAndATip() {
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

QTEST_MAIN(UiSetupNginxTest)
#include "tst_ui_setup_nginx.moc"
