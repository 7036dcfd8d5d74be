#include <windows.h>

#include <QProcess>
#include <memory>
#include <vector>

#include "server/setup/process_group.h"

namespace lk::setup {

namespace {

constexpr UINT kEnded = 137;  // exit code of what was ended, as on other systems

void limit(HANDLE job, DWORD flags) {
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits{};
  limits.BasicLimitInformation.LimitFlags = flags;
  ::SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
}

// A job that the program is born into, with all that it will start. Windows ends what is in it when its last handle is
// closed, which is when this program ends.
class Job {
 public:
  Job() : m_job(::CreateJobObjectW(nullptr, nullptr)) {
    limit(m_job, JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE);
    SIZE_T size = 0;
    ::InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
    m_memory.resize(size);
    m_hasList = m_job != nullptr && ::InitializeProcThreadAttributeList(list(), 1, 0, &size) != FALSE;
    if (m_hasList)
      ::UpdateProcThreadAttribute(list(), 0, PROC_THREAD_ATTRIBUTE_JOB_LIST, &m_job, sizeof m_job, nullptr, nullptr);
  }
  ~Job() {
    if (m_hasList) ::DeleteProcThreadAttributeList(list());
    if (m_job != nullptr) ::CloseHandle(m_job);
  }
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  void take(QProcess::CreateProcessArguments& arguments) {
    if (!m_hasList) return;
    m_startup.StartupInfo = *arguments.startupInfo;
    m_startup.StartupInfo.cb = sizeof m_startup;
    m_startup.lpAttributeList = list();
    arguments.startupInfo = &m_startup.StartupInfo;
    arguments.flags |= EXTENDED_STARTUPINFO_PRESENT | CREATE_NEW_PROCESS_GROUP | CREATE_NO_WINDOW;
  }
  void end() const { ::TerminateJobObject(m_job, kEnded); }
  // The program has ended by itself: what it left behind was meant to stay.
  void release() const { limit(m_job, 0); }

 private:
  [[nodiscard]] LPPROC_THREAD_ATTRIBUTE_LIST list() {
    return reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(m_memory.data());
  }

  HANDLE m_job;
  std::vector<std::byte> m_memory;  // of the list
  bool m_hasList = false;
  STARTUPINFOEXW m_startup{};
};

// The job of a process, owned by it.
class JobHolder final : public QObject {
 public:
  explicit JobHolder(QProcess& process) : QObject(&process) {
    process.setCreateProcessArgumentsModifier(
        [this](QProcess::CreateProcessArguments* arguments) { job.take(*arguments); });
    connect(&process, &QProcess::finished, this, [this] { job.release(); });
  }
  Job job;
};

}  // namespace

void startInOwnGroup(QProcess& process) { new JobHolder(process); }

void endGroup(QProcess& process) {
  for (QObject* child : process.children()) {
    if (const auto* holder = dynamic_cast<JobHolder*>(child)) holder->job.end();
  }
  process.kill();
}

}  // namespace lk::setup
