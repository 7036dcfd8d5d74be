#pragma once

#include <QString>
#include <functional>
#include <optional>
#include <string>

#include "server/base/result.h"
#include "server/base/settings.h"
#include "server/base/settings_places.h"

namespace lk {

// What was done about a settings file that no start can read.
struct SettingsRescue {
  QString keptAs;           // where the broken file is now, as it was
  std::string why;          // one line for each thing that was wrong
  bool fromBackup = false;  // FILE.bak took its place; else there is no file, and the defaults hold
};

// Puts a settings file aside that holds no settings, or such that `check` refuses, and FILE.bak in its place if that
// one is good. A kill at any moment leaves the broken file, the good one or none, and what was broken is never lost.
// Nothing: the file is good, or not there. Errors: Settings; it can't be put aside, and is left as it is.
[[nodiscard]] Result<std::optional<SettingsRescue>> rescueSettingsFile(
    const QString& path, const std::function<Result<void>(const Settings&, const SettingsPlaces&)>& check);

}  // namespace lk
