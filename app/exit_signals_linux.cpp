#include <pthread.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>

#include "app/exit_signals.h"

namespace lk::app {

namespace {

sigset_t watchedSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGHUP);
  return set;
}

}  // namespace

// Blocked as signals and read as bytes: no handler, so nothing runs at a moment it must not. Threads made later
// inherit the block.
void ExitSignals::blockInAllThreads() {
  const sigset_t set = watchedSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

ExitSignals::ExitSignals(QObject* parent) : QObject(parent) {
  blockInAllThreads();
  const sigset_t set = watchedSignals();
  m_descriptor = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  if (m_descriptor < 0) return;
  m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read);
  connect(m_notifier.get(), &QSocketNotifier::activated, this, &ExitSignals::readSignals);
}

ExitSignals::~ExitSignals() {
  m_notifier.reset();
  if (m_descriptor >= 0) ::close(m_descriptor);
  const sigset_t set = watchedSignals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

void ExitSignals::readSignals() {
  signalfd_siginfo signal{};
  while (::read(m_descriptor, &signal, sizeof signal) == sizeof signal) {
    if (signal.ssi_signo == SIGHUP) {
      Q_EMIT reloadRequested();
    } else {
      Q_EMIT endRequested();
    }
  }
}

}  // namespace lk::app
