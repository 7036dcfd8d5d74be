#pragma once

#include <string>
#include <vector>

#include "server/setup/nginx_facts.h"

namespace lk::setup {

// One nginx, running or not, and how it is to be spoken to.
struct NginxInstance {
  System::Kind kind = System::Kind::Linux;
  std::string program;  // its whole path
  NginxBuild build;
  std::string configFile;            // whole path
  std::vector<std::string> options;  // -p, -e, -g as the master was started
  std::string modulesFolder;
  std::string errorLog;     // by -e or as compiled; empty: not to a file
  std::int64_t master = 0;  // 0: does not run

  [[nodiscard]] bool runs() const { return master != 0; }
  // `nginx OPTIONS -c FILE more…`; file: empty is its own.
  [[nodiscard]] CommandLine command(const std::vector<std::string>& more, const std::string& file = {}) const;
  [[nodiscard]] std::string commandText(const std::vector<std::string>& more) const;  // the same, as it is typed
};

// The one to be changed. Errors: NotFound, there is no nginx, or it does not say how it was built; Usage, several run
// and no setting names one.
[[nodiscard]] Result<NginxInstance> instanceOf(const NginxFacts& facts, const Settings& settings);

// What stands behind an option that a process was started with. Its words come without quotes, so a value goes on to
// the next option: -g daemon on; master_process on;
[[nodiscard]] std::string valueOfOption(const std::vector<std::string>& words, char option);

// The workers of that master that take new connections, or those that do not any more.
[[nodiscard]] std::vector<std::int64_t> workersOf(const std::vector<NginxProcess>& processes, std::int64_t master,
                                                  NginxProcess::Role role);

// The folder of a path with its last slash; either kind of slash.
[[nodiscard]] std::string folderOf(const std::string& path);

}  // namespace lk::setup
