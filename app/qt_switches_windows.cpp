#include <QByteArray>

#include "app/qt_switches.h"

namespace lk::app {

// Patterns that are compiled leave something with each thread that used one, as listing a folder does. mingw frees a
// thread's variables before it ends them (GCC bug 83562): Qt would then free what a stranger has written there.
void setQtSwitches() {
  if (!qEnvironmentVariableIsSet("QT_ENABLE_REGEXP_JIT")) qputenv("QT_ENABLE_REGEXP_JIT", "0");
}

}  // namespace lk::app
