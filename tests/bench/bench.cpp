// Measures a node beside the floor, which is the least that a server of this protocol can do, and beside any other
// server of it: CPU of the process for each report, connect and command, memory of an idle session, the time from
// PUBLISH to a device. Servers take turns, so that a noisy machine is noisy for all.
#include <QCoreApplication>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "tests/bench/rows.h"
#include "tests/bench/server_process.h"
#include "tests/support/redis_server.h"

namespace lk::bench {

namespace {

struct Group {
  const char* name;
  bool (*measure)(const Server& server, Figures& figures);
};

constexpr Group kGroups[] = {{"start", measureStart},       {"reports", measureReports}, {"fleet", measureFleet},
                             {"commands", measureCommands}, {"uplink", measureUplink},   {"cluster", measureCluster}};

// What a node before this one remembered of its devices is no part of this one's figures.
void forgetEarlierLives() {
  const char* folder = std::getenv("XDG_STATE_HOME");
  std::error_code ignored;
  std::filesystem::remove_all(std::string(folder) + "/linekeeper", ignored);
}

bool readOptions(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (!name.starts_with("--")) {
      options.only.emplace_back(name);
      if (std::ranges::none_of(kGroups, [&](const Group& group) { return name == group.name; })) return false;
      continue;
    }
    if (++i == argc) return false;
    const char* value = argv[i];
    if (name == "--floor") {
      options.floor = value;
    } else if (name == "--node") {
      options.node = value;
    } else if (name == "--peer") {
      options.peer = value;
    } else if (name == "--rounds") {
      options.rounds = std::atoi(value);
    } else if (name == "--seconds") {
      options.seconds = std::atof(value);
    } else if (name == "--devices") {
      options.devices = std::atoi(value);
    } else {
      return false;
    }
  }
  return !options.floor.empty() && !options.node.empty() && options.rounds > 0 && options.devices >= 100 &&
         options.seconds > 0;
}

// What fails in one round is left out of it, and said: the others' figures are worth having. False: something failed.
bool measure(const std::vector<Server>& servers, const Options& options, Figures& figures) {
  bool whole = true;
  for (int round = 1; round <= options.rounds; ++round) {
    for (const Group& group : kGroups) {
      if (!options.only.empty() && std::ranges::find(options.only, group.name) == options.only.end()) continue;
      for (const Server& server : servers) {
        if (group.measure(server, figures)) continue;
        std::fprintf(stderr, "%s failed at %s in round %d\n", server.name.c_str(), group.name, round);
        whole = false;
      }
    }
    std::fprintf(stderr, "round %d of %d\n", round, options.rounds);
  }
  return whole;
}

}  // namespace

std::vector<std::string> Server::command(const Place& place) const {
  forgetEarlierLives();
  if (name == "floor") {
    std::vector<std::string> words{options.floor};
    if (place.redis) words.push_back(std::to_string(redisPort));
    return words;
  }
  if (name == "peer") {
    // A server that knows no port 0 is given one.
    ::setenv("PORT", std::to_string(unusedPort()).c_str(), 1);
    ::setenv("NODE_ID", place.id.c_str(), 1);
    ::setenv("UPLINK", place.storesReports ? "1" : "", 1);
    return {"sh", "-c", "exec " + options.peer};
  }
  std::vector<std::string> words{options.node, "--headless",  "--node-id",    place.id,
                                 "--listen",   "127.0.0.1:0", "--io-threads", "1"};
  if (place.redis) words.insert(words.end(), {"--redis", "redis://127.0.0.1:" + std::to_string(redisPort)});
  return words;
}

}  // namespace lk::bench

int main(int argc, char** argv) {
  using namespace lk::bench;
  const QCoreApplication application(argc, argv);
  Options options;
  if (!readOptions(argc, argv, options)) {
    std::fprintf(stderr,
                 "usage: lk_bench --floor PROGRAM --node PROGRAM [--peer COMMAND] [--rounds N] [--seconds S] "
                 "[--devices N] [start|reports|fleet|commands|uplink|cluster]...\n");
    return 2;
  }
  const QTemporaryDir folder;
  for (const char* name : {"LINEKEEPER_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"}) {
    ::setenv(name, folder.path().toUtf8().constData(), 1);
  }
  lk::test::RedisServer redis;
  if (!folder.isValid() || !redis.start()) return 1;
  ::setenv("REDIS_PORT", std::to_string(redis.port()).c_str(), 1);

  std::vector<Server> servers = {{"floor", options, redis.port()}, {"node", options, redis.port()}};
  if (!options.peer.empty()) servers.push_back({"peer", options, redis.port()});
  Figures figures;
  const bool whole = measure(servers, options, figures);
  std::vector<std::string> names;
  for (const Server& server : servers) names.push_back(server.name);
  figures.print(names);
  return whole ? 0 : 1;
}
