#pragma once

#include <algorithm>
#include <cstdint>

namespace lk::node {

// When memory is worth giving back: what waited for devices that did not read, once it is gone. Free, it would stay
// with this process. Pure; all in bytes.
class WaitedPeak {
 public:
  void see(std::uint64_t waits) { m_most = std::max(m_most, waits); }

  // True: give it back now. Of what is free from here on a later call says so.
  [[nodiscard]] bool hasGone(std::uint64_t waits) {
    if (m_most < kMuch || waits > m_most / 2) return false;
    m_most = waits;
    return true;
  }

 private:
  static constexpr std::uint64_t kMuch = 4 * 1024 * 1024;

  std::uint64_t m_most = 0;  // since it was given back last
};

}  // namespace lk::node
