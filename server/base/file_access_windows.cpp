#include <windows.h>
// After windows.h, which they need.
#include <aclapi.h>
#include <sddl.h>

#include <QDir>
#include <memory>
#include <string>
#include <vector>

#include "server/base/file_access.h"

namespace lk {

namespace {

constexpr DWORD kReading = FILE_READ_DATA | GENERIC_READ | GENERIC_ALL;
constexpr DWORD kWriting = FILE_WRITE_DATA | FILE_APPEND_DATA | FILE_DELETE_CHILD | DELETE | WRITE_DAC | WRITE_OWNER |
                           GENERIC_WRITE | GENERIC_ALL;

struct LocalFreed {
  void operator()(void* memory) const { ::LocalFree(memory); }
};
template <typename T>
using Local = std::unique_ptr<T, LocalFreed>;

std::wstring native(const QString& path) { return QDir::toNativeSeparators(path).toStdWString(); }

std::wstring textOf(PSID sid) {
  LPWSTR text = nullptr;
  if (::ConvertSidToStringSidW(sid, &text) == FALSE) return {};
  const Local<wchar_t> owned(text);
  return text;
}

// The user this program runs as; empty: the system does not say.
std::wstring ownSid() {
  HANDLE token = nullptr;
  if (::OpenProcessToken(::GetCurrentProcess(), TOKEN_QUERY, &token) == FALSE) return {};
  DWORD size = 0;
  ::GetTokenInformation(token, TokenUser, nullptr, 0, &size);
  std::vector<std::byte> memory(size);
  const bool known = size > 0 && ::GetTokenInformation(token, TokenUser, memory.data(), size, &size) != FALSE;
  ::CloseHandle(token);
  return known ? textOf(reinterpret_cast<TOKEN_USER*>(memory.data())->User.Sid) : std::wstring();
}

// Nobody is shut out by keeping a file from these: the system, its administrators, and whoever made it.
bool isTrusted(const std::wstring& sid, const std::wstring& own) {
  constexpr std::wstring_view kService = L"S-1-5-80-";  // services, the installer of Windows among them
  return sid == own || sid == L"S-1-5-18" || sid == L"S-1-5-32-544" || sid == L"S-1-3-0" || sid == L"S-1-3-4" ||
         sid.starts_with(kService);
}

}  // namespace

bool othersMay(Use use, const QString& path) {
  PACL list = nullptr;
  PSECURITY_DESCRIPTOR descriptor = nullptr;
  if (::GetNamedSecurityInfoW(native(path).c_str(), SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, nullptr, nullptr, &list,
                              nullptr, &descriptor) != ERROR_SUCCESS) {
    return false;
  }
  const Local<void> owned(descriptor);
  if (list == nullptr) return true;  // no list is no bar
  const std::wstring own = ownSid();
  const DWORD wanted = use == Use::Reading ? kReading : kWriting;
  for (DWORD i = 0; i < list->AceCount; ++i) {
    void* entry = nullptr;
    if (::GetAce(list, i, &entry) == FALSE) continue;
    auto* allowed = static_cast<ACCESS_ALLOWED_ACE*>(entry);
    const ACE_HEADER& header = allowed->Header;
    if (header.AceType != ACCESS_ALLOWED_ACE_TYPE || (header.AceFlags & INHERIT_ONLY_ACE) != 0) continue;
    if ((allowed->Mask & wanted) != 0 && !isTrusted(textOf(&allowed->SidStart), own)) return true;
  }
  return false;
}

bool closeToOthers(const QString& path) {
  const std::wstring own = ownSid();
  if (own.empty()) return false;
  // Inherits nothing; all rights, also of what will be in it, to this user, the system and its administrators.
  const std::wstring rights = L"D:P(A;OICI;FA;;;" + own + L")(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)";
  PSECURITY_DESCRIPTOR descriptor = nullptr;
  if (::ConvertStringSecurityDescriptorToSecurityDescriptorW(rights.c_str(), SDDL_REVISION_1, &descriptor, nullptr) ==
      FALSE) {
    return false;
  }
  const Local<void> owned(descriptor);
  PACL list = nullptr;
  BOOL present = FALSE;
  BOOL byDefault = FALSE;
  if (::GetSecurityDescriptorDacl(descriptor, &present, &list, &byDefault) == FALSE || present == FALSE) return false;
  std::wstring name = native(path);
  return ::SetNamedSecurityInfoW(name.data(), SE_FILE_OBJECT,
                                 DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION, nullptr, nullptr,
                                 list, nullptr) == ERROR_SUCCESS;
}

QString closingCommand(const QString& path) {
  return QStringLiteral("icacls \"%1\" /inheritance:r /grant:r \"%USERNAME%:F\"").arg(QDir::toNativeSeparators(path));
}

}  // namespace lk
