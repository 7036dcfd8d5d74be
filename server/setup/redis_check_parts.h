#pragma once

#include "server/setup/check.h"
#include "server/setup/redis_facts.h"

namespace lk::setup {

// Whether Redis' clock and this machine's agree. Of the area limits.
[[nodiscard]] std::unique_ptr<Check> makeRedisClockCheck(const Clock& clock);

// ACL rights: enough for what a node does, and no more. Of the area Redis.
[[nodiscard]] std::unique_ptr<Check> makeRedisRightsCheck();

// What is to be said of what was seen. Pure.
[[nodiscard]] std::vector<Finding> judgeRedis(const RedisFacts& facts);

}  // namespace lk::setup
