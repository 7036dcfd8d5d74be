#pragma once

#include <QString>

#include "server/base/result.h"

namespace lk::ui {

// A file with a password in its first line that nobody but its user may read (0600; on Windows as its folder says).
// Errors: Io, NotPermitted; each says what to do.
[[nodiscard]] Result<void> writeSecretFile(const QString& path, const QString& secret);
[[nodiscard]] Result<void> checkSecretFile(const QString& path);

}  // namespace lk::ui
