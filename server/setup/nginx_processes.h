#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/setup/system.h"

namespace lk::setup {

struct NginxProcess {
  enum class Role : std::uint8_t { Master, Worker, OldWorker /* takes no more, and ends with its last device */ };

  std::int64_t pid = 0;
  std::int64_t parent = 0;
  std::chrono::seconds age{0};
  Role role = Role::Worker;
  std::string program;             // whole path; empty: the system does not say
  std::vector<std::string> words;  // a master's: what it was started with, the program first

  [[nodiscard]] std::string flag(char letter) const;  // what follows -c or -p; empty: not given
};

// Errors: what the system answered that was asked for its processes.
[[nodiscard]] Result<std::vector<NginxProcess>> runningNginx(System& system, const Patience& patience);

// What `ps -ww -eo pid=,ppid=,etimes=,args=` says.
[[nodiscard]] std::vector<NginxProcess> parsePs(std::string_view said);
// What nginxProcessQuery() says: an object or a list of them, in JSON. Windows knows no titles: who has no nginx above
// it is a master, and who is leaving cannot be told.
[[nodiscard]] std::vector<NginxProcess> parseWindowsProcesses(std::string_view said);
[[nodiscard]] CommandLine nginxProcessQuery();

}  // namespace lk::setup
