#pragma once

#include <functional>

#include "app/service_control.h"
#include "server/base/clock.h"

namespace lk::app {

// The one service of this program: what the verb's words do with it. Blocking, for as long as the service goes on with
// what it is asked: it is given up when its checkpoint stands still for longer than its own hint.
class ServiceManager {
 public:
  using Wait = std::function<void(std::chrono::milliseconds)>;

  ServiceManager(ServiceControl& control, const Clock& clock, Wait wait)
      : m_control(control), m_clock(clock), m_wait(std::move(wait)) {}

  [[nodiscard]] Result<void> install(const ServicePlan& plan) { return m_control.create(plan); }
  [[nodiscard]] Result<ServiceSeen> status() { return m_control.look(); }
  // Until it runs; one that runs is good. Errors: Io (it ended at once), Timeout; NotFound, NotPermitted.
  [[nodiscard]] Result<ServiceSeen> start();
  // Until it has drained and stopped; one that is stopped is good. Errors: Timeout; NotFound, NotPermitted.
  [[nodiscard]] Result<ServiceSeen> stop();
  // Stops it first. Its data stay.
  [[nodiscard]] Result<void> remove();

 private:
  // The last that was seen once the service is in none of these states, or when it is given up.
  [[nodiscard]] Result<ServiceSeen> whileIn(std::initializer_list<ServiceState> states);

  ServiceControl& m_control;
  const Clock& m_clock;
  const Wait m_wait;
};

}  // namespace lk::app
