#pragma once

#include "app/command_line.h"

namespace lk::app {

// Opens the console; makes the QApplication it needs. The exit code.
[[nodiscard]] int runDesktop(int& argc, char** argv, const CommandLine& line);

}  // namespace lk::app
