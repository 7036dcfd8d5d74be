#pragma once

#include <QString>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/result.h"
#include "server/base/settings.h"

namespace lk {

// Puts what INI text says into settings. Every error has file and line: unknown section or key, a value out of
// range, a key twice, a line of no known form, text that is not UTF-8.
[[nodiscard]] std::vector<std::string> applySettingsText(std::string_view text, const std::string& fileName,
                                                         Settings& settings);

// Reads a settings file over what settings holds. A file that is not there is no error unless it must exist.
// The error's text has one line for each thing that is wrong.
[[nodiscard]] Result<void> readSettingsFile(const QString& path, bool mustExist, Settings& settings);

// The file's text with these settings in it: comments, order and all lines that stay are kept, what differs from the
// default and is not there yet is added.
[[nodiscard]] std::string settingsText(std::string_view oldText, const Settings& settings);

// Writes so that a crash leaves the old file or the new one, keeps the one before as FILE.bak. A file that can't be
// read as settings is never overwritten.
[[nodiscard]] Result<void> writeSettingsFile(const QString& path, const Settings& settings);

}  // namespace lk
