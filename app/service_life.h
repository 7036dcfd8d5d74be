#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace lk::app {

enum class ServiceState : std::uint8_t { Stopped, Starting, Running, Stopping };

// What a service says of itself to the system's service manager.
struct ServiceStatus {
  ServiceState state = ServiceState::Stopped;
  std::uint32_t checkpoint = 0;           // rises while it starts or stops
  std::chrono::milliseconds waitHint{0};  // the next checkpoint comes within that
  bool takesStop = false;                 // and reload
  int exitCode = 0;                       // once stopped; 0 is good
  bool operator==(const ServiceStatus&) const = default;
};

// The life of a service as its manager must see it: a manager that hears no checkpoint within the hint holds it for
// dead, and one that hears anything after Stopped is confused. Nothing: there is nothing to say.
class ServiceLife {
 public:
  [[nodiscard]] ServiceStatus begin();
  [[nodiscard]] std::optional<ServiceStatus> ready();  // accepts devices
  [[nodiscard]] std::optional<ServiceStatus> stopAsked();
  [[nodiscard]] std::optional<ServiceStatus> tick();  // once a second, for as long as it lasts
  [[nodiscard]] std::optional<ServiceStatus> ended(int exitCode);

  [[nodiscard]] ServiceState state() const { return m_state; }

 private:
  [[nodiscard]] ServiceStatus next(ServiceState state);

  ServiceState m_state = ServiceState::Stopped;
  std::uint32_t m_checkpoint = 0;
};

}  // namespace lk::app
