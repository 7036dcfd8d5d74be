#include "server/bus/reclaim_queue.h"

#include <iterator>
#include <utility>

namespace lk::bus {

void ReclaimQueue::add(const std::string& device) {
  if (m_devices.insert(device).second) m_turns.push_back(device);
}

void ReclaimQueue::addFailed(const std::string& device) {
  add(device);
  m_pace.wasInVain();
}

void ReclaimQueue::addAllHeld() {
  m_turns.clear();
  m_tooYoung.clear();
  m_devices.clear();
  for (const auto& [device, held] : m_held) add(device);
}

std::optional<std::string> ReclaimQueue::next() {
  if (!m_pace.mayBegin()) return {};
  while (!m_turns.empty()) {
    std::string device = std::move(m_turns.front());
    m_turns.pop_front();
    const HeldSession* held = m_held.find(device);
    if (held != nullptr && held->epoch == 0 && !held->old(m_clock.steady())) {
      m_tooYoung.push_back(std::move(device));
      continue;
    }
    m_devices.erase(device);
    if (held == nullptr) continue;
    m_pace.begin();
    return device;
  }
  return {};
}

void ReclaimQueue::turnToTooYoung() {
  m_turns.insert(m_turns.end(), std::make_move_iterator(m_tooYoung.begin()), std::make_move_iterator(m_tooYoung.end()));
  m_tooYoung.clear();
}

}  // namespace lk::bus
