#pragma once

#include "app/command_line.h"

namespace lk::app {

// While a file portable.ini stands beside the program, settings, history and logs are kept there, too: as if
// --data-folder had named that folder. What was said on the command line is stronger, and a service has a folder of its
// own. programFolder: without a slash at its end.
[[nodiscard]] CommandLine withPortableFolder(CommandLine line, const QString& programFolder);

}  // namespace lk::app
