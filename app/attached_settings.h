#pragma once

#include "ui/connector.h"
#include "ui/settings_store.h"

namespace lk::app {

// The program's settings as a window sees them that is attached to another cluster: how that one's Redis is reached
// stands in place of the program's own, is not to be changed there, and is never written to the file.
class AttachedSettings final : public ui::SettingsStore {
  Q_OBJECT

 public:
  // own outlives this.
  AttachedSettings(ui::SettingsStore& own, ui::Connection connection);

  [[nodiscard]] Settings current() const override;
  Result<void> save(const Settings& settings) override;
  [[nodiscard]] QString filePath() const override { return m_own.filePath(); }
  [[nodiscard]] bool overridden(const SettingsField& field) const override;

 private:
  ui::SettingsStore& m_own;
  const ui::Connection m_connection;
};

// The settings with which a connection's Redis is reached; `own` has all that it does not say.
[[nodiscard]] Settings settingsOf(const ui::Connection& connection, const Settings& own);

}  // namespace lk::app
