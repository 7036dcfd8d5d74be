#include <malloc.h>
#include <unistd.h>

#include <cstdio>

#include "server/node/process_memory.h"

namespace lk::node {

std::uint64_t residentBytes() {
  std::FILE* file = std::fopen("/proc/self/statm", "re");
  if (file == nullptr) return 0;
  unsigned long long whole = 0;
  unsigned long long resident = 0;
  const int fields = std::fscanf(file, "%llu %llu", &whole, &resident);
  std::fclose(file);
  return fields == 2 ? resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) : 0;
}

void giveBackFreedMemory() { ::malloc_trim(0); }

}  // namespace lk::node
