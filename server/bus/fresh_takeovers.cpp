#include "server/bus/fresh_takeovers.h"

#include <chrono>

namespace lk::bus {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds kStartsWithin = 8s;
// Two nodes of a Redis Cluster pass on what is published in no common order.
constexpr std::chrono::milliseconds kStartsUnevenly = 200ms;

}  // namespace

void FreshTakeovers::add(const std::string& device, std::uint64_t by, const Claimed::Elsewhere& replaced) {
  const auto early = m_started.find(device);
  const bool started = early != m_started.end() && early->second.session == by;
  const auto wait = started ? kStartsUnevenly : kStartsWithin;
  m_takeovers[device] = {replaced, by, m_clock.steady() + wait};
}

void FreshTakeovers::startsHere(const std::string& device, std::uint64_t session) {
  const auto found = m_takeovers.find(device);
  if (found != m_takeovers.end() && found->second.by == session) {
    found->second.until = m_clock.steady() + kStartsUnevenly;
  } else {
    m_started[device] = {session, m_clock.steady() + kStartsWithin};
  }
}

void FreshTakeovers::forgetOver() {
  const auto isOver = [now = m_clock.steady()](const auto& entry) { return entry.second.until <= now; };
  std::erase_if(m_takeovers, isOver);
  std::erase_if(m_started, isOver);
}

}  // namespace lk::bus
