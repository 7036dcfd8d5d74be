#include "app/service_manager.h"

#include <algorithm>

namespace lk::app {

namespace {

using namespace std::chrono_literals;

constexpr auto kLookAgain = 250ms;
constexpr std::chrono::milliseconds kLeastPatience = 30s;  // a service may say too little of itself, and be slow

const char* doing(ServiceState state) {
  switch (state) {
    case ServiceState::Stopped: return "stopped";
    case ServiceState::Starting: return "starting";
    case ServiceState::Running: return "to stop, and running on";
    case ServiceState::Stopping: return "stopping";
  }
  return "";
}

}  // namespace

Result<ServiceSeen> ServiceManager::whileIn(std::initializer_list<ServiceState> states) {
  auto since = m_clock.steady();
  ServiceState state = ServiceState::Stopped;
  std::uint32_t checkpoint = 0;
  for (;;) {
    auto seen = m_control.look();
    if (!seen || std::ranges::find(states, seen->state) == states.end()) return seen;
    if (seen->state != state || seen->checkpoint != checkpoint) since = m_clock.steady();
    state = seen->state;
    checkpoint = seen->checkpoint;
    const auto patience = std::max(kLeastPatience, seen->waitHint);
    if (m_clock.steady() - since > patience) {
      return Error{Error::Code::Timeout,
                   std::string("the service has made no step for ") +
                       std::to_string(std::chrono::duration_cast<std::chrono::seconds>(patience).count()) +
                       " s while it was " + doing(state) + "; see its log, or end process " +
                       std::to_string(seen->pid)};
    }
    m_wait(kLookAgain);
  }
}

Result<ServiceSeen> ServiceManager::start() {
  // One that is just stopping can't be started.
  auto seen = whileIn({ServiceState::Stopping});
  if (!seen || seen->state == ServiceState::Running) return seen;
  if (seen->state == ServiceState::Stopped) {
    if (const auto asked = m_control.start(); !asked && asked.error().code != Error::Code::InUse) return asked.error();
  }
  seen = whileIn({ServiceState::Starting});
  if (!seen || seen->state == ServiceState::Running) return seen;
  return Error{Error::Code::Io, "the service ended as it started, with exit code " + std::to_string(seen->exitCode) +
                                    "; why is in the log in its data folder, and in Windows' event log"};
}

Result<ServiceSeen> ServiceManager::stop() {
  auto seen = whileIn({ServiceState::Starting});
  if (!seen || seen->state == ServiceState::Stopped) return seen;
  if (seen->state == ServiceState::Running) {
    // It may have been told, or have ended, meanwhile.
    const auto asked = m_control.askToStop();
    if (!asked && asked.error().code != Error::Code::InUse) return asked.error();
  }
  // Its manager passes the word on, and it may take a moment before it says that it stops.
  return whileIn({ServiceState::Running, ServiceState::Stopping});
}

Result<void> ServiceManager::remove() {
  if (const auto stopped = stop(); !stopped) return stopped.error();
  return m_control.erase();
}

}  // namespace lk::app
