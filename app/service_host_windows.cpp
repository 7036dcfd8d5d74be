#include <windows.h>

#include <QSemaphore>
#include <QThread>
#include <atomic>

#include "app/service_host.h"
#include "app/service_plan.h"

namespace lk::app {

namespace {

constexpr wchar_t kName[] = L"Linekeeper";

DWORD windowsState(ServiceState state) {
  switch (state) {
    case ServiceState::Stopped: return SERVICE_STOPPED;
    case ServiceState::Starting: return SERVICE_START_PENDING;
    case ServiceState::Running: return SERVICE_RUNNING;
    case ServiceState::Stopping: return SERVICE_STOP_PENDING;
  }
  return SERVICE_STOPPED;
}

// Windows' dispatcher has a thread of its own here, as it blocks, and the main thread is the event loop's.
class WindowsServiceHost final : public ServiceHost {
 public:
  ~WindowsServiceHost() override {
    if (m_status != nullptr) {
      // Not told that it has stopped, the dispatcher would stay for ever.
      if (!m_stopped) report({});
      m_over.release();
    }
    if (m_dispatcher) m_dispatcher->wait();
    if (m_events != nullptr) DeregisterEventSource(m_events);
    current() = nullptr;
  }

  Result<void> join() override {
    current() = this;
    m_dispatcher.reset(QThread::create([this] {
      wchar_t name[] = L"Linekeeper";
      const SERVICE_TABLE_ENTRYW table[] = {{name, &WindowsServiceHost::main}, {nullptr, nullptr}};
      if (StartServiceCtrlDispatcherW(table) == FALSE) m_begun.release();
    }));
    m_dispatcher->start();
    m_begun.acquire();
    if (m_status == nullptr) {
      return Error{Error::Code::Usage,
                   "'service run' is for Windows' service manager; to run a node here, say: linekeeper --headless; to "
                   "start the service: linekeeper service start"};
    }
    m_events = RegisterEventSourceW(nullptr, kName);
    return {};
  }

  void report(const ServiceStatus& report) override {
    SERVICE_STATUS status{};
    status.dwServiceType = SERVICE_WIN32_OWN_PROCESS;
    status.dwCurrentState = windowsState(report.state);
    status.dwControlsAccepted =
        report.takesStop ? SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_PRESHUTDOWN | SERVICE_ACCEPT_PARAMCHANGE : 0;
    status.dwWin32ExitCode = report.exitCode == 0 ? NO_ERROR : ERROR_SERVICE_SPECIFIC_ERROR;
    status.dwServiceSpecificExitCode = static_cast<DWORD>(report.exitCode);
    status.dwCheckPoint = report.checkpoint;
    status.dwWaitHint = static_cast<DWORD>(report.waitHint.count());
    m_stopped = report.state == ServiceState::Stopped;
    SetServiceStatus(m_status, &status);
  }

  // By the message table's only text, which is the line itself.
  void tell(node::Severity severity, const QString& text) override {
    if (m_events == nullptr) return;
    constexpr DWORD kTheLine = 1;
    const WORD type = severity == node::Severity::Problem   ? EVENTLOG_ERROR_TYPE
                      : severity == node::Severity::Warning ? EVENTLOG_WARNING_TYPE
                                                            : EVENTLOG_INFORMATION_TYPE;
    const std::wstring line = text.toStdWString();
    const wchar_t* lines[] = {line.c_str()};
    ReportEventW(m_events, type, 0, kTheLine, nullptr, 1, 0, lines, nullptr);
  }

 private:
  // Windows calls main() with nothing of ours, and there is one service in a process.
  static std::atomic<WindowsServiceHost*>& current() {
    static std::atomic<WindowsServiceHost*> host = nullptr;
    return host;
  }

  static void WINAPI main(DWORD /*count*/, LPWSTR* /*words*/) {
    WindowsServiceHost* host = current();
    host->m_status = RegisterServiceCtrlHandlerExW(kName, &WindowsServiceHost::control, host);
    host->m_begun.release();
    if (host->m_status != nullptr) host->m_over.acquire();
  }

  // In the dispatcher's thread. What it sends is queued to the object's.
  static DWORD WINAPI control(DWORD code, DWORD /*type*/, LPVOID /*data*/, LPVOID context) {
    auto* host = static_cast<WindowsServiceHost*>(context);
    switch (code) {
      case SERVICE_CONTROL_STOP:
      case SERVICE_CONTROL_PRESHUTDOWN:
        QMetaObject::invokeMethod(host, &ServiceHost::stopRequested, Qt::QueuedConnection);
        return NO_ERROR;
      case SERVICE_CONTROL_PARAMCHANGE:
        QMetaObject::invokeMethod(host, &ServiceHost::reloadRequested, Qt::QueuedConnection);
        return NO_ERROR;
      case SERVICE_CONTROL_INTERROGATE: return NO_ERROR;
      default: return ERROR_CALL_NOT_IMPLEMENTED;
    }
  }

  std::unique_ptr<QThread> m_dispatcher;
  QSemaphore m_begun;
  QSemaphore m_over;
  SERVICE_STATUS_HANDLE m_status = nullptr;
  HANDLE m_events = nullptr;
  bool m_stopped = false;
};

}  // namespace

std::unique_ptr<ServiceHost> systemServiceHost() { return std::make_unique<WindowsServiceHost>(); }

}  // namespace lk::app
