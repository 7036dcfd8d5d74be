#include "app/display.h"

namespace lk::app {

// A service's session can make windows, too; only nobody sees them.
bool hasDisplay() { return true; }

}  // namespace lk::app
