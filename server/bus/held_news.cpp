#include "server/bus/held_news.h"

#include <utility>

#include "server/bus/request_pace.h"

namespace lk::bus {

HeldNews::News HeldNews::take() {
  std::erase_if(m_went, [this](const std::string& device) { return m_held.holds(device); });
  return {std::exchange(m_came, {}), std::exchange(m_went, {})};
}

void HeldNews::failed(std::span<const std::string> devices) {
  m_doubted.insert(devices.begin(), devices.end());
  m_againFrom = m_clock.steady() + RequestPace::kAgainAfter;
}

bool HeldNews::takeUpAgain() {
  if (m_doubted.empty() || m_clock.steady() < m_againFrom) return false;
  for (const std::string& device : std::exchange(m_doubted, {})) {
    // What is still to be released may be in Redis, too.
    const bool maybeThere = m_held.holds(device) || m_releases.contains(device);
    (maybeThere ? m_came : m_went).push_back(device);
  }
  return true;
}

}  // namespace lk::bus
