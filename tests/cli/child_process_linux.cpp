#include <sys/prctl.h>

#include <csignal>

#include "tests/cli/child_process.h"

namespace lk::test {

void endWithThisProcess(QProcess& child) {
  child.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
}

}  // namespace lk::test
