#include "ui/shell_lines.h"

namespace lk::ui {

Terminal ownTerminal() { return Terminal::Windows; }

}  // namespace lk::ui
