#pragma once

#include <cstdint>

namespace lk::node {

// Names a connection's place: I/O thread, slot, and the slot's generation, so that what is said to a connection that
// is gone finds nothing.
struct SessionRef {
  std::uint64_t value = 0;

  static constexpr std::uint32_t kGenerations = 1U << 24U;

  [[nodiscard]] static constexpr SessionRef make(std::size_t thread, std::uint32_t generation, std::uint32_t slot) {
    return {std::uint64_t{thread} << 56U | std::uint64_t{generation % kGenerations} << 32U | slot};
  }
  [[nodiscard]] constexpr std::size_t thread() const { return value >> 56U; }
  [[nodiscard]] constexpr std::uint32_t generation() const {
    return static_cast<std::uint32_t>(value >> 32U) % kGenerations;
  }
  [[nodiscard]] constexpr std::uint32_t slot() const { return static_cast<std::uint32_t>(value); }

  // Generations begin at 1, so no connection has the value 0.
  [[nodiscard]] explicit operator bool() const { return value != 0; }
  bool operator==(const SessionRef&) const = default;
};

}  // namespace lk::node
