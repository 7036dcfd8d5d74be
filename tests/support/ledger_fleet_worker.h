#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QHash>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "tests/support/ledger_fleet.h"

namespace lk::test {

// The thread that is all devices of a fleet, and what they write down, which the fleet reads under its mutex.
class LedgerFleet::Worker {
  using Steady = std::chrono::steady_clock;

 public:
  struct Device {
    enum class State { Away, Connecting, Greeting, In };

    int fd = -1;
    State state = State::Away;
    Steady::time_point due;  // away: when it tries; else: when it pings, or gives up
    qsizetype port = 0;
    std::string in;
    std::string out;
    bool wantsWrite = false;
    std::uint32_t reports = 0;
    std::deque<std::pair<std::uint32_t, Steady::time_point>> unacked;  // reports of this connection
    QByteArray node;
    QByteArrayList received;
    std::vector<quint32> acked;
  };

  static constexpr int kReasons = 8;  // of a CLOSE

  explicit Worker(LedgerPlan plan);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void start();
  void stop();

  LedgerPlan m_plan;
  mutable std::mutex m_mutex;  // all that follows, but the atomics
  std::vector<Device> m_devices;
  QHash<QByteArray, int> m_times;
  int m_commands = 0;
  int m_connected = 0;
  qint64 m_welcomes = 0;
  qint64 m_lost = 0;
  qint64 m_sent = 0;
  qint64 m_acked = 0;
  std::vector<qint64> m_roundTrips;
  std::array<int, kReasons> m_closes{};
  std::atomic<int> m_reportsPerSecond = 0;
  std::atomic<int> m_toCut = 0;

 private:
  void run();
  void tick(Steady::time_point now, double seconds);
  [[nodiscard]] QByteArray nameOf(const Device& device) const;

  void connectIt(Device& device, Steady::time_point now);
  void handle(Device& device, std::uint32_t events);
  void read(Device& device);
  void take(Device& device, std::uint8_t type, std::uint32_t id, std::string_view payload);
  void acknowledged(Device& device, std::uint32_t number);
  void send(Device& device, std::uint8_t type, std::uint32_t id, const std::string& payload);
  // Never ends the device's connection: its reader sees that by itself.
  void flush(Device& device);
  void watch(Device& device, std::uint32_t events);
  void lose(Device& device);

  int m_epoll = -1;
  std::atomic<bool> m_running = false;
  std::thread m_thread;
  double m_connectCredit = 0;
  double m_reportCredit = 0;
  std::size_t m_nextReporter = 0;
  std::size_t m_nextCut = 0;
  std::mt19937 m_random{std::random_device{}()};
};

}  // namespace lk::test
