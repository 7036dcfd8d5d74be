#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

#include "server/bus/held_sessions.h"
#include "server/bus/request_pace.h"

namespace lk::bus {

// Releases that Redis has not heard: of each device one, for its newest session, which takes those before it along.
// A device that is back when its turn comes is passed over: its next release will do for this one.
class ReleaseQueue {
 public:
  struct Release {
    std::string device;
    std::uint64_t session = 0;
  };

  ReleaseQueue(const HeldSessions& held, const Clock& clock) : m_held(held), m_pace(clock) {}

  void add(const std::string& device, std::uint64_t session);
  // To be asked of Redis now. Nothing: enough are under way, it is too early after one in vain, or there is none.
  [[nodiscard]] std::optional<Release> next();
  // The same, however many are under way.
  [[nodiscard]] std::optional<Release> nextAtOnce();
  // What next() gave is answered: Redis has heard it, or it is to be asked once more.
  void heard() { m_pace.end(); }
  void failed(const Release& release);

  // Those under way are in neither.
  [[nodiscard]] bool contains(const std::string& device) const { return m_newest.contains(device); }
  [[nodiscard]] std::size_t size() const { return m_turns.size(); }

 private:
  const HeldSessions& m_held;
  std::unordered_map<std::string, std::uint64_t> m_newest;  // by device: its session
  std::deque<std::string> m_turns;                          // the same devices, whose turn comes first in front
  RequestPace m_pace;
};

}  // namespace lk::bus
