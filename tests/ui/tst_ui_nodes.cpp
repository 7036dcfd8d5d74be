#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>

#include "clicks.h"
#include "fake_parts.h"
#include "ui/banner_bar.h"
#include "ui/gone_nodes_model.h"
#include "ui/main_window.h"
#include "ui/nodes_model.h"
#include "ui/sparkline.h"
#include "ui/table_view.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;
using node::NodeState;

namespace {

QString q(const char* text) { return QString::fromUtf8(text); }

node::NodeRow nodeRow(const char* id, quint64 sessions, NodeState state = NodeState::Up, qint64 pid = 100) {
  node::NodeRow row;
  row.info.id = q(id);
  row.info.version = q("0.1.0");
  row.info.listen = {q("0.0.0.0:7600")};
  row.info.pid = pid;
  row.info.startedAtMs = 1'700'000'000'000;
  row.host = q("gw-1");
  row.state = state;
  row.leaseLeftMs = state == NodeState::Dead ? 0 : 9'400;
  row.figures.sessions = row.figures.connections = sessions;
  return row;
}

constexpr qint64 kNowMs = 1'700'000'100'000;

}  // namespace

// The Nodes and Overview pages on a cluster in memory.
class UiNodesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();

  void aDrainSaysHowFarHowFastAndHowLong();
  void theRateOfADrainIsChanged();
  void kicksTheDevicesOfANodeAfterAsking();
  void manyDevicesAreKickedInPortions();
  void aNodeWithNoDevicesHasNothingToKick();
  void aNodeThatIsGoneSaysWhatItWas();
  void aDrainedNodeIsNotSaidToHaveDied();
  void aDrainedNodeSaysThatItIsDone();
  void nobodyIsGoneWhileRedisIsAway();
  void goneNodesAreBoundedAndForgotten();
  void loadStandsInItsColumn();
  void everythingOnTheNodesPageWorksByKeys();
  void everyTroubleLeadsToWhereItIsMended();
  void sparklinesShowTenMinutes();
  void aGapStaysAGap();

 private:
  void open(bool wholeCluster = true);
  void at(qint64 ms, const QList<node::NodeRow>& rows);
  [[nodiscard]] QTableView& table(const char* name) { return *named<QTableView>(*m_window, name); }
  [[nodiscard]] QAction& action(const char* name) { return *m_window->findChild<QAction*>(QLatin1StringView(name)); }
  [[nodiscard]] QDialog& dialog() { return *qobject_cast<QDialog*>(QApplication::activeModalWidget()); }
  [[nodiscard]] QString banners() { return m_window->findChild<BannerBar*>()->texts().join(QLatin1Char('\n')); }

  std::unique_ptr<FakeNodeControl> m_node;
  std::unique_ptr<FakeSettingsStore> m_settings;
  std::unique_ptr<MainWindow> m_window;
};

void UiNodesTest::init() {
  m_node = std::make_unique<FakeNodeControl>();
  m_node->setNowMs(kNowMs);
  node::NodeInfo info = m_node->info();
  info.pid = 0;  // no row but those of a test
  m_node->setInfo(info);
  m_settings = std::make_unique<FakeSettingsStore>();
  open();
}

void UiNodesTest::open(bool wholeCluster) {
  m_window.reset();
  m_window = std::make_unique<MainWindow>(ConsoleParts{m_node.get(), nullptr, m_settings.get(), {}, wholeCluster});
  m_window->show();
  m_window->showPage(MainWindow::Nodes);
  QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void UiNodesTest::cleanup() {
  m_window.reset();
  m_settings.reset();
  m_node.reset();
}

// These nodes, at this moment; back when the window has seen them.
void UiNodesTest::at(qint64 ms, const QList<node::NodeRow>& rows) {
  QList<node::NodeRow> timed = rows;
  for (node::NodeRow& row : timed) {
    if (row.state <= NodeState::Draining) row.figures.atMs = ms;
  }
  m_node->setNowMs(ms);
  m_node->setNodes(timed);
  const int before = m_node->fetches();
  QTRY_VERIFY(m_node->fetches() >= before + 2);
  QTest::qWait(30);
}

void UiNodesTest::aDrainSaysHowFarHowFastAndHowLong() {
  at(kNowMs, {nodeRow("n1", 1'000), nodeRow("n2", 500)});
  QVERIFY(named<QLabel>(*m_window, "How the drain goes") == nullptr);
  at(kNowMs + 1'000, {nodeRow("n1", 1'000, NodeState::Draining), nodeRow("n2", 500)});
  at(kNowMs + 2'000, {nodeRow("n1", 800, NodeState::Draining), nodeRow("n2", 700)});
  auto* text = named<QLabel>(*m_window, "How the drain goes");
  QVERIFY(text != nullptr && text->isVisible());
  QCOMPARE(text->text(), q("800 of 1,000 left  ·  200 a second  ·  about 4 s more"));
  QVERIFY(cell(table("Nodes"), 0, NodesModel::State).contains(q("draining, 800 left")));
  at(kNowMs + 3'000, {nodeRow("n1", 800), nodeRow("n2", 700)});
  QTRY_VERIFY(!text->isVisible());
}

void UiNodesTest::theRateOfADrainIsChanged() {
  at(kNowMs, {nodeRow("n1", 1'000, NodeState::Draining)});
  QTRY_VERIFY(named<QPushButton>(*m_window, "Change the rate of n1") != nullptr);
  click(*m_window, "Change the rate…");
  QTRY_VERIFY(QApplication::activeModalWidget() != nullptr);
  named<QSpinBox>(dialog(), "Devices to send away each second")->setValue(50);
  click(dialog(), "Drain n1: send 1,000 devices away");
  QTRY_COMPARE(m_node->drains().size(), 1);
  QCOMPARE(m_node->drains().front().rate, 50);
  QTRY_VERIFY(named<QLabel>(*m_window, "How the drain goes")->text().contains(q("of the 50 asked for")));
}

void UiNodesTest::kicksTheDevicesOfANodeAfterAsking() {
  m_node->connectDevices(5);
  m_node->connectDevice(q("other"));
  m_node->change(q("other"), [](node::SessionRow& row) { row.node = q("n2"); });
  QTRY_COMPARE(table("Devices").model()->rowCount(), 6);
  at(kNowMs, {nodeRow("n1", 5), nodeRow("n2", 1)});
  table("Nodes").selectRow(0);
  click(*m_window, "Kick its devices…");
  QVERIFY(clickInBox(q("Cancel")));
  QTRY_VERIFY(QApplication::activeModalWidget() == nullptr);
  QVERIFY(m_node->kicks().isEmpty());
  click(*m_window, "Kick its devices…");
  QVERIFY(clickInBox(q("Kick 5 devices")));
  QTRY_COMPARE(m_node->sessions(), 1U);
  QVERIFY(m_node->has(q("other")));
}

void UiNodesTest::manyDevicesAreKickedInPortions() {
  m_node->connectDevices(2'500);
  QTRY_COMPARE(table("Devices").model()->rowCount(), 2'500);
  at(kNowMs, {nodeRow("n1", 2'500)});
  table("Nodes").selectRow(0);
  action("kickNode").trigger();
  QVERIFY(clickInBox(q("Kick 2,500 devices")));
  QTRY_COMPARE(m_node->sessions(), 0U);
  QCOMPARE(m_node->kicks(), (QList<qsizetype>{1'000, 1'000, 500}));
}

void UiNodesTest::aNodeWithNoDevicesHasNothingToKick() {
  at(kNowMs, {nodeRow("n1", 0), nodeRow("n2", 5, NodeState::Silent)});
  QVERIFY(!action("kickNode").isEnabled());
  table("Nodes").selectRow(0);
  QVERIFY(!action("kickNode").isEnabled());
  table("Nodes").selectRow(1);
  QVERIFY2(!action("kickNode").isEnabled(), "it does not answer");
}

// It takes back its lease before its record.
void UiNodesTest::aDrainedNodeIsNotSaidToHaveDied() {
  node::NodeRow ended = nodeRow("n2", 0, NodeState::Dead);
  ended.figures.draining = true;
  at(kNowMs, {nodeRow("n1", 10), ended});
  at(kNowMs + 5'000, {nodeRow("n1", 10)});
  QCOMPARE(cell(table("Nodes that are gone"), 0, GoneNodesModel::How), q("drained, and ended"));
}

void UiNodesTest::aDrainedNodeSaysThatItIsDone() {
  node::NodeRow done = nodeRow("n1", 0, NodeState::Draining);
  done.figures.connections = 0;
  at(kNowMs, {done});
  table("Nodes").selectRow(0);
  QVERIFY(!action("drain").isEnabled());
  QCOMPARE(cell(table("Nodes"), 0, NodesModel::State), q("drained"));
}

void UiNodesTest::aNodeThatIsGoneSaysWhatItWas() {
  QTableView& gone = table("Nodes that are gone");
  QVERIFY(!gone.isVisible());
  at(kNowMs, {nodeRow("n1", 10), nodeRow("n2", 20, NodeState::Draining), nodeRow("n3", 30, NodeState::Dead),
              nodeRow("n4", 40, NodeState::Up, 1)});
  QVERIFY(!gone.isVisible());
  at(kNowMs + 65'000, {nodeRow("n1", 10), nodeRow("n4", 0, NodeState::Up, 2)});
  QVERIFY(gone.isVisible());
  QCOMPARE(gone.model()->rowCount(), 3);
  QHash<QString, int> rows;
  for (int row = 0; row < 3; ++row) rows.insert(cell(gone, row, GoneNodesModel::Node), row);
  const auto says = [&](const char* id, GoneNodesModel::Column column) {
    return cell(gone, rows.value(q(id)), column);
  };
  QCOMPARE(says("n2", GoneNodesModel::How), q("drained, and ended"));
  QCOMPARE(says("n3", GoneNodesModel::How), q("died: its lease ended"));
  QCOMPARE(says("n4", GoneNodesModel::How), q("started anew"));
  QCOMPARE(says("n3", GoneNodesModel::Sessions), q("30"));
  QCOMPARE(says("n2", GoneNodesModel::RanFor), q("2 min 45 s"));
  QCOMPARE(says("n2", GoneNodesModel::Address), q("gw-1:7600"));
  click(*m_window, "Forget gone nodes");
  QVERIFY(!gone.isVisible());
}

void UiNodesTest::nobodyIsGoneWhileRedisIsAway() {
  at(kNowMs, {nodeRow("n1", 10), nodeRow("n2", 20)});
  m_node->figures().busUp = false;
  at(kNowMs + 1'000, {});
  m_node->figures().busUp = true;
  at(kNowMs + 2'000, {nodeRow("n1", 10), nodeRow("n2", 20)});
  QCOMPARE(table("Nodes that are gone").model()->rowCount(), 0);
}

void UiNodesTest::goneNodesAreBoundedAndForgotten() {
  GoneNodesModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
  for (int i = 0; i < 60; ++i) model.add(nodeRow(qPrintable(QString::number(i)), 1), kNowMs + i, false);
  QCOMPARE(model.rowCount(), static_cast<int>(GoneNodesModel::kMost));
  QCOMPARE(model.index(0, GoneNodesModel::Node).data().toString(), q("59"));
  model.forgetAll();
  QCOMPARE(model.rowCount(), 0);
}

void UiNodesTest::loadStandsInItsColumn() {
  node::NodeRow busy = nodeRow("n1", 10);
  busy.figures.loopLagP99Us = 12'300;
  at(kNowMs, {busy, nodeRow("n2", 10, NodeState::Silent)});
  QCOMPARE(cell(table("Nodes"), 0, NodesModel::LoopLag), q("12.3 ms"));
  QCOMPARE(cell(table("Nodes"), 1, NodesModel::LoopLag), q("–"));
}

void UiNodesTest::everythingOnTheNodesPageWorksByKeys() {
  m_node->connectDevices(3);
  QTRY_COMPARE(table("Devices").model()->rowCount(), 3);
  at(kNowMs, {nodeRow("n1", 3), nodeRow("n2", 7)});
  m_window->showPage(MainWindow::Overview);
  QApplication::setActiveWindow(m_window.get());
  QTest::keyClick(m_window.get(), Qt::Key_4, Qt::ControlModifier);
  table("Nodes").setFocus();
  QTest::keyClick(&table("Nodes"), Qt::Key_Down);
  QTest::keyClick(&table("Nodes"), Qt::Key_Up);
  QTRY_VERIFY(action("drain").isEnabled());
  // Back from the table to each button, by Tab alone.
  const auto tabTo = [&](const char* name) {
    for (int i = 0; i < 40; ++i) {
      QTest::keyClick(m_window->focusWidget(), Qt::Key_Tab);
      if (m_window->focusWidget()->accessibleName() == q(name)) return true;
    }
    return false;
  };
  QVERIFY(tabTo("Drain n1…"));
  QTest::keyClick(m_window->focusWidget(), Qt::Key_Space);
  QTRY_VERIFY(QApplication::activeModalWidget() != nullptr);
  QTest::keyClick(&dialog(), Qt::Key_Return);
  QTRY_VERIFY2(QApplication::activeModalWidget() == nullptr, "Enter by a slip sends nobody away");
  QVERIFY(m_node->drains().isEmpty());
  QVERIFY(tabTo("Drain n1…"));
  QTest::keyClick(m_window->focusWidget(), Qt::Key_Space);
  QTRY_VERIFY(QApplication::activeModalWidget() != nullptr);
  auto* rate = dialog().findChild<QSpinBox*>();
  rate->setFocus();
  QTest::keyClick(rate, Qt::Key_Return);
  QVERIFY2(QApplication::activeModalWidget() != nullptr, "Enter ends the number, not the dialog");
  QTest::keyClick(&dialog(), Qt::Key_Escape);
  QTRY_VERIFY(QApplication::activeModalWidget() == nullptr);
  QVERIFY(m_node->drains().isEmpty());
  QVERIFY(tabTo("Kick its devices…"));
  QTest::keyClick(m_window->focusWidget(), Qt::Key_Space);
  QTRY_VERIFY(QApplication::activeModalWidget() != nullptr);
  QTest::keyClick(QApplication::activeModalWidget(), Qt::Key_Escape);
  QTRY_VERIFY(QApplication::activeModalWidget() == nullptr);
  QCOMPARE(m_node->sessions(), 3U);
}

void UiNodesTest::everyTroubleLeadsToWhereItIsMended() {
  at(kNowMs, {nodeRow("n1", 10)});
  m_window->showPage(MainWindow::Overview);
  m_node->figures().acceptPaused = true;
  QTRY_VERIFY(banners().contains(q("out of file descriptors")));
  const auto bannerButton = [&] {
    const QList<QPushButton*> buttons = m_window->findChild<BannerBar*>()->findChildren<QPushButton*>();
    return buttons.size() == 1 ? buttons.front() : nullptr;
  };
  QTRY_VERIFY(bannerButton() != nullptr);
  QTest::mouseClick(bannerButton(), Qt::LeftButton);
  QVERIFY(named<QWidget>(*m_window, "Checks")->isVisible());
  m_node->figures().acceptPaused = false;
  QTRY_VERIFY(banners().isEmpty());

  m_window->showPage(MainWindow::Overview);
  at(kNowMs + 1'000, {nodeRow("n1", 10, NodeState::Dead)});
  QTRY_VERIFY(banners().contains(q("n1 is dead: its lease in Redis has ended")));
  QTRY_VERIFY(bannerButton() != nullptr);
  QTest::mouseClick(bannerButton(), Qt::LeftButton);
  QVERIFY(table("Nodes").isVisible());

  m_window->showPage(MainWindow::Overview);
  m_node->figures().busUp = false;
  m_node->figures().busWhy = q("nothing listens at 10.0.0.5:6379");
  QTRY_VERIFY(banners().contains(q("nothing listens at 10.0.0.5:6379")));
  QTRY_VERIFY(bannerButton() != nullptr);
  QTest::mouseClick(bannerButton(), Qt::LeftButton);
  QTRY_VERIFY(QApplication::activeModalWidget() != nullptr);
  QVERIFY(named<QLineEdit>(dialog(), "Password file")->isVisible());
  dialog().reject();
  m_node->figures().busUp = true;

  // With one node alone, too.
  m_node->figures().draining = true;
  m_node->figures().drainLeft = 7;
  at(kNowMs + 2'000, {nodeRow("n1", 10, NodeState::Draining)});
  QTRY_VERIFY(banners().contains(q("7 connections left")));
  QTRY_VERIFY(bannerButton() != nullptr);
}

void UiNodesTest::sparklinesShowTenMinutes() {
  Theme theme;
  Sparkline line(theme);
  line.setWords([](double value) { return QString::number(value); });
  line.resize(603, 36);
  QVERIFY(line.textAt(300).isEmpty());
  std::vector<Sparkline::Value> values;
  for (int i = 0; i <= 2'400; ++i) values.push_back({kNowMs + i * 250, i});
  line.setValues(values, 600'000);
  // The newest at the right edge, ten minutes ago at the left one.
  QVERIFY(line.textAt(600).startsWith(q("2400 at ")));
  QVERIFY(line.textAt(0).startsWith(q("0 at ")));
  QVERIFY(line.textAt(300).startsWith(q("1200 at ")));
  QVERIFY2(line.accessibleName().contains(q("least 0, most 2400")), qPrintable(line.accessibleName()));
  // A line that rises from left to right.
  const QImage image = line.grab().toImage();
  const auto topOf = [&](int x) {
    int y = 0;
    while (y < image.height() - 2 && image.pixelColor(x, y) == image.pixelColor(0, 0)) ++y;
    return y;
  };
  QVERIFY(topOf(590) < topOf(300) && topOf(300) < topOf(30));
}

void UiNodesTest::aGapStaysAGap() {
  Theme theme;
  Sparkline line(theme);
  line.setWords([](double value) { return QString::number(value); });
  line.resize(603, 36);
  std::vector<Sparkline::Value> values;
  for (int i = 0; i <= 2'400; ++i) {
    const bool isAway = i > 800 && i < 1'600;
    if (!isAway) values.push_back({kNowMs + i * 250, 5});
  }
  line.setValues(values, 600'000);
  QVERIFY(!line.textAt(100).isEmpty());
  QVERIFY2(line.textAt(300).isEmpty(), "nothing is known of it");
  const QImage image = line.grab().toImage();
  const auto isDrawn = [&](int x) {
    for (int y = 0; y < image.height() - 3; ++y) {
      if (image.pixelColor(x, y) != image.pixelColor(300, 0)) return true;
    }
    return false;
  };
  QVERIFY(isDrawn(100));
  QVERIFY(!isDrawn(300));
  QVERIFY(isDrawn(500));
}

QTEST_MAIN(UiNodesTest)
#include "tst_ui_nodes.moc"
