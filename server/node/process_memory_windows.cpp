#include <windows.h>
// After windows.h, which it needs.
#include <psapi.h>

#include "server/node/process_memory.h"

namespace lk::node {

std::uint64_t residentBytes() {
  PROCESS_MEMORY_COUNTERS counters{};
  counters.cb = sizeof counters;
  return ::GetProcessMemoryInfo(::GetCurrentProcess(), &counters, sizeof counters) != FALSE ? counters.WorkingSetSize
                                                                                            : 0;
}

// Its heap does so by itself.
void giveBackFreedMemory() {}

}  // namespace lk::node
