#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/clock.h"
#include "server/node/recent_devices.h"

namespace lk::node {

// Tells two devices that go by one id, and throw each other out for ever, from one that comes back while its old
// connection is still taken for alive. The latter takes over now and then, and does not come back from where it was
// before it moved; the former take turns. From one address alone, as behind a NAT or a balancer that does not say
// whose a connection is, only the rhythm is left to go by: no device that finds out by itself that its connection is
// dead does so that often. Pure; knows of nobody but who took over lately, and of so many at most.
class TakeoverWatch {
 public:
  static constexpr std::chrono::minutes kWindow{2};
  static constexpr std::size_t kTurns = 5;           // takeovers in that time by two in turns
  static constexpr std::size_t kReturns = 3;         // of them by an address that had been thrown out by another one
  static constexpr std::size_t kAnywhere = 10;       // takeovers in that time, from one address alone
  static constexpr std::chrono::minutes kQuiet{10};  // nothing more is said of the device

  struct Found {
    std::string first;   // an address
    std::string second;  // another one; empty: all came from the first
    std::size_t times = 0;
    std::chrono::seconds within{0};
    // One line, as in an event.
    [[nodiscard]] std::string sentence() const;
  };

  explicit TakeoverWatch(std::size_t mostDevices = 1024) : m_devices(mostDevices) {}

  // Who comes from this address took the device over. Something: it is time to say so.
  [[nodiscard]] std::optional<Found> tookOver(const std::string& device, std::string_view address, Clock::Steady now);

  [[nodiscard]] std::size_t devices() const { return m_devices.size(); }

 private:
  struct Takeover {
    Clock::Steady at;
    std::string address;
  };
  struct Device {
    std::vector<Takeover> takeovers;  // oldest first, kAnywhere at most
    Clock::Steady quietUntil{};
  };

  [[nodiscard]] static std::optional<Found> judge(const std::vector<Takeover>& takeovers);

  RecentDevices<Device> m_devices;
};

}  // namespace lk::node
