#include <windows.h>

#include "app/arguments.h"
// After windows.h, which it needs.
#include <shellapi.h>

namespace lk::app {

// argv is in the system's code page, which may have no room for what was written.
Result<QStringList> programArguments(int /*argc*/, char** /*argv*/) {
  int count = 0;
  LPWSTR* words = CommandLineToArgvW(GetCommandLineW(), &count);
  if (words == nullptr) return Error{Error::Code::Usage, "Windows could not take the command line apart"};
  QStringList arguments;
  for (int i = 1; i < count; ++i) arguments.push_back(QString::fromWCharArray(words[i]));
  LocalFree(words);
  return arguments;
}

}  // namespace lk::app
