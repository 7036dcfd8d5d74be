#include "server/bus/fresh_takeovers.h"

#include <chrono>

namespace lk::bus {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds kStartsWithin = 8s;

}  // namespace

void FreshTakeovers::add(const std::string& device, std::uint64_t by, bool started,
                         const Claimed::Elsewhere& replaced) {
  const auto wait = started ? kUnevenly : kStartsWithin;
  m_takeovers[device] = {replaced, by, m_clock.steady() + wait};
}

void FreshTakeovers::startsHere(const std::string& device, std::uint64_t session) {
  const auto found = m_takeovers.find(device);
  if (found != m_takeovers.end() && found->second.by == session) {
    found->second.until = m_clock.steady() + kUnevenly;
  }
}

void FreshTakeovers::forgetOver() {
  std::erase_if(m_takeovers, [now = m_clock.steady()](const auto& entry) { return entry.second.until <= now; });
}

}  // namespace lk::bus
