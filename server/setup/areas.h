#pragma once

#include "server/setup/check.h"

namespace lk::setup {

// The checks of each area, for the machine they run on.
[[nodiscard]] Checks nginxChecks();
[[nodiscard]] Checks firewallChecks();
[[nodiscard]] Checks redisChecks(const Clock& clock);
[[nodiscard]] Checks portChecks();
[[nodiscard]] Checks limitChecks(const Clock& clock);
[[nodiscard]] Checks reachChecks();

}  // namespace lk::setup
