#pragma once

#include <optional>

#include "server/setup/nginx_build.h"
#include "server/setup/nginx_config.h"
#include "server/setup/nginx_processes.h"
#include "server/setup/surroundings.h"

namespace lk::setup {

// What this machine says of its nginx: the program, what of it runs, and its configuration.
struct NginxFacts {
  System::Kind kind = System::Kind::Linux;
  std::vector<std::string> binaries;  // the one that counts first; empty: there is none
  std::optional<NginxBuild> build;
  std::string buildTrouble;  // why there is none

  std::string processTrouble;            // why nothing is known of processes; empty: it is
  std::vector<NginxProcess> masters;     // all that run with files of this machine
  std::vector<NginxProcess> contained;   // those that run in containers: nothing of theirs is looked at, or touched
  std::optional<NginxProcess> master;    // the one that runs with this configuration
  std::vector<NginxProcess> workers;     // of that master
  std::vector<NginxProcess> oldWorkers;  // likewise, still draining after a reload

  std::string prefix;  // without a slash at its end
  std::string configFile;
  Result<NginxConfig> config = Error{Error::Code::NotFound, "there is no nginx"};

  [[nodiscard]] const std::string& binary() const { return binaries.front(); }
  // nginx with these arguments, for this prefix and configuration; as it is typed.
  [[nodiscard]] CommandLine command(const std::vector<std::string>& arguments) const;
  [[nodiscard]] std::string commandText(const std::vector<std::string>& arguments) const;
  [[nodiscard]] std::string whole(const std::string& path) const;  // relative ones are the prefix's
};

// The one of these files that changed last, if that was after nginx last read them, as the age of these workers tells:
// each reload makes new ones. Nothing: none did, or it can't be told. One that died and was replaced hides it.
[[nodiscard]] std::optional<std::string> changedSinceRead(System& system, const std::vector<std::string>& files,
                                                          const std::vector<NginxProcess>& workers);

[[nodiscard]] NginxFacts lookAtNginx(System& system, const Surroundings& around, const Patience& patience);

}  // namespace lk::setup
