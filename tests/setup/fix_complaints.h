#pragma once

#include <QStringList>

#include "server/setup/finding.h"

namespace lk::test {

// What PowerShell has against anything that a fix would have somebody or the program run, elevated, too.
[[nodiscard]] QStringList complaintsOf(const setup::Fix& fix);

}  // namespace lk::test
