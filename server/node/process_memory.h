#pragma once

#include <cstdint>

namespace lk::node {

// Memory of this process that is in RAM, in bytes; 0 where the system does not tell.
[[nodiscard]] std::uint64_t residentBytes();

}  // namespace lk::node
