#include "app/qt_switches.h"

namespace lk::app {

void setQtSwitches() {}

}  // namespace lk::app
