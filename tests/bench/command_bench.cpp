// Measures a command's way through Redis: from PUBLISH lk:cmd to the COMMAND frame at the device, beside a bare PUBLISH
// to a SUBSCRIBE on the same Redis; and the node's CPU for a command, acknowledgement and results included. The two
// take turns, so that a noisy machine is noisy for both.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QCoreApplication>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/server_process.h"
#include "tests/support/redis_server.h"

namespace {

using lk::bench::ServerProcess;
using Steady = std::chrono::steady_clock;

constexpr int kWarm = 200;
constexpr int kDepth = 32;  // commands under way, when CPU is measured
constexpr std::size_t kHeader = 12;

struct Options {
  std::string node;
  std::string peer;  // a shell command that serves the same contract, with the Redis port in $REDIS_PORT
  int rounds = 5;
  int commands = 5'000;
  int pause = 0;  // microseconds between one command and the next, when latency is measured
};

// A blocking connection to the loopback. Nothing comes within 10 s: it is no longer good.
class Line {
 public:
  explicit Line(std::uint16_t port) : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int on = 1;
    const timeval patience{10, 0};
    ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    m_good = ::connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~Line() { ::close(m_socket); }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  [[nodiscard]] bool good() const { return m_good; }
  void send(std::string_view bytes) {
    m_good = m_good && ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  }
  // Reads on until the bytes hold `text`, and drops all up to its end.
  void waitFor(std::string_view text) {
    std::size_t at = m_bytes.find(text);
    while (m_good && at == std::string::npos) {
      receive();
      at = m_bytes.find(text);
    }
    m_bytes.erase(0, m_good ? at + text.size() : m_bytes.size());
  }
  // A whole frame's type, id and payload.
  struct Frame {
    int type = 0;
    std::string id;
    std::string payload;
  };
  Frame frame() {
    while (m_good && m_bytes.size() < kHeader) receive();
    if (!m_good) return {};
    const auto* digits = reinterpret_cast<const unsigned char*>(m_bytes.data()) + 8;
    const std::size_t length = digits[0] * 16'777'216U + digits[1] * 65'536U + digits[2] * 256U + digits[3];
    while (m_good && m_bytes.size() < kHeader + length) receive();
    if (!m_good) return {};
    Frame frame{m_bytes[3], m_bytes.substr(4, 4), m_bytes.substr(kHeader, length)};
    m_bytes.erase(0, kHeader + length);
    return frame;
  }

 private:
  void receive() {
    char buffer[65'536];
    const ssize_t count = ::recv(m_socket, buffer, sizeof buffer, 0);
    m_good = count > 0;
    if (m_good) m_bytes.append(buffer, static_cast<std::size_t>(count));
  }

  int m_socket;
  bool m_good = false;
  std::string m_bytes;
};

std::string frameOf(char type, const std::string& id, const std::string& payload) {
  std::string bytes = std::string("LK\1", 3) + type + id;
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(payload.size() >> shift));
  return bytes + payload;
}

std::string request(const std::vector<std::string>& words) {
  std::string bytes = "*" + std::to_string(words.size()) + "\r\n";
  for (const std::string& word : words) bytes += "$" + std::to_string(word.size()) + "\r\n" + word + "\r\n";
  return bytes;
}

std::string command(const std::string& id) {
  return request({"PUBLISH", "lk:cmd", R"({"id":")" + id + R"(","device":"bench","payload":"relay on"})"});
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double microsecondsSince(Steady::time_point then) {
  return std::chrono::duration<double, std::micro>(Steady::now() - then).count();
}

// Empty: it failed.
std::vector<double> bareTimes(std::uint16_t redisPort, int count, int pause) {
  Line publisher(redisPort);
  Line subscriber(redisPort);
  subscriber.send(request({"SUBSCRIBE", "bare"}));
  subscriber.waitFor(":1\r\n");
  std::vector<double> times;
  for (int i = 0; i < count + kWarm; ++i) {
    const std::string payload = R"({"id":"b-)" + std::to_string(i) + R"(","device":"bench","payload":"relay on"})";
    const auto then = Steady::now();
    publisher.send(request({"PUBLISH", "bare", payload}));
    subscriber.waitFor(payload + "\r\n");
    if (i >= kWarm) times.push_back(microsecondsSince(then));
    publisher.waitFor("\r\n");
    if (pause > 0) ::usleep(static_cast<useconds_t>(pause));
  }
  return publisher.good() && subscriber.good() ? times : std::vector<double>();
}

class Device {
 public:
  explicit Device(std::uint16_t port) : m_line(port) {
    m_line.send(frameOf(1, std::string(4, '\0'), R"({"device":"bench"})"));
    m_good = m_line.frame().type == 2;
  }
  [[nodiscard]] bool good() const { return m_good && m_line.good(); }
  // The next command, by the id that its frame bears.
  std::string take() {
    Line::Frame frame = m_line.frame();
    if (frame.type == 3) m_line.send(frameOf(4, frame.id, {}));
    while (m_line.good() && frame.type != 7) frame = m_line.frame();
    return frame.id;
  }
  void acknowledge(const std::string& id) { m_line.send(frameOf(8, id, std::string("\0ok", 3))); }

 private:
  Line m_line;
  bool m_good = false;
};

struct Figures {
  std::vector<double> bare;
  std::vector<double> latency;
  std::vector<double> cpu;
};

// One at a time: the time to the frame. Then some at once: the CPU of each, to its final result.
bool measure(const std::vector<std::string>& server, std::uint16_t redisPort, const Options& options,
             Figures& figures) {
  ServerProcess process(server);
  if (!process.ready()) return false;
  Device device(process.port());
  Line publisher(redisPort);
  Line results(redisPort);
  results.send(request({"SUBSCRIBE", "lk:result"}));
  results.waitFor(":1\r\n");
  const std::string run = std::to_string(Steady::now().time_since_epoch().count()) + "-";
  ::usleep(1'000'000);  // a node takes devices before it has Redis

  std::vector<double> times;
  for (int i = 0; i < options.commands + kWarm && device.good() && results.good(); ++i) {
    const std::string id = run + std::to_string(i);
    const auto then = Steady::now();
    publisher.send(command(id));
    const std::string frame = device.take();
    if (i >= kWarm) times.push_back(microsecondsSince(then));
    device.acknowledge(frame);
    publisher.waitFor("\r\n");
    results.waitFor("\"done\"");
    if (options.pause > 0) ::usleep(static_cast<useconds_t>(options.pause));
  }
  const double before = process.cpuSeconds();
  int published = 0;
  for (int done = 0; done < options.commands && device.good() && results.good(); ++done) {
    while (published < options.commands && published < done + kDepth) {
      publisher.send(command(run + "deep-" + std::to_string(published++)));
    }
    device.acknowledge(device.take());
    publisher.waitFor("\r\n");
    results.waitFor("\"done\"");
  }
  if (!device.good() || !publisher.good() || !results.good()) return false;
  figures.latency.push_back(median(times));
  figures.cpu.push_back((process.cpuSeconds() - before) * 1e6 / options.commands);
  return true;
}

void print(const char* name, Figures& figures, double bare) {
  const double latency = median(figures.latency);
  std::printf("%-28s%12.1f%10.2f%14.1f\n", name, latency, bare > 0 ? latency / bare : 0, median(figures.cpu));
}

bool readOptions(int argc, char** argv, Options& options) {
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    const char* value = argv[i + 1];
    if (name == "--node") {
      options.node = value;
    } else if (name == "--peer") {
      options.peer = value;
    } else if (name == "--rounds") {
      options.rounds = std::atoi(value);
    } else if (name == "--commands") {
      options.commands = std::atoi(value);
    } else if (name == "--pause") {
      options.pause = std::atoi(value);
    } else {
      return false;
    }
  }
  return argc % 2 == 1 && !options.node.empty() && options.rounds > 0 && options.commands > 0;
}

}  // namespace

int main(int argc, char** argv) {
  QCoreApplication application(argc, argv);
  Options options;
  if (!readOptions(argc, argv, options)) {
    std::fprintf(stderr,
                 "usage: lk_command_bench --node PROGRAM [--peer COMMAND] [--rounds N] [--commands N] [--pause US]\n");
    return 2;
  }
  QTemporaryDir folder;
  ::setenv("LINEKEEPER_RUNTIME_DIR", folder.path().toUtf8().constData(), 1);
  ::setenv("XDG_CONFIG_HOME", folder.path().toUtf8().constData(), 1);
  lk::test::RedisServer redis;
  if (!folder.isValid() || !redis.start()) return 1;
  ::setenv("REDIS_PORT", std::to_string(redis.port()).c_str(), 1);

  const std::vector<std::string> node = {options.node,   "--headless",
                                         "--node-id",    "bench",
                                         "--listen",     "127.0.0.1:0",
                                         "--redis",      redis.url().toStdString(),
                                         "--io-threads", "1"};
  const std::vector<std::string> peer = {"sh", "-c", "exec " + options.peer};
  Figures ours;
  Figures theirs;
  std::vector<double> bare;
  for (int round = 0; round < options.rounds; ++round) {
    const auto times = bareTimes(redis.port(), options.commands, options.pause);
    bare.push_back(median(times));
    if (times.empty() || !measure(node, redis.port(), options, ours) ||
        (!options.peer.empty() && !measure(peer, redis.port(), options, theirs))) {
      std::fprintf(stderr, "round %d failed\n", round + 1);
      return 1;
    }
  }
  std::printf("%-28s%12s%10s%14s\n", "microseconds, medians", "p50", "ratio", "CPU/command");
  std::printf("%-28s%12.1f%10.2f%14s\n", "bare PUBLISH, SUBSCRIBE", median(bare), 1.0, "");
  print("node, PUBLISH to device", ours, median(bare));
  if (!options.peer.empty()) print("peer, PUBLISH to device", theirs, median(bare));
  return 0;
}
