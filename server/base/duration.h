#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "server/base/result.h"

namespace lk {

// 250ms, 10s, 5m, 2h; a bare 0 is allowed. At most about 292 years; never negative.
[[nodiscard]] Result<std::chrono::milliseconds> parseDuration(std::string_view text);

// In the largest unit that keeps it whole: 90s, not 1m30s.
[[nodiscard]] std::string formatDuration(std::chrono::milliseconds duration);

}  // namespace lk
