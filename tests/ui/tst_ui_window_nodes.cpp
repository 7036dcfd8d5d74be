// Several nodes, and none, in the whole window.
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QTest>
#include <algorithm>

#include "ui/banner_bar.h"
#include "ui/nodes_model.h"
#include "ui/table_view.h"
#include "window_test.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

class UiWindowNodesTest : public WindowTest {
  Q_OBJECT

 private Q_SLOTS:
  void nodesShowTheirStateAndLoad();
  void drainsANodeAfterAsking();
  void aRefusedDrainSaysWhy();
  void aNodeLeadsToItsDevices();
  void overviewShowsHowNodesShare();
  void aConsoleWithoutANodeSaysSo();
};

void UiWindowNodesTest::nodesShowTheirStateAndLoad() {
  m_node->setNodes({nodeRow("n1", 300), nodeRow("n2", 100), nodeRow("n3", 7, node::NodeState::Dead)});
  open(true, false);
  action("nodes").trigger();
  QTableView& nodes = table("Nodes");
  QTRY_COMPARE(nodes.model()->rowCount(), 3);
  QVERIFY(nodes.isVisible());
  QCOMPARE(cell(nodes, 0, NodesModel::Node), QStringLiteral("n1"));
  QCOMPARE(cell(nodes, 0, NodesModel::State), QStringLiteral("up"));
  QCOMPARE(cell(nodes, 0, NodesModel::Sessions), QStringLiteral("300"));
  QCOMPARE(cell(nodes, 0, NodesModel::Share), QStringLiteral("75%"));
  QCOMPARE(cell(nodes, 0, NodesModel::Lease), QStringLiteral("9 s"));
  QCOMPARE(cell(nodes, 0, NodesModel::Address), QStringLiteral("gw-1:7600"));
  QCOMPARE(cell(nodes, 0, NodesModel::Host), QStringLiteral("gw-1"));
  QCOMPARE(cell(nodes, 2, NodesModel::State), QStringLiteral("dead"));
  QVERIFY(!action("drain").isEnabled());
  nodes.selectRow(2);
  QVERIFY2(!action("drain").isEnabled(), "nobody can send a dead node's devices away");
  nodes.selectRow(0);
  QVERIFY(action("drain").isEnabled());
  click(*m_window, "Copy address");
  QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("gw-1:7600"));
  qobject_cast<TableView*>(&nodes)->copyAction()->trigger();
  QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("n1\tup\t300\t")));
  m_node->setNodes({nodeRow("n1", 400)});
  QTRY_COMPARE(nodes.model()->rowCount(), 1);
}

void UiWindowNodesTest::drainsANodeAfterAsking() {
  Settings settings = m_settings->current();
  settings.drainRate = 250;
  m_settings->set(settings);
  m_node->setNodes({nodeRow("n1", 412), nodeRow("n2", 100)});
  open(true, false);
  m_window->showPage(MainWindow::Nodes);
  QTRY_COMPARE(table("Nodes").model()->rowCount(), 2);
  table("Nodes").selectRow(0);
  click(*m_window, "Drain n1…");
  QTRY_VERIFY(QApplication::activeModalWidget() != nullptr);
  click(settingsDialog(), "Cancel");
  QVERIFY(m_node->drains().isEmpty());
  QTRY_VERIFY(QApplication::activeModalWidget() == nullptr);
  click(*m_window, "Drain n1…");
  auto* rate = named<QSpinBox>(settingsDialog(), "Devices to send away each second");
  QCOMPARE(rate->value(), 250);
  rate->setValue(50);
  click(settingsDialog(), "Drain n1: send 412 devices away");
  QTRY_COMPARE(m_node->drains().size(), 1);
  QCOMPARE(m_node->drains().front().node, QStringLiteral("n1"));
  QCOMPARE(m_node->drains().front().rate, 50);
  QTRY_COMPARE(cell(table("Nodes"), 0, NodesModel::State), QStringLiteral("draining, 412 left"));
  QTRY_VERIFY(
      m_window->findChild<BannerBar*>()->texts().join(QLatin1Char(' ')).contains(QStringLiteral("Draining n1")));
}

void UiWindowNodesTest::aRefusedDrainSaysWhy() {
  m_node->refuseToDrain("there is no link to Redis");
  m_window->showPage(MainWindow::Nodes);
  QTRY_COMPARE(table("Nodes").model()->rowCount(), 1);
  table("Nodes").selectRow(0);
  action("drain").trigger();
  click(settingsDialog(), "Drain n1: send 0 devices away");
  const auto* banners = m_window->findChild<BannerBar*>();
  QTRY_VERIFY(banners->texts().join(QLatin1Char(' ')).contains(QStringLiteral("there is no link to Redis")));
}

void UiWindowNodesTest::aNodeLeadsToItsDevices() {
  m_node->connectDevices(3);
  m_window->showPage(MainWindow::Nodes);
  QTRY_COMPARE(table("Nodes").model()->rowCount(), 1);
  table("Nodes").selectRow(0);
  click(*m_window, "Show its devices");
  QCOMPARE(named<QLineEdit>(*m_window, "Filter devices")->text(), QStringLiteral("node:n1"));
  QTRY_COMPARE(devices().rowCount(), 3);
  QTRY_VERIFY(table("Devices").isVisible());
}

void UiWindowNodesTest::overviewShowsHowNodesShare() {
  const auto shown = [&] {
    QStringList texts;
    const QList<QLabel*> labels = m_window->findChildren<QLabel*>();
    for (const QLabel* label : labels) {
      if (label->isVisible() && label->accessibleName() == QLatin1StringView("Sessions and share")) {
        texts.push_back(label->text());
      }
    }
    return texts;
  };
  m_node->setNodes({nodeRow("n1", 300), nodeRow("n2", 100)});
  QTRY_COMPARE(shown(), (QStringList{QStringLiteral("300 (75%)"), QStringLiteral("100 (25%)")}));
  QVERIFY(named<QLabel>(*m_window, "Address for devices")->isVisible());
  m_node->setNodes({nodeRow("n1", 300), nodeRow("n2", 100, node::NodeState::Silent)});
  QTRY_COMPARE(shown(), (QStringList{QStringLiteral("300 (75%)"), QStringLiteral("silent")}));
  QList<node::NodeRow> many;
  for (const char* id : {"n1", "n2", "n3", "n4", "n5", "n6", "n7"}) many.push_back(nodeRow(id, 10));
  m_node->setNodes(many);
  QTRY_COMPARE(shown().size(), 5);
  const QList<QLabel*> labels = m_window->findChildren<QLabel*>();
  QVERIFY(std::ranges::any_of(
      labels, [](const QLabel* label) { return label->isVisible() && label->text() == QStringLiteral("and 2 more"); }));
  m_node->setNodes({});
  QTRY_VERIFY2(shown().isEmpty(), "one node alone shares with nobody");
}

void UiWindowNodesTest::aConsoleWithoutANodeSaysSo() {
  node::NodeInfo cluster;
  cluster.id = QStringLiteral("cluster");
  cluster.bus = QStringLiteral("redis");
  m_node->setInfo(cluster);
  open(true, false);
  const auto says = [&](const QString& text) {
    const QList<QLabel*> labels = m_window->findChildren<QLabel*>();
    return std::ranges::any_of(labels,
                               [&](const QLabel* label) { return label->isVisible() && label->text().contains(text); });
  };
  QTRY_VERIFY(says(QStringLiteral("No node is known yet")));
  QVERIFY(!says(QStringLiteral("Point a device here")));
  QVERIFY(says(QStringLiteral("runs no node of its own")));
  QVERIFY(!m_window->findChild<QPushButton*>(QStringLiteral("demoButton"))->isVisible());
  QTRY_VERIFY(says(QStringLiteral("nodes: none known")));
  m_window->showPage(MainWindow::Nodes);
  QVERIFY(says(QStringLiteral("No node is running")));
  m_node->figures().busUp = false;
  m_node->figures().busWhy = QStringLiteral("a sentence");
  QTRY_VERIFY(says(QStringLiteral("Redis is away")));
  m_node->figures().busUp = true;
  m_node->setNodes({nodeRow("n1", 3)});
  m_window->showPage(MainWindow::Overview);
  QTRY_VERIFY(says(QStringLiteral("gw-1:7600")));

  // With Redis away nobody's figures come, and of how many sessions there are nothing is known.
  QTRY_VERIFY(says(QStringLiteral("sessions: 0")));
  m_node->figures().busUp = false;
  m_node->setNodes({nodeRow("n1", 3, node::NodeState::Silent)});
  QTRY_VERIFY(says(QStringLiteral("sessions: –")));
  // One that answers without Redis says of itself alone.
  m_node->setNodes({nodeRow("n1", 3, node::NodeState::Silent), nodeRow("n2", 0)});
  QTRY_VERIFY(says(QStringLiteral("sessions: 0 here, others not known")));
  m_window->showPage(MainWindow::Overview);
  QTRY_VERIFY(says(QStringLiteral("0 here")));
  m_window->showPage(MainWindow::Devices);
  QTRY_VERIFY(says(QStringLiteral("0 here, others not known; 0 listed as last seen")));
}

QTEST_MAIN(UiWindowNodesTest)
#include "tst_ui_window_nodes.moc"
