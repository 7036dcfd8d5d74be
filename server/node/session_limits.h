#pragma once

#include <cstdint>
#include <string>

namespace lk::node {

// What a session needs of the settings, in the units it needs. A reload makes a new one.
struct SessionLimits {
  std::string nodeId;
  std::uint32_t maxPayload = 65'536;
  std::uint32_t keepaliveS = 60;
  std::uint32_t keepaliveMaxS = 300;
  std::int64_t helloTimeoutMs = 10'000;
  std::size_t outBuffer = 262'144;
};

}  // namespace lk::node
