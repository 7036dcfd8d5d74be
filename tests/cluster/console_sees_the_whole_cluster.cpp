// The console's window over a cluster, with no node of its own: what an operator sees and does, and what becomes of it
// when a node or Redis goes.
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <algorithm>
#include <csignal>

#include "clicks.h"
#include "fake_parts.h"
#include "server/bus/redis_cluster_link.h"
#include "server/bus/redis_url.h"
#include "server/node/cluster_control.h"
#include "tests/cluster/stand.h"
#include "ui/banner_bar.h"
#include "ui/commands_model.h"
#include "ui/devices_model.h"
#include "ui/main_window.h"
#include "ui/nodes_model.h"

using namespace lk;
using namespace lk::test;
using namespace lk::ui;
using namespace lk::ui::test;

namespace {

constexpr int kDevices = 120;

// The window with all that it stands on.
struct Console {
  explicit Console(const QString& redisUrl, const std::string& password = {}) {
    bus::RedisOptions options;
    options.url = *bus::parseRedisUrl(redisUrl.toStdString());
    options.password = password;
    options.name = "test-console";
    control = std::make_unique<node::ClusterControl>(bus::makeRedisClusterLink(options, "lk", clock), nullptr, clock);
    control->openAnyway();
    window = std::make_unique<MainWindow>(ConsoleParts{control.get(), nullptr, &settings, {}, true});
    window->show();
  }

  [[nodiscard]] QTableView& table(const char* name) const { return *named<QTableView>(*window, name); }
  [[nodiscard]] const DevicesModel& devices() const { return *qobject_cast<DevicesModel*>(table("Devices").model()); }
  [[nodiscard]] int devicesAt(const char* node) const {
    int count = 0;
    for (int row = 0; row < devices().rowCount(); ++row) {
      if (devices().at(row)->node == QLatin1StringView(node)) ++count;
    }
    return count;
  }
  // Of a node's row, as it stands there; empty: there is none.
  [[nodiscard]] QString node(const char* id, NodesModel::Column column) const {
    const QTableView& nodes = table("Nodes");
    for (int row = 0; row < nodes.model()->rowCount(); ++row) {
      if (cell(nodes, row, NodesModel::Node) == QLatin1StringView(id)) return cell(nodes, row, column);
    }
    return {};
  }
  [[nodiscard]] QString banners() const { return window->findChild<BannerBar*>()->texts().join(QLatin1Char('\n')); }

  // By the form, as a person does.
  void send(const QString& to, const QString& payload) const {
    window->showPage(MainWindow::Commands);
    auto* line = named<QLineEdit>(*window, "Devices");
    line->setFocus();
    line->selectAll();
    QTest::keyClicks(line, to);
    auto* edit = named<QPlainTextEdit>(*window, "Payload");
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, payload);
    QTest::mouseClick(window->findChild<QPushButton*>(QStringLiteral("sendButton")), Qt::LeftButton);
  }

  SystemClock clock;
  FakeSettingsStore settings;
  std::unique_ptr<node::ClusterControl> control;
  std::unique_ptr<MainWindow> window;
};

}  // namespace

class ConsoleSeesTheWholeCluster : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_stand = std::make_unique<Stand>();
    QVERIFY(m_stand->startRedis() && m_stand->startNodes(2, words("--set redis.lease=5s")));
    LedgerPlan plan;
    plan.devices = kDevices;
    plan.ports = m_stand->nodePorts();
    m_fleet = std::make_unique<LedgerFleet>(plan);
    m_fleet->start();
    QVERIFY(m_fleet->waitUntilConnected(20'000));
    m_console = std::make_unique<Console>(m_stand->url());
    QTRY_COMPARE(m_console->devices().rowCount(), kDevices);
  }
  void cleanup() {
    m_console.reset();
    m_fleet.reset();
    m_stand.reset();
  }

  void showsAllDevicesAndNodes() {
    QCOMPARE(m_console->devicesAt("n1"), kDevices / 2);
    QCOMPARE(m_console->devicesAt("n2"), kDevices / 2);
    for (const char* node : {"n1", "n2"}) {
      QTRY_COMPARE(m_console->node(node, NodesModel::State), QStringLiteral("up"));
      QCOMPARE(m_console->node(node, NodesModel::Sessions), QString::number(kDevices / 2));
      QCOMPARE(m_console->node(node, NodesModel::Share), QStringLiteral("50%"));
      QVERIFY2(m_console->node(node, NodesModel::Lease).endsWith(QStringLiteral(" s")),
               qPrintable(m_console->node(node, NodesModel::Lease)));
    }
    QCOMPARE(m_console->banners(), QString());
  }

  void theFormReachesDevicesOfEachNode() {
    const std::vector<int> one = m_fleet->devicesAt("n1");
    const std::vector<int> two = m_fleet->devicesAt("n2");
    const QStringList names = {QString::fromUtf8(m_fleet->name(one.front())),
                               QString::fromUtf8(m_fleet->name(two.front()))};
    m_console->send(names.join(QStringLiteral(", ")), QStringLiteral("relay on"));
    const QTableView& commands = m_console->table("Commands");
    // The second goes at the form's rate, a moment after the first.
    QTRY_COMPARE(commands.model()->rowCount(), 2);
    for (int row = 0; row < 2; ++row) {
      QTRY_COMPARE(cell(commands, row, CommandsModel::State), QStringLiteral("done"));
    }
    QCOMPARE(m_fleet->received(one.front()), QByteArrayList{"relay on"});
    QCOMPARE(m_fleet->received(two.front()), QByteArrayList{"relay on"});
    m_console->send(QStringLiteral("nobody-1"), QStringLiteral("relay on"));
    QTRY_COMPARE(cell(commands, 0, CommandsModel::State), QStringLiteral("offline"));
    // The nodes' own rings tell the same again.
    QTest::qWait(1'000);
    QCOMPARE(commands.model()->rowCount(), 3);
    QCOMPARE(m_fleet->commands(), 2);
  }

  void aDrainedNodeEmptiesBeforeOnesEyes() {
    m_console->window->showPage(MainWindow::Nodes);
    QTRY_COMPARE(m_console->table("Nodes").model()->rowCount(), 2);
    m_console->table("Nodes").selectRow(0);
    click(*m_console->window, "Drain n1…");
    click(*QApplication::activeModalWidget(), "Drain n1: send 60 devices away");
    QTRY_COMPARE_WITH_TIMEOUT(m_console->devicesAt("n2"), kDevices, 60'000);
    QCOMPARE(m_fleet->closes(5), kDevices / 2);
    QTRY_COMPARE_WITH_TIMEOUT(m_console->table("Nodes").model()->rowCount(), 1, 20'000);
    QTRY_COMPARE(m_console->banners(), QString());
  }

  void aKilledNodeIsSeenToDieAndItsDevicesGo() {
    m_stand->node(0).process().kill();
    QSet<QString> states;
    QTRY_VERIFY_WITH_TIMEOUT((states.insert(m_console->node("n1", NodesModel::State)), states.contains(QString())),
                             30'000);
    QVERIFY2(states.contains(QStringLiteral("silent")) || states.contains(QStringLiteral("dead")),
             qPrintable(states.values().join(QLatin1Char(','))));
    QCOMPARE(m_console->devicesAt("n1"), 0);
    QTRY_COMPARE_WITH_TIMEOUT(m_console->devicesAt("n2"), kDevices, 60'000);
    QCOMPARE(m_console->devices().rowCount(), kDevices);
    QTRY_VERIFY2(m_console->banners().startsWith(QStringLiteral("Node lost: n1, with ")),
                 qPrintable(m_console->banners()));
  }

  // A node that hangs does not hang the window, and what is known of it stays.
  void aFrozenNodeHoldsUpNobody() {
    const auto pid = static_cast<pid_t>(m_stand->node(0).pid());
    QVERIFY(m_console->window->findChild<BannerBar*>()->texts().isEmpty());
    ::kill(pid, SIGSTOP);
    const std::vector<int> two = m_fleet->devicesAt("n2");
    m_console->send(QString::fromUtf8(m_fleet->name(two.front())), QStringLiteral("on"));
    const QTableView& commands = m_console->table("Commands");
    QTRY_COMPARE(cell(commands, 0, CommandsModel::State), QStringLiteral("done"));
    ::kill(pid, SIGCONT);
    QTRY_COMPARE_WITH_TIMEOUT(m_console->node("n1", NodesModel::State), QStringLiteral("up"), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(m_console->devices().rowCount(), kDevices, 60'000);
  }

  void redisGoesAndComesBack() {
    m_stand->one().kill9();
    QTRY_VERIFY_WITH_TIMEOUT(m_console->banners().contains(QStringLiteral("No link to Redis")), 10'000);
    QVERIFY2(m_console->banners().contains(QString::number(m_stand->one().port())), qPrintable(m_console->banners()));
    QCOMPARE(m_console->devices().rowCount(), kDevices);
    QTRY_COMPARE(m_console->node("n1", NodesModel::Lease), QStringLiteral("–"));
    QVERIFY(m_stand->one().start());
    QTRY_COMPARE_WITH_TIMEOUT(m_console->banners(), QString(), 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(m_console->node("n1", NodesModel::State), QStringLiteral("up"), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(m_console->devices().rowCount(), kDevices, 20'000);
    // This Redis knew nothing; the node says what it holds once its links have settled.
    QTRY_COMPARE(m_stand->one().ask({"EXISTS", "lk:route:{" + m_fleet->name(0) + '}'}).number, 1);
    m_console->send(QString::fromUtf8(m_fleet->name(0)), QStringLiteral("again"));
    QTRY_COMPARE_WITH_TIMEOUT(cell(m_console->table("Commands"), 0, CommandsModel::State), QStringLiteral("done"),
                              20'000);
  }

  // Started before Redis: the window is there, says why, and comes up by itself.
  void opensBeforeRedisDoes() {
    m_console.reset();
    m_stand->one().stop();
    m_console = std::make_unique<Console>(m_stand->url());
    QTRY_VERIFY_WITH_TIMEOUT(m_console->banners().contains(QStringLiteral("refused")), 10'000);
    QVERIFY(m_stand->one().start());
    QTRY_COMPARE_WITH_TIMEOUT(m_console->devices().rowCount(), kDevices, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(m_console->banners(), QString(), 20'000);
  }

  void aWrongPasswordIsSaidWithWhatToDo() {
    RedisServerPlan plan;
    plan.password = "right";
    RedisServer locked(plan);
    QVERIFY(locked.start());
    const Console console(locked.url(), "wrong");
    QTRY_VERIFY_WITH_TIMEOUT(console.banners().contains(QStringLiteral("redis.password-file")), 10'000);
    QVERIFY2(!console.banners().contains(QStringLiteral("wrong")), "no password is said");
    // Somebody mends it at Redis.
    QVERIFY(locked.ask({"CONFIG", "SET", "requirepass", "wrong"}).good());
    QTRY_COMPARE_WITH_TIMEOUT(console.banners(), QString(), 30'000);
  }

  // The program itself, on a display that nobody sees.
  void theProgramJoinsOrOnlyLooks_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("nodes");
    QTest::newRow("with a node of its own") << words("--node-id n3 --listen 127.0.0.1:0") << 3;
    QTest::newRow("without") << words("--set node.listen=") << 2;
  }
  void theProgramJoinsOrOnlyLooks() {
    QFETCH(QStringList, arguments);
    QFETCH(int, nodes);
    const auto program =
        makeProcess(m_stand->place(), arguments + QStringList{QStringLiteral("--redis"), m_stand->url()});
    auto environment = m_stand->place().environment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    program->setProcessEnvironment(environment);
    program->start();
    QTRY_VERIFY(m_stand->one().ask({"CLIENT", "LIST"}).text.count("name=linekeeper-console") >= 2);
    QTRY_COMPARE(m_console->table("Nodes").model()->rowCount(), nodes);
    QTest::qWait(500);
    QCOMPARE(m_console->table("Nodes").model()->rowCount(), nodes);
    QCOMPARE(program->state(), QProcess::Running);
    program->terminate();
    const Outcome outcome = finish(*program);
    QVERIFY2(outcome.code == 0, outcome.said().constData());
    QTRY_COMPARE(m_console->table("Nodes").model()->rowCount(), 2);
  }

 private:
  std::unique_ptr<Stand> m_stand;
  std::unique_ptr<LedgerFleet> m_fleet;
  std::unique_ptr<Console> m_console;
};

QTEST_MAIN(ConsoleSeesTheWholeCluster)
#include "console_sees_the_whole_cluster.moc"
