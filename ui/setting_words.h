#pragma once

#include <QString>

#include "server/base/settings.h"

// The user's words for the table of settings.
namespace lk::ui {

// "max-sessions" is "Max sessions", in the user's language.
[[nodiscard]] QString settingTitle(const SettingsField& field);
[[nodiscard]] QString settingHelp(const SettingsField& field);
// What may be written there, to stand behind "must be".
[[nodiscard]] QString settingForm(const SettingsField& field);
// A value as it is shown: a choice in the user's words, all else as it is written.
[[nodiscard]] QString settingValue(const SettingsField& field, const std::string& text);
// One of the choices of a field.
[[nodiscard]] QString settingChoice(const QString& choice);

}  // namespace lk::ui
