#pragma once

#include <memory>

#include "server/base/clock.h"
#include "server/bus/bus.h"
#include "server/bus/redis_client.h"

namespace lk::bus {

struct RedisBusOptions {
  RedisOptions redis;
  std::string prefix = "lk";
  std::string nodeId;
  std::string version;
  std::string host;  // the machine's name, for people
  std::chrono::milliseconds lease{10'000};
  std::size_t uplinkShards = 16;
  std::int64_t uplinkMaxlen = 1'000'000;
  std::size_t uplinkBuffer = 67'108'864;  // bytes
};

// The bus of a node among others, as the bus contract has it.
[[nodiscard]] std::unique_ptr<Bus> makeRedisBus(RedisBusOptions options, const Clock& clock);

}  // namespace lk::bus
