// linekeeper.com, which cmd and PowerShell take for the word `linekeeper` before linekeeper.exe: a program of the
// terminal that runs the one with the window, passes on its streams, Ctrl+C and exit code, and makes the shell wait for
// it. Where a window opens, it ends as soon as that is there. It knows nothing but Windows.
#include <windows.h>

#include <cstdio>
#include <string>

#include "app/launcher_words.h"

namespace {

constexpr int kCannotStart = 2;

// Empty: Windows does not say.
std::wstring ownPath() {
  std::wstring path(MAX_PATH, L'\0');
  for (;;) {
    const DWORD length = GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size()));
    if (length < path.size()) {
      path.resize(length);
      return path;
    }
    path.resize(path.size() * 2);
  }
}

HANDLE& running() {
  static HANDLE process = nullptr;
  return process;
}

// The program gets these itself, being of the same terminal. This one must only be there until it has ended.
BOOL WINAPI leaveItToTheProgram(DWORD control) {
  if (control == CTRL_C_EVENT || control == CTRL_BREAK_EVENT) return TRUE;
  WaitForSingleObject(running(), INFINITE);
  return TRUE;
}

HANDLE passedOn(DWORD which) {
  HANDLE handle = GetStdHandle(which);
  if (handle != nullptr && handle != INVALID_HANDLE_VALUE) {
    SetHandleInformation(handle, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
  }
  return handle;
}

// Whoever ends the launcher means the program.
void setKillWithThis(HANDLE job, bool kill) {
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits{};
  limits.BasicLimitInformation.LimitFlags = kill ? JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE : 0;
  SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
}

}  // namespace

int main() {
  const std::wstring own = ownPath();
  const std::wstring program = own.substr(0, own.find_last_of(L"\\/") + 1) + L"linekeeper.exe";
  if (CompareStringOrdinal(own.c_str(), -1, program.c_str(), -1, TRUE) == CSTR_EQUAL) {
    std::fputs("linekeeper: this is the launcher, which starts linekeeper.exe, by that name itself\n", stderr);
    return kCannotStart;
  }
  std::wstring line = L"\"" + program + L"\"";
  line += lk::app::afterProgram(GetCommandLineW());

  SECURITY_ATTRIBUTES inherited{sizeof(SECURITY_ATTRIBUTES), nullptr, TRUE};
  HANDLE windowIsThere = CreateEventW(&inherited, TRUE, FALSE, nullptr);
  const std::wstring number = std::to_wstring(reinterpret_cast<std::uintptr_t>(windowIsThere));
  SetEnvironmentVariableW(lk::app::kLauncherVariable, number.c_str());

  STARTUPINFOW start{};
  start.cb = sizeof start;
  start.dwFlags = STARTF_USESTDHANDLES;
  start.hStdInput = passedOn(STD_INPUT_HANDLE);
  start.hStdOutput = passedOn(STD_OUTPUT_HANDLE);
  start.hStdError = passedOn(STD_ERROR_HANDLE);
  HANDLE job = CreateJobObjectW(nullptr, nullptr);
  setKillWithThis(job, true);
  PROCESS_INFORMATION process{};
  if (CreateProcessW(program.c_str(), line.data(), nullptr, nullptr, TRUE, CREATE_SUSPENDED, nullptr, nullptr, &start,
                     &process) == FALSE) {
    std::fprintf(stderr, "linekeeper: linekeeper.exe, which belongs beside this file, can't be started: error %lu\n",
                 GetLastError());
    return kCannotStart;
  }
  running() = process.hProcess;
  SetConsoleCtrlHandler(leaveItToTheProgram, TRUE);
  AssignProcessToJobObject(job, process.hProcess);
  ResumeThread(process.hThread);

  const HANDLE either[] = {process.hProcess, windowIsThere};
  if (WaitForMultipleObjects(2, either, FALSE, INFINITE) == WAIT_OBJECT_0 + 1) {
    setKillWithThis(job, false);
    return 0;
  }
  DWORD code = 0;
  GetExitCodeProcess(process.hProcess, &code);
  return static_cast<int>(code);
}
