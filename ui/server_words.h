#pragma once

#include <QString>

namespace lk::ui::words {

// What a node, the link to Redis or the table of settings gives as its reason, in the user's language; a sentence that
// is not known here stays as it is.
[[nodiscard]] QString serverSentence(const QString& sentence);

// The same for what is wrong with a settings file, a line for each, with FILE:LINE before it.
[[nodiscard]] QString settingsProblems(const QString& problems);

}  // namespace lk::ui::words
