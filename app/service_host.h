#pragma once

#include <QObject>
#include <memory>

#include "app/service_life.h"
#include "server/base/result.h"
#include "server/node/control_types.h"

namespace lk::app {

// The service manager that has started this program, as the service sees it. Signals come in the thread of the object.
class ServiceHost : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  // Answers the manager. Errors: Usage, when none has started this program.
  [[nodiscard]] virtual Result<void> join() = 0;
  virtual void report(const ServiceStatus& report) = 0;
  // A line of the system's log of events.
  virtual void tell(node::Severity severity, const QString& text) = 0;

 Q_SIGNALS:
  void stopRequested();  // by somebody, or as the machine shuts down
  void reloadRequested();
};

// Null: this system has no such manager.
[[nodiscard]] std::unique_ptr<ServiceHost> systemServiceHost();

}  // namespace lk::app
