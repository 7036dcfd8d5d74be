#pragma once

#include <QString>

#include "server/base/result.h"
#include "server/base/settings.h"
#include "server/base/settings_places.h"

namespace lk {

// Reads a settings file over what settings holds. A file that is not there is no error unless it must exist.
// The error's text has one line for each thing that is wrong. places: takes the line of each setting, if not null.
[[nodiscard]] Result<void> readSettingsFile(const QString& path, bool mustExist, Settings& settings,
                                            SettingsPlaces* places = nullptr);

// Writes so that a crash leaves the old file or the new one, keeps the one before as FILE.bak. A file that can't be
// read as settings is never overwritten.
[[nodiscard]] Result<void> writeSettingsFile(const QString& path, const Settings& settings);

}  // namespace lk
