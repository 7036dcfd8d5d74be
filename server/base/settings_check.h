#pragma once

#include <vector>

#include "server/base/settings.h"
#include "server/base/settings_places.h"

namespace lk {

// What is wrong with settings of which each may be good by itself; each text names all that it is about.
[[nodiscard]] std::vector<SettingsProblem> crossCheck(const Settings& settings);

}  // namespace lk
