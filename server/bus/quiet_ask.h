#pragma once

#include <chrono>
#include <cstddef>

#include "server/bus/redis_client.h"

namespace lk::bus {

// Of what nobody waits to hear from Redis, as long as it is done.
[[nodiscard]] inline RedisClient::Ask quietAsk(std::string_view key) {
  return {key, std::chrono::minutes(5), true, false, false, true};
}

// What Redis refused of it, or did not answer: it is asked again then, and of so many at most.
inline constexpr std::chrono::seconds kQuietAgainAfter{1};
inline constexpr std::size_t kMostQuietUnheard = 200'000;

}  // namespace lk::bus
