#pragma once

#include "server/bus/redis_client.h"

namespace lk::bus {

// Of what nobody waits to hear from Redis, as long as it is done.
[[nodiscard]] inline RedisClient::Ask quietAsk(std::string_view key) {
  return {key, std::chrono::minutes(5), true, false, false, true};
}

}  // namespace lk::bus
