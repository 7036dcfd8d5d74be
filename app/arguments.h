#pragma once

#include <QStringList>

#include "server/base/result.h"

namespace lk::app {

// What this program was started with, without its name. Errors: Usage, an argument is not text.
[[nodiscard]] Result<QStringList> programArguments(int argc, char** argv);

}  // namespace lk::app
