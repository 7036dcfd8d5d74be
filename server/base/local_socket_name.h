#pragma once

#include <QString>

namespace lk {

// What QLocalServer and QLocalSocket call the socket of that name in that folder: a path in it, or one elsewhere where
// that is too long; on Windows a pipe, which has no folder. Name: of a file, without an ending.
[[nodiscard]] QString localSocketName(const QString& folder, const QString& name);

}  // namespace lk
