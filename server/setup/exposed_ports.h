#pragma once

#include <string>
#include <vector>

#include "server/base/address.h"
#include "server/setup/surroundings.h"
#include "server/setup/system.h"

namespace lk::setup {

// A port of this machine that devices connect to.
struct ExposedPort {
  std::string what;  // Linekeeper, nginx
  Address address;
  bool operator==(const ExposedPort&) const = default;
};

// Where this machine's own nodes listen, by its settings and as bound. Ports on loopback are for nobody outside, and
// left out.
[[nodiscard]] std::vector<ExposedPort> exposedPorts(const Surroundings& around);

// Where nginx listens here, as `ss` says to an administrator; nothing when it can't be seen.
[[nodiscard]] std::vector<ExposedPort> nginxPorts(System& system, const Patience& patience);
// Of `ss -H -l -t -n -p`.
[[nodiscard]] std::vector<ExposedPort> readNginxPorts(std::string_view said);

[[nodiscard]] bool isLoopback(const std::string& address);

}  // namespace lk::setup
