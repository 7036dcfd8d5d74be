#pragma once

#include <cstdint>

namespace lk::setup {

// What can be said of a condition for everything that is meant: Unknown where it holds for a part, or can't be seen.
enum class Sure : std::uint8_t { No, Yes, Unknown };

[[nodiscard]] constexpr Sure sure(bool yes) { return yes ? Sure::Yes : Sure::No; }
[[nodiscard]] constexpr Sure notThat(Sure a) { return a == Sure::Unknown ? a : sure(a == Sure::No); }
[[nodiscard]] constexpr Sure both(Sure a, Sure b) {
  if (a == Sure::No || b == Sure::No) return Sure::No;
  return a == Sure::Yes && b == Sure::Yes ? Sure::Yes : Sure::Unknown;
}
[[nodiscard]] constexpr Sure either(Sure a, Sure b) { return notThat(both(notThat(a), notThat(b))); }

}  // namespace lk::setup
