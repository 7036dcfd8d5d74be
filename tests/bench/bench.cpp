// Measures what a report and a session cost the server: CPU of its process in microseconds for each acknowledged
// report, and user-space memory of an idle session. Servers take turns, so that a noisy machine is noisy for all.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "tests/bench/load.h"
#include "tests/bench/server_process.h"

namespace {

using lk::bench::Load;
using lk::bench::ServerProcess;

struct Options {
  std::string floor;
  std::string node;
  std::string peer;  // a shell command that prints "ready PORT"
  int rounds = 5;
  double seconds = 3;
  int devices = 15'000;
};

struct Server {
  std::string name;
  std::vector<std::string> command;
};

const std::vector<std::string> kWork = {"report, one at a time", "report, 8 at a time", "report, 100 active of all",
                                        "connect + HELLO", "bytes per idle session"};

using Figures = std::map<std::string, std::vector<double>>;  // by work

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

bool reports(const Server& server, const std::string& work, int devices, int active, int depth, double seconds,
             Figures& figures) {
  ServerProcess process(server.command);
  Load load(process.port());
  if (!process.ready() || !load.connect(devices)) return false;
  load.report(active, depth, seconds / 5);  // warm
  const double before = process.cpuSeconds();
  const std::uint64_t count = load.report(active, depth, seconds);
  if (count == 0) return false;
  figures[work].push_back((process.cpuSeconds() - before) * 1e6 / static_cast<double>(count));
  return true;
}

bool connects(const Server& server, int devices, Figures& figures) {
  ServerProcess process(server.command);
  Load load(process.port());
  if (!process.ready()) return false;
  const std::int64_t memory = process.pssBytes();
  const double before = process.cpuSeconds();
  if (!load.connect(devices)) return false;
  figures[kWork[3]].push_back((process.cpuSeconds() - before) * 1e6 / devices);
  figures[kWork[4]].push_back(static_cast<double>(process.pssBytes() - memory) / devices);
  return true;
}

bool measure(const Server& server, const Options& options, Figures& figures) {
  const int many = std::min(1000, options.devices);
  const int few = std::min(100, options.devices);
  return reports(server, kWork[0], many, many, 1, options.seconds, figures) &&
         reports(server, kWork[1], few, few, 8, options.seconds, figures) &&
         reports(server, kWork[2], options.devices, few, 1, options.seconds, figures) &&
         connects(server, options.devices, figures);
}

void print(const std::vector<Server>& servers, std::map<std::string, Figures>& all) {
  std::printf("%-28s", "microseconds of CPU, medians");
  for (const Server& server : servers) std::printf("%12s%10s", server.name.c_str(), "ratio");
  std::printf("\n");
  for (const std::string& work : kWork) {
    std::printf("%-28s", work.c_str());
    const double base = median(all[servers.front().name][work]);
    for (const Server& server : servers) {
      const double value = median(all[server.name][work]);
      std::printf("%12.2f%10.2f", value, base > 0 ? value / base : 0);
    }
    std::printf("\n");
  }
}

bool readOptions(int argc, char** argv, Options& options) {
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    const char* value = argv[i + 1];
    if (name == "--floor")
      options.floor = value;
    else if (name == "--node")
      options.node = value;
    else if (name == "--peer")
      options.peer = value;
    else if (name == "--rounds")
      options.rounds = std::atoi(value);
    else if (name == "--seconds")
      options.seconds = std::atof(value);
    else if (name == "--devices")
      options.devices = std::atoi(value);
    else
      return false;
  }
  return argc % 2 == 1 && !options.floor.empty() && !options.node.empty() && options.rounds > 0 && options.devices > 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!readOptions(argc, argv, options)) {
    std::fprintf(stderr,
                 "usage: lk_bench --floor PROGRAM --node PROGRAM [--peer COMMAND] [--rounds N] [--seconds S] "
                 "[--devices N]\n");
    return 2;
  }
  std::string folder = "/tmp/lk-bench-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) return 1;
  ::setenv("LINEKEEPER_RUNTIME_DIR", folder.c_str(), 1);
  ::setenv("XDG_CONFIG_HOME", folder.c_str(), 1);

  std::vector<Server> servers = {
      {"floor", {options.floor}},
      {"node", {options.node, "--headless", "--node-id", "bench", "--listen", "127.0.0.1:0", "--io-threads", "1"}}};
  if (!options.peer.empty()) servers.push_back({"peer", {"sh", "-c", "exec " + options.peer}});

  std::map<std::string, Figures> all;
  int result = 0;
  for (int round = 0; round < options.rounds && result == 0; ++round) {
    for (const Server& server : servers) {
      if (measure(server, options, all[server.name])) continue;
      std::fprintf(stderr, "%s failed in round %d\n", server.name.c_str(), round + 1);
      result = 1;
      break;
    }
  }
  if (result == 0) print(servers, all);
  const std::string lock = folder + "/bench.lock";
  std::remove(lock.c_str());
  std::remove((folder + "/bench.sock").c_str());
  std::remove(folder.c_str());
  return result;
}
