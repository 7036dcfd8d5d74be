#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/figures.h"

namespace lk::bench {

struct Options {
  std::string floor;  // programs
  std::string node;
  std::string peer;  // a shell command; see CONTRIBUTING.md
  std::vector<std::string> only;
  int rounds = 5;
  double seconds = 2;  // of each measurement
  int devices = 15'000;

  // Of the same work before it is measured: a server that compiles itself is not to be judged by that.
  [[nodiscard]] double warmSeconds() const { return 1.5 * seconds; }
};

// How a server is started.
struct Place {
  std::string id = "bench";
  bool redis = false;
  bool storesReports = false;  // in Redis
};

struct Server {
  std::string name;                 // floor, node or peer
  const Options& options;           // outlives it
  const std::uint16_t redisPort{};  // of a Redis that serves whoever asks

  [[nodiscard]] std::vector<std::string> command(const Place& place) const;
};

// One round of each group of rows. False: the server failed.
[[nodiscard]] bool measureStart(const Server& server, Figures& figures);
[[nodiscard]] bool measureReports(const Server& server, Figures& figures);
[[nodiscard]] bool measureFleet(const Server& server, Figures& figures);  // 15 000 devices
[[nodiscard]] bool measureCommands(const Server& server,
                                   Figures& figures);  // the floor's: a relay with nothing to it, and none
[[nodiscard]] bool measureUplink(const Server& server, Figures& figures);
[[nodiscard]] bool measureCluster(const Server& server, Figures& figures);  // the floor's: one node alone

}  // namespace lk::bench
