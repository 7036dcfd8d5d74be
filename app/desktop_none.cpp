#include "app/desktop.h"
#include "app/output.h"

namespace lk::app {

int runDesktop(int& /*argc*/, char** /*argv*/, const CommandLine& /*line*/, Terminal& /*terminal*/) {
  return Output(false).fail({Error::Code::Usage, "this build has no console; start it with --headless"});
}

}  // namespace lk::app
