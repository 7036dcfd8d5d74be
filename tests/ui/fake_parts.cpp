#include "fake_parts.h"

namespace lk::ui::test {

Result<void> FakeDemoFleet::start(int devices) {
  if (!m_refusal.empty()) return Error{Error::Code::Limit, m_refusal};
  stop();
  m_devices = devices;
  m_node.connectDevices(devices, prefix());
  Q_EMIT changed();
  return {};
}

void FakeDemoFleet::stop() {
  for (int i = 1; i <= m_devices; ++i) m_node.disconnectDevice(prefix() + QString::number(i), CloseReason::Normal);
  m_devices = 0;
  Q_EMIT changed();
}

Result<void> FakeSettingsStore::save(const Settings& settings) {
  if (!m_refusal.empty()) return Error{Error::Code::NotPermitted, m_refusal};
  m_settings = settings;
  ++m_saves;
  Q_EMIT changed();
  return {};
}

}  // namespace lk::ui::test
