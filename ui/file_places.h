#pragma once

#include <QString>

namespace lk::ui {

// A file of this name among the person's documents, which is where file dialogs begin. The folder that the program was
// started in says nothing, and on Windows may be one that nobody may write to.
[[nodiscard]] QString documentFile(const QString& name);

}  // namespace lk::ui
