// Opens the real window on a node in memory and writes a picture of every page, light and dark, in each language:
// screenshots FOLDER [LOOK…], a look as light-en or dark-zh_CN. Scale by QT_SCALE_FACTOR.
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRandomGenerator>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <QTimer>
#include <QTreeWidget>
#include <cstdio>

#include "clicks.h"
#include "fake_checks.h"
#include "fake_nginx.h"
#include "fake_parts.h"
#include "fake_shell.h"
#include "ui/devices_model.h"
#include "ui/filter_edit.h"
#include "ui/main_window.h"
#include "ui/setup_words.h"

namespace {

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;
using node::EventKind;
using node::Severity;

// A fleet on a quiet afternoon.
class Scene {
 public:
  Scene() : m_random(7) {
    m_start = QDateTime::currentMSecsSinceEpoch() - 600'000;
    m_node.setNowMs(m_start);
    node::NodeInfo info = m_node.info();
    info.id = QStringLiteral("gw-berlin-1");
    info.metrics = QStringLiteral("127.0.0.1:9600");
    info.startedAtMs = m_start - 9 * 86'400'000LL;
    m_node.setInfo(info);
  }

  [[nodiscard]] FakeNodeControl& node() { return m_node; }

  void connectFleet() {
    const QStringList kinds = {QStringLiteral("meter"), QStringLiteral("charger"), QStringLiteral("pump"),
                               QStringLiteral("gate")};
    for (int i = 0; i < 240; ++i) {
      const QString device = QStringLiteral("%1-%2").arg(kinds[i % 4]).arg(1000 + i * 7);
      m_node.connectDevice(device, QStringLiteral("10.%1.%2.%3").arg(20 + i % 4).arg(i / 16).arg(10 + i % 200));
      m_node.change(device, [&](node::SessionRow& row) {
        row.connectedAtMs = m_start - static_cast<qint64>(m_random.bounded(40'000'000)) - 40'000;
        row.reports = m_random.bounded(90'000U);
        row.reportBytes = row.reports * 84;
        row.meta = R"({"firmware":"4.2.1","model":"LX-200","site":"Westhafen"})";
        if (i % 9 == 0) row.lastClose = CloseReason::KeepaliveMissed;
        if (i % 14 == 0) row.lastClose = CloseReason::Lost;
        if (i % 31 == 3) row.commandsPending = 2;
        if (i % 67 == 5) row.outBuffer = 18'432;
      });
    }
    m_node.addEvent(EventKind::ProtocolError, Severity::Warning, QStringLiteral("pump-1014"),
                    QStringLiteral("no such frame type"));
    m_node.addEvent(EventKind::ConnectionRefused, Severity::Warning, {},
                    QStringLiteral("too many connections from this address"));
    m_node.disconnectDevice(QStringLiteral("gate-1021"), CloseReason::KeepaliveMissed);
    m_node.connectDevice(QStringLiteral("meter-1000"), QStringLiteral("10.20.0.10"));
  }

  // One second of the ten minutes.
  void step(int second) {
    m_node.setNowMs(m_start + second * 1'000LL);
    node::Figures& figures = m_node.figures();
    figures.reports += 180 + m_random.bounded(60U) + static_cast<quint64>(second % 120 < 20 ? 90 : 0);
    figures.reportBytes = figures.reports * 84;
    figures.ackP50Us = 900 + m_random.bounded(120);
    figures.ackP99Us = 4'000 + m_random.bounded(900) + (second > 300 && second < 330 ? 3'000 : 0);
    figures.memoryBytes = 24'600'000 + static_cast<quint64>(second) * 900;
    figures.loopLagP99Us = 180;
    figures.commands[static_cast<std::size_t>(CommandStatus::Done)] += m_random.bounded(4U);
  }

  void talk() {
    for (const node::SessionRow& row : rows()) {
      m_node.change(row.device, [&](node::SessionRow& changed) {
        changed.lastHeardAtMs = m_start + 600'000 - static_cast<qint64>(m_random.bounded(58'000));
      });
    }
  }

  void command(const char* device, const char* payload, qint64 ttlS = 0) {
    node::CommandRequest request;
    request.id = QStringLiteral("6f1c0b52-7d0e-4c1e-9b5a-%1").arg(++m_commands, 12, 16, QLatin1Char('0'));
    request.device = QString::fromLatin1(device);
    request.payload = payload;
    request.ttlS = ttlS;
    m_node.send({request}, &m_node, [](const Result<QStringList>&) {});
  }

 private:
  QList<node::SessionRow> rows() {
    QList<node::SessionRow> all;
    m_node.fetch({}, &m_node, [&](const Result<node::Snapshot>& snapshot) { all = snapshot->sessions; });
    QTest::qWait(20);
    return all;
  }

  FakeNodeControl m_node;
  QRandomGenerator m_random;
  qint64 m_start = 0;
  int m_commands = 0;
};

// A look is a theme and a language.
void dress(Settings& settings, const QString& look) {
  settings.theme = look.section(QLatin1Char('-'), 0, 0).toStdString();
  settings.language = look.section(QLatin1Char('-'), 1).toStdString();
}

// What the window calls it in the language of now.
QString called(const char* context, const char* text) {
  return QCoreApplication::translate((QByteArray("lk::ui::") + context).constData(), text);
}

template <typename T>
T* named(QWidget& window, const char* context, const char* name) {
  const QString wanted = called(context, name);
  const QList<T*> all = window.findChildren<T*>();
  for (T* widget : all) {
    if (widget->accessibleName() == wanted) return widget;
  }
  return nullptr;
}

class Photographer {
 public:
  Photographer(MainWindow& window, QString folder) : m_window(window), m_folder(std::move(folder)) {}

  void take(const QString& name, QWidget* what = nullptr) {
    QTest::qWait(350);
    const QString path = QStringLiteral("%1/%2.png").arg(m_folder, name);
    if (!(what != nullptr ? what : &m_window)->grab().save(path)) ++m_failures;
  }
  [[nodiscard]] int failures() const { return m_failures; }

 private:
  MainWindow& m_window;
  QString m_folder;
  int m_failures = 0;
};

void trigger(MainWindow& window, const char* action) {
  window.findChild<QAction*>(QLatin1StringView(action))->trigger();
}

QTableView* table(MainWindow& window, const char* name) {
  return named<QTableView>(window, (QByteArray(name) + "Page").constData(), name);
}

void fillForm(MainWindow& window) {
  for (QLineEdit* line : window.findChildren<QLineEdit*>()) {
    if (line->accessibleName() == called("DeviceField", "Devices"))
      line->setText(QStringLiteral("meter-1028, charger-1035"));
  }
  for (QPlainTextEdit* edit : window.findChildren<QPlainTextEdit*>()) {
    edit->setPlainText(QStringLiteral("{\"relay\": 2, \"state\": \"on\", \"for\": 30}"));
  }
  for (QComboBox* box : window.findChildren<QComboBox*>()) {
    if (box->accessibleName() == called("CommandForm", "Payload form")) box->setCurrentIndex(2);
  }
}

node::NodeRow nodeRow(int number, quint64 sessions, node::NodeState state, qint64 nowMs) {
  node::NodeRow row;
  row.info.id = QStringLiteral("gw-berlin-%1").arg(number);
  row.info.version = QStringLiteral("0.1.0");
  row.info.listen = {QStringLiteral("0.0.0.0:7600")};
  row.info.bus = QStringLiteral("redis");
  row.info.pid = 4'000 + number;
  row.info.startedAtMs = nowMs - 86'400'000LL * number - 4'000'000;
  row.host = QStringLiteral("edge%1.fleet.example").arg(number);
  row.state = state;
  row.leaseLeftMs = state == node::NodeState::Dead ? 0 : 8'900 - number * 700;
  const bool answers = state == node::NodeState::Up || state == node::NodeState::Draining;
  row.figures.sessions = sessions;
  if (!answers) return row;
  row.figures.atMs = nowMs;
  row.figures.connections = sessions + static_cast<quint64>(number);
  row.figures.reports = sessions * 1'000;
  row.figures.ackP99Us = 3'400 + number * 420;
  row.figures.memoryBytes = 20'000'000 + sessions * 900;
  return row;
}

// Two seconds of four nodes, so that they have paces.
void runNodes(FakeNodeControl& node, qint64 nowMs, bool isTrouble) {
  using node::NodeState;
  for (int second = 0; second <= 2; ++second) {
    QList<node::NodeRow> rows = {
        nodeRow(1, 12'480, NodeState::Up, nowMs), nodeRow(2, 11'973, NodeState::Up, nowMs),
        nodeRow(3, 4'212 - static_cast<quint64>(second) * 500, isTrouble ? NodeState::Draining : NodeState::Up, nowMs),
        nodeRow(4, 11'206, isTrouble ? NodeState::Silent : NodeState::Up, nowMs)};
    if (isTrouble) rows.push_back(nodeRow(5, 9'800, NodeState::Dead, nowMs));
    for (node::NodeRow& row : rows) {
      if (row.figures.atMs == 0) continue;
      row.figures.atMs += second * 1'000;
      row.figures.reports += static_cast<quint64>(second) * row.figures.sessions / 10;
    }
    node.setNodes(rows);
    QTest::qWait(600);
  }
}

int photographCluster(const QString& folder, const QString& theme) {
  Scene scene;
  FakeSettingsStore settings;
  Settings chosen;
  dress(chosen, theme);
  chosen.redisUrl = "redis://redis.fleet.example:6379";
  settings.set(chosen);
  node::NodeInfo cluster;
  cluster.id = QStringLiteral("cluster");
  cluster.bus = QStringLiteral("redis");
  const qint64 nowMs = QDateTime::currentMSecsSinceEpoch();
  int failures = 0;
  {
    // A console of its own node, which is one of four.
    node::NodeInfo own = scene.node().info();
    own.bus = QStringLiteral("redis");
    scene.node().setInfo(own);
    FakeDemoFleet demo(scene.node());
    scene.connectFleet();
    MainWindow window({&scene.node(), &demo, &settings, {}, true});
    window.show();
    Photographer photographer(window, folder);
    runNodes(scene.node(), nowMs, false);
    photographer.take(QStringLiteral("cluster-own-overview-") + theme);
    window.resize(1024, 640);
    photographer.take(QStringLiteral("cluster-own-small-") + theme);
    failures += photographer.failures();
  }
  scene.node().setInfo(cluster);
  scene.node().setNodes({});
  MainWindow window({&scene.node(), nullptr, &settings, {}, true});
  window.show();
  Photographer photographer(window, folder);
  scene.node().figures().busUp = false;
  scene.node().figures().busWhy = QStringLiteral(
      "Redis at redis.fleet.example:6379 does not take the password of Redis' default user: check user in redis.url "
      "and "
      "password in redis.password-file");
  photographer.take(QStringLiteral("cluster-away-overview-") + theme);
  window.showPage(MainWindow::Nodes);
  photographer.take(QStringLiteral("cluster-away-nodes-") + theme);
  scene.node().figures().busUp = true;
  photographer.take(QStringLiteral("cluster-none-nodes-") + theme);
  runNodes(scene.node(), nowMs, false);
  window.showPage(MainWindow::Overview);
  photographer.take(QStringLiteral("cluster-overview-") + theme);
  scene.node().figures().draining = true;
  scene.node().figures().drainLeft = 3'215;
  runNodes(scene.node(), nowMs, true);
  photographer.take(QStringLiteral("cluster-trouble-overview-") + theme);
  window.showPage(MainWindow::Nodes);
  table(window, "Nodes")->selectRow(0);
  photographer.take(QStringLiteral("nodes-") + theme);
  trigger(window, "drain");
  photographer.take(QStringLiteral("drain-") + theme, QApplication::activeModalWidget());
  QApplication::activeModalWidget()->close();
  runNodes(scene.node(), nowMs + 4'000, false);
  photographer.take(QStringLiteral("nodes-gone-") + theme);
  return failures + photographer.failures();
}

int photographEmpty(const QString& folder, const QString& theme) {
  FakeNodeControl node;
  FakeDemoFleet demo(node);
  FakeSettingsStore settings;
  Settings chosen;
  dress(chosen, theme);
  settings.set(chosen);
  MainWindow window({&node, &demo, &settings});
  window.show();
  Photographer photographer(window, folder);
  photographer.take(QStringLiteral("first-overview-") + theme);
  window.showPage(MainWindow::Devices);
  photographer.take(QStringLiteral("first-devices-") + theme);
  window.showPage(MainWindow::Commands);
  photographer.take(QStringLiteral("first-commands-") + theme);
  return photographer.failures();
}

void press(QWidget* on, Qt::Key key) { QTest::keyClick(on, key); }

// What the page of the devices opens: a filter that is wrong, one that is being typed, a trace, and its dialogs.
void photographDevices(FakeNodeControl& node, MainWindow& window, Photographer& photographer, const QString& theme) {
  trigger(window, "trace");
  QTest::qWait(600);
  node.addFrame(QStringLiteral("meter-1028"), true, 5, R"({"kWh":18231.4,"volt":231})");
  node.addFrame(QStringLiteral("meter-1028"), false, 6, {});
  node.addFrame(QStringLiteral("meter-1028"), false, 7, "relay on");
  node.addFrame(QStringLiteral("meter-1028"), true, 8, QByteArray("\0ok", 3));
  QTest::qWait(600);
  named<QTableView>(window, "TracePanel", "Frames of the device")->selectRow(3);
  photographer.take(QStringLiteral("devices-trace-") + theme);
  trigger(window, "trace");
  auto* filter = qobject_cast<FilterEdit*>(named<QLineEdit>(window, "DevicesPage", "Filter devices"));
  filter->setText(QStringLiteral("meter idle>often node:gw"));
  photographer.take(QStringLiteral("devices-wrong-") + theme);
  filter->setText(QStringLiteral("addr:10.20. idle<1h"));
  QTest::qWait(300);
  trigger(window, "saveFilter");
  photographer.take(QStringLiteral("devices-save-filter-") + theme, QApplication::activeModalWidget());
  press(QApplication::focusWidget(), Qt::Key_Return);
  QTest::qWait(100);
  trigger(window, "manageFilters");
  photographer.take(QStringLiteral("devices-filters-") + theme, QApplication::activeModalWidget());
  QApplication::activeModalWidget()->close();
  trigger(window, "chooseDeviceColumns");
  photographer.take(QStringLiteral("devices-columns-") + theme, QApplication::activeModalWidget());
  QApplication::activeModalWidget()->close();
  filter->clear();
  QTest::qWait(300);
}

int photographFleet(const QString& folder, const QString& theme) {
  Scene scene;
  FakeDemoFleet demo(scene.node());
  FakeSettingsStore settings;
  Settings chosen;
  dress(chosen, theme);
  settings.set(chosen);
  settings.decideByFlag("node.listen");
  scene.connectFleet();
  MainWindow window({&scene.node(), &demo, &settings});
  window.show();
  QTest::qWait(300);
  for (int second = 1; second <= 600; ++second) {
    scene.step(second);
    window.findChild<QAction*>(QStringLiteral("refresh"))->trigger();
    QTest::qWait(1);
  }
  scene.talk();
  scene.command("meter-1028", "relay on");
  scene.command("charger-1035", "{\"limit\": 16}");
  scene.command("pump-1042", "fail on purpose");
  scene.command("gate-1021", "open", 3'600);
  scene.command("gate-9999", "open");
  scene.command("meter-1084", "\x01\x02\x7f\x10");
  scene.command("pump-1070", "silent");

  Photographer photographer(window, folder);
  QTest::qWait(600);
  photographer.take(QStringLiteral("overview-") + theme);
  window.showPage(MainWindow::Devices);
  QTableView* devices = table(window, "Devices");
  const auto* model = qobject_cast<DevicesModel*>(devices->model());
  devices->setCurrentIndex(model->index(model->rowOf(QStringLiteral("meter-1028")), 0));
  photographer.take(QStringLiteral("devices-") + theme);
  photographDevices(scene.node(), window, photographer, theme);
  window.showPage(MainWindow::Commands);
  fillForm(window);
  table(window, "Commands")->selectRow(1);
  photographer.take(QStringLiteral("commands-") + theme);
  window.showPage(MainWindow::Events);
  photographer.take(QStringLiteral("events-") + theme);
  trigger(window, "settings");
  photographer.take(QStringLiteral("settings-") + theme, QApplication::activeModalWidget());
  QApplication::activeModalWidget()->close();
  trigger(window, "about");
  photographer.take(QStringLiteral("about-") + theme, QApplication::activeModalWidget());
  QApplication::activeModalWidget()->close();
  window.showPage(MainWindow::Devices);
  devices->selectAll();
  trigger(window, "kick");
  photographer.take(QStringLiteral("kick-") + theme, QApplication::activeModalWidget());
  QApplication::activeModalWidget()->close();
  window.close();
  photographer.take(QStringLiteral("quit-") + theme, QApplication::activeModalWidget());
  QApplication::activeModalWidget()->close();
  scene.node().figures().acceptPaused = true;
  scene.node().figures().draining = true;
  scene.node().figures().drainLeft = 239;
  window.showPage(MainWindow::Devices);
  devices->selectAll();
  photographer.take(QStringLiteral("trouble-") + theme);
  window.resize(1024, 640);
  photographer.take(QStringLiteral("small-") + theme);
  return photographer.failures();
}

// A payload with a fault, a template, and a command to many: before, while and after it is sent.
int photographMany(const QString& folder, const QString& theme) {
  Scene scene;
  FakeSettingsStore settings;
  Settings chosen;
  dress(chosen, theme);
  settings.set(chosen);
  scene.connectFleet();
  const auto clock = std::make_shared<HandClock>();
  ConsoleParts parts;
  parts.control = &scene.node();
  parts.settings = &settings;
  parts.clock = clock;
  MainWindow window(parts);
  window.show();
  window.showPage(MainWindow::Commands);
  QTest::qWait(600);
  Photographer photographer(window, folder);
  named<QComboBox>(window, "TargetField", "Kind of targets")->setCurrentIndex(1);
  named<QLineEdit>(window, "TargetField", "Filter of the targets")->setText(QStringLiteral("pump- node:gw-berlin-1"));
  auto* payload = named<QPlainTextEdit>(window, "PayloadEdit", "Payload");
  named<QComboBox>(window, "CommandForm", "Payload form")->setCurrentIndex(2);
  payload->setPlainText(QStringLiteral("{\"relay\": 2,\n \"state\": om}"));
  photographer.take(QStringLiteral("commands-fault-") + theme);
  payload->setPlainText(QStringLiteral("{\"relay\": 2, \"id\": \"{device}\", \"n\": {counter:100}}"));
  trigger(window, "saveTemplate");
  named<QLineEdit>(*QApplication::activeModalWidget(), "TemplateBar", "Name of the template")
      ->setText(QStringLiteral("Relay 2 on"));
  photographer.take(QStringLiteral("commands-template-") + theme, QApplication::activeModalWidget());
  QApplication::activeModalWidget()->close();
  trigger(window, "send");
  photographer.take(QStringLiteral("commands-dry-run-") + theme, QApplication::activeModalWidget());
  auto* rate = named<QSpinBox>(*QApplication::activeModalWidget(), "SendManyDialog", "Commands to send each second");
  rate->setValue(40);
  QApplication::activeModalWidget()->findChild<QPushButton*>(QStringLiteral("sendMany"))->click();
  for (int i = 0; i < 3; ++i) {
    clock->advance(std::chrono::milliseconds(250));
    QTest::qWait(120);
  }
  photographer.take(QStringLiteral("commands-sending-") + theme);
  trigger(window, "stopBulk");
  photographer.take(QStringLiteral("commands-stopped-") + theme);
  window.resize(1024, 640);
  photographer.take(QStringLiteral("commands-small-") + theme);
  return photographer.failures();
}

QPushButton* buttonOf(QWidget& window, const QString& text) {
  const QList<QPushButton*> buttons = window.findChildren<QPushButton*>();
  for (QPushButton* button : buttons) {
    if (button->isVisible() && button->text() == text) return button;
  }
  return nullptr;
}

// The window around the pages: its dialogs, and a connection that changes nothing.
int photographShell(const QString& folder, const QString& theme) {
  Scene scene;
  FakeDemoFleet demo(scene.node());
  FakeSettingsStore settings;
  FakeConnector connector;
  FakeSecrets secrets;
  FakeTray tray;
  Settings chosen;
  dress(chosen, theme);
  settings.set(chosen);
  scene.connectFleet();
  ConsoleParts parts;
  parts.control = &scene.node();
  parts.demo = &demo;
  parts.settings = &settings;
  parts.connector = &connector;
  parts.secrets = &secrets;
  parts.tray = &tray;
  int failures = 0;
  {
    MainWindow window(parts);
    window.show();
    Photographer photographer(window, folder);
    QTest::qWait(600);
    trigger(window, "palette");
    QWidget* palette = QApplication::activeModalWidget();
    palette->findChild<QLineEdit*>()->setText(QStringLiteral("re"));
    photographer.take(QStringLiteral("palette-") + theme, palette);
    palette->findChild<QLineEdit*>()->setText(QStringLiteral("meter-102"));
    photographer.take(QStringLiteral("palette-device-") + theme, palette);
    palette->close();
    trigger(window, "shortcuts");
    photographer.take(QStringLiteral("shortcuts-") + theme, QApplication::activeModalWidget());
    QApplication::activeModalWidget()->close();
    trigger(window, "connections");
    QWidget* connections = QApplication::activeModalWidget();
    photographer.take(QStringLiteral("connections-") + theme, connections);
    buttonOf(*connections, called("ConnectionsDialog", "&New"))->click();
    for (QLineEdit* line : connections->findChildren<QLineEdit*>()) {
      if (line->accessibleName() == called("ConnectionsDialog", "Redis URL"))
        line->setText(QStringLiteral("redis://10.0.0.5:6379"));
    }
    for (QComboBox* box : connections->findChildren<QComboBox*>()) {
      if (box->accessibleName() != called("ConnectionsDialog", "Where the password is kept")) continue;
      box->setCurrentIndex(3);
      Q_EMIT box->activated(3);
    }
    photographer.take(QStringLiteral("connections-new-") + theme, connections);
    connections->close();
    trigger(window, "toTray");
    window.close();
    photographer.take(QStringLiteral("tray-") + theme, QApplication::activeModalWidget());
    if (QWidget* box = QApplication::activeModalWidget()) box->close();
    failures += photographer.failures();
  }
  if (!connector.setReadOnly(true)) ++failures;
  parts.readOnly = true;
  parts.notice = QStringLiteral(
      "The settings file /home/ana/.config/linekeeper/linekeeper.ini can't be read, and is kept as "
      "/home/ana/.config/linekeeper/linekeeper.ini.broken-20260314-091205. The settings that were saved before it are "
      "in "
      "force. What is wrong with it: /home/ana/.config/linekeeper/linekeeper.ini:2: 'kepal' is neither [section] nor "
      "key "
      "= value nor # comment");
  MainWindow window(parts);
  window.show();
  Photographer photographer(window, folder);
  QTest::qWait(600);
  window.showPage(MainWindow::Devices);
  table(window, "Devices")->selectRow(2);
  photographer.take(QStringLiteral("read-only-") + theme);
  return failures + photographer.failures();
}

// The setup of a machine with one of everything, one check of which hangs; its nginx, and one device that is away.
int photographSetup(const QString& folder, const QString& theme) {
  Scene scene;
  FakeDemoFleet demo(scene.node());
  FakeSettingsStore settings;
  Settings chosen;
  dress(chosen, theme);
  settings.set(chosen);
  scene.connectFleet();
  for (int i = 0; i < 90; ++i) {
    scene.node().connectDevice(QStringLiteral("tracker-%1").arg(2'000 + i), QStringLiteral("198.51.100.9"));
  }
  const auto clock = std::make_shared<HandClock>();
  const auto system = std::make_shared<lk::test::RecordedSystem>();
  const auto gate = std::make_shared<Gate>();
  system->ownAddress("10.20.0.5");
  system->answer("10.20.0.5:7000", nodeAnswers());
  scene.step(600);
  scene.talk();
  scene.node().figures().sessions = 329;
  system->record("id -u", setup::Ran{0, "0\n", ""});
  system->recordAllLike("ufw ", setup::Ran{0, "Rule added\n", ""});
  recordNginx(*system);
  std::vector<PlannedCheck> plan = everyGrade();
  plan[5].gate = gate;
  ConsoleParts parts;
  parts.control = &scene.node();
  parts.demo = &demo;
  parts.settings = &settings;
  parts.clock = clock;
  parts.system = system;
  parts.checks = [plan](setup::Area area, const Clock&) { return checksFrom(plan, area); };
  MainWindow window(parts);
  window.show();
  Photographer photographer(window, folder);
  QTest::qWait(600);
  window.showPage(MainWindow::Setup);
  photographer.take(QStringLiteral("setup-first-") + theme);
  trigger(window, "runChecks");
  QTest::qWait(400);
  photographer.take(QStringLiteral("setup-running-") + theme);
  clock->advance(std::chrono::seconds(14));
  QTest::qWait(1'200);
  photographer.take(QStringLiteral("setup-hangs-") + theme);
  window.showPage(MainWindow::Overview);
  photographer.take(QStringLiteral("setup-banner-") + theme);
  window.showPage(MainWindow::Setup);
  trigger(window, "cancelChecks");
  QTest::qWait(300);
  photographer.take(QStringLiteral("setup-findings-") + theme);
  const QString allow = words::said(setup::text("Allow TCP {0}", 7600));
  if (QPushButton* act = buttonOf(window, allow + QStringLiteral("…"))) act->click();
  photographer.take(QStringLiteral("setup-ask-") + theme, QApplication::activeModalWidget());
  if (QWidget* dialog = QApplication::activeModalWidget()) buttonOf(*dialog, allow)->click();
  QTest::qWait(300);
  photographer.take(QStringLiteral("setup-done-") + theme);
  auto* tabs = window.findChild<QTabWidget*>();
  tabs->setCurrentIndex(1);
  QTest::qWait(500);
  photographer.take(QStringLiteral("setup-nginx-") + theme);
  trigger(window, "nginxApply");
  QTest::qWait(500);
  photographer.take(QStringLiteral("setup-apply-") + theme, QApplication::activeModalWidget());
  if (QWidget* dialog = QApplication::activeModalWidget()) dialog->close();
  trigger(window, "nginxTest");
  QTest::qWait(500);
  if (QWidget* dialog = QApplication::activeModalWidget()) buttonOf(*dialog, called("NginxPanel", "Test"))->click();
  QTest::qWait(500);
  photographer.take(QStringLiteral("setup-tested-") + theme);
  tabs->setCurrentIndex(2);
  for (QLineEdit* line : window.findChildren<QLineEdit*>()) {
    if (line->accessibleName() == called("NginxPickPanel", "Address of a device"))
      line->setText(QStringLiteral("198.51.100.9"));
  }
  photographer.take(QStringLiteral("setup-pick-") + theme);
  window.resize(1024, 640);
  tabs->setCurrentIndex(0);
  photographer.take(QStringLiteral("setup-small-") + theme);
  gate->open();
  window.resize(1280, 800);
  window.showPage(MainWindow::Diagnose);
  photographer.take(QStringLiteral("diagnose-first-") + theme);
  for (QLineEdit* line : window.findChildren<QLineEdit*>()) {
    if (line->accessibleName() == called("DiagnosePage", "Device id")) line->setText(QStringLiteral("meter-1028"));
  }
  trigger(window, "startDiagnosis");
  QTest::qWait(1'500);
  photographer.take(QStringLiteral("diagnose-") + theme);
  node::HistoryEntry closed;
  closed.atMs = QDateTime::currentMSecsSinceEpoch() - 42'000;
  closed.node = QStringLiteral("gw-berlin-1");
  closed.kind = node::HistoryKind::Closed;
  closed.session = 1'234;
  closed.address = QStringLiteral("10.21.0.44");
  closed.reason = CloseReason::KeepaliveMissed;
  closed.lastedMs = 410'000;
  closed.silentMs = 90'000;
  scene.node().setHistory({closed});
  for (QLineEdit* line : window.findChildren<QLineEdit*>()) {
    if (line->accessibleName() == called("DiagnosePage", "Device id")) line->setText(QStringLiteral("gate-9999"));
  }
  trigger(window, "startDiagnosis");
  QTest::qWait(1'500);
  photographer.take(QStringLiteral("diagnose-away-") + theme);
  return photographer.failures();
}

}  // namespace

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  const QStringList arguments = QApplication::arguments();
  if (arguments.size() < 2 || !QDir().mkpath(arguments[1])) {
    std::fputs("usage: screenshots FOLDER [LOOK…]\n", stderr);
    return 2;
  }
  QStringList looks = arguments.mid(2);
  if (looks.isEmpty()) {
    looks = {QStringLiteral("light-en"), QStringLiteral("dark-en"), QStringLiteral("light-zh_CN"),
             QStringLiteral("dark-zh_CN")};
  }
  int failures = 0;
  for (const QString& look : std::as_const(looks)) {
    failures += photographEmpty(arguments[1], look);
    failures += photographFleet(arguments[1], look);
    failures += photographCluster(arguments[1], look);
    failures += photographSetup(arguments[1], look);
    failures += photographMany(arguments[1], look);
    failures += photographShell(arguments[1], look);
  }
  return failures == 0 ? 0 : 1;
}
