#include "server/bus/redis_store.h"

#include <QRandomGenerator>
#include <utility>

#include "server/bus/command_message.h"
#include "server/bus/quiet_ask.h"
#include "server/bus/result_message.h"

namespace lk::bus {

using namespace std::chrono_literals;

namespace {

constexpr auto kKeepDeadline = 15s;
constexpr std::size_t kMostKept = 10'000;  // of one device

}  // namespace

RedisStore::RedisStore(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts, const Clock& clock,
                       RedisRejections& rejections, std::string node, DurablePages::OnPulled onPulled)
    : m_client(client),
      m_keys(keys),
      m_scripts(scripts),
      m_clock(clock),
      m_rejections(rejections),
      m_node(std::move(node)),
      m_results(keys.results()),
      m_nonce(std::to_string(QRandomGenerator::system()->generate64())),
      m_pages(client, keys, scripts, std::move(onPulled)),
      m_endings(client, keys, scripts, clock, m_node),
      m_expiry(client, keys, scripts, clock) {
  connect(&m_endings, &CommandEndings::refusalChanged, this, &RedisStore::refusalChanged);
}

const std::string& RedisStore::replyOf(const Command& command) const {
  return command.reply.empty() ? m_results : command.reply;
}

void RedisStore::keep(const Command& command, RedisRejections::Came came, OnKept kept) {
  const auto now = m_clock.steady();
  // Ahead of the command: a hint for nothing is dropped, a command without one might end unheard.
  m_expiry.note(command.device, command.id, now + command.ttl);
  askKeep(command, came, now, std::move(kept));
}

void RedisStore::askKeep(const Command& command, RedisRejections::Came came, Clock::Steady asked, OnKept kept) {
  m_keys.write(m_commandKeys, command.device);
  const std::string route = m_keys.route(command.device);
  const std::string json = commandMessage(command);
  const std::string queued = resultMessage(resultFor(command, CommandStatus::Queued, {}), m_node);
  const std::string tooMany = std::to_string(kMostKept) + " durable commands already wait for this device";
  const std::string full = m_rejections.messageFor(command, tooMany);
  const std::string channels = m_keys.nodeChannels();
  // Who routed it has the answer, and is to take nothing for another node's news.
  const std::string_view via = came == RedisRejections::Came::Routed ? std::string_view() : command.via;
  m_scripts.keep.call(m_client, {route, kKeepDeadline, true, false},
                      {.route = route,
                       .commands = m_commandKeys,
                       .id = command.id,
                       .json = json,
                       .ttl = command.ttl,
                       .atMost = kMostKept,
                       .queued = queued,
                       .full = full,
                       .reply = replyOf(command),
                       .via = via,
                       .nodeChannels = channels,
                       .device = command.device},
                      [this, command, came, asked, tooMany, kept = std::move(kept)](const RedisOutcome& outcome) {
                        const auto now = m_clock.steady();
                        if (outcome.kind == RedisOutcome::Kind::Unknown && now < asked + command.ttl) {
                          // It may be kept: nobody may be told otherwise, so it is asked again until that is known.
                          return askKeep(command, came, asked, kept);
                        }
                        // The script has told nobody.
                        if (outcome.kind == RedisOutcome::Kind::Refused || outcome.kind == RedisOutcome::Kind::Away) {
                          m_rejections.sayIfOwn(command, "Redis did not keep it: " + outcome.text, came);
                        }
                        if (!outcome.ok()) return kept(Error{Error::Code::Io, outcome.text});
                        const auto answer = outcome.value.at(0).integer();
                        // Who swept before it came has found nothing, and dropped the hint.
                        if (answer == 1 && now - asked > CommandExpiry::kSweepEvery) {
                          m_expiry.note(command.device, command.id, now + command.ttl);
                        }
                        switch (answer) {
                          case 1: return kept(Kept{static_cast<std::uint64_t>(outcome.value.at(2).integer()), {}});
                          case 2: return kept(Kept{0, std::string(outcome.value.at(1).text())});
                          default: m_rejections.noteSaid(came); return kept(Error{Error::Code::Limit, tooMany});
                        }
                      });
}

// A change that is not final may be lost, but is never told twice.
void RedisStore::publish(const Command& command, const CommandResult& result) {
  const std::string message = resultMessage(result, m_node);
  if (result.final()) {
    tellOnce(m_nonce + ':' + std::to_string(++m_lastTold), message, replyOf(command), command.via);
    return;
  }
  // By the Redis that will tell the final one, so that they come in this order; with it, if it is about to come.
  const std::string queue = m_keys.queue(command.device);
  const RedisClient::Ask ask{queue, 5s, false, false, true, true};
  m_client.call(ask, {"PUBLISH", replyOf(command), message}, [](const RedisOutcome&) {});
  if (!command.via.empty()) repeat(command, result);
}

void RedisStore::finish(const Command& command, const CommandResult& result, bool afterWritten) {
  m_endings.add(command, replyOf(command), result, afterWritten);
  if (!command.durable()) return;
  m_expiry.drop(command);
  pass(command);
}

void RedisStore::repeat(const Command& command, const CommandResult& result) {
  if (command.via.empty()) return;
  const std::string message = 'R' + resultMessage(result, m_node);
  const std::string queue = m_keys.queue(command.device);
  const RedisClient::Ask ask{queue, 5s, false, false, !result.final(), true};
  m_client.call(ask, {"PUBLISH", command.via, message}, [](const RedisOutcome&) {});
}

void RedisStore::tellOnce(const std::string& what, const std::string& message, const std::string& reply,
                          const std::string& via) {
  const std::string key = m_keys.told(what);
  m_client.callScript(quietAsk(key), m_scripts.tellOnce, {key}, {message, reply, via}, [](const RedisOutcome&) {});
}

}  // namespace lk::bus
