#include "server/base/duration.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <limits>

namespace lk {

namespace {

struct Unit {
  std::string_view name;
  std::int64_t ms;
};
constexpr std::array kUnits = {Unit{"h", 3'600'000}, Unit{"m", 60'000}, Unit{"s", 1'000}, Unit{"ms", 1}};

Error notDuration(std::string_view text) {
  return {Error::Code::Settings,
          "'" + std::string(text) + "' is no duration: write a whole number and ms, s, m or h, as in 10s"};
}

}  // namespace

Result<std::chrono::milliseconds> parseDuration(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return notDuration(text);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (unit.empty() && number == 0) return std::chrono::milliseconds{0};
  for (const Unit& known : kUnits) {
    if (known.name != unit) continue;
    if (number > std::numeric_limits<std::int64_t>::max() / known.ms) return notDuration(text);
    return std::chrono::milliseconds{number * known.ms};
  }
  return notDuration(text);
}

std::string formatDuration(std::chrono::milliseconds duration) {
  const std::int64_t ms = duration.count();
  for (const Unit& unit : kUnits) {
    if (ms != 0 && ms % unit.ms == 0) return std::to_string(ms / unit.ms).append(unit.name);
  }
  return "0s";
}

}  // namespace lk
