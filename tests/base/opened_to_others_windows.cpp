#include <windows.h>
// After windows.h, which they need.
#include <aclapi.h>
#include <sddl.h>

#include <QDir>
#include <string>

#include "tests/base/opened_to_others.h"

namespace lk::test {

bool openToOthers(const QString& path) {
  PSECURITY_DESCRIPTOR rights = nullptr;
  PACL list = nullptr;
  BOOL present = FALSE;
  BOOL byDefault = FALSE;
  // All to its owner, reading to everybody.
  if (::ConvertStringSecurityDescriptorToSecurityDescriptorW(L"D:P(A;;FA;;;OW)(A;;FR;;;WD)", SDDL_REVISION_1, &rights,
                                                             nullptr) == FALSE) {
    return false;
  }
  std::wstring name = QDir::toNativeSeparators(path).toStdWString();
  const bool opened = ::GetSecurityDescriptorDacl(rights, &present, &list, &byDefault) != FALSE &&
                      ::SetNamedSecurityInfoW(name.data(), SE_FILE_OBJECT,
                                              DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION, nullptr,
                                              nullptr, list, nullptr) == ERROR_SUCCESS;
  ::LocalFree(rights);
  return opened;
}

}  // namespace lk::test
