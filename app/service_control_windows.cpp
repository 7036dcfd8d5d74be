#include <windows.h>

#include "app/service_control.h"
// After windows.h, which they need.
#include <aclapi.h>
#include <sddl.h>

#include <QCoreApplication>
#include <QDir>
#include <array>
#include <vector>

namespace lk::app {

namespace {

QString s(const char* text) { return QString::fromUtf8(text); }
std::wstring wide(const QString& text) { return text.toStdWString(); }

constexpr wchar_t kName[] = L"Linekeeper";
constexpr wchar_t kTitle[] = L"Linekeeper gateway node";
constexpr wchar_t kDescription[] =
    L"Keeps the connections of devices, and brings them their commands. Its settings, history and logs are in its data "
    L"folder.";
constexpr wchar_t kEventSource[] = L"SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\Linekeeper";

struct CloseService {
  void operator()(SC_HANDLE handle) const { CloseServiceHandle(handle); }
};
using Handle = std::unique_ptr<std::remove_pointer_t<SC_HANDLE>, CloseService>;

struct FreeLocal {
  void operator()(void* memory) const { LocalFree(memory); }
};
template <typename T>
using Local = std::unique_ptr<T, FreeLocal>;

Error lastError(const QString& doing) { return serviceError(doing, GetLastError()); }

ServiceState stateOf(DWORD state) {
  switch (state) {
    case SERVICE_STOPPED: return ServiceState::Stopped;
    case SERVICE_START_PENDING: return ServiceState::Starting;
    case SERVICE_STOP_PENDING: return ServiceState::Stopping;
    default: return ServiceState::Running;
  }
}

Error folderError(const ServicePlan& plan, DWORD error) {
  return serviceError(s("prepare the folder %1").arg(plan.dataFolder), error);
}

// A folder of the service's own gets its rights whoever made it: ProgramData lets everybody make folders.
Result<void> makeOwn(const ServicePlan& plan) {
  PSECURITY_DESCRIPTOR made = nullptr;
  const std::wstring rights = wide(serviceFolderRights(s(kServiceName)));
  if (ConvertStringSecurityDescriptorToSecurityDescriptorW(rights.c_str(), SDDL_REVISION_1, &made, nullptr) == FALSE) {
    return folderError(plan, GetLastError());
  }
  const Local<void> descriptor(made);
  SECURITY_ATTRIBUTES attributes{sizeof(SECURITY_ATTRIBUTES), made, FALSE};
  std::wstring folder = wide(plan.dataFolder);
  if (CreateDirectoryW(folder.c_str(), &attributes) != FALSE) return {};
  if (GetLastError() != ERROR_ALREADY_EXISTS) return folderError(plan, GetLastError());
  PSID owner = nullptr;
  PACL list = nullptr;
  BOOL there = FALSE;
  BOOL byDefault = FALSE;
  GetSecurityDescriptorOwner(made, &owner, &byDefault);
  GetSecurityDescriptorDacl(made, &there, &list, &byDefault);
  const DWORD error = SetNamedSecurityInfoW(
      folder.data(), SE_FILE_OBJECT,
      OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION, owner, nullptr,
      list, nullptr);
  return error == ERROR_SUCCESS ? Result<void>() : Result<void>(folderError(plan, error));
}

// One that somebody chose keeps its rights, and the service gets its own.
Result<void> joinOthers(const ServicePlan& plan) {
  if (!QDir().mkpath(plan.dataFolder)) return folderError(plan, ERROR_ACCESS_DENIED);
  PSID sid = nullptr;
  if (ConvertStringSidToSidW(wide(serviceSid(s(kServiceName))).c_str(), &sid) == FALSE) {
    return folderError(plan, GetLastError());
  }
  const Local<void> ownSid(sid);
  std::wstring folder = wide(plan.dataFolder);
  PACL old = nullptr;
  PSECURITY_DESCRIPTOR descriptor = nullptr;
  DWORD error = GetNamedSecurityInfoW(folder.data(), SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, nullptr, nullptr, &old,
                                      nullptr, &descriptor);
  if (error != ERROR_SUCCESS) return folderError(plan, error);
  const Local<void> ownDescriptor(descriptor);
  EXPLICIT_ACCESSW access{};
  constexpr DWORD kModify = 0x1301bf;
  access.grfAccessPermissions = kModify;
  access.grfAccessMode = GRANT_ACCESS;
  access.grfInheritance = SUB_CONTAINERS_AND_OBJECTS_INHERIT;
  access.Trustee.TrusteeForm = TRUSTEE_IS_SID;
  access.Trustee.ptstrName = static_cast<LPWSTR>(sid);
  PACL list = nullptr;
  error = SetEntriesInAclW(1, &access, old, &list);
  if (error != ERROR_SUCCESS) return folderError(plan, error);
  const Local<ACL> ownList(list);
  error =
      SetNamedSecurityInfoW(folder.data(), SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, nullptr, nullptr, list, nullptr);
  return error == ERROR_SUCCESS ? Result<void>() : Result<void>(folderError(plan, error));
}

// So that the event log finds the texts of its lines. Without it they are there all the same, with a remark.
void registerEvents(const ServicePlan& plan) {
  HKEY key = nullptr;
  if (RegCreateKeyExW(HKEY_LOCAL_MACHINE, kEventSource, 0, nullptr, 0, KEY_SET_VALUE, nullptr, &key, nullptr) !=
      ERROR_SUCCESS) {
    return;
  }
  const std::wstring file = wide(plan.message);
  constexpr DWORD kTypes = EVENTLOG_ERROR_TYPE | EVENTLOG_WARNING_TYPE | EVENTLOG_INFORMATION_TYPE;
  RegSetValueExW(key, L"EventMessageFile", 0, REG_EXPAND_SZ, reinterpret_cast<const BYTE*>(file.c_str()),
                 static_cast<DWORD>((file.size() + 1) * sizeof(wchar_t)));
  RegSetValueExW(key, L"TypesSupported", 0, REG_DWORD, reinterpret_cast<const BYTE*>(&kTypes), sizeof kTypes);
  RegCloseKey(key);
}

// What Windows shows of it, does when it crashes, and lets it do as the machine shuts down.
void describe(SC_HANDLE service) {
  std::wstring text = kDescription;
  SERVICE_DESCRIPTIONW description{text.data()};
  ChangeServiceConfig2W(service, SERVICE_CONFIG_DESCRIPTION, &description);
  std::array<SC_ACTION, 3> again = {
      {{SC_ACTION_RESTART, 2'000}, {SC_ACTION_RESTART, 10'000}, {SC_ACTION_RESTART, 60'000}}};
  SERVICE_FAILURE_ACTIONSW failure{};
  constexpr DWORD kDay = 86'400;
  failure.dwResetPeriod = kDay;
  failure.cActions = static_cast<DWORD>(again.size());
  failure.lpsaActions = again.data();
  ChangeServiceConfig2W(service, SERVICE_CONFIG_FAILURE_ACTIONS, &failure);
  constexpr DWORD kTimeToDrain = 120'000;
  SERVICE_PRESHUTDOWN_INFO shutdown{kTimeToDrain};
  ChangeServiceConfig2W(service, SERVICE_CONFIG_PRESHUTDOWN_INFO, &shutdown);
}

class WindowsServiceControl final : public ServiceControl {
 public:
  Result<void> create(const ServicePlan& plan) override {
    const QString doing = s("install the service");
    const Handle manager = openManager(SC_MANAGER_CONNECT | SC_MANAGER_CREATE_SERVICE);
    if (!manager) return lastError(doing);
    // NUL after each, and one more.
    constexpr wchar_t kNeeds[] = L"Tcpip\0";
    const Handle service(CreateServiceW(manager.get(), kName, kTitle, SERVICE_ALL_ACCESS, SERVICE_WIN32_OWN_PROCESS,
                                        SERVICE_AUTO_START, SERVICE_ERROR_NORMAL, wide(plan.commandLine).c_str(),
                                        nullptr, nullptr, kNeeds, wide(serviceAccount()).c_str(), nullptr));
    if (!service) return lastError(doing);
    // Its account is there from now on. A service without its folder is none.
    if (auto folder = plan.ownFolder ? makeOwn(plan) : joinOthers(plan); !folder) {
      DeleteService(service.get());
      return folder;
    }
    describe(service.get());
    registerEvents(plan);
    return {};
  }

  Result<ServiceSeen> look() override {
    const QString doing = s("look at the service");
    const Handle service = open(SERVICE_QUERY_STATUS | SERVICE_QUERY_CONFIG);
    if (!service) return lastError(doing);
    SERVICE_STATUS_PROCESS status{};
    DWORD needed = 0;
    if (QueryServiceStatusEx(service.get(), SC_STATUS_PROCESS_INFO, reinterpret_cast<LPBYTE>(&status), sizeof status,
                             &needed) == FALSE) {
      return lastError(doing);
    }
    ServiceSeen seen;
    seen.state = stateOf(status.dwCurrentState);
    seen.checkpoint = status.dwCheckPoint;
    seen.waitHint = std::chrono::milliseconds(status.dwWaitHint);
    seen.pid = status.dwProcessId;
    const DWORD code = status.dwWin32ExitCode == ERROR_SERVICE_SPECIFIC_ERROR ? status.dwServiceSpecificExitCode
                                                                              : status.dwWin32ExitCode;
    seen.exitCode = code == ERROR_SERVICE_NEVER_STARTED ? 0 : static_cast<int>(code);
    QueryServiceConfigW(service.get(), nullptr, 0, &needed);
    std::vector<std::byte> room(needed);
    auto* config = reinterpret_cast<QUERY_SERVICE_CONFIGW*>(room.data());
    if (!room.empty() && QueryServiceConfigW(service.get(), config, needed, &needed) != FALSE) {
      seen.commandLine = QString::fromWCharArray(config->lpBinaryPathName);
      seen.account = QString::fromWCharArray(config->lpServiceStartName);
      seen.automatic = config->dwStartType == SERVICE_AUTO_START;
    }
    return seen;
  }

  Result<void> start() override {
    const QString doing = s("start the service");
    const Handle service = open(SERVICE_START);
    if (!service || StartServiceW(service.get(), 0, nullptr) == FALSE) return lastError(doing);
    return {};
  }

  Result<void> askToStop() override {
    const QString doing = s("stop the service");
    const Handle service = open(SERVICE_STOP);
    SERVICE_STATUS status{};
    if (!service || ControlService(service.get(), SERVICE_CONTROL_STOP, &status) == FALSE) return lastError(doing);
    return {};
  }

  Result<void> erase() override {
    const QString doing = s("remove the service");
    const Handle service = open(DELETE);
    if (!service || DeleteService(service.get()) == FALSE) return lastError(doing);
    RegDeleteKeyW(HKEY_LOCAL_MACHINE, kEventSource);
    return {};
  }

 private:
  static Handle openManager(DWORD access) { return Handle(OpenSCManagerW(nullptr, nullptr, access)); }

  // Null: GetLastError() says why.
  static Handle open(DWORD access) {
    const Handle manager = openManager(SC_MANAGER_CONNECT);
    return Handle(manager ? OpenServiceW(manager.get(), kName, access) : nullptr);
  }
};

}  // namespace

std::unique_ptr<ServiceControl> systemServiceControl() { return std::make_unique<WindowsServiceControl>(); }

ServiceSurroundings systemServiceSurroundings() {
  return {.program = QCoreApplication::applicationFilePath(),
          .programData = QDir::fromNativeSeparators(qEnvironmentVariable("ProgramData", s("C:/ProgramData"))),
          .userFolder = QDir::homePath()};
}

}  // namespace lk::app
