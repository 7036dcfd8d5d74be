#pragma once

#include <cstdint>

namespace lk::node {

// Memory of this process that is in RAM, in bytes; 0 where the system does not tell.
[[nodiscard]] std::uint64_t residentBytes();

// Gives memory that was freed back to the system, where that would keep it for this process; some milliseconds after
// much was freed, and other threads that ask for memory wait meanwhile.
void giveBackFreedMemory();

}  // namespace lk::node
