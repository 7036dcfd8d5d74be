// A node with 100 000 sessions and a console that asks for them all, over a real Redis: the list comes in steps, and
// neither the node's thread nor the window's stands still meanwhile. The longest gap of either event loop is printed.
#include <QElapsedTimer>
#include <QTest>
#include <QThread>
#include <QTimer>
#include <atomic>
#include <optional>

#include "server/bus/redis_bus.h"
#include "server/bus/redis_cluster_link.h"
#include "server/bus/redis_url.h"
#include "server/node/bus_control_server.h"
#include "server/node/cluster_control.h"
#include "tests/control/fake_node_service.h"
#include "tests/support/redis_server.h"
#include "ui/devices_model.h"
#include "ui/node_feed.h"

using namespace lk;
using namespace lk::test;

namespace {

constexpr int kSessions = 100'000;

bus::RedisOptions optionsFor(const RedisServer& redis, const char* name) {
  bus::RedisOptions options;
  options.url = *bus::parseRedisUrl(redis.url().toStdString());
  options.name = name;
  return options;
}

// The longest time for which the event loop of a thread did not come round. Lives in that thread.
class DriftTimer final : public QObject {
 public:
  DriftTimer() : m_timer(this) {
    connect(&m_timer, &QTimer::timeout, this, [this] {
      m_worst = std::max(m_worst.load(), m_since.restart());
      ++m_turns;
    });
    m_since.start();
    m_timer.start(1);
  }
  [[nodiscard]] qint64 worstMs() const { return m_worst; }
  [[nodiscard]] int turns() const { return m_turns; }
  void restart() {
    m_worst = 0;
    m_turns = 0;
  }

 private:
  QTimer m_timer;
  QElapsedTimer m_since;
  std::atomic<qint64> m_worst = 0;
  std::atomic<int> m_turns = 0;
};

// A node as far as its consoles go: a real bus, real control, and a list of devices that is made up.
class NodeOfManySessions final : public QObject, public bus::BusPort {
  Q_OBJECT

 public:
  NodeOfManySessions(bus::RedisOptions redis, const Clock& clock) : m_clock(clock) {
    bus::RedisBusOptions options;
    options.redis = std::move(redis);
    options.nodeId = "n1";
    options.version = "1";
    options.host = "host";
    m_bus = bus::makeRedisBus(std::move(options), clock);
    // It always says that two of them have closed.
    for (int i = 0; i < kSessions + 2; ++i) m_service.connectDevice(QStringLiteral("meter-%1").arg(i));
  }

  void start() {
    m_consoles = std::make_unique<node::BusControlServer>(
        m_service,
        [this](const std::string& console, std::string_view line) {
          m_largestLine = std::max(m_largestLine.load(), line.size());
          ++m_lines;
          m_bus->tell(console, line);
        },
        m_clock);
    m_bus->start(*this);
    m_drift = std::make_unique<DriftTimer>();
  }
  void end() {
    m_consoles.reset();
    m_bus.reset();
    m_drift.reset();
  }

  [[nodiscard]] DriftTimer& drift() { return *m_drift; }
  [[nodiscard]] std::size_t largestLine() const { return m_largestLine; }
  [[nodiscard]] int lines() const { return m_lines; }

  void commandArrived(bus::Command /*command*/, bool /*directed*/) override {}
  void commandsCame() override {}
  void durableWaits(const std::string& /*device*/, std::vector<bus::Kept> /*waiting*/) override {}
  void claimSettled(const std::string& /*device*/, std::uint64_t /*session*/, bus::Claimed /*claimed*/) override {}
  void sessionReplaced(const std::string& /*device*/, std::uint64_t /*session*/) override {}
  void tookOverElsewhere(const std::string& /*device*/, const std::string& /*address*/) override {}
  void nodeLost(const std::string& /*id*/, std::uint64_t /*sessions*/) override {}
  void wasTakenForLost() override {}
  bool tookCommand(const std::string& /*device*/, const std::string& /*id*/) const override { return false; }
  void reportsStored(std::size_t /*thread*/, std::vector<bus::ReportTicket> /*tickets*/) override {}
  void uplinkHasRoom() override {}
  void lineArrived(const std::string& console, std::string_view line) override {
    m_consoles->lineArrived(console, line);
  }
  void busChanged(bool /*up*/, const std::string& /*why*/) override {}
  void messageRefused(const std::string& /*text*/) override {}

 private:
  const Clock& m_clock;
  FakeNodeService m_service;
  std::unique_ptr<bus::Bus> m_bus;
  std::unique_ptr<node::BusControlServer> m_consoles;
  std::unique_ptr<DriftTimer> m_drift;
  std::atomic<std::size_t> m_largestLine = 0;
  std::atomic<int> m_lines = 0;
};

}  // namespace

class ALargeFleetBlocksNobody : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theWholeListComesInSteps() {
    RedisServer redis;
    QVERIFY(redis.start());
    const SystemClock clock;
    NodeOfManySessions node(optionsFor(redis, "node"), clock);
    QThread thread;
    node.moveToThread(&thread);
    thread.start();
    const auto inNode = [&](const std::function<void()>& call) {
      QMetaObject::invokeMethod(&node, call, Qt::BlockingQueuedConnection);
    };
    inNode([&] { node.start(); });

    {
      node::ClusterControl control(bus::makeRedisClusterLink(optionsFor(redis, "console"), "lk", clock), nullptr,
                                   clock);
      control.openAnyway();
      DriftTimer window;
      ui::DevicesModel devices;
      ui::NodeFeed feed(control);
      qint64 inModel = 0;
      connect(&feed, &ui::NodeFeed::snapshotArrived, &devices, [&](const node::Snapshot& snapshot) {
        QElapsedTimer taking;
        taking.start();
        devices.take(snapshot);
        inModel = std::max(inModel, taking.elapsed());
      });
      QElapsedTimer all;
      all.start();
      QTRY_COMPARE_WITH_TIMEOUT(devices.rowCount(), kSessions, 120'000);
      const qint64 took = all.elapsed();
      QTest::qWait(20);
      qInfo("%d sessions in %lld ms, %d lines of at most %zu bytes", kSessions, took, node.lines(), node.largestLine());
      qInfo("longest gap: node %lld ms, window %lld ms (the table's model %lld ms)", node.drift().worstMs(),
            window.worstMs(), inModel);
      QVERIFY2(node.lines() > kSessions / 1'000, "the list is not one line");
      QVERIFY2(node.largestLine() < 1024 * 1024, "nor are its parts large");
      QVERIFY2(node.drift().turns() > kSessions / 1'000 && window.turns() > kSessions / 1'000,
               "both loops came round between the parts");
      QTRY_VERIFY_WITH_TIMEOUT(!devices.ordering(), 20'000);
      QCOMPARE(devices.at(0)->device, QStringLiteral("meter-0"));
      QCOMPARE(devices.at(kSessions - 1)->device, QStringLiteral("meter-%1").arg(kSessions + 1));
    }
    inNode([&] { node.end(); });
    thread.quit();
    thread.wait();
  }
};

QTEST_GUILESS_MAIN(ALargeFleetBlocksNobody)
#include "a_large_fleet_blocks_nobody.moc"
