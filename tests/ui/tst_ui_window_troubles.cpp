// What a window says of what is wrong, and where that leads to.
#include <QLabel>
#include <QLineEdit>
#include <QTest>

#include "ui/banner_bar.h"
#include "ui/commands_model.h"
#include "ui/nodes_model.h"
#include "window_test.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

class UiWindowTroublesTest : public WindowTest {
  Q_OBJECT

 private Q_SLOTS:
  void lostLinkIsSaidAndMended();
  void whatIsSentOverALostLinkIsRejectedWhateverIsSaidAnew();
  void bannersSayWhatIsWrong();
  void theBusBannerSaysWhyAndWhereItIsMended();
  void theWindowCanBeSmallUnderBanners();
  void aSilentNodeHasABannerThatLeadsToTheNodes();
  void aNodeThatDiedIsToldOfUntilItIsBack();
  void aTroubleLeadsToItsDiagnosis();
  void noPageContradictsABanner();

 private:
  [[nodiscard]] QString newestState() { return cell(table("Commands"), 0, CommandsModel::State); }
};

void UiWindowTroublesTest::lostLinkIsSaidAndMended() {
  m_node->connectDevices(2);
  QTRY_COMPARE(devices().rowCount(), 2);
  m_window->showPage(MainWindow::Commands);
  type("Devices", QStringLiteral("demo-1"));
  writePayload(QStringLiteral("silent"));
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QTRY_COMPARE(newestState(), QStringLiteral("written"));
  action("refresh").trigger();  // an answer is on its way as the link goes
  m_node->setState(node::NodeControl::State::Lost, QStringLiteral("the node ended"));
  const auto* banners = m_window->findChild<BannerBar*>();
  QVERIFY(banners->isVisible());
  QVERIFY(banners->texts().join(QLatin1Char(' ')).contains(QStringLiteral("the node ended")));
  QCOMPARE(newestState(), QStringLiteral("unacknowledged"));
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QTRY_COMPARE(newestState(), QStringLiteral("rejected"));

  m_node->disconnectDevice(QStringLiteral("demo-2"), CloseReason::Lost);
  m_node->setState(node::NodeControl::State::Connected);
  QTRY_COMPARE(devices().rowCount(), 1);
  QVERIFY(!banners->texts().join(QLatin1Char(' ')).contains(QStringLiteral("The link")));
}

// The link was lost once: a command of after that never got to it, though the loss is told once more.
void UiWindowTroublesTest::whatIsSentOverALostLinkIsRejectedWhateverIsSaidAnew() {
  m_window->showPage(MainWindow::Commands);
  type("Devices", QStringLiteral("demo-1"));
  writePayload(QStringLiteral("silent"));
  m_node->setState(node::NodeControl::State::Lost, QStringLiteral("the node ended"));
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  for (const char* language : {"language-zh_CN", "language-en"}) action(language).trigger();
  QCOMPARE(newestState(), QStringLiteral("sending"));
  QTRY_COMPARE(newestState(), QStringLiteral("rejected"));
}

void UiWindowTroublesTest::bannersSayWhatIsWrong() {
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

void UiWindowTroublesTest::theBusBannerSaysWhyAndWhereItIsMended() {
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
void UiWindowTroublesTest::theWindowCanBeSmallUnderBanners() {
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

void UiWindowTroublesTest::aSilentNodeHasABannerThatLeadsToTheNodes() {
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

// Whoever cleans up after it takes it off the list at once: nobody may have seen it dead.
void UiWindowTroublesTest::aNodeThatDiedIsToldOfUntilItIsBack() {
  const auto* banners = m_window->findChild<BannerBar*>();
  const auto said = [&] { return banners->texts().join(QLatin1Char(' ')); };
  const QString lost = QStringLiteral("Node lost: n2, with 30 sessions as last known");
  const auto die = [&](node::NodeState before) {
    m_node->setNodes({nodeRow("n1", 10), nodeRow("n2", 30)});
    QTRY_COMPARE(table("Nodes").model()->rowCount(), 2);
    m_node->setNodes({nodeRow("n1", 10), nodeRow("n2", 0, before)});
    QTRY_VERIFY(cell(table("Nodes"), 1, NodesModel::Sessions) == QStringLiteral("0"));
    m_node->setNodes({nodeRow("n1", 10)});
    QTRY_COMPARE(table("Nodes").model()->rowCount(), 1);
  };
  die(node::NodeState::Silent);
  QVERIFY2(said().contains(lost), qPrintable(said()));
  QTest::qWait(1'200);
  QVERIFY2(said().contains(lost), "still");
  m_node->setNodes({nodeRow("n1", 10), nodeRow("n2", 30)});
  QTRY_VERIFY(!said().contains(QStringLiteral("Node lost")));
  // What was dismissed does not come back by itself.
  die(node::NodeState::Dead);
  QVERIFY2(said().contains(lost), qPrintable(said()));
  click(*m_window, "Dismiss");
  QTest::qWait(1'200);
  QVERIFY2(!said().contains(QStringLiteral("Node lost")), qPrintable(said()));
  // One that was ended while it answered was ended by somebody.
  die(node::NodeState::Up);
  QVERIFY2(!said().contains(QStringLiteral("Node lost")), qPrintable(said()));
}

void UiWindowTroublesTest::aTroubleLeadsToItsDiagnosis() {
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

// What a banner says may have left no event, as where this console has no link.
void UiWindowTroublesTest::noPageContradictsABanner() {
  m_window->showPage(MainWindow::Overview);
  m_node->figures().busUp = false;
  QTRY_VERIFY(!m_window->findChild<BannerBar*>()->texts().isEmpty());
  const QList<QLabel*> labels = m_window->findChildren<QLabel*>();
  for (const QLabel* label : labels) {
    QVERIFY2(!label->isVisible() || !label->text().contains(QStringLiteral("well")), qPrintable(label->text()));
  }
}

QTEST_MAIN(UiWindowTroublesTest)
#include "tst_ui_window_troubles.moc"
