#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "server/setup/system.h"

namespace lk::setup {

// All whole numbers that stand in a text, in their order; those above 2^50 count as that, so that they can be reckoned
// with.
[[nodiscard]] std::vector<std::int64_t> numbersIn(std::string_view text);
// Of a file such as those of /proc/sys; none if it can't be read.
[[nodiscard]] std::vector<std::int64_t> numbersOf(System& system, std::string_view path);

// Whether a list such as 7600,40000-40010 has the number.
[[nodiscard]] bool inRanges(std::string_view list, std::int64_t number);

}  // namespace lk::setup
