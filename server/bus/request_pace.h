#pragma once

#include <chrono>
#include <cstddef>

#include "server/base/clock.h"

namespace lk::bus {

// Of requests that a whole fleet may be the reason for only some are under way at a time, so that they hold up no
// others; and none begins for a while after one was in vain.
class RequestPace {
 public:
  static constexpr std::size_t kAtATime = 256;  // some milliseconds of Redis' time
  static constexpr std::chrono::milliseconds kAgainAfter{500};

  explicit RequestPace(const Clock& clock) : m_clock(clock) {}

  [[nodiscard]] bool mayBegin() const { return m_underWay < kAtATime && m_clock.steady() >= m_notBefore; }
  [[nodiscard]] bool idle() const { return m_underWay == 0; }
  void begin() { ++m_underWay; }
  void end() { --m_underWay; }
  void wasInVain() { m_notBefore = m_clock.steady() + kAgainAfter; }

 private:
  const Clock& m_clock;
  std::size_t m_underWay = 0;
  Clock::Steady m_notBefore;
};

}  // namespace lk::bus
