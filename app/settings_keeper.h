#pragma once

#include "app/node_host.h"
#include "app/startup.h"
#include "ui/settings_store.h"

namespace lk::app {

// The settings of a console: read at the start, saved to the file, handed to the embedded node.
class SettingsKeeper final : public ui::SettingsStore {
  Q_OBJECT

 public:
  // host: null for a console without a node of its own.
  SettingsKeeper(Startup startup, NodeHost* host) : m_startup(std::move(startup)), m_host(host) {}

  [[nodiscard]] Settings current() const override { return m_startup.settings(); }
  Result<void> save(const Settings& settings) override;
  [[nodiscard]] QString filePath() const override { return m_startup.configPath(); }
  [[nodiscard]] bool overridden(const SettingsField& field) const override { return m_startup.overridden(field); }

 private:
  Startup m_startup;
  NodeHost* m_host;
};

}  // namespace lk::app
