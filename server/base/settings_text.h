#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/base/settings.h"
#include "server/base/settings_places.h"

namespace lk {

// Puts what INI text says into settings. Every error has file and line: unknown section or key, a value out of
// range, a key twice, a line of no known form, text that is not UTF-8. Lines of a key that holds a list add up.
// places: takes FILE:LINE of each setting, if not null.
[[nodiscard]] std::vector<std::string> applySettingsText(std::string_view text, const std::string& fileName,
                                                         Settings& settings, SettingsPlaces* places = nullptr);

// The text with these settings in it: comments, order and all lines that stay are kept, what differs from the
// default and is not there yet is added. A changed setting has one line, where its first one was.
[[nodiscard]] std::string settingsText(std::string_view oldText, const Settings& settings);

}  // namespace lk
