#pragma once

#include <chrono>
#include <cstddef>

#include "server/base/clock.h"

namespace lk::node {

// How fast connections are let in, so that a fleet that comes back at once does not hold up those who are connected:
// what is not let in yet waits in the listener's backlog. Pure: time and what lags are passed in.
class AcceptPace {
 public:
  struct Load {
    std::chrono::milliseconds lag{0};  // since when the I/O thread that is worst off has not served all that was ready
    std::size_t claiming = 0;          // devices whose HELLO waits for the bus
  };

  // So many may be let in now; 0: ask again in a few milliseconds.
  [[nodiscard]] std::size_t allow(Clock::Steady now, const Load& load);

 private:
  Clock::Steady m_fewAt{};
};

}  // namespace lk::node
