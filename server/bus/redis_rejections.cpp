#include "server/bus/redis_rejections.h"

#include <utility>

#include "server/bus/result_message.h"

namespace lk::bus {

using namespace std::chrono_literals;

namespace {

constexpr auto kDeadline = 5min;

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

void RedisRejections::say(const Command& said, const std::string& why) {
  const std::string key = m_keys.told("bad:" + said.device + ':' + said.id);
  const std::string message = messageFor(said, why);
  m_client.callScript({key, kDeadline, true, false}, m_scripts.tellOnce, {key}, {message, replyOf(said), said.via},
                      [this](const RedisOutcome& outcome) { countIf(outcome.ok() && outcome.value.integer() == 1); });
}

void RedisRejections::sayIfOwn(const Command& command, const std::string& why) {
  const std::string route = m_keys.route(command.device);
  const std::string queue = m_keys.queue(command.device);
  const std::string ended = m_keys.ended(command.device);
  const std::string message = messageFor(command, why);
  Command said = command;
  said.payload = {};
  m_client.callScript({route, kDeadline, true, false}, m_scripts.refuse, {route, queue, ended},
                      {m_instance, command.id, message, replyOf(command), command.via, command.durable() ? "1" : "0"},
                      [this, said, why](const RedisOutcome& outcome) {
                        // A live one, or Redis has no room for the id, maybe.
                        const bool toSay = outcome.ok() && outcome.value.integer() == 2;
                        if (toSay || outcome.kind == RedisOutcome::Kind::Refused) return say(said, why);
                        countIf(outcome.ok() && outcome.value.integer() == 1);
                      });
}

}  // namespace lk::bus
