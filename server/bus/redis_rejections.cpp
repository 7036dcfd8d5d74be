#include "server/bus/redis_rejections.h"

#include <utility>

#include "server/bus/result_message.h"

namespace lk::bus {

using namespace std::chrono_literals;

namespace {

constexpr auto kDeadline = 5min;
constexpr auto kNoted = 10min;
// Longer than nodes that hear the same are apart, and no longer: it is more than Redis may have.
constexpr auto kNotedBeyondMemory = 30s;

}  // namespace

RedisRejections::RedisRejections(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts,
                                 std::string instance, std::string node)
    : m_client(client),
      m_keys(keys),
      m_scripts(scripts),
      m_instance(std::move(instance)),
      m_node(std::move(node)),
      m_results(keys.results()) {}

std::string RedisRejections::messageFor(const Command& said, const std::string& why) const {
  return resultMessage(resultFor(said, CommandStatus::Rejected, why), m_node);
}

const std::string& RedisRejections::replyOf(const Command& said) const {
  return said.reply.empty() ? m_results : said.reply;
}

// A Redis older than 7 says so in other words, and can't go beyond its memory.
RedisRejections::Room RedisRejections::after(Room room, const RedisOutcome& refused) {
  return room == Room::Usual && refused.text.starts_with("OOM") ? Room::BeyondMemory : Room::None;
}

std::chrono::milliseconds RedisRejections::noted(Room room) {
  return room == Room::Usual ? std::chrono::milliseconds(kNoted) : kNotedBeyondMemory;
}

void RedisRejections::say(const Command& said, const std::string& why, Came came, Room room) {
  const std::string key = m_keys.told("bad:" + said.device + ':' + said.id);
  const std::string message = messageFor(said, why);
  const RedisScript& script = room == Room::Usual          ? m_scripts.tellFirst
                              : room == Room::BeyondMemory ? m_scripts.tellFirstBeyondMemory
                                                           : m_scripts.tellOnce;
  const std::string notedMs = std::to_string(noted(room).count());
  m_client.callScript({key, kDeadline, true, false}, script, {key}, {message, replyOf(said), said.via, notedMs},
                      [this, said, why, came, room](const RedisOutcome& outcome) {
                        if (outcome.kind == RedisOutcome::Kind::Refused && room != Room::None) {
                          return say(said, why, came, after(room, outcome));
                        }
                        if (outcome.ok() && outcome.value.integer() == 1) noteSaid(came);
                      });
}

void RedisRejections::sayIfOwn(const Command& command, const std::string& why, Came came, Room room) {
  const std::string route = m_keys.route(command.device);
  const std::string queue = m_keys.queue(command.device);
  const std::string ended = m_keys.ended(command.device);
  const std::string message = messageFor(command, why);
  const RefuseScript& script = room == Room::Usual ? m_scripts.refuse : m_scripts.refuseBeyondMemory;
  Command said = command;
  said.payload = {};
  script.call(m_client, {route, kDeadline, true, false},
              {.route = route,
               .queue = queue,
               .ended = ended,
               .instance = m_instance,
               .id = command.id,
               .message = message,
               .reply = replyOf(command),
               .via = command.via,
               .durable = command.durable(),
               .noted = noted(room)},
              [this, said, why, came, room](const RedisOutcome& outcome) {
                if (outcome.kind == RedisOutcome::Kind::Refused) {
                  const Room next = after(room, outcome);
                  return next == Room::None ? say(said, why, came, room) : sayIfOwn(said, why, came, next);
                }
                if (!outcome.ok()) return;
                if (outcome.value.integer() == 2) return say(said, why, came, room);  // a live one
                if (outcome.value.integer() == 1) noteSaid(came);
              });
}

}  // namespace lk::bus
