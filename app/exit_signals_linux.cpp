#include <pthread.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <QSocketNotifier>
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

void ExitSignals::outliveReaders() { std::signal(SIGPIPE, SIG_IGN); }

class ExitSignals::Watch {
 public:
  explicit Watch(ExitSignals& owner) : m_owner(owner) {
    const sigset_t set = watchedSignals();
    m_descriptor = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (m_descriptor < 0) return;
    m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, &owner, [this] { readSignals(); });
  }
  ~Watch() {
    m_notifier.reset();
    if (m_descriptor >= 0) ::close(m_descriptor);
    const sigset_t set = watchedSignals();
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

 private:
  void readSignals() {
    signalfd_siginfo signal{};
    while (::read(m_descriptor, &signal, sizeof signal) == sizeof signal) {
      signal.ssi_signo == SIGHUP ? Q_EMIT m_owner.reloadRequested() : Q_EMIT m_owner.endRequested();
    }
  }

  ExitSignals& m_owner;
  int m_descriptor = -1;
  std::unique_ptr<QSocketNotifier> m_notifier;
};

ExitSignals::ExitSignals(QObject* parent) : QObject(parent) {
  blockInAllThreads();
  m_watch = std::make_unique<Watch>(*this);
}

ExitSignals::~ExitSignals() = default;

}  // namespace lk::app
