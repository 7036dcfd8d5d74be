#pragma once

#include "app/command_line.h"
#include "app/console_attach.h"

namespace lk::app {

// Opens the console; makes the QApplication it needs, and lets go of the terminal once the window is there. The exit
// code.
[[nodiscard]] int runDesktop(int& argc, char** argv, const CommandLine& line, Terminal& terminal);

}  // namespace lk::app
