#include "server/bus/node_scripts.h"

#include <string>
#include <utility>

namespace lk::bus {

namespace {

constexpr std::string_view kBeat = R"lua(
local nodes, lease, cleaner = unpack(KEYS)
local instance, info, load, lease_ms = unpack(ARGV)
local unknown = redis.call('HSET', nodes, instance, info)
redis.call('SET', lease, load, 'PX', lease_ms)
if redis.call('DEL', cleaner) == 1 then return 1 end
return 2 * unknown
)lua";

// An instance that is back is left the cleaner's key: it finds that at its next beat, and says again what it holds.
constexpr std::string_view kCleaning = R"lua(
local nodes, lease, cleaner = unpack(KEYS)
local instance, by, step = unpack(ARGV)
if redis.call('EXISTS', lease) == 1 then
  if step ~= 'begin' then redis.call('SET', cleaner, by, 'PX', 60000) end
  return 0
end
local before = redis.call('GET', cleaner)
if before ~= by and (before or step ~= 'begin') then return 0 end
redis.call('SET', cleaner, by, 'PX', 10000)
if step == 'end' then redis.call('HDEL', nodes, instance) end
return 1
)lua";

constexpr std::string_view kLeave = R"lua(
local nodes, lease = unpack(KEYS)
local instance, info = unpack(ARGV)
redis.call('DEL', lease)
-- Without memory for this it is taken for dead.
redis.pcall('HSET', nodes, instance, info)
return 1
)lua";

constexpr std::string_view kLook = R"lua(
local nodes, lease_prefix = KEYS[1], ARGV[1]
local found = {}
local all = redis.call('HGETALL', nodes)
for i = 1, #all, 2 do
  local lease = lease_prefix .. all[i]
  found[#found + 1] = {all[i], all[i + 1], redis.call('PTTL', lease), redis.call('GET', lease) or ''}
end
return found
)lua";

}  // namespace

BeatScript::BeatScript() : RedisScript(kBeat) {}

void BeatScript::call(RedisClient& client, const RedisClient::Ask& ask, const Words& words,
                      RedisClient::Done done) const {
  const std::string leaseMs = std::to_string(words.leaseTime.count());
  client.callScript(ask, *this, {words.keys.nodes, words.keys.lease, words.keys.cleaner},
                    {words.instance, words.info, words.load, leaseMs}, std::move(done));
}

CleaningScript::CleaningScript() : RedisScript(kCleaning) {}

void CleaningScript::call(RedisClient& client, const RedisClient::Ask& ask, const Words& words,
                          RedisClient::Done done) const {
  client.callScript(ask, *this, {words.keys.nodes, words.keys.lease, words.keys.cleaner},
                    {words.instance, words.by, words.step}, std::move(done));
}

NodeScripts::NodeScripts() : leave(kLeave), look(kLook) {}

}  // namespace lk::bus
