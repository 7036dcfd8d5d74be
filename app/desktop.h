#pragma once

#include "app/startup.h"

namespace lk::app {

// Opens the console; makes the QApplication it needs. The exit code.
[[nodiscard]] int runDesktop(int& argc, char** argv, const Result<Startup>& startup);

}  // namespace lk::app
