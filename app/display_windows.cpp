#include "app/display.h"

namespace lk::app {

// A service's session can make windows, too; only nobody sees them.
bool hasDisplay() { return true; }

// The system shows the reason in a box of its own.
std::unique_ptr<QApplication> makeApplication(int& argc, char** argv) {
  return std::make_unique<QApplication>(argc, argv);
}

}  // namespace lk::app
