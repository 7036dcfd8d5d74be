#pragma once

#include <QFileDevice>

#include "server/base/result.h"

namespace lk::setup {

// Whose the file is, and who else may what with it (mode, ACL, SELinux' label), onto the open one that is to take its
// place. No file at that path: nothing. On Windows a file has its folder's rights. Errors: NotPermitted, Io.
[[nodiscard]] Result<void> copyRights(const QString& from, const QFileDevice& to);

}  // namespace lk::setup
