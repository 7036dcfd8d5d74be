#pragma once

#include <array>
#include <optional>

#include "server/setup/check.h"

namespace lk::setup {

// Every area, in the order that a person reads them.
inline constexpr std::array kAreas = {Area::Nginx, Area::Firewall, Area::Ports, Area::Limits, Area::Redis, Area::Reach};

[[nodiscard]] std::optional<Area> areaFromText(std::string_view text);

// For the machine they run on. clock: outlives them.
[[nodiscard]] Checks checksOf(Area area, const Clock& clock);
[[nodiscard]] Checks allChecks(const Clock& clock);

}  // namespace lk::setup
