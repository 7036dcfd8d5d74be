#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>

#include "server/base/clock.h"

namespace lk::bus {

// A session of a device that this instance holds, or is claiming.
struct HeldSession {
  // No less: for the script that claims, what is younger is a HELLO of just now.
  static constexpr std::chrono::milliseconds kOldAfter{500};

  std::uint64_t session = 0;
  std::uint64_t epoch = 0;  // that Redis gave; 0: none yet
  Clock::Steady since;
  bool slow = false;            // Redis was asked, and did not answer in time
  std::uint64_t sureSince = 0;  // how many doubts there were as the last claim that was answered was asked

  [[nodiscard]] bool old(Clock::Steady now) const { return now >= since + kOldAfter; }
};

// Those of this instance, by device; whoever looks after claims and releases looks here.
class HeldSessions {
 public:
  void put(const std::string& device, const HeldSession& held) { m_held[device] = held; }
  void erase(const std::string& device) { m_held.erase(device); }

  // Good until the device's session changes.
  [[nodiscard]] HeldSession* find(const std::string& device) {
    const auto held = m_held.find(device);
    return held == m_held.end() ? nullptr : &held->second;
  }
  [[nodiscard]] const HeldSession* find(const std::string& device) const {
    const auto held = m_held.find(device);
    return held == m_held.end() ? nullptr : &held->second;
  }
  [[nodiscard]] bool holds(const std::string& device) const { return m_held.contains(device); }
  [[nodiscard]] bool holds(const std::string& device, std::uint64_t session) const {
    const HeldSession* held = find(device);
    return held != nullptr && held->session == session;
  }

  [[nodiscard]] auto begin() const { return m_held.begin(); }
  [[nodiscard]] auto end() const { return m_held.end(); }

 private:
  std::unordered_map<std::string, HeldSession> m_held;
};

}  // namespace lk::bus
