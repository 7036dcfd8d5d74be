#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

// What the scripts in Redis are put together from. Each takes only what it needs: the rest would be made at each call.
namespace lk::bus::lua {

// Microseconds and milliseconds of Redis' clock.
inline constexpr std::string_view kTime = R"lua(
local time = redis.call('TIME')
local now_us = time[1] * 1000000 + time[2]
local now_ms = math.floor(now_us / 1000)
local function number(n) return string.format('%.0f', n) end
)lua";

// A route in its parts. Behind the holder stand the one that it replaced and when, as long as it holds the device;
// behind nobody the one that held it last, until when, and whether it gave the device up or was gone itself.
inline constexpr std::string_view kRoute = R"lua(
local function read_route(key)
  local route = redis.call('GET', key)
  if not route then return 0, '', '', '' end
  local epoch, instance, session, replaced = string.match(route, '^(%d+) (%S*) (%d*)(.*)$')
  return tonumber(epoch), instance, session, replaced
end
)lua";

inline constexpr std::string_view kLeaveRoute = R"lua(
local function leave_route(key, epoch, holder, how)
  redis.call('SET', key, number(epoch) .. '   ' .. holder .. ' ' .. number(now_ms) .. ' ' .. how, 'PX', 3600000)
end
)lua";

// Results to whom they concern.
inline constexpr std::string_view kTell = R"lua(
-- Whoever asked for a channel that this node may not publish to hears nothing there; what is written stays right.
local function tell(reply, via, message)
  if via ~= '' then redis.pcall('PUBLISH', via, 'R' .. message) end
  redis.pcall('PUBLISH', reply, message)
end
)lua";

// What ended is remembered for ten minutes: the newest 512 of a device at least, the newest 1024 at most.
inline constexpr std::string_view kRemember = R"lua(
local keep_ms = 600000
local function forget_some(ended)
  local all = redis.call('HGETALL', ended)
  local ages = {}
  for i = 1, #all, 2 do ages[#ages + 1] = {tonumber(string.match(all[i + 1], '^%d+')), all[i]} end
  table.sort(ages, function(a, b) return a[1] < b[1] end)
  for i = 1, #ages - 512 do redis.call('HDEL', ended, ages[i][2]) end
end
local function remember(ended, id, message)
  local entry = number(now_ms) .. '|' .. message
  if redis.call('HSETNX', ended, id, entry) == 0 then
    local before = redis.call('HGET', ended, id)
    if tonumber(string.match(before, '^%d+')) > now_ms - keep_ms then return false end
    redis.call('HSET', ended, id, entry)
  end
  redis.call('PEXPIRE', ended, keep_ms)
  if redis.call('HLEN', ended) > 1024 then forget_some(ended) end
  return true
end
)lua";

// What ended, and those whose ttl ends.
inline constexpr std::string_view kEnding = R"lua(
local function recall(ended, id)
  local before = redis.call('HGET', ended, id)
  if not before then return nil end
  local when, message = string.match(before, '^(%d+)|(.*)$')
  if tonumber(when) <= now_ms - keep_ms then return nil end
  return message
end
local function expire(queue, kept, ended, id, json, results)
  redis.call('ZREM', queue, id)
  redis.call('HDEL', kept, id)
  local command = cjson.decode(json)
  local message = cjson.encode({id = command.id, device = command.device, status = 'expired', code = 0, answer = '',
    node = '', session = '0', queued_us = 0, write_us = 0, ack_us = 0, durable = true,
    reason = 'the ttl ended before the device acknowledged'})
  if remember(ended, id, message) then tell(command.reply or results, command.via or '', message) end
end
-- The oldest behind a place that are kept and not over their ttl, until they are so many bytes or more: whether there
-- are more, they, and the place of the last that was looked at.
local function page(queue, kept, ended, limit, bytes_enough, results, after)
  local found = {}
  local all = redis.call('ZRANGEBYSCORE', queue, '(' .. after, '+inf', 'WITHSCORES', 'LIMIT', 0, limit)
  local last = after
  local bytes = 0
  for i = 1, #all, 2 do
    if bytes >= bytes_enough then return 1, found, last end
    last = number(tonumber(all[i + 1]))
    local entry = redis.call('HGET', kept, all[i])
    if not entry then
      redis.call('ZREM', queue, all[i])
    else
      local deadline, json = string.match(entry, '^(%d+)|(.*)$')
      local left = tonumber(deadline) - now_ms
      if left > 0 then
        bytes = bytes + #json
        found[#found + 1] = {last, left, json}
      else
        expire(queue, kept, ended, all[i], json, results)
      end
    end
  end
  local more = #all >= 2 * limit and redis.call('ZCOUNT', queue, '(' .. last, '+inf') > 0
  return more and 1 or 0, found, last
end
)lua";

// Before all else in a script. Redis 7 runs it with no memory left, too; an older one refuses it.
inline constexpr std::string_view kBeyondMemory = "#!lua flags=allow-oom\n";

[[nodiscard]] inline std::string joined(std::initializer_list<std::string_view> parts) {
  std::string body;
  for (const std::string_view part : parts) body.append(part);
  return body;
}

// With all that brings commands to an end.
[[nodiscard]] inline std::string ending(std::string_view body) {
  return joined({kTime, kRoute, kTell, kRemember, kEnding, body});
}

}  // namespace lk::bus::lua
