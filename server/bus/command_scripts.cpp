#include "server/bus/command_scripts.h"

#include <string>
#include <utility>

#include "server/bus/lua_parts.h"

namespace lk::bus {

namespace {

// The node that holds the device is told to look, whoever asks.
constexpr std::string_view kKeep = R"lua(
local route, queue, kept, ended = unpack(KEYS)
local id, json, ttl_ms, at_most, queued, full, reply, via, node_channels, device = unpack(ARGV)
ttl_ms = tonumber(ttl_ms)
local known = redis.call('ZSCORE', queue, id)
local deadline = now_ms + ttl_ms
if known then return {1, 0, number(tonumber(known)), number(deadline)} end
local before = recall(ended, id)
if before then return {2, before} end
if redis.call('ZCARD', queue) >= tonumber(at_most) then
  if remember(ended, id, full) then tell(reply, via, full) end
  return {3}
end
local last = redis.call('ZREVRANGE', queue, 0, 0, 'WITHSCORES')
local place = now_us
if last[2] and tonumber(last[2]) >= place then place = tonumber(last[2]) + 1 end
redis.call('ZADD', queue, number(place), id)
redis.call('HSET', kept, id, number(deadline) .. '|' .. json)
-- Longer than any ttl needs, so that an end is told and not just come to.
local live_ms = ttl_ms + 86400000
if redis.call('PTTL', queue) < live_ms then
  redis.call('PEXPIRE', queue, live_ms)
  redis.call('PEXPIRE', kept, live_ms)
end
tell(reply, via, queued)
local _, holder = read_route(route)
if holder ~= '' then redis.call('PUBLISH', node_channels .. holder, 'K' .. number(place) .. ' ' .. device) end
return {1, 1, number(place), number(deadline)}
)lua";

constexpr std::string_view kPull = R"lua(
local queue, kept, ended = unpack(KEYS)
local limit, bytes, results, behind = unpack(ARGV)
local more, found, last = page(queue, kept, ended, tonumber(limit), tonumber(bytes), results, behind)
return {more, found, last}
)lua";

constexpr std::string_view kFinish = R"lua(
local queue, kept, ended = unpack(KEYS)
local id, message, reply, via, durable, written = unpack(ARGV)
if durable == '1' then
  redis.call('ZREM', queue, id)
  redis.call('HDEL', kept, id)
end
if not remember(ended, id, message) then return 0 end
if written ~= '' then tell(reply, via, written) end
tell(reply, via, message)
return 1
)lua";

// Of a command that one node's limits forbid: what another holds or keeps is that one's to end.
constexpr std::string_view kRefuse = R"lua(
local route, queue, ended = unpack(KEYS)
local instance, id, message, reply, via, durable, noted_ms = unpack(ARGV)
if durable == '1' then
  if redis.call('ZSCORE', queue, id) then return 0 end
else
  local _, holder = read_route(route)
  if holder ~= '' and holder ~= instance then return 0 end
  return 2
end
local left_ms = redis.call('PTTL', ended)
if not remember(ended, id, message) then return 0 end
redis.call('PEXPIRE', ended, math.max(left_ms, tonumber(noted_ms)))
tell(reply, via, message)
return 1
)lua";

constexpr std::string_view kExpire = R"lua(
local queue, kept, ended = unpack(KEYS)
local id, results = unpack(ARGV)
local entry = redis.call('HGET', kept, id)
if not entry then return 1 end
local deadline, json = string.match(entry, '^(%d+)|(.*)$')
if tonumber(deadline) > now_ms then return 0 end
expire(queue, kept, ended, id, json, results)
return 1
)lua";

constexpr std::string_view kNoteDeadline = R"lua(
return redis.call('ZADD', KEYS[1], number(now_ms + tonumber(ARGV[1])), ARGV[2])
)lua";

constexpr std::string_view kDue = R"lua(
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', number(now_ms), 'LIMIT', 0, ARGV[1])
)lua";

constexpr std::string_view kTellOnce = R"lua(
local told = KEYS[1]
local message, reply, via = unpack(ARGV)
-- Without memory for this, rather twice than never.
if not redis.pcall('SET', told, '1', 'NX', 'PX', 600000) then return 0 end
tell(reply, via, message)
return 1
)lua";

constexpr std::string_view kTellFirst = R"lua(
local told = KEYS[1]
local message, reply, via, noted_ms = unpack(ARGV)
if not redis.call('SET', told, '1', 'NX', 'PX', noted_ms) then return 0 end
tell(reply, via, message)
return 1
)lua";

std::string_view flag(bool is) { return is ? "1" : "0"; }

std::string refusing(std::string_view first) {
  return lua::joined({first, lua::kTime, lua::kRoute, lua::kTell, lua::kRemember, kRefuse});
}

}  // namespace

KeepScript::KeepScript() : RedisScript(lua::ending(kKeep)) {}

void KeepScript::call(RedisClient& client, const RedisClient::Ask& ask, const Words& words,
                      RedisClient::Done done) const {
  const std::string ttlMs = std::to_string(words.ttl.count());
  const std::string atMost = std::to_string(words.atMost);
  const auto& [queue, kept, ended] = words.commands;
  client.callScript(ask, *this, {words.route, queue, kept, ended},
                    {words.id, words.json, ttlMs, atMost, words.queued, words.full, words.reply, words.via,
                     words.nodeChannels, words.device},
                    std::move(done));
}

PullScript::PullScript() : RedisScript(lua::ending(kPull)) {}

void PullScript::call(RedisClient& client, const RedisClient::Ask& ask, const Words& words,
                      RedisClient::Done done) const {
  const std::string limit = std::to_string(words.limit);
  const std::string bytes = std::to_string(words.bytes);
  const std::string behind = std::to_string(words.behind);
  const auto& [queue, kept, ended] = words.commands;
  client.callScript(ask, *this, {queue, kept, ended}, {limit, bytes, words.results, behind}, std::move(done));
}

FinishScript::FinishScript() : RedisScript(lua::joined({lua::kTime, lua::kTell, lua::kRemember, kFinish})) {}

void FinishScript::call(RedisClient& client, const RedisClient::Ask& ask, const Words& words,
                        RedisClient::Done done) const {
  const auto& [queue, kept, ended] = words.commands;
  client.callScript(ask, *this, {queue, kept, ended},
                    {words.id, words.message, words.reply, words.via, flag(words.durable), words.written},
                    std::move(done));
}

RefuseScript::RefuseScript(Memory memory)
    : RedisScript(refusing(memory == Memory::Beyond ? lua::kBeyondMemory : std::string_view())) {}

void RefuseScript::call(RedisClient& client, const RedisClient::Ask& ask, const Words& words,
                        RedisClient::Done done) const {
  const std::string notedMs = std::to_string(words.noted.count());
  client.callScript(ask, *this, {words.route, words.queue, words.ended},
                    {words.instance, words.id, words.message, words.reply, words.via, flag(words.durable), notedMs},
                    std::move(done));
}

CommandScripts::CommandScripts()
    : expire(lua::ending(kExpire)),
      noteDeadline(lua::joined({lua::kTime, kNoteDeadline})),
      due(lua::joined({lua::kTime, kDue})),
      tellOnce(lua::joined({lua::kTell, kTellOnce})),
      tellFirst(lua::joined({lua::kTell, kTellFirst})),
      tellFirstBeyondMemory(lua::joined({lua::kBeyondMemory, lua::kTell, kTellFirst})) {}

}  // namespace lk::bus
