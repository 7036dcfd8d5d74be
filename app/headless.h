#pragma once

#include "app/startup.h"

namespace lk::app {

// Runs the node alone until it is told to end; the exit code. Wants a QCoreApplication.
[[nodiscard]] int runHeadless(const Startup& startup);

}  // namespace lk::app
