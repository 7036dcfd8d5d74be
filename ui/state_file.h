#pragma once

#include <QSettings>
#include <memory>

namespace lk::ui {

// The ini file that remembers the window's place, columns and filters. One that can't be read is kept beside as
// FILE.broken, and the window starts as if for the first time; problem says so then. Written by Qt as a whole or not at
// all.
[[nodiscard]] std::unique_ptr<QSettings> openStateFile(const QString& path, QString& problem);

}  // namespace lk::ui
