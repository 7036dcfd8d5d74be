#pragma once

#include <string>
#include <string_view>

#include "server/base/result.h"
#include "server/base/settings.h"

namespace lk {

// Null if there is no such field. name: SECTION.KEY.
[[nodiscard]] const SettingsField* findField(std::string_view name);

[[nodiscard]] bool isSection(std::string_view section);

// What is wrong with a section or key that is not there: which was meant perhaps, or which there are.
[[nodiscard]] std::string unknownField(std::string_view section, std::string_view key);

// Sets one field from text, or says what is wrong with it and what would be right.
[[nodiscard]] Result<void> setField(Settings& settings, const SettingsField& field, std::string_view text);

// Whether the field holds several values, so that it may be set several times.
[[nodiscard]] bool isList(const SettingsField& field);

// How many it holds: 1, unless it is a list.
[[nodiscard]] std::size_t countValues(const Settings& settings, const SettingsField& field);

// As setField for what is set once more: a list then holds these values, too.
[[nodiscard]] Result<void> addToField(Settings& settings, const SettingsField& field, std::string_view text);

// The field's value as setField takes it.
[[nodiscard]] std::string fieldText(const Settings& settings, const SettingsField& field);

// What setField accepts, for people: "a duration from 100ms to 1h".
[[nodiscard]] std::string fieldForm(const SettingsField& field);

}  // namespace lk
