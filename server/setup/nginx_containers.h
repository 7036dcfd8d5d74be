#pragma once

#include <cstdint>
#include <string_view>

#include "server/setup/system.h"

namespace lk::setup {

// Whether a process of this machine lives in a container, with files that are not those seen here. A mount namespace of
// its own does not tell: services have one, too (PrivateTmp= of systemd). Where nothing can be read: no.
[[nodiscard]] bool isInContainer(System& system, std::int64_t process, const Patience& patience);

// The container that /proc/PID/cgroup names, by its id or name; empty: none.
[[nodiscard]] std::string_view containerOf(std::string_view cgroup);

}  // namespace lk::setup
