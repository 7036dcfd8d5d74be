// Measures what an open window costs the node in its process: the time from a report to its acknowledgement, as a
// device sees it, of a headless node and of the same node behind the console, whose table of devices is in view. The
// two take turns, so that a noisy machine is noisy for both.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/load.h"
#include "tests/bench/server_process.h"

namespace {

using lk::bench::Load;
using lk::bench::ServerProcess;

struct Options {
  std::string node;
  int rounds = 5;
  double seconds = 10;
  int devices = 2'000;
  int rate = 2'000;  // reports a second, of all devices
};

struct Figures {
  std::vector<double> p50, p99, cpu;
};

double at(std::vector<double>& sorted, double share) {
  return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(static_cast<double>(sorted.size()) * share))];
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

bool measure(const std::vector<std::string>& command, const Options& options, Figures& figures) {
  ServerProcess process(command);
  Load load(process.port());
  if (!process.ready() || !load.connect(options.devices)) return false;
  if (load.paced(options.rate, options.seconds / 5).empty()) return false;  // warm, and the window has all its rows
  const double before = process.cpuSeconds();
  std::vector<double> times = load.paced(options.rate, options.seconds);
  if (times.empty()) return false;
  std::sort(times.begin(), times.end());
  figures.p50.push_back(at(times, 0.5));
  figures.p99.push_back(at(times, 0.99));
  figures.cpu.push_back((process.cpuSeconds() - before) / options.seconds * 100);
  return true;
}

void print(const char* name, const Figures& figures, const Figures& base) {
  std::printf("%-24s%10.1f%10.1f%10.2f%10.1f\n", name, median(figures.p50), median(figures.p99),
              median(figures.p99) / median(base.p99), median(figures.cpu));
}

bool readOptions(int argc, char** argv, Options& options) {
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    const char* value = argv[i + 1];
    if (name == "--node") {
      options.node = value;
    } else if (name == "--rounds") {
      options.rounds = std::atoi(value);
    } else if (name == "--seconds") {
      options.seconds = std::atof(value);
    } else if (name == "--devices") {
      options.devices = std::atoi(value);
    } else if (name == "--rate") {
      options.rate = std::atoi(value);
    } else {
      return false;
    }
  }
  return argc % 2 == 1 && !options.node.empty() && options.rounds > 0 && options.devices > 0 && options.rate > 0 &&
         options.seconds > 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!readOptions(argc, argv, options)) {
    std::fprintf(stderr, "usage: lk_window_bench --node PROGRAM [--rounds N] [--seconds S] [--devices N] [--rate N]\n");
    return 2;
  }
  std::string folder = "/tmp/lk-window-bench-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) return 1;
  for (const char* name : {"LINEKEEPER_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME"}) {
    ::setenv(name, folder.c_str(), 1);
  }
  // A display if there is one; else one that paints and shows nothing.
  if (std::getenv("DISPLAY") == nullptr) ::setenv("QT_QPA_PLATFORM", "offscreen", 0);
  std::filesystem::create_directory(folder + "/linekeeper");
  std::ofstream(folder + "/linekeeper/console-state.ini") << "[window]\npage=devices\n";

  const std::vector<std::string> window = {options.node,  "--node-id",    "bench", "--listen",
                                           "127.0.0.1:0", "--io-threads", "1"};
  std::vector<std::string> headless = window;
  headless.insert(headless.begin() + 1, "--headless");
  Figures bare;
  Figures shown;
  int result = 0;
  for (int round = 0; round < options.rounds && result == 0; ++round) {
    if (measure(headless, options, bare) && measure(window, options, shown)) continue;
    std::fprintf(stderr, "round %d failed\n", round + 1);
    result = 1;
  }
  if (result == 0) {
    std::printf("%-24s%10s%10s%10s%10s\n", "microseconds, medians", "p50", "p99", "ratio", "CPU %");
    print("headless", bare, bare);
    print("window open", shown, bare);
  }
  std::filesystem::remove_all(folder);
  return result;
}
