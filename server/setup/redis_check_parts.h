#pragma once

#include "server/setup/check.h"
#include "server/setup/redis_facts.h"

namespace lk::setup {

// Whether Redis' clock and this machine's agree. Of the area limits.
[[nodiscard]] std::unique_ptr<Check> makeRedisClockCheck(const Clock& clock);

// ACL rights: enough for what a node does, and no more. Of the area Redis.
[[nodiscard]] std::unique_ptr<Check> makeRedisRightsCheck();

// The command that asks this server by hand, with what redis.url says of the way to it; words: as a shell reads them.
[[nodiscard]] std::string redisCli(const RedisFacts& facts, const RedisServerFacts& server, const std::string& words);
// What a server showed, as evidence.
[[nodiscard]] Text seenAt(const RedisServerFacts& server, std::string_view what);

// What is to be said of one master that is to be worked with: its disk, its memory, its subscribers and clients. Pure.
[[nodiscard]] std::vector<Finding> judgeRedisServer(const RedisFacts& facts, const RedisServerFacts& server);

// What is to be said of what was seen. Pure.
[[nodiscard]] std::vector<Finding> judgeRedis(const RedisFacts& facts);

}  // namespace lk::setup
