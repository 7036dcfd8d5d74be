#include "ui/target_scan.h"

#include <algorithm>

#include "ui/devices_model.h"

namespace lk::ui {

namespace {

constexpr int kAtOnce = 5'000;  // slots of one turn: some milliseconds

}  // namespace

TargetScan::TargetScan(const DevicesModel& devices, QObject* parent) : QObject(parent), m_devices(devices) {
  connect(&m_turn, &QTimer::timeout, this, &TargetScan::step);
}

void TargetScan::start(const DeviceFilter& filter, qint64 nowMs) {
  m_filter = filter;
  m_nowMs = nowMs;
  m_next = 0;
  m_found.clear();
  m_turn.start(0);
}

void TargetScan::step() {
  const SessionStore& store = m_devices.store();
  const int end = std::min(m_next + kAtOnce, store.slots());
  for (; m_next < end; ++m_next) {
    if (!store.entry(m_next).alive) continue;
    const node::SessionRow row = store.row(m_next);
    if (m_filter.matches(row, m_nowMs)) m_found.push_back(row.device);
  }
  if (m_next < store.slots()) return;
  m_turn.stop();
  // A device that moved to another slot meanwhile would stand there twice.
  if (store.slots() > kAtOnce) m_found.removeDuplicates();
  Q_EMIT found(std::exchange(m_found, {}));
}

}  // namespace lk::ui
