#pragma once

#include <string>

#include "server/base/clock.h"
#include "server/bus/bus.h"
#include "server/node/recent_devices.h"

namespace lk::node {

// Devices that sessions elsewhere have taken over a moment ago. What is for all and comes only now may have been at
// their node before they were. Pure.
class LostLately {
 public:
  void note(const std::string& device, Clock::Steady now) {
    m_lastAt = now;
    m_devices.touch(device) = now;
  }
  // Nearly all that come are of devices that were never here: mostly it takes no look at which.
  [[nodiscard]] bool contains(const std::string& device, Clock::Steady now) const {
    if (now - m_lastAt > bus::kUnevenly) return false;
    const Clock::Steady* at = m_devices.find(device);
    return at != nullptr && now - *at <= bus::kUnevenly;
  }

 private:
  static constexpr std::size_t kMost = 4'096;

  Clock::Steady m_lastAt{};
  RecentDevices<Clock::Steady> m_devices{kMost};
};

}  // namespace lk::node
