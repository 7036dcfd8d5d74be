#include <windows.h>
// After windows.h, as it is of Windows' own C library.
#include <process.h>

#include <cerrno>
#include <memory>
#include <system_error>

#include "server/setup/free_thread.h"

namespace lk::setup {

namespace {

using Work = std::function<void()>;

unsigned __stdcall run(void* given) {
  const std::unique_ptr<Work> work(static_cast<Work*>(given));
  (*work)();
  return 0;
}

}  // namespace

// Not by std::thread: in mingw's winpthreads, one that is detached while it begins or ends can take the memory of
// another one, which then runs with nothing.
void runInFreeThread(std::function<void()> work) {
  auto own = std::make_unique<Work>(std::move(work));
  const auto thread = reinterpret_cast<HANDLE>(::_beginthreadex(nullptr, 0, run, own.get(), 0, nullptr));
  if (thread == nullptr) throw std::system_error(errno, std::generic_category(), "a thread");
  (void)own.release();
  ::CloseHandle(thread);
}

}  // namespace lk::setup
