#include "app/service_life.h"

namespace lk::app {

namespace {

using namespace std::chrono_literals;

// Many times the tick, as a machine that starts or stops is busy.
constexpr auto kWaitHint = 20s;

}  // namespace

ServiceStatus ServiceLife::next(ServiceState state) {
  m_checkpoint = m_state == state ? m_checkpoint + 1 : 1;
  m_state = state;
  return {.state = state, .checkpoint = m_checkpoint, .waitHint = kWaitHint};
}

ServiceStatus ServiceLife::begin() { return next(ServiceState::Starting); }

std::optional<ServiceStatus> ServiceLife::ready() {
  if (m_state != ServiceState::Starting) return std::nullopt;
  m_state = ServiceState::Running;
  return ServiceStatus{.state = m_state, .takesStop = true};
}

std::optional<ServiceStatus> ServiceLife::stopAsked() {
  if (m_state != ServiceState::Starting && m_state != ServiceState::Running) return std::nullopt;
  return next(ServiceState::Stopping);
}

std::optional<ServiceStatus> ServiceLife::tick() {
  if (m_state != ServiceState::Starting && m_state != ServiceState::Stopping) return std::nullopt;
  return next(m_state);
}

std::optional<ServiceStatus> ServiceLife::ended(int exitCode) {
  if (m_state == ServiceState::Stopped) return std::nullopt;
  m_state = ServiceState::Stopped;
  return ServiceStatus{.state = m_state, .exitCode = exitCode};
}

}  // namespace lk::app
