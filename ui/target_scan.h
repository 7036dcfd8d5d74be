#pragma once

#include <QObject>
#include <QTimer>

#include "ui/device_filter.h"

namespace lk::ui {

class DevicesModel;

// Which of the connected devices a filter lets through. A large fleet is looked at in several turns of the event loop,
// so that the window goes on.
class TargetScan final : public QObject {
  Q_OBJECT

 public:
  explicit TargetScan(const DevicesModel& devices, QObject* parent = nullptr);

  // In place of one that is under way. found() comes from the event loop.
  void start(const DeviceFilter& filter, qint64 nowMs);
  void stop() { m_turn.stop(); }
  [[nodiscard]] bool underWay() const { return m_turn.isActive(); }

 Q_SIGNALS:
  void found(const QStringList& devices);

 private:
  void step();

  const DevicesModel& m_devices;
  QTimer m_turn;
  DeviceFilter m_filter;
  qint64 m_nowMs = 0;
  int m_next = 0;  // slot
  QStringList m_found;
};

}  // namespace lk::ui
