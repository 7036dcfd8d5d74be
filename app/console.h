#pragma once

#include <QTimer>
#include <memory>

#include "app/attached_settings.h"
#include "app/console_backend.h"
#include "app/demo_switch.h"
#include "app/settings_keeper.h"
#include "ui/main_window.h"

namespace lk::app {

// The console: what the program was started with, what it is attached to now, and the window on that. Attaching makes
// the window anew, so that nothing of one fleet is ever taken for another's; the program's own node goes on meanwhile.
class Console final : public ui::Connector {
  Q_OBJECT

 public:
  // The backend is what the program was started with. All that is handed in outlives this. tray: null, if there is
  // none.
  Console(const Startup& startup, ConsoleBackend backend, const Clock& clock, ui::Language& language,
          ui::SecretStore& secrets, ui::Tray* tray);
  ~Console() override;

  // Makes the window and shows it. notice: for its banner, or empty.
  void open(const QString& notice);
  void show();
  Result<void> startDemo(int devices);
  [[nodiscard]] NodeHost* host() { return m_started.host.get(); }
  // The window, gone from the screen; it is still there.
  void hide();

  [[nodiscard]] ui::Connection current() const override;
  [[nodiscard]] ui::Connection started() const override;
  [[nodiscard]] QStringList localNodes() const override;
  Result<void> attach(const ui::Connection& connection, const QString& password) override;
  Result<void> setReadOnly(bool readOnly) override;

 Q_SIGNALS:
  void quitAccepted();

 private:
  [[nodiscard]] QString besideSettings(const char* name) const;
  [[nodiscard]] bool isElsewhere() const { return m_other.control() != nullptr; }
  void switchOver();
  void countOwnDevices();

  const QString m_configPath;
  const Clock& m_clock;
  ui::Language& m_language;
  ui::SecretStore& m_secrets;
  ui::Tray* const m_tray;
  ConsoleBackend m_started;
  std::unique_ptr<DemoSwitch> m_demo;
  SettingsKeeper m_settings;
  ui::Connection m_connection;
  ConsoleBackend m_other;  // while attached to something else
  std::unique_ptr<AttachedSettings> m_otherSettings;
  std::optional<ConsoleBackend> m_next;  // takes over in the next turn
  ui::Connection m_nextConnection;
  QTimer m_counting;
  int m_ownDevices = 0;                      // while attached to something else
  std::unique_ptr<ui::MainWindow> m_window;  // before all that it looks at, in order of ending
};

}  // namespace lk::app
