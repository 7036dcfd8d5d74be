#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include "clicks.h"
#include "fake_parts.h"
#include "server/base/address.h"
#include "server/bus/memory_bus.h"
#include "server/node/embedded_node.h"
#include "server/node/simulated_fleet.h"
#include "ui/bulk_panel.h"
#include "ui/commands_model.h"
#include "ui/events_model.h"
#include "ui/main_window.h"
#include "ui/nodes_model.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

namespace {

QString q(const char* text) { return QString::fromUtf8(text); }

constexpr int kDevices = 60;

}  // namespace

// Many at once, from a click in the window through a real node and sockets to simulated devices, and back.
class UiEmbeddedCommandsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();
  void aFilterReachesEveryDevice();
  void aFileSaysWhoDidNotGetIt();
  void aDrainIsSeenToItsEnd();

 private:
  [[nodiscard]] bool says(const QString& text);
  void choose(const char* combo, int index);
  void type(const char* field, const QString& text);
  void sendMany();

  QTemporaryDir m_folder;
  SystemClock m_clock;
  std::unique_ptr<node::EmbeddedNode> m_node;
  std::unique_ptr<node::SimulatedFleet> m_fleet;
  std::unique_ptr<FakeSettingsStore> m_settings;
  std::unique_ptr<MainWindow> m_window;
};

void UiEmbeddedCommandsTest::init() {
  Settings settings;
  settings.nodeId = "n1";
  settings.listen = {"127.0.0.1:0"};
  auto started = node::EmbeddedNode::start(settings, m_clock, std::make_unique<bus::MemoryBus>(m_clock));
  QVERIFY2(started.ok(), started.ok() ? "" : started.error().text.c_str());
  m_node = std::move(*started);
  m_fleet = std::make_unique<node::SimulatedFleet>();
  node::FleetPlan plan;
  plan.port = parseAddress(m_node->info().listen.front().toStdString())->port;
  plan.devices = kDevices;
  plan.reportEvery = std::chrono::milliseconds(500);
  QVERIFY(m_fleet->start(plan).ok());
  m_settings = std::make_unique<FakeSettingsStore>();
  m_window = std::make_unique<MainWindow>(ConsoleParts{m_node->control(), nullptr, m_settings.get()});
  m_window->show();
  m_window->showPage(MainWindow::Commands);
  QTRY_COMPARE(named<QTableView>(*m_window, "Devices")->model()->rowCount(), kDevices);
}

void UiEmbeddedCommandsTest::cleanup() {
  m_window.reset();
  m_fleet.reset();
  m_node.reset();
}

bool UiEmbeddedCommandsTest::says(const QString& text) {
  const QList<QLabel*> labels = m_window->findChildren<QLabel*>();
  return std::ranges::any_of(labels,
                             [&](const QLabel* label) { return label->isVisible() && label->text().contains(text); });
}

void UiEmbeddedCommandsTest::choose(const char* combo, int index) {
  auto* box = named<QComboBox>(*m_window, combo);
  box->setFocus();
  QTest::keyClick(box, Qt::Key_Home);
  for (int i = 0; i < index; ++i) QTest::keyClick(box, Qt::Key_Down);
}

void UiEmbeddedCommandsTest::type(const char* field, const QString& text) {
  auto* line = named<QLineEdit>(*m_window, field);
  line->setFocus();
  line->selectAll();
  QTest::keyClicks(line, text);
}

void UiEmbeddedCommandsTest::sendMany() {
  auto* send = m_window->findChild<QPushButton*>(q("sendButton"));
  QTRY_VERIFY(send->isEnabled());
  QTest::mouseClick(send, Qt::LeftButton);
  QTRY_VERIFY(QApplication::activeModalWidget() != nullptr);
  auto* yes = QApplication::activeModalWidget()->findChild<QPushButton*>(q("sendMany"));
  QTRY_VERIFY(yes->isEnabled());
  QTest::mouseClick(yes, Qt::LeftButton);
}

void UiEmbeddedCommandsTest::aFilterReachesEveryDevice() {
  choose("Kind of targets", 1);
  type("Filter of the targets", q("demo- node:n1"));
  QTest::keyClicks(named<QPlainTextEdit>(*m_window, "Payload"), q("I am {device}"));
  sendMany();
  QTRY_VERIFY(says(q("All 60 have ended")));
  QTRY_COMPARE(m_fleet->counts().commands, quint64{kDevices});
  QCOMPARE(named<QLabel>(*m_window, "Counts for each state")->text(), q("done: 60"));
  const auto* commands = named<QTableView>(*m_window, "Commands");
  QTRY_COMPARE(commands->model()->rowCount(), kDevices);
  for (int row = 0; row < kDevices; ++row) {
    QCOMPARE(cell(*commands, row, CommandsModel::Payload), q("I am ") + cell(*commands, row, CommandsModel::Device));
  }
}

void UiEmbeddedCommandsTest::aFileSaysWhoDidNotGetIt() {
  QByteArray csv("device,what\n");
  for (int i = 1; i <= kDevices; ++i) csv += "demo-" + QByteArray::number(i) + (i == 7 ? ",fail\n" : ",on\n");
  csv += "nobody-1,on\n";
  QFile file(m_folder.filePath(q("list.csv")));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(csv);
  file.close();
  choose("Kind of targets", 2);
  type("CSV file of the targets", file.fileName());
  QTest::keyClicks(named<QPlainTextEdit>(*m_window, "Payload"), q("{what}"));
  sendMany();
  QTRY_VERIFY(says(q("All 61 have ended")));
  QCOMPARE(named<QLabel>(*m_window, "Counts for each state")->text(), q("done: 59  ·  failed: 1  ·  offline: 1"));
  const QString path = m_folder.filePath(q("failures.csv"));
  QCOMPARE(m_window->findChild<BulkPanel*>()->run()->exportTo(path, true), QString());
  QFile failures(path);
  QVERIFY(failures.open(QIODevice::ReadOnly));
  const QList<QByteArray> lines = failures.readAll().split('\n');
  QCOMPARE(lines.size(), 4);
  QVERIFY(lines[1].startsWith("demo-7,") && lines[2].startsWith("nobody-1,"));
  // Among the events each of them says why, too.
  const auto* events = named<QTableView>(*m_window, "Events");
  QStringList details;
  for (int row = 0; row < events->model()->rowCount(); ++row)
    details.push_back(cell(*events, row, EventsModel::Detail));
  const QString all = details.join(QLatin1Char('\n'));
  QVERIFY2(all.contains(q("failed: the device's code 1 (command ")), qPrintable(all));
  QVERIFY2(all.contains(q("offline: no node holds this device now (command ")), qPrintable(all));
  click(*m_window, "Choose the 2 not done");
  QCOMPARE(named<QLineEdit>(*m_window, "Devices")->text(), q("demo-7, nobody-1"));
}

void UiEmbeddedCommandsTest::aDrainIsSeenToItsEnd() {
  m_window->showPage(MainWindow::Nodes);
  auto* nodes = named<QTableView>(*m_window, "Nodes");
  QTRY_COMPARE(nodes->model()->rowCount(), 1);
  nodes->selectRow(0);
  click(*m_window, "Drain n1…");
  QTRY_VERIFY(QApplication::activeModalWidget() != nullptr);
  QWidget& dialog = *QApplication::activeModalWidget();
  named<QSpinBox>(dialog, "Devices to send away each second")->setValue(10);
  click(dialog, "Drain n1: send 60 devices away");
  QTRY_VERIFY(named<QLabel>(*m_window, "How the drain goes") != nullptr);
  auto* text = named<QLabel>(*m_window, "How the drain goes");
  QTRY_VERIFY2(text->text().contains(q("a second of the 10 asked for")) && text->text().contains(q("more")),
               qPrintable(text->text()));
  QTRY_VERIFY_WITH_TIMEOUT(text->text().startsWith(q("every connection has ended")), 30'000);
}

QTEST_MAIN(UiEmbeddedCommandsTest)
#include "tst_ui_embedded_commands.moc"
