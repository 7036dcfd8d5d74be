#include <windows.h>

#include <mutex>

#include "app/exit_signals.h"

namespace lk::app {

namespace {

// Windows calls a function, with nothing of ours beside it, in a thread of its own: whom it calls has to stand
// somewhere.
struct Called {
  std::mutex lock;
  ExitSignals* signals = nullptr;
};
Called& called() {
  static Called one;
  return one;
}

BOOL WINAPI controlCame(DWORD control) {
  {
    Called& one = called();
    const std::lock_guard lock(one.lock);
    if (one.signals == nullptr) return FALSE;
    QMetaObject::invokeMethod(one.signals, &ExitSignals::endRequested, Qt::QueuedConnection);
  }
  // These end the program as soon as this returns, or after 5 s; it ends itself before that.
  if (control == CTRL_CLOSE_EVENT || control == CTRL_LOGOFF_EVENT || control == CTRL_SHUTDOWN_EVENT) ::Sleep(INFINITE);
  return TRUE;
}

}  // namespace

class ExitSignals::Watch {
 public:
  explicit Watch(ExitSignals& owner) {
    tell(&owner);
    // A program started in the background is born with Ctrl+C switched off.
    ::SetConsoleCtrlHandler(nullptr, FALSE);
    ::SetConsoleCtrlHandler(controlCame, TRUE);
  }
  ~Watch() {
    ::SetConsoleCtrlHandler(controlCame, FALSE);
    tell(nullptr);
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

 private:
  static void tell(ExitSignals* signals) {
    const std::lock_guard lock(called().lock);
    called().signals = signals;
  }
};

void ExitSignals::blockInAllThreads() {}

void ExitSignals::outliveReaders() {}

ExitSignals::ExitSignals(QObject* parent) : QObject(parent), m_watch(std::make_unique<Watch>(*this)) {}

ExitSignals::~ExitSignals() = default;

}  // namespace lk::app
