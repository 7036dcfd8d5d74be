#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lk::bench {

// Devices in this thread, over loopback; a busy client that is no part of what is measured.
class Load {
 public:
  explicit Load(std::uint16_t port) : m_port(port) {}
  ~Load();
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  // Connects so many, each with HELLO and WELCOME; false if one fails.
  [[nodiscard]] bool connect(int devices);

  // The first `active` devices keep `depth` reports of 64 bytes under way each; how many were acknowledged.
  std::uint64_t report(int active, int depth, double seconds);

  // So many reports a second, each of the next device that has none under way; the microseconds from each to its
  // acknowledgement. Empty: one failed.
  std::vector<double> paced(int perSecond, double seconds);

 private:
  struct Device {
    int socket = -1;
    bool welcomed = false;
    std::string rest;
    int answers = 0;  // of this read
  };

  bool start(Device& device, std::size_t index);
  bool read(Device& device);  // false: the connection ended
  int wait(int milliseconds);

  std::uint16_t m_port;
  int m_epoll = -1;
  std::vector<Device> m_devices;
  std::vector<std::size_t> m_ready;
};

}  // namespace lk::bench
