#include "app/settings_keeper.h"

#include "server/base/settings_file.h"

namespace lk::app {

Result<void> SettingsKeeper::save(const Settings& settings) {
  // A file that the next start refuses must not be written.
  if (auto good = checkSettings(settings); !good) return good;
  // What a flag decides now is not what the file should say from now on.
  Settings toWrite = settings;
  for (const SettingsField& field : settingsFields()) {
    if (!overridden(field)) continue;
    std::visit([&](auto member) { toWrite.*member = m_startup.fileSettings().*member; }, field.member);
  }
  // The host's name stands in for an empty id; it is not written down as if somebody had chosen it.
  if (m_startup.fileSettings().nodeId.empty() && settings.nodeId == hostNodeId()) toWrite.nodeId.clear();
  if (auto written = writeSettingsFile(m_startup.configPath(), toWrite); !written) return written;
  auto again = m_startup.readAgain();
  if (!again) return again.error();
  m_startup = std::move(*again);
  if (m_host != nullptr) m_host->node().reload(m_startup.settings());
  Q_EMIT changed();
  return {};
}

}  // namespace lk::app
