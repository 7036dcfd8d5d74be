#include "ui/shell_lines.h"

namespace lk::ui {

Terminal ownTerminal() { return Terminal::Posix; }

}  // namespace lk::ui
