#include <unistd.h>

#include <algorithm>

#include "tests/bench/load.h"
#include "tests/bench/rows.h"
#include "tests/bench/server_process.h"

// What devices cost a server that is alone.
namespace lk::bench {

namespace {

constexpr double kPingEvery = 30;

// What connections' ends cost it is not counted to what follows.
void letRest(const ServerProcess& process) {
  double before = process.cpuSeconds();
  for (int i = 0; i < 50; ++i) {
    ::usleep(100'000);
    const double now = process.cpuSeconds();
    if (now - before < 0.002) return;
    before = now;
  }
}

bool report(const ServerProcess& process, Load& load, const std::string& row, int active, int depth,
            const Server& server, Figures& figures) {
  load.report(active, depth, server.options.warmSeconds());
  const double before = process.cpuSeconds();
  const std::uint64_t count = load.report(active, depth, server.options.seconds);
  if (count == 0) return false;
  figures.add(row, server.name, (process.cpuSeconds() - before) * 1e6 / static_cast<double>(count));
  return true;
}

bool connect(const ServerProcess& process, Load& load, const std::string& row, const Server& server, Figures& figures) {
  const int devices = server.options.devices;
  const double before = process.cpuSeconds();
  if (!load.connect(devices)) return false;
  letRest(process);
  figures.add(row, server.name, (process.cpuSeconds() - before) * 1e6 / devices);
  return true;
}

}  // namespace

bool measureStart(const Server& server, Figures& figures) {
  const ServerProcess process(server.command({}));
  if (!process.ready()) return false;
  figures.add("start to ready, ms", server.name, process.readyAfterMs());
  return true;
}

bool measureReports(const Server& server, Figures& figures) {
  const int many = std::min(1000, server.options.devices);
  const int few = std::min(100, server.options.devices);
  {
    ServerProcess process(server.command({}));
    Load load(process.port());
    if (!process.ready() || !load.connect(many) ||
        !report(process, load, "report, 1 000 devices, one at a time, us of CPU", many, 1, server, figures)) {
      return false;
    }
  }
  ServerProcess process(server.command({}));
  Load load(process.port());
  return process.ready() && load.connect(few) &&
         report(process, load, "report, 100 devices, 8 at a time, us of CPU", few, 8, server, figures);
}

bool measureFleet(const Server& server, Figures& figures) {
  const int devices = server.options.devices;
  ServerProcess process(server.command({}));
  Load load(process.port());
  if (!process.ready()) return false;
  letRest(process);
  const std::int64_t memory = process.pssBytes();
  if (!connect(process, load, "connect, HELLO, WELCOME, cold, us of CPU", server, figures)) return false;
  figures.add("memory of an idle session, bytes", server.name,
              static_cast<double>(process.pssBytes() - memory) / devices);
  if (!report(process, load, "report, 100 active of 15 000, us of CPU", std::min(100, devices), 1, server, figures)) {
    return false;
  }
  letRest(process);
  const double before = process.cpuSeconds();
  const double seconds = 2 * server.options.seconds;
  if (!load.ping(kPingEvery, seconds)) return false;
  figures.add("15 000 sessions pinging every 30 s, CPU %", server.name,
              (process.cpuSeconds() - before) / seconds * 100);
  load.cut();
  letRest(process);
  return connect(process, load, "connect, HELLO, WELCOME, warm, us of CPU", server, figures);
}

}  // namespace lk::bench
