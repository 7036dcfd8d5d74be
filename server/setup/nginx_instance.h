#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/setup/nginx_config.h"
#include "server/setup/system.h"

namespace lk::setup {

struct NginxProcess {
  enum class Kind : std::uint8_t { Master, Worker, OldWorker };  // old: accepts no more, ends with its last connection
  std::int64_t pid = 0;
  std::int64_t parent = 0;
  Kind kind = Kind::Master;
  std::string arguments;  // of a master, as it was started
  bool operator==(const NginxProcess&) const = default;
};

// All that run on this machine. Windows' workers never say that they are old. Errors: as System::run.
[[nodiscard]] Result<std::vector<NginxProcess>> nginxProcesses(System& system, const Patience& patience);
// From what was said: `ps -eww -o pid=,ppid=,args=`, and the JSON of PowerShell's Win32_Process.
[[nodiscard]] std::vector<NginxProcess> processesOfPs(std::string_view said);
[[nodiscard]] std::vector<NginxProcess> processesOfPowerShell(std::string_view said);

enum class StreamModule : std::uint8_t { Missing, BuiltIn, Dynamic };

// One nginx, running or not, and how it is to be spoken to.
struct NginxInstance {
  std::string program;  // its whole path
  std::string version;  // 1.22.1
  StreamModule stream = StreamModule::Missing;
  std::string modulesFolder;
  std::string configFile;            // whole path
  std::vector<std::string> options;  // -p, -e, -g as the master was started
  std::string errorLog;              // by -e or as compiled; empty: not to a file
  std::int64_t master = 0;           // 0: does not run

  [[nodiscard]] bool runs() const { return master != 0; }
  // `nginx OPTIONS -c FILE more…`; file: empty is its own.
  [[nodiscard]] CommandLine command(const std::vector<std::string>& more, const std::string& file = {}) const;
};

// The one that runs with this configuration file; the one that runs, for an empty one; with none that runs, the one
// that is installed. Errors: NotFound, there is no nginx; Usage, several run and none is named.
[[nodiscard]] Result<NginxInstance> findNginx(System& system, const std::string& configFile, const Patience& patience);

// The workers of that master that take new connections, or those that do not any more.
[[nodiscard]] std::vector<std::int64_t> workersOf(const std::vector<NginxProcess>& processes, std::int64_t master,
                                                  NginxProcess::Kind kind);

// The folder of a path with its last slash; either kind of slash.
[[nodiscard]] std::string folderOf(const std::string& path);

}  // namespace lk::setup
