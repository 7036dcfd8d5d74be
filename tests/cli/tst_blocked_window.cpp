#include <QJsonArray>
#include <QTableView>
#include <QTest>
#include <thread>

#include "app/node_host.h"
#include "server/base/address.h"
#include "server/node/simulated_fleet.h"
#include "tests/cli/place.h"
#include "tests/cli/program.h"
#include "tests/ui/fake_parts.h"
#include "ui/main_window.h"

using namespace lk;
using lk::test::makeProcess;
using lk::test::Place;
using lk::test::words;
using namespace std::chrono_literals;

// The window's thread stands still, for longer than any device may be silent: the node in the same process goes on.
class BlockedWindowTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aBlockedWindowCostsNoDeviceAndNoCommand();

 private:
  static constexpr int kDevices = 50;
  static constexpr int kCommands = 5;
  struct Answer {
    int code = -1;
    QByteArray said;
  };

  // From a thread of its own, as this one's event loop stands still.
  static Answer runNow(const Place& place, const QStringList& arguments) {
    const auto process = makeProcess(place, arguments);
    process->start();
    if (!process->waitForFinished(20'000)) return {};
    return {process->exitCode(), process->readAllStandardOutput() + process->readAllStandardError()};
  }
};

void BlockedWindowTest::aBlockedWindowCostsNoDeviceAndNoCommand() {
  const bool isLong = qEnvironmentVariableIntValue("LINEKEEPER_LONG_TESTS") == 1;
  const auto blocked = isLong ? 30'000ms : 10'000ms;
  const Place place;
  qputenv("LINEKEEPER_RUNTIME_DIR", place.path(QStringLiteral("run")).toUtf8());

  const SystemClock clock;
  Settings settings;
  settings.nodeId = "n1";
  settings.listen = {"127.0.0.1:0"};
  settings.historyFile.clear();
  auto host = app::NodeHost::start(settings, clock);
  QVERIFY2(host.ok(), host.ok() ? "" : host.error().text.c_str());
  ui::test::FakeSettingsStore store;
  ui::ConsoleParts parts;
  parts.control = (*host)->control();
  parts.settings = &store;
  ui::MainWindow window(parts);
  window.show();
  window.showPage(ui::MainWindow::Devices);

  // Closed after 7.5 s of silence, either way.
  node::SimulatedFleet fleet;
  node::FleetPlan plan;
  plan.port = parseAddress((*host)->node().info().listen.front().toStdString())->port;
  plan.devices = kDevices;
  plan.keepalive = 5s;
  plan.reportEvery = 1s;
  QVERIFY(fleet.start(plan).ok());
  QTRY_COMPARE(fleet.counts().connected, kDevices);
  const auto* table = window.findChild<QTableView*>();
  const QList<QTableView*> tables = window.findChildren<QTableView*>();
  for (const QTableView* view : tables) {
    if (view->accessibleName() == QLatin1StringView("Devices")) table = view;
  }
  QTRY_COMPARE(table->model()->rowCount(), kDevices);
  const qint64 reportsBefore = fleet.counts().reportsAcked;

  std::vector<Answer> answers;
  Answer seen;
  std::thread elsewhere([&] {
    for (int i = 1; i <= kCommands; ++i) {
      answers.push_back(
          runNow(place, {QStringLiteral("send"), QStringLiteral("demo-%1").arg(i), QStringLiteral("on")}));
      std::this_thread::sleep_for(blocked / (kCommands + 2));
    }
    seen = runNow(place, words("devices --json"));
  });
  std::this_thread::sleep_for(blocked);  // this is the window's thread
  const node::FleetCounts counts = fleet.counts();
  elsewhere.join();

  QCOMPARE(counts.connected, kDevices);
  QCOMPARE(counts.closes, 0);
  QCOMPARE(counts.connects, kDevices);
  QVERIFY2(counts.reportsAcked > reportsBefore, "reports were not acknowledged meanwhile");
  QCOMPARE(fleet.counts().commands, kCommands);
  for (const Answer& answer : answers) QVERIFY2(answer.code == 0, answer.said.constData());
  QCOMPARE(QJsonDocument::fromJson(seen.said).array().size(), kDevices);
  // And the window catches up.
  const auto* commands = table;
  for (const QTableView* view : tables) {
    if (view->accessibleName() == QLatin1StringView("Commands")) commands = view;
  }
  QTRY_COMPARE(commands->model()->rowCount(), kCommands);
  QCOMPARE(table->model()->rowCount(), kDevices);
  QCOMPARE(fleet.counts().closes, 0);
}

QTEST_MAIN(BlockedWindowTest)
#include "tst_blocked_window.moc"
