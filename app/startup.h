#pragma once

#include <QString>
#include <optional>
#include <set>
#include <string>

#include "app/command_line.h"
#include "server/base/result.h"
#include "server/base/settings.h"
#include "server/base/settings_places.h"
#include "server/base/settings_rescue.h"

namespace lk::app {

// What the program starts with: defaults, then the settings file, then --set, then the flags.
class Startup {
 public:
  // Errors: Settings or Usage; one line for each thing that is wrong.
  [[nodiscard]] static Result<Startup> read(const CommandLine& line);

  // For a console, which starts whatever its file says: one that can't be read as settings is put aside first; see
  // rescueSettingsFile().
  [[nodiscard]] static Result<Startup> readAnyway(const CommandLine& line);

  // The same again with the file as it is now.
  [[nodiscard]] Result<Startup> readAgain() const { return read(m_line); }

  [[nodiscard]] const Settings& settings() const { return m_settings; }
  // As the file has them, without --set and flags.
  [[nodiscard]] const Settings& fileSettings() const { return m_fileSettings; }
  [[nodiscard]] const QString& configPath() const { return m_configPath; }
  // Where all is kept, by --data-folder or portable.ini; empty: in the user's folders.
  [[nodiscard]] const QString& dataFolder() const { return m_dataFolder; }
  // The same settings as an embedded node takes them: where its history is kept is resolved.
  [[nodiscard]] Settings nodeSettings() const;
  // Nothing: the file was good, or is not there.
  [[nodiscard]] const std::optional<SettingsRescue>& rescue() const { return m_rescue; }
  [[nodiscard]] int demoDevices() const { return m_demoDevices; }
  // Set by --set or a flag, so that the file does not decide.
  [[nodiscard]] bool overridden(const SettingsField& field) const { return m_overridden.contains(field.name()); }

 private:
  [[nodiscard]] static Result<Startup> read(const CommandLine& line, bool mustExist);
  Result<void> applyOptions();
  Result<void> applySet(const QString& text);

  CommandLine m_line;
  Settings m_settings;
  Settings m_fileSettings;
  QString m_configPath;
  QString m_dataFolder;
  SettingsPlaces m_places;
  std::set<std::string> m_overridden;
  std::optional<SettingsRescue> m_rescue;
  int m_demoDevices = 0;
};

// Whether this program can run with them; the error has one line for each thing that is wrong, with its place.
[[nodiscard]] Result<void> checkSettings(const Settings& settings, const SettingsPlaces& places = {});

// Where a node keeps its devices' history, its `auto` resolved: by its id in the data folder, or in the user's if that
// is empty. Empty: nowhere.
[[nodiscard]] std::string historyFileOf(const Settings& settings, const QString& dataFolder);

// The host's name, as far as it can be a node's id.
[[nodiscard]] std::string hostNodeId();

}  // namespace lk::app
