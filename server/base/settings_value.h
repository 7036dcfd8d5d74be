#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/base/result.h"
#include "server/base/settings.h"

namespace lk {

// Null if there is no such field. name: SECTION.KEY.
[[nodiscard]] const SettingsField* findField(std::string_view name);

// Sets one field from text, or says what is wrong with it and what would be right.
[[nodiscard]] Result<void> setField(Settings& settings, const SettingsField& field, std::string_view text);

// The field's value as setField takes it.
[[nodiscard]] std::string fieldText(const Settings& settings, const SettingsField& field);

// What setField accepts, for people: "a duration from 100ms to 1h".
[[nodiscard]] std::string fieldForm(const SettingsField& field);

// What is wrong between fields; each error names both.
[[nodiscard]] std::vector<std::string> crossCheck(const Settings& settings);

}  // namespace lk
