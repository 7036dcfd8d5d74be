#pragma once

#include <vector>

#include "server/setup/exposed_ports.h"
#include "server/setup/finding.h"
#include "server/setup/system.h"

namespace lk::setup {

// The two halves of the firewall check: what keeps devices from these ports. At least one finding each.
[[nodiscard]] std::vector<Finding> lookAtLinuxFirewall(System& system, const std::vector<ExposedPort>& ports,
                                                       const Patience& patience);
// nginx's own ports are asked of Windows, together with who listens.
[[nodiscard]] std::vector<Finding> lookAtWindowsFirewall(System& system, const std::vector<ExposedPort>& ports,
                                                         const Patience& patience);

}  // namespace lk::setup
