#include <sys/prctl.h>
#include <unistd.h>

#include <QProcess>
#include <csignal>

#include "server/setup/process_group.h"

namespace lk::setup {

void startInOwnGroup(QProcess& process) {
  // Between fork and exec: system calls only. A session of its own has no terminal, so that no program asks there for a
  // password; signals that this program blocks are not blocked for it.
  process.setChildProcessModifier([] {
    ::setsid();
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
  });
}

void endGroup(QProcess& process) {
  const auto leader = static_cast<pid_t>(process.processId());
  if (leader > 0) ::kill(-leader, SIGKILL);
  process.kill();
}

}  // namespace lk::setup
