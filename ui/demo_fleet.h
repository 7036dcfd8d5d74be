#pragma once

#include <QObject>

#include "server/base/result.h"

namespace lk::ui {

// Simulated devices on the program's own node, as the console switches them. Whoever composes the program implements
// it.
class DemoFleet : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  // devices: 1 to 100 000. A running fleet is replaced. The error says why it can't be started.
  virtual Result<void> start(int devices) = 0;
  virtual void stop() = 0;
  // Devices asked for; 0: the fleet is off.
  [[nodiscard]] virtual int devices() const = 0;
  // Their ids begin with it; so the console knows a demo device from a real one.
  [[nodiscard]] virtual QString prefix() const { return QStringLiteral("demo-"); }

 Q_SIGNALS:
  void changed();
};

}  // namespace lk::ui
