#include "server/bus/route_scripts.h"

#include <string>
#include <utility>

#include "server/bus/lua_parts.h"

namespace lk::bus {

namespace {

// A HELLO of just now wins always; an older one, claimed late, only over what is older still.
constexpr std::string_view kClaim = R"lua(
local route, queue, kept, ended = unpack(KEYS)
local instance, session, age_us, known, node_channels, limit, results = unpack(ARGV)
age_us, known = tonumber(age_us), tonumber(known)
local epoch, holder, holder_session, replaced = read_route(route)
if holder == instance and holder_session == session then
  known = epoch
elseif known > 0 then
  if epoch > known or (epoch == known and holder ~= '') then return {0} end
else
  known = now_us - age_us
  if known <= epoch then
    if age_us >= 500000 then return {0} end
    known = epoch + 1
  end
end
local elsewhere = holder ~= '' and holder ~= instance
if elsewhere then
  replaced = ' ' .. holder .. ' ' .. holder_session .. ' ' .. number(now_ms)
elseif holder ~= instance or holder_session ~= session then
  replaced = ''
end
redis.call('SET', route, number(known) .. ' ' .. instance .. ' ' .. session .. replaced)
if elsewhere then
  local device = string.match(route, '{(.*)}$')
  redis.call('PUBLISH', node_channels .. holder, 'T' .. holder_session .. ' ' .. device)
  -- What both hear before this is the other's.
  redis.call('PUBLISH', node_channels .. instance, 'S' .. session .. ' ' .. device)
end
local recent = {}
local bytes = 0
local all = redis.call('HGETALL', ended)
for i = 1, #all, 2 do
  local when, message = string.match(all[i + 1], '^(%d+)|(.*)$')
  if tonumber(when) > now_ms - keep_ms then
    bytes = bytes + #message
    -- That it ended is what counts. An answer is base64, and a quote within a text is escaped.
    if bytes > 262144 then message = string.gsub(message, '"answer":"[^"]*"', '"answer":""', 1) end
    recent[#recent + 1] = message
  end
end
local more, found, last = 0, {}, '0'
if redis.call('EXISTS', queue) == 1 then
  more, found, last = page(queue, kept, ended, tonumber(limit), 262144, results, '0')
end
-- Also to one that claims again, as the answer may have been lost; what was for all a minute ago has come by now.
local before, before_session, when = string.match(replaced, '^ (%S+) (%d*) (%d+)$')
if not when or tonumber(when) < now_ms - 60000 then before, before_session = '', '' end
return {1, number(known), recent, more, found, last, before, before_session}
)lua";

// Of the instance's sessions of a device this one and those before it: their numbers rise.
constexpr std::string_view kRelease = R"lua(
local route = KEYS[1]
local instance, session = unpack(ARGV)
local epoch, holder, holder_session = read_route(route)
if holder ~= instance or tonumber(holder_session) > tonumber(session) then return 0 end
leave_route(route, epoch, instance, 'left')
return 1
)lua";

constexpr std::string_view kClean = R"lua(
local route, instance = KEYS[1], ARGV[1]
local epoch, holder = read_route(route)
if holder ~= instance then return 0 end
leave_route(route, epoch, instance, 'gone')
return 1
)lua";

constexpr std::string_view kSend = R"lua(
local node_channels, message = ARGV[1], ARGV[2]
local _, holder = read_route(KEYS[1])
for i = 3, #ARGV do
  if ARGV[i] == holder then
    redis.call('PUBLISH', node_channels .. holder, message)
    return {1, holder}
  end
end
return {0, holder}
)lua";

// Only reads, and of what ended only what is no older than it is remembered.
constexpr std::string_view kLookAtDevice = R"lua(
local route, queue, kept, ended = unpack(KEYS)
local limit = tonumber(ARGV[1])
local epoch, instance, session, behind = read_route(route)
local before, when, how = '', '0', ''
if instance == '' and behind ~= '' then
  before, when, how = string.match(behind, '^ (%S+) (%d+) (%a+)$')
end
local waiting = {}
for _, id in ipairs(redis.call('ZRANGE', queue, 0, limit - 1)) do
  local entry = redis.call('HGET', kept, id)
  if entry then
    waiting[#waiting + 1] = {id, number(tonumber(string.match(entry, '^%d+')) - now_ms)}
  end
end
local all = redis.call('HGETALL', ended)
local known = {}
for i = 1, #all, 2 do
  local when, message = string.match(all[i + 1], '^(%d+)|(.*)$')
  if tonumber(when) > now_ms - keep_ms then known[#known + 1] = {when, message} end
end
table.sort(known, function(a, b) return tonumber(a[1]) < tonumber(b[1]) end)
local last = {}
for i = math.max(1, #known - limit + 1), #known do last[#last + 1] = known[i] end
local held_last = {before or '', when or '0', how or ''}
return {{number(epoch), instance, session, unpack(held_last)}, redis.call('ZCARD', queue), waiting, last}
)lua";

}  // namespace

ClaimScript::ClaimScript() : RedisScript(lua::ending(kClaim)) {}

void ClaimScript::call(RedisClient& client, const RedisClient::Ask& ask, const Words& words,
                       RedisClient::Done done) const {
  const std::string session = std::to_string(words.session);
  const std::string ageUs = std::to_string(words.age.count());
  const std::string known = std::to_string(words.knownEpoch);
  const std::string limit = std::to_string(words.limit);
  const auto& [queue, kept, ended] = words.commands;
  client.callScript(ask, *this, {words.route, queue, kept, ended},
                    {words.instance, session, ageUs, known, words.nodeChannels, limit, words.results}, std::move(done));
}

RouteScripts::RouteScripts()
    : release(lua::joined({lua::kTime, lua::kRoute, lua::kLeaveRoute, kRelease})),
      clean(lua::joined({lua::kTime, lua::kRoute, lua::kLeaveRoute, kClean})),
      send(lua::joined({lua::kRoute, kSend})),
      lookAtDevice(lua::ending(kLookAtDevice)) {}

}  // namespace lk::bus
