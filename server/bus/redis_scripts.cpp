#include "server/bus/redis_scripts.h"

#include <initializer_list>
#include <string>

namespace lk::bus {

namespace {

// A script is put together from what it needs: what it does not need would be made at each call.

// Microseconds and milliseconds of Redis' clock.
constexpr std::string_view kTime = R"lua(
local time = redis.call('TIME')
local now_us = time[1] * 1000000 + time[2]
local now_ms = math.floor(now_us / 1000)
local function number(n) return string.format('%.0f', n) end
)lua";

// A route in its parts. Behind the holder stand the one that it replaced and when, as long as it holds the device;
// behind nobody the one that held it last, until when, and whether it gave the device up or was gone itself.
constexpr std::string_view kRoute = R"lua(
local function read_route(key)
  local route = redis.call('GET', key)
  if not route then return 0, '', '', '' end
  local epoch, instance, session, replaced = string.match(route, '^(%d+) (%S*) (%d*)(.*)$')
  return tonumber(epoch), instance, session, replaced
end
)lua";

constexpr std::string_view kLeaveRoute = R"lua(
local function leave_route(key, epoch, holder, how)
  redis.call('SET', key, number(epoch) .. '   ' .. holder .. ' ' .. number(now_ms) .. ' ' .. how, 'PX', 3600000)
end
)lua";

// Results to whom they concern.
constexpr std::string_view kTell = R"lua(
-- Whoever asked for a channel that this node may not publish to hears nothing there; what is written stays right.
local function tell(reply, via, message)
  if via ~= '' then redis.pcall('PUBLISH', via, 'R' .. message) end
  redis.pcall('PUBLISH', reply, message)
end
)lua";

// What ended is remembered for ten minutes: the newest 512 of a device at least, the newest 1024 at most.
constexpr std::string_view kRemember = R"lua(
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
constexpr std::string_view kEnding = R"lua(
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

// A HELLO of just now wins always; an older one, claimed late, only over what is older still.
constexpr std::string_view kClaim = R"lua(
local epoch, instance, session, replaced = read_route(KEYS[1])
local age = tonumber(ARGV[3])
local known = tonumber(ARGV[4])
if instance == ARGV[1] and session == ARGV[2] then
  known = epoch
elseif known > 0 then
  if epoch > known or (epoch == known and instance ~= '') then return {0} end
else
  known = now_us - age
  if known <= epoch then
    if age >= 500000 then return {0} end
    known = epoch + 1
  end
end
local elsewhere = instance ~= '' and instance ~= ARGV[1]
if elsewhere then
  replaced = ' ' .. instance .. ' ' .. session .. ' ' .. number(now_ms)
elseif instance ~= ARGV[1] or session ~= ARGV[2] then
  replaced = ''
end
redis.call('SET', KEYS[1], number(known) .. ' ' .. ARGV[1] .. ' ' .. ARGV[2] .. replaced)
if elsewhere then
  local device = string.match(KEYS[1], '{(.*)}$')
  redis.call('PUBLISH', ARGV[5] .. instance, 'T' .. session .. ' ' .. device)
  -- What both hear before this is the other's.
  redis.call('PUBLISH', ARGV[5] .. ARGV[1], 'S' .. ARGV[2] .. ' ' .. device)
end
local recent = {}
local bytes = 0
local ended = redis.call('HGETALL', KEYS[4])
for i = 1, #ended, 2 do
  local when, message = string.match(ended[i + 1], '^(%d+)|(.*)$')
  if tonumber(when) > now_ms - keep_ms then
    bytes = bytes + #message
    -- That it ended is what counts. An answer is base64, and a quote within a text is escaped.
    if bytes > 262144 then message = string.gsub(message, '"answer":"[^"]*"', '"answer":""', 1) end
    recent[#recent + 1] = message
  end
end
local more, found, last = 0, {}, '0'
if redis.call('EXISTS', KEYS[2]) == 1 then
  more, found, last = page(KEYS[2], KEYS[3], KEYS[4], tonumber(ARGV[6]), 262144, ARGV[7], '0')
end
-- Also to one that claims again, as the answer may have been lost; what was for all a minute ago has come by now.
local before, before_session, when = string.match(replaced, '^ (%S+) (%d*) (%d+)$')
if not when or tonumber(when) < now_ms - 60000 then before, before_session = '', '' end
return {1, number(known), recent, more, found, last, before, before_session}
)lua";

// Of the instance's sessions of a device this one and those before it: their numbers rise.
constexpr std::string_view kRelease = R"lua(
local epoch, instance, session = read_route(KEYS[1])
if instance ~= ARGV[1] or tonumber(session) > tonumber(ARGV[2]) then return 0 end
leave_route(KEYS[1], epoch, instance, 'left')
return 1
)lua";

constexpr std::string_view kClean = R"lua(
local epoch, instance = read_route(KEYS[1])
if instance ~= ARGV[1] then return 0 end
leave_route(KEYS[1], epoch, instance, 'gone')
return 1
)lua";

constexpr std::string_view kPull = R"lua(
local more, found, last = page(KEYS[1], KEYS[2], KEYS[3], tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], ARGV[4])
return {more, found, last}
)lua";

// The node that holds the device is told to look, whoever asks.
constexpr std::string_view kKeep = R"lua(
local known = redis.call('ZSCORE', KEYS[2], ARGV[1])
local deadline = now_ms + tonumber(ARGV[3])
if known then return {1, 0, number(tonumber(known)), number(deadline)} end
local before = recall(KEYS[4], ARGV[1])
if before then return {2, before} end
if redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[4]) then
  if remember(KEYS[4], ARGV[1], ARGV[6]) then tell(ARGV[7], ARGV[8], ARGV[6]) end
  return {3}
end
local last = redis.call('ZREVRANGE', KEYS[2], 0, 0, 'WITHSCORES')
local place = now_us
if last[2] and tonumber(last[2]) >= place then place = tonumber(last[2]) + 1 end
redis.call('ZADD', KEYS[2], number(place), ARGV[1])
redis.call('HSET', KEYS[3], ARGV[1], number(deadline) .. '|' .. ARGV[2])
-- Longer than any ttl needs, so that an end is told and not just come to.
local live_ms = tonumber(ARGV[3]) + 86400000
if redis.call('PTTL', KEYS[2]) < live_ms then
  redis.call('PEXPIRE', KEYS[2], live_ms)
  redis.call('PEXPIRE', KEYS[3], live_ms)
end
tell(ARGV[7], ARGV[8], ARGV[5])
local epoch, instance = read_route(KEYS[1])
if instance ~= '' then redis.call('PUBLISH', ARGV[9] .. instance, 'K' .. number(place) .. ' ' .. ARGV[10]) end
return {1, 1, number(place), number(deadline)}
)lua";

constexpr std::string_view kFinish = R"lua(
if ARGV[5] == '1' then
  redis.call('ZREM', KEYS[1], ARGV[1])
  redis.call('HDEL', KEYS[2], ARGV[1])
end
if not remember(KEYS[3], ARGV[1], ARGV[2]) then return 0 end
if ARGV[6] ~= '' then tell(ARGV[3], ARGV[4], ARGV[6]) end
tell(ARGV[3], ARGV[4], ARGV[2])
return 1
)lua";

// Of a command that one node's limits forbid: what another holds or keeps is that one's to end.
constexpr std::string_view kRefuse = R"lua(
if ARGV[6] == '1' then
  if redis.call('ZSCORE', KEYS[2], ARGV[2]) then return 0 end
else
  local epoch, instance = read_route(KEYS[1])
  if instance ~= '' and instance ~= ARGV[1] then return 0 end
  return 2
end
local left_ms = redis.call('PTTL', KEYS[3])
if not remember(KEYS[3], ARGV[2], ARGV[3]) then return 0 end
redis.call('PEXPIRE', KEYS[3], math.max(left_ms, tonumber(ARGV[7])))
tell(ARGV[4], ARGV[5], ARGV[3])
return 1
)lua";

constexpr std::string_view kExpire = R"lua(
local entry = redis.call('HGET', KEYS[2], ARGV[1])
if not entry then return 1 end
local deadline, json = string.match(entry, '^(%d+)|(.*)$')
if tonumber(deadline) > now_ms then return 0 end
expire(KEYS[1], KEYS[2], KEYS[3], ARGV[1], json, ARGV[2])
return 1
)lua";

constexpr std::string_view kSend = R"lua(
local epoch, instance = read_route(KEYS[1])
for i = 3, #ARGV do
  if ARGV[i] == instance then
    redis.call('PUBLISH', ARGV[1] .. instance, ARGV[2])
    return {1, instance}
  end
end
return {0, instance}
)lua";

constexpr std::string_view kBeat = R"lua(
local unknown = redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('SET', KEYS[2], ARGV[3], 'PX', ARGV[4])
if redis.call('DEL', KEYS[3]) == 1 then return 1 end
return 2 * unknown
)lua";

// An instance that is back is left the cleaner's key: it finds that at its next beat, and says again what it holds.
constexpr std::string_view kCleaning = R"lua(
if redis.call('EXISTS', KEYS[2]) == 1 then
  if ARGV[3] ~= 'begin' then redis.call('SET', KEYS[3], ARGV[2], 'PX', 60000) end
  return 0
end
local cleaner = redis.call('GET', KEYS[3])
if cleaner ~= ARGV[2] and (cleaner or ARGV[3] ~= 'begin') then return 0 end
redis.call('SET', KEYS[3], ARGV[2], 'PX', 10000)
if ARGV[3] == 'end' then redis.call('HDEL', KEYS[1], ARGV[1]) end
return 1
)lua";

constexpr std::string_view kLeave = R"lua(
redis.call('DEL', KEYS[2])
-- Without memory for this it is taken for dead.
redis.pcall('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1
)lua";

constexpr std::string_view kLook = R"lua(
local found = {}
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local lease = ARGV[1] .. all[i]
  found[#found + 1] = {all[i], all[i + 1], redis.call('PTTL', lease), redis.call('GET', lease) or ''}
end
return found
)lua";

// Only reads, and of what ended only what is no older than it is remembered.
constexpr std::string_view kLookAtDevice = R"lua(
local epoch, instance, session, behind = read_route(KEYS[1])
local before, when, how = '', '0', ''
if instance == '' and behind ~= '' then
  before, when, how = string.match(behind, '^ (%S+) (%d+) (%a+)$')
end
local waiting = {}
for _, id in ipairs(redis.call('ZRANGE', KEYS[2], 0, tonumber(ARGV[1]) - 1)) do
  local entry = redis.call('HGET', KEYS[3], id)
  if entry then
    waiting[#waiting + 1] = {id, number(tonumber(string.match(entry, '^%d+')) - now_ms)}
  end
end
local all = redis.call('HGETALL', KEYS[4])
local ended = {}
for i = 1, #all, 2 do
  local when, message = string.match(all[i + 1], '^(%d+)|(.*)$')
  if tonumber(when) > now_ms - keep_ms then ended[#ended + 1] = {when, message} end
end
table.sort(ended, function(a, b) return tonumber(a[1]) < tonumber(b[1]) end)
local last = {}
for i = math.max(1, #ended - tonumber(ARGV[1]) + 1), #ended do last[#last + 1] = ended[i] end
local held_last = {before or '', when or '0', how or ''}
return {{number(epoch), instance, session, unpack(held_last)}, redis.call('ZCARD', KEYS[2]), waiting, last}
)lua";

constexpr std::string_view kNoteDeadline = R"lua(
return redis.call('ZADD', KEYS[1], number(now_ms + tonumber(ARGV[1])), ARGV[2])
)lua";

constexpr std::string_view kDue = R"lua(
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', number(now_ms), 'LIMIT', 0, ARGV[1])
)lua";

constexpr std::string_view kTellOnce = R"lua(
-- Without memory for this, rather twice than never.
if not redis.pcall('SET', KEYS[1], '1', 'NX', 'PX', 600000) then return 0 end
tell(ARGV[2], ARGV[3], ARGV[1])
return 1
)lua";

constexpr std::string_view kTellFirst = R"lua(
if not redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[4]) then return 0 end
tell(ARGV[2], ARGV[3], ARGV[1])
return 1
)lua";

// Before all else in a script. Redis 7 runs it with no memory left, too; an older one refuses it.
constexpr std::string_view kBeyondMemory = "#!lua flags=allow-oom\n";

// Nothing behind what was refused, so that reports keep their order. Each is four arguments. The stream is cut once:
// it has about so many entries anyway.
constexpr std::string_view kReport = R"lua(
local argv, key, node = ARGV, KEYS[1], ARGV[2]
redis.call('XADD', key, 'MAXLEN', '~', argv[1], '*', 'device', argv[3], 'session', argv[4], 'node', node,
  'at', argv[5], 'data', argv[6])
local call = redis.pcall
for i = 7, #argv, 4 do
  local answer = call('XADD', key, '*', 'device', argv[i], 'session', argv[i + 1], 'node', node,
    'at', argv[i + 2], 'data', argv[i + 3])
  if type(answer) == 'table' then return (i - 3) / 4 end
end
return (#argv - 2) / 4
)lua";

RedisScript made(std::initializer_list<std::string_view> parts) {
  std::string body;
  for (const std::string_view part : parts) body.append(part);
  return RedisScript(body);
}

RedisScript ending(std::string_view body) { return made({kTime, kRoute, kTell, kRemember, kEnding, body}); }

}  // namespace

RedisScripts::RedisScripts()
    : claim(ending(kClaim)),
      release(made({kTime, kRoute, kLeaveRoute, kRelease})),
      clean(made({kTime, kRoute, kLeaveRoute, kClean})),
      pull(ending(kPull)),
      keep(ending(kKeep)),
      finish(made({kTime, kTell, kRemember, kFinish})),
      refuse(made({kTime, kRoute, kTell, kRemember, kRefuse})),
      refuseBeyondMemory(made({kBeyondMemory, kTime, kRoute, kTell, kRemember, kRefuse})),
      expire(ending(kExpire)),
      send(made({kRoute, kSend})),
      beat(RedisScript(kBeat)),
      cleaning(RedisScript(kCleaning)),
      leave(RedisScript(kLeave)),
      look(RedisScript(kLook)),
      lookAtDevice(ending(kLookAtDevice)),
      noteDeadline(made({kTime, kNoteDeadline})),
      due(made({kTime, kDue})),
      tellOnce(made({kTell, kTellOnce})),
      tellFirst(made({kTell, kTellFirst})),
      tellFirstBeyondMemory(made({kBeyondMemory, kTell, kTellFirst})),
      report(RedisScript(kReport)) {}

}  // namespace lk::bus
