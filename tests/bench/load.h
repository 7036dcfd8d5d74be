#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "server/wire/frame.h"

namespace lk::bench {

// Devices in this thread, over loopback; a busy client that is no part of what is measured. They are named bench-0,
// bench-1 and so on, and come from many addresses, which do not run out of ports.
class Load {
 public:
  // By port; several are several nodes, to which the devices are dealt out in turn.
  explicit Load(std::uint16_t port) : Load(std::vector<std::uint16_t>{port}) {}
  explicit Load(std::vector<std::uint16_t> ports) : m_ports(std::move(ports)) {}
  ~Load();
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  static std::string nameOf(std::size_t index) { return "bench-" + std::to_string(index); }

  // Connects so many, each with HELLO and WELCOME; false if one fails.
  [[nodiscard]] bool connect(int devices);
  // All connections end at once, by RST.
  void cut();

  // The first `active` devices keep `depth` reports of 64 bytes under way each; how many were acknowledged.
  std::uint64_t report(int active, int depth, double seconds);

  // So many reports a second, each of the next device that has none under way; the microseconds from each to its
  // acknowledgement. Empty: one failed.
  std::vector<double> paced(int perSecond, double seconds);

  // All devices PING in turn, each once in `every` seconds, evenly spread; false if a connection ends.
  [[nodiscard]] bool ping(double every, double seconds);

  // Devices that get commands: each is acknowledged at once, after `commanded` has heard its payload. Beside the
  // devices another descriptor may be watched, whose `readable` is called; it says false when it is no good any more.
  std::function<void(std::string_view payload)> commanded;
  [[nodiscard]] bool watch(int descriptor, std::function<bool()> readable);
  // Waits for what comes at most so long, and takes it; false if a connection ends.
  [[nodiscard]] bool turn(double seconds);

 private:
  struct Device {
    int socket = -1;
    bool welcomed = false;
    std::string rest;
    int answers = 0;  // of this read
  };
  struct Watched {
    int descriptor;
    std::function<bool()> readable;
  };

  bool start(Device& device, std::size_t index);
  bool read(Device& device);  // false: the connection ended
  bool take(Device& device, const wire::Frame& frame);
  bool open();
  bool add(int descriptor, std::uint64_t token);
  int wait(double seconds);

  std::vector<std::uint16_t> m_ports;
  int m_epoll = -1;
  std::vector<Device> m_devices;
  std::vector<Watched> m_watched;
  std::vector<std::size_t> m_ready;
};

}  // namespace lk::bench
