#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace lk::bench {

// A server under measurement: started, asked for its port, and killed at the end.
class ServerProcess {
 public:
  // Waits up to 30 s for a line of output that says its port: "ready 1234", "ready … listen=ADDR:PORT …", "… listens on
  // ADDR:PORT …".
  explicit ServerProcess(const std::vector<std::string>& command);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  [[nodiscard]] bool ready() const { return m_port != 0; }
  [[nodiscard]] std::uint16_t port() const { return m_port; }
  [[nodiscard]] double readyAfterMs() const { return m_readyAfterMs; }  // from its start
  [[nodiscard]] double cpuSeconds() const;                              // of all its threads, ended ones included
  [[nodiscard]] std::int64_t pssBytes() const;  // user-space memory: its share of what is resident

 private:
  pid_t m_pid = -1;
  std::uint16_t m_port = 0;
  double m_readyAfterMs = 0;
};

// A port of the loopback that nobody listens on now. 0: there is none.
[[nodiscard]] std::uint16_t unusedPort();

}  // namespace lk::bench
