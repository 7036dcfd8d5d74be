#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/load.h"
#include "tests/bench/redis_line.h"

namespace lk::bench {

// A program that PUBLISHes commands for the devices of a Load and hears what became of them; or, without devices,
// the same messages to itself, which is the least that they can take.
class CommandLoad {
 public:
  // load: outlives this; its devices are connected. devices: how many of them get commands, in turn; 0: none, the
  // messages come back by SUBSCRIBE.
  CommandLoad(Load& load, std::uint16_t redisPort, int devices);

  // Until a first command is done: a server takes devices before it has Redis. False: none is within 10 s.
  [[nodiscard]] bool begin();

  // Keeps so many under way, to their results; how many were done. 0: it failed.
  std::uint64_t underWay(int depth, double seconds);
  // So many each tenth of a second; how many were done. 0: it failed.
  std::uint64_t inHeaps(int heap, double seconds);
  // So many a second; the microseconds of each from PUBLISH to its COMMAND. Empty: it failed.
  std::vector<double> paced(int perSecond, double seconds);

 private:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] bool publish();
  [[nodiscard]] bool settle();  // until all that were published have arrived, and are done
  void arrived(std::string_view payload);

  Load& m_load;
  RedisLine m_publisher;
  RedisLine m_results;
  const int m_devices;
  const std::string m_run;  // ids are not used twice
  std::vector<Clock::time_point> m_sentAt;
  std::vector<double> m_times;
  std::size_t m_first = 0;  // that counts
  std::uint64_t m_arrived = 0;
  std::uint64_t m_done = 0;
};

}  // namespace lk::bench
