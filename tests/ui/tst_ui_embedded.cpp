#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

#include "clicks.h"
#include "fake_parts.h"
#include "server/base/address.h"
#include "server/bus/memory_bus.h"
#include "server/node/embedded_node.h"
#include "server/node/simulated_fleet.h"
#include "ui/commands_model.h"
#include "ui/devices_model.h"
#include "ui/main_window.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

// The whole way: a click in the window, a real gateway node, a socket, a simulated device, and back.
class UiEmbeddedTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();
  void aClickMakesADeviceAct();
  void aDeviceThatFailsSaysWhy();
  void aKickedDeviceComesBack();

 private:
  void send(const QString& device, const QString& payload);

  SystemClock m_clock;
  std::unique_ptr<node::EmbeddedNode> m_node;
  std::unique_ptr<node::SimulatedFleet> m_fleet;
  std::unique_ptr<FakeSettingsStore> m_settings;
  std::unique_ptr<MainWindow> m_window;
};

void UiEmbeddedTest::init() {
  Settings settings;
  settings.nodeId = "n1";
  settings.listen = {"127.0.0.1:0"};
  auto started = node::EmbeddedNode::start(settings, m_clock, std::make_unique<bus::MemoryBus>(m_clock));
  QVERIFY2(started.ok(), started.ok() ? "" : started.error().text.c_str());
  m_node = std::move(*started);
  m_fleet = std::make_unique<node::SimulatedFleet>();
  node::FleetPlan plan;
  plan.port = parseAddress(m_node->info().listen.front().toStdString())->port;
  plan.devices = 20;
  plan.reportEvery = std::chrono::milliseconds(200);
  QVERIFY(m_fleet->start(plan).ok());

  m_settings = std::make_unique<FakeSettingsStore>();
  m_window = std::make_unique<MainWindow>(ConsoleParts{m_node->control(), nullptr, m_settings.get()});
  m_window->show();
  m_window->showPage(MainWindow::Devices);
  QTRY_COMPARE(named<QTableView>(*m_window, "Devices")->model()->rowCount(), 20);
}

void UiEmbeddedTest::cleanup() {
  m_window.reset();
  m_fleet.reset();
  m_node.reset();
}

void UiEmbeddedTest::send(const QString& device, const QString& payload) {
  auto* table = named<QTableView>(*m_window, "Devices");
  const auto* model = qobject_cast<DevicesModel*>(table->model());
  const QModelIndex index = model->index(model->rowOf(device), 0);
  table->scrollTo(index);
  QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(index).center());
  click(*m_window, "Send…");
  auto* edit = named<QPlainTextEdit>(*m_window, "Payload");
  QVERIFY(edit->isVisible());
  edit->setFocus();
  QTest::keyClicks(edit, payload);
  QTest::mouseClick(m_window->findChild<QPushButton*>(QStringLiteral("sendButton")), Qt::LeftButton);
}

void UiEmbeddedTest::aClickMakesADeviceAct() {
  send(QStringLiteral("demo-7"), QStringLiteral("relay on"));
  const auto* commands = named<QTableView>(*m_window, "Commands");
  QTRY_COMPARE(cell(*commands, 0, CommandsModel::State), QStringLiteral("done"));
  QCOMPARE(cell(*commands, 0, CommandsModel::Device), QStringLiteral("demo-7"));
  QCOMPARE(cell(*commands, 0, CommandsModel::Outcome), QStringLiteral("ok"));
  QCOMPARE(commands->model()->rowCount(), 1);
  QTRY_VERIFY(m_fleet->counts().commands == 1);
}

void UiEmbeddedTest::aDeviceThatFailsSaysWhy() {
  send(QStringLiteral("demo-3"), QStringLiteral("fail now"));
  const auto* commands = named<QTableView>(*m_window, "Commands");
  QTRY_COMPARE(cell(*commands, 0, CommandsModel::State), QStringLiteral("failed"));
  QVERIFY(cell(*commands, 0, CommandsModel::Outcome).contains(QStringLiteral("asked to fail")));
}

void UiEmbeddedTest::aKickedDeviceComesBack() {
  auto* table = named<QTableView>(*m_window, "Devices");
  const auto* model = qobject_cast<DevicesModel*>(table->model());
  const QString device = model->at(0)->device;
  const quint64 session = model->at(0)->session;
  table->selectRow(0);
  click(*m_window, "Kick");
  // Gone, or back already with another session.
  QTRY_VERIFY(!model->contains(device) || model->find(device)->session != session);
  QTRY_VERIFY_WITH_TIMEOUT(model->contains(device) && model->find(device)->session != session, 60'000);
  QTRY_COMPARE(model->find(device)->lastClose, std::optional(CloseReason::Kicked));
}

QTEST_MAIN(UiEmbeddedTest)
#include "tst_ui_embedded.moc"
