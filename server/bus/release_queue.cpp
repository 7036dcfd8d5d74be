#include "server/bus/release_queue.h"

#include <algorithm>
#include <utility>

namespace lk::bus {

void ReleaseQueue::add(const std::string& device, std::uint64_t session) {
  const auto [newest, isNew] = m_newest.try_emplace(device, session);
  if (isNew) m_turns.push_back(device);
  newest->second = std::max(newest->second, session);
}

std::optional<ReleaseQueue::Release> ReleaseQueue::next() {
  if (!m_pace.mayBegin()) return {};
  return nextAtOnce();
}

std::optional<ReleaseQueue::Release> ReleaseQueue::nextAtOnce() {
  while (!m_turns.empty()) {
    Release release{std::move(m_turns.front())};
    m_turns.pop_front();
    release.session = m_newest.extract(release.device).mapped();
    if (m_held.holds(release.device)) continue;
    m_pace.begin();
    return release;
  }
  return {};
}

void ReleaseQueue::failed(const Release& release) {
  m_pace.end();
  m_pace.wasInVain();
  add(release.device, release.session);
}

}  // namespace lk::bus
