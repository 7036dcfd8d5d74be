#pragma once

#include <deque>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "server/bus/held_sessions.h"
#include "server/bus/request_pace.h"

namespace lk::bus {

// Devices that are to be claimed again: each once, however often it was claimed in vain. One whose first claim is still
// to be answered has to wait for that, or be old enough: asked again as a HELLO of just now it would win over a newer
// one that has come in between, while it is being told of that.
class ReclaimQueue {
 public:
  ReclaimQueue(const HeldSessions& held, const Clock& clock) : m_held(held), m_clock(clock), m_pace(clock) {}

  void add(const std::string& device);
  // A claim of it was in vain: none is made again for a while.
  void addFailed(const std::string& device);
  // All that are held, and no others.
  void addAllHeld();

  // One that is held, to be claimed now. Nothing: enough are under way, it is too early, or there is none.
  [[nodiscard]] std::optional<std::string> next();
  // What next() gave is answered.
  void answered() { m_pace.end(); }
  // Those that were too young get another turn. Not at each answer: there may be a fleet of them.
  void turnToTooYoung();

  // Nothing is to be claimed again, or under way.
  [[nodiscard]] bool idle() const { return m_devices.empty() && m_pace.idle(); }
  [[nodiscard]] std::size_t size() const { return m_devices.size(); }  // what is under way left out

 private:
  const HeldSessions& m_held;
  const Clock& m_clock;
  std::deque<std::string> m_turns;
  std::vector<std::string> m_tooYoung;
  std::unordered_set<std::string> m_devices;  // of both
  RequestPace m_pace;
};

}  // namespace lk::bus
