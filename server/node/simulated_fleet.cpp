#include "server/node/simulated_fleet.h"

#include <QHostAddress>
#include <QThread>
#include <algorithm>
#include <array>
#include <atomic>
#include <queue>
#include <random>
#include <vector>

#include "server/base/address.h"
#include "server/base/clock.h"
#include "server/base/vocabulary.h"
#include "server/node/device_sim.h"
#include "server/node/io_counters.h"
#include "server/node/poller.h"
#include "server/node/socket_io.h"

namespace lk::node {

using std::chrono::milliseconds;

namespace {

constexpr int kConnectsPerTick = 40;  // of 20 ms: 2 000 a second
constexpr milliseconds kTick{20};
constexpr std::int64_t kWelcomeDeadlineMs = 20'000;
constexpr std::int64_t kFirstRetryMs = 1'000;
constexpr std::int64_t kLongestRetryMs = 60'000;

struct Device {
  DeviceSim sim;
  std::string waiting;  // bytes that the socket did not take
  Socket socket = kNoSocket;
  std::int64_t nextReportMs = 0;
  std::int64_t nextPingMs = 0;
  std::uint32_t generation = 0;  // of its timers
  std::uint16_t failures = 0;    // in a row
  bool connecting = false;
  bool counted = false;  // as connected
};

struct Timer {
  std::int64_t atMs;
  std::uint32_t device;
  std::uint32_t generation;
  bool operator>(const Timer& other) const { return atMs > other.atMs; }
};

}  // namespace

QString demoPrefix(const QString& nodeId, bool sharesBus) {
  constexpr qsizetype kLongest = 50;  // with "demo-", "-" and a number of up to 8 digits within the 64 of a device id
  QString prefix = QStringLiteral("demo-");
  if (!sharesBus || nodeId.isEmpty()) return prefix;
  for (const QChar c : nodeId.left(kLongest)) {
    const bool isPlain = c.unicode() < 128 && (c.isLetterOrNumber() || QStringLiteral("._:-").contains(c));
    prefix += isPlain ? c : QLatin1Char('-');
  }
  return prefix + QLatin1Char('-');
}

// The fleet's own thread and loop.
class SimulatedFleet::Worker final : public QThread {
 public:
  Worker(FleetPlan plan, PeerAddress target, std::unique_ptr<Poller> poller)
      : m_plan(std::move(plan)),
        m_target(target),
        m_poller(std::move(poller)),
        m_devices(static_cast<std::size_t>(m_plan.devices)),
        m_reportData(static_cast<std::size_t>(m_plan.reportSize), 'r'),
        m_readBuffer(64 * 1024),
        m_random(std::random_device{}()) {
    setObjectName(QStringLiteral("simulated-fleet"));
  }

  ~Worker() override {
    m_stop.store(true);
    m_poller->wake();
    wait();
  }

  struct Counters {
    Counter connected, connects, failures, closes, reportsSent, reportsAcked, commands;
  };
  Counters counters;

 private:
  void run() override {
    updateTime();
    for (std::uint32_t i = 0; i < m_devices.size(); ++i) {
      arm(i, m_nowMs + i / kConnectsPerTick * kTick.count());
    }
    while (!m_stop.load()) {
      const std::size_t count = m_poller->wait(m_ready, untilNextTimer());
      updateTime();
      for (std::size_t i = 0; i < count; ++i) serve(m_ready[i]);
      runTimers();
    }
    for (std::uint32_t i = 0; i < m_devices.size(); ++i) leave(m_devices[i]);
  }

  void updateTime() { m_nowMs = std::chrono::duration_cast<milliseconds>(m_clock.steady().time_since_epoch()).count(); }

  milliseconds untilNextTimer() const {
    if (m_timers.empty()) return milliseconds{1000};
    return milliseconds{std::clamp<std::int64_t>(m_timers.top().atMs - m_nowMs, 1, 1000)};
  }

  void arm(std::uint32_t index, std::int64_t atMs) { m_timers.push({atMs, index, m_devices[index].generation}); }

  std::int64_t within(std::int64_t spanMs) {
    return std::uniform_int_distribution<std::int64_t>(0, std::max<std::int64_t>(spanMs, 1))(m_random);
  }

  void runTimers() {
    int connects = 0;
    while (!m_timers.empty() && m_timers.top().atMs <= m_nowMs) {
      const Timer timer = m_timers.top();
      m_timers.pop();
      Device& device = m_devices[timer.device];
      if (timer.generation != device.generation) continue;
      if (device.socket == kNoSocket) {
        if (++connects > kConnectsPerTick) {
          arm(timer.device, m_nowMs + kTick.count());
        } else {
          connectDevice(timer.device);
        }
      } else if (device.sim.live()) {
        speak(timer.device);
      } else {
        failed(timer.device, 0);  // no WELCOME in all this time
      }
    }
  }

  std::string nameOf(std::uint32_t index) const {
    return (m_plan.prefix + QString::number(m_plan.first + static_cast<int>(index))).toStdString();
  }

  void connectDevice(std::uint32_t index) {
    Device& device = m_devices[index];
    ++device.generation;
    device.socket = socket_io::startConnecting(m_target);
    if (device.socket == kNoSocket || !m_poller->add(device.socket, token(index), Interest::Write)) {
      failed(index, 0);
      return;
    }
    device.connecting = true;
    arm(index, m_nowMs + kWelcomeDeadlineMs);
  }

  std::uint64_t token(std::uint32_t index) const { return std::uint64_t{m_devices[index].generation} << 32U | index; }

  void serve(const Poller::Ready& ready) {
    const auto index = static_cast<std::uint32_t>(ready.token);
    Device& device = m_devices[index];
    if (device.socket == kNoSocket || token(index) != ready.token) return;
    if (device.connecting) {
      device.connecting = false;
      if (!socket_io::finishConnecting(device.socket)) return failed(index, 0);
      std::string out;
      device.sim.sayHello(nameOf(index), static_cast<std::uint32_t>(m_plan.keepalive.count()), out);
      send(index, out);
      return;
    }
    if (ready.writable && !device.waiting.empty()) {
      const std::string rest = std::exchange(device.waiting, {});
      send(index, rest);
    }
    if (ready.readable && device.socket != kNoSocket) read(index);
  }

  void read(std::uint32_t index) {
    Device& device = m_devices[index];
    const auto got = socket_io::receive(device.socket, m_readBuffer);
    if (got.ended) return failed(index, 0);
    if (got.bytes == 0) return;
    std::string out;
    const auto outcome = device.sim.receive({m_readBuffer.data(), got.bytes}, out);
    counters.reportsAcked.add(outcome.reportsAcked);
    counters.commands.add(outcome.commands);
    if (outcome.welcomed) welcomed(index);
    if (!out.empty()) send(index, out);
    if (outcome.closed && device.socket != kNoSocket) failed(index, outcome.retryAfterS);
  }

  void welcomed(std::uint32_t index) {
    Device& device = m_devices[index];
    device.failures = 0;
    device.counted = true;
    counters.connected.add();
    counters.connects.add();
    const std::int64_t every = m_plan.reportEvery.count();
    device.nextReportMs = every > 0 ? m_nowMs + within(every) : std::numeric_limits<std::int64_t>::max();
    device.nextPingMs = m_nowMs + pingEveryMs(device);
    arm(index, std::min(device.nextReportMs, device.nextPingMs));
  }

  // Two pings are lost before the node gives up on the device.
  static std::int64_t pingEveryMs(const Device& device) { return std::int64_t{device.sim.keepaliveS()} * 2000 / 3; }

  void speak(std::uint32_t index) {
    Device& device = m_devices[index];
    if (std::min(device.nextReportMs, device.nextPingMs) > m_nowMs) return;  // that timer was for its WELCOME
    std::string out;
    if (!device.waiting.empty()) {
      // The node does not read: more would only pile up here.
      device.nextReportMs = m_nowMs + std::max<std::int64_t>(m_plan.reportEvery.count(), 1);
      device.nextPingMs = m_nowMs + pingEveryMs(device);
    } else if (device.nextReportMs <= m_nowMs) {
      device.sim.report(m_reportData, out);
      counters.reportsSent.add();
      device.nextReportMs += std::max<std::int64_t>(m_plan.reportEvery.count(), 1);
      if (device.nextReportMs <= m_nowMs) device.nextReportMs = m_nowMs + m_plan.reportEvery.count();
      device.nextPingMs = m_nowMs + pingEveryMs(device);  // a report is a sign of life, too
    } else if (device.nextPingMs <= m_nowMs) {
      device.sim.ping(out);
      device.nextPingMs = m_nowMs + pingEveryMs(device);
    }
    arm(index, std::min(device.nextReportMs, device.nextPingMs));
    if (!out.empty()) send(index, out);
  }

  void send(std::uint32_t index, std::string_view bytes) {
    Device& device = m_devices[index];
    if (!device.waiting.empty()) {
      device.waiting.append(bytes);
      return;
    }
    const auto did = socket_io::send(device.socket, bytes);
    if (did.ended) return failed(index, 0);
    device.waiting = bytes.substr(did.bytes);
    m_poller->change(device.socket, token(index), device.waiting.empty() ? Interest::Read : Interest::Both);
  }

  // Comes back with full jitter, or after the retry-after it was given.
  void failed(std::uint32_t index, std::uint16_t retryAfterS) {
    Device& device = m_devices[index];
    counters.closes.add();
    // Its CLOSE has made it no longer live; whether it was counted as connected is what matters.
    if (std::exchange(device.counted, false)) {
      counters.connected.subtract();
    } else {
      counters.failures.add();
    }
    drop(device);
    device.failures = static_cast<std::uint16_t>(std::min(device.failures + 1, 16));
    const std::int64_t span = std::min(kFirstRetryMs << (device.failures - 1), kLongestRetryMs);
    arm(index, m_nowMs + (retryAfterS > 0 ? retryAfterS * std::int64_t{1000} + within(1000) : within(span)));
  }

  void drop(Device& device) {
    if (device.socket != kNoSocket) {
      m_poller->remove(device.socket);
      socket_io::close(device.socket);
    }
    device.socket = kNoSocket;
    device.connecting = false;
    device.sim = {};
    std::string().swap(device.waiting);
    ++device.generation;
  }

  void leave(Device& device) {
    if (device.sim.live()) {
      std::string out;
      device.sim.sayClose(out);
      (void)socket_io::send(device.socket, out);
    }
    if (std::exchange(device.counted, false)) counters.connected.subtract();
    drop(device);
  }

  const FleetPlan m_plan;
  const PeerAddress m_target;
  SystemClock m_clock;
  std::unique_ptr<Poller> m_poller;
  std::vector<Device> m_devices;
  std::string m_reportData;
  std::priority_queue<Timer, std::vector<Timer>, std::greater<>> m_timers;
  std::array<Poller::Ready, 256> m_ready{};
  std::vector<char> m_readBuffer;
  std::minstd_rand m_random;
  std::int64_t m_nowMs = 0;
  std::atomic<bool> m_stop{false};
};

SimulatedFleet::SimulatedFleet(QObject* parent) : QObject(parent) {}
SimulatedFleet::~SimulatedFleet() = default;

Result<void> SimulatedFleet::start(const FleetPlan& plan) {
  if (m_worker) return Error{Error::Code::InUse, "the simulated devices run already; stop them first"};
  if (plan.devices < 1 || plan.devices > 1'000'000) {
    return Error{Error::Code::Usage, "the number of simulated devices must be 1 to 1000000"};
  }
  if (plan.reportSize < 0 || plan.reportSize > 16 * 1024 * 1024) {
    return Error{Error::Code::Usage, "the size of reports must be 0 to 16777216 bytes"};
  }
  const std::string longest = (plan.prefix + QString::number(plan.first + plan.devices - 1)).toStdString();
  if (!isDeviceId(longest)) {
    return Error{Error::Code::Usage, "with the prefix '" + plan.prefix.toStdString() +
                                         "' a simulated device would be '" + longest +
                                         "', and a device's id is 1 to 64 of A-Z a-z 0-9 . _ : -"};
  }
  const QString host = plan.host == QLatin1StringView("localhost") ? QStringLiteral("127.0.0.1") : plan.host;
  const QHostAddress address(host);
  if (address.isNull() || plan.port == 0) {
    return Error{Error::Code::Usage, "the target must be ADDR:PORT with an address and a port above 0, and is '" +
                                         Address{host.toStdString(), plan.port}.text() + "'"};
  }
  PeerAddress target;
  const Q_IPV6ADDR bytes = address.toIPv6Address();
  std::copy_n(bytes.c, target.bytes.size(), target.bytes.begin());
  target.port = plan.port;

  auto poller = Poller::create();
  if (!poller) return poller.error();
  m_worker = std::make_unique<Worker>(plan, target, std::move(*poller));
  m_worker->start();
  return {};
}

void SimulatedFleet::stop() { m_worker.reset(); }

bool SimulatedFleet::running() const { return m_worker != nullptr; }

FleetCounts SimulatedFleet::counts() const {
  FleetCounts counts;
  if (!m_worker) return counts;
  const auto& from = m_worker->counters;
  counts.connected = static_cast<qint64>(from.connected.get());
  counts.connects = static_cast<qint64>(from.connects.get());
  counts.failures = static_cast<qint64>(from.failures.get());
  counts.closes = static_cast<qint64>(from.closes.get());
  counts.reportsSent = static_cast<qint64>(from.reportsSent.get());
  counts.reportsAcked = static_cast<qint64>(from.reportsAcked.get());
  counts.commands = static_cast<qint64>(from.commands.get());
  return counts;
}

}  // namespace lk::node
