#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>

#include "tests/bench/command_load.h"
#include "tests/bench/rows.h"
#include "tests/bench/server_process.h"

// What commands and reports cost that go through Redis.
namespace lk::bench {

namespace {

constexpr int kCommanded = 100;  // devices that get commands
constexpr int kPerSecond = 2000;
constexpr int kHeapsASecond = 10;

// From PUBLISH to a subscriber, and to a device: what lies between is one more process in any case.
const std::string kBesideNoRelay = "PUBLISH to device, 2 000/s";
const std::string kBesideTheLeast = "the same (floor: the least relay)";

std::vector<double> pace(CommandLoad& commands, const Server& server) {
  if (commands.paced(kPerSecond, server.options.warmSeconds()).empty()) return {};
  return commands.paced(kPerSecond, server.options.seconds);
}

void addTimes(Figures& figures, const std::string& row, const Server& server, const std::vector<double>& times) {
  figures.add(row + ", p50, us", server.name, quantile(times, 0.5));
  figures.add(row + ", p99, us", server.name, quantile(times, 0.99));
}

bool measureNoRelay(const Server& floor, Figures& figures) {
  Load none(0);
  CommandLoad bare(none, floor.redisPort, 0);
  if (!bare.begin()) return false;
  const std::vector<double> times = pace(bare, floor);
  if (!times.empty()) addTimes(figures, kBesideNoRelay, floor, times);
  return !times.empty();
}

using Processes = std::vector<std::unique_ptr<ServerProcess>>;

double cpuSeconds(const Processes& processes) {
  double sum = 0;
  for (const auto& process : processes) sum += process->cpuSeconds();
  return sum;
}

// Commands as Linekeeper sends them itself: a program of its own gives them to the node that holds the device.
bool sendByVerb(const Server& server, const std::string& list) {
  const std::string line = server.options.node + " send --redis redis://127.0.0.1:" + std::to_string(server.redisPort) +
                           " --devices-from " + list + " --rate " + std::to_string(kPerSecond) +
                           " 'relay on' > /dev/null";
  const int status = std::system(line.c_str());
  if (status != 0) std::fprintf(stderr, "linekeeper send ended with %d\n", status >> 8);
  return status == 0;
}

// The load answers in this process while the verb runs in another.
bool answerWhile(Load& load, const std::function<bool()>& work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work() ? 0 : 1);
  int status = 0;
  while (child > 0 && ::waitpid(child, &status, WNOHANG) == 0) {
    if (!load.turn(0.05)) return false;
  }
  return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool commandCluster(const Server& server, std::size_t nodes, const std::string& column, Figures& figures) {
  Processes processes;
  std::vector<std::uint16_t> ports;
  for (std::size_t i = 0; i < nodes; ++i) {
    processes.push_back(std::make_unique<ServerProcess>(server.command({"bench-" + std::to_string(i), true, false})));
    if (!processes.back()->ready()) {
      std::fprintf(stderr, "a node of %zu was not ready in time\n", nodes);
      return false;
    }
    ports.push_back(processes.back()->port());
  }
  Load load(ports);
  if (!load.connect(kCommanded)) return false;
  CommandLoad commands(load, server.redisPort, kCommanded);
  if (!commands.begin()) return false;
  const double seconds = server.options.seconds;
  const auto count = static_cast<std::uint64_t>(kPerSecond * seconds);
  double before = 0;
  if (server.name == "peer") {
    const int heap = kPerSecond / kHeapsASecond;
    if (commands.inHeaps(heap, server.options.warmSeconds()) == 0) return false;
    before = cpuSeconds(processes);
    if (commands.inHeaps(heap, seconds) == 0) return false;
  } else {
    std::string list = "/tmp/lk-bench-devices-XXXXXX";
    const int file = ::mkstemp(list.data());
    if (file < 0) return false;
    ::close(file);
    std::ofstream out(list);
    for (std::uint64_t i = 0; i < count; ++i) out << Load::nameOf(i % kCommanded) << '\n';
    out.close();
    before = cpuSeconds(processes);
    const bool sent = answerWhile(load, [&] { return sendByVerb(server, list); });
    std::remove(list.c_str());
    if (!sent) return false;
  }
  figures.add("command sent by itself, 4 nodes (floor: 1), us of CPU", column,
              (cpuSeconds(processes) - before) * 1e6 / static_cast<double>(count));
  return true;
}

}  // namespace

bool measureCommands(const Server& server, Figures& figures) {
  const bool isFloor = server.name == "floor";
  if (isFloor && !measureNoRelay(server, figures)) return false;
  ServerProcess process(server.command({"bench", true, false}));
  Load load(process.port());
  if (!process.ready() || !load.connect(kCommanded)) return false;
  CommandLoad commands(load, server.redisPort, kCommanded);
  if (!commands.begin()) return false;
  const std::vector<double> times = pace(commands, server);
  if (times.empty()) return false;
  if (!isFloor) addTimes(figures, kBesideNoRelay, server, times);
  addTimes(figures, kBesideTheLeast, server, times);
  const double seconds = server.options.seconds;
  for (const int depth : {1, 64}) {
    if (commands.underWay(depth, server.options.warmSeconds()) == 0) return false;
    const double before = process.cpuSeconds();
    const std::uint64_t count = commands.underWay(depth, seconds);
    if (count == 0) return false;
    figures.add("command, " + std::to_string(depth) + " under way, us of CPU", server.name,
                (process.cpuSeconds() - before) * 1e6 / static_cast<double>(count));
  }
  return true;
}

bool measureUplink(const Server& server, Figures& figures) {
  if (server.name == "floor") return true;
  ServerProcess process(server.command({"bench", true, true}));
  Load load(process.port());
  const int few = std::min(kCommanded, server.options.devices);
  if (!process.ready() || !load.connect(few)) return false;
  if (load.report(few, 8, server.options.warmSeconds()) == 0) return false;
  const double before = process.cpuSeconds();
  const std::uint64_t count = load.report(few, 8, server.options.seconds);
  if (count == 0) return false;
  figures.add("report into Redis, 100 devices, 8 at a time, us of CPU", server.name,
              (process.cpuSeconds() - before) * 1e6 / static_cast<double>(count));
  return true;
}

bool measureCluster(const Server& server, Figures& figures) {
  if (server.name == "floor") return true;
  if (server.name == "node" && !commandCluster(server, 1, "floor", figures)) return false;
  return commandCluster(server, 4, server.name, figures);
}

}  // namespace lk::bench
