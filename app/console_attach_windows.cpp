#include <io.h>
#include <windows.h>

#include <QString>
#include <algorithm>

#include "app/console_attach.h"
#include "app/launcher_words.h"

namespace lk::app {

namespace {

bool leadsSomewhere(DWORD which) {
  HANDLE handle = GetStdHandle(which);
  return handle != nullptr && handle != INVALID_HANDLE_VALUE && GetFileType(handle) != FILE_TYPE_UNKNOWN;
}

// Null when it is none.
HANDLE terminalOf(std::FILE* stream) {
  const int descriptor = _fileno(stream);
  if (descriptor < 0) return nullptr;
  auto* handle = reinterpret_cast<HANDLE>(_get_osfhandle(descriptor));
  DWORD mode = 0;
  return handle != INVALID_HANDLE_VALUE && GetConsoleMode(handle, &mode) != FALSE ? handle : nullptr;
}

// The launcher waits for this or for the program's end; see launcher_windows.cpp.
void tellLauncher() {
  wchar_t text[32];
  const DWORD length = GetEnvironmentVariableW(kLauncherVariable, text, std::size(text));
  if (length == 0 || length >= std::size(text)) return;
  SetEnvironmentVariableW(kLauncherVariable, nullptr);  // it is not for programs that this one starts
  auto* event = reinterpret_cast<HANDLE>(static_cast<std::uintptr_t>(std::wcstoull(text, nullptr, 10)));
  SetEvent(event);
  CloseHandle(event);
}

}  // namespace

class Terminal::Attached {
 public:
  ~Attached() { FreeConsole(); }
};

Terminal::Terminal() {
  const bool reads = leadsSomewhere(STD_INPUT_HANDLE);
  const bool writes = leadsSomewhere(STD_OUTPUT_HANDLE);
  const bool notes = leadsSomewhere(STD_ERROR_HANDLE);
  // False, too, for a program that was born with a console: nothing is missing then.
  if (AttachConsole(ATTACH_PARENT_PROCESS) == FALSE) return;
  m_attached = std::make_unique<Attached>();
  // The streams stay as they are if the terminal can't be opened: closed.
  if (!reads) (void)std::freopen("CONIN$", "r", stdin);
  if (!writes) (void)std::freopen("CONOUT$", "w", stdout);
  if (!notes) (void)std::freopen("CONOUT$", "w", stderr);
}

Terminal::~Terminal() = default;

void Terminal::letGo() {
  m_attached.reset();
  tellLauncher();
}

void writeText(std::FILE* stream, const QByteArray& utf8) {
  HANDLE terminal = terminalOf(stream);
  if (terminal == nullptr) {
    std::fwrite(utf8.data(), 1, static_cast<std::size_t>(utf8.size()), stream);
    std::fflush(stream);
    return;
  }
  std::fflush(stream);
  const std::wstring text = QString::fromUtf8(utf8).toStdWString();
  constexpr std::size_t kAtOnce = 8'192;  // older ones refuse more than 64 KiB
  for (std::size_t at = 0; at < text.size();) {
    const auto length = static_cast<DWORD>(std::min(kAtOnce, text.size() - at));
    DWORD written = 0;
    if (WriteConsoleW(terminal, text.data() + at, length, &written, nullptr) == FALSE || written == 0) return;
    at += written;
  }
}

}  // namespace lk::app
