#include "app/display.h"

namespace lk::app {

// A service's session can make windows, too; only nobody sees them.
bool hasDisplay() { return true; }

// The system shows the reason in a box of its own.
DisplayOpening::DisplayOpening() = default;
DisplayOpening::~DisplayOpening() = default;

}  // namespace lk::app
