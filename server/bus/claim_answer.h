#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "server/bus/bus.h"
#include "server/bus/redis_reply.h"

namespace lk::bus {

// {place, left, JSON} … as claim and pull answer them; left is 0 to kMaxTtl.
[[nodiscard]] std::vector<Kept> readKept(RedisValue list);

// The answer of the script that claims a device: Owner or Older.
struct ClaimAnswer {
  Claimed claimed;
  std::uint64_t epoch = 0;
  std::optional<std::uint64_t> moreBehind;  // this place there are more durable commands
};
[[nodiscard]] ClaimAnswer readClaim(RedisValue answer);

}  // namespace lk::bus
