#pragma once

#include <QString>
#include <chrono>
#include <memory>

#include "app/service_life.h"
#include "app/service_plan.h"
#include "server/base/result.h"

namespace lk::app {

// The service as its manager sees it.
struct ServiceSeen {
  ServiceState state = ServiceState::Stopped;
  std::uint32_t checkpoint = 0;
  std::chrono::milliseconds waitHint{0};
  qint64 pid = 0;    // 0: does not run
  int exitCode = 0;  // of the last run: the program's own, or Windows'
  QString commandLine;
  QString account;
  bool automatic = false;  // starts with the machine
};

// The system's service manager, asked about the one service of this program. Each call is one word to it; nothing
// waits. Errors, of all: NotFound (there is no such service), NotPermitted, Io.
class ServiceControl {
 public:
  virtual ~ServiceControl() = default;

  // Also InUse: there is one already.
  [[nodiscard]] virtual Result<void> create(const ServicePlan& plan) = 0;
  [[nodiscard]] virtual Result<ServiceSeen> look() = 0;
  // Also InUse: it runs already.
  [[nodiscard]] virtual Result<void> start() = 0;
  // Also InUse: it does not run, or is not ready to be told.
  [[nodiscard]] virtual Result<void> askToStop() = 0;
  [[nodiscard]] virtual Result<void> erase() = 0;
};

// Null: this system has no such manager.
[[nodiscard]] std::unique_ptr<ServiceControl> systemServiceControl();
[[nodiscard]] ServiceSurroundings systemServiceSurroundings();

// What Windows' error means for a service, and what to do. doing: as in "install the service".
[[nodiscard]] Error serviceError(const QString& doing, std::uint32_t windowsError);

}  // namespace lk::app
