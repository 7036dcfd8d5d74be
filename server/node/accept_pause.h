#pragma once

#include <chrono>
#include <utility>

#include "server/base/clock.h"

namespace lk::node {

// When a node that is out of descriptors lets nobody in: its sessions stay, newcomers are refused, or left in the
// backlog where there is not even a descriptor to refuse them with. Pure: time and what is left are passed in.
class AcceptPause {
 public:
  // Few descriptors are left, or none at all. True: the pause begins with this.
  [[nodiscard]] bool begin(Clock::Steady now, bool noneLeft) {
    m_noneLeft = m_noneLeft || noneLeft;
    m_until = now + kAtLeast;
    return !std::exchange(m_lasts, true);
  }

  // Looks again while it lasts. True: it ends with this.
  [[nodiscard]] bool end(Clock::Steady now, bool fewLeft, bool noneLeft) {
    if (noneLeft) return false;
    m_noneLeft = false;
    if (fewLeft || now < m_until) return false;
    return std::exchange(m_lasts, false);
  }

  [[nodiscard]] bool lasts() const { return m_lasts; }
  [[nodiscard]] bool noneLeft() const { return m_noneLeft; }  // nobody is even accepted

 private:
  // So that a fleet at the limit is not told of at each that comes and goes.
  static constexpr std::chrono::seconds kAtLeast{2};

  bool m_lasts = false;
  bool m_noneLeft = false;
  Clock::Steady m_until{};
};

}  // namespace lk::node
