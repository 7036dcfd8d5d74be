#pragma once

#include <QString>
#include <QStringList>

#include "app/command_line.h"

// What packages say of the command line and the settings. All of it is made from the tables that parse them, so that it
// can't differ from what the program does.
namespace lk::packaging {

[[nodiscard]] QString manPage();         // linekeeper(1), as troff
[[nodiscard]] QString bashCompletion();  // a script
[[nodiscard]] QString zshCompletion();   // likewise
[[nodiscard]] QString settingsSample();  // a settings file in which every setting stands, none of them set

// The words that may come next after a verb, where its usage lists them: "check [nginx|firewall]…".
[[nodiscard]] QStringList wordsAfter(const app::VerbSpec& verb);

}  // namespace lk::packaging
