#include "server/bus/redis_store.h"

#include <QRandomGenerator>
#include <algorithm>
#include <memory>
#include <utility>

#include "server/bus/claim_answer.h"
#include "server/bus/command_message.h"
#include "server/bus/result_message.h"

namespace lk::bus {

using namespace std::chrono_literals;
using std::chrono::duration_cast;
using std::chrono::milliseconds;

namespace {

constexpr auto kSweepEvery = 500ms;  // no ttl is late by more than a second, with what its way takes
constexpr auto kKeepDeadline = 15s;
constexpr auto kPullDeadline = 60s;
constexpr auto kResultDeadline = 5min;
constexpr std::size_t kMostHere = 64;  // of one device: a page
constexpr std::size_t kMostBytesHere = 256 * 1024;
constexpr std::size_t kMostKept = 10'000;  // of one device
constexpr std::string_view kSweptAtATime = "200";
constexpr auto kAgainAfter = 1s;
constexpr std::size_t kMostUnheard = 200'000;
constexpr std::size_t kMostSpare = 256;
constexpr std::size_t kLargeMessage = 4096;

// Nobody waits for what Redis says to it, as long as it is done.
RedisClient::Ask quiet(std::string_view key) { return {key, kResultDeadline, true, false, false, true}; }

}  // namespace

std::size_t shardOf(std::string_view device, std::size_t shards) {
  return static_cast<std::size_t>(keySlot(device)) % shards;
}

RedisStore::RedisStore(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts, const Clock& clock,
                       RedisRejections& rejections, std::string node, OnPulled onPulled)
    : m_client(client),
      m_keys(keys),
      m_scripts(scripts),
      m_clock(clock),
      m_rejections(rejections),
      m_node(std::move(node)),
      m_results(keys.results()),
      m_onPulled(std::move(onPulled)),
      m_nonce(std::to_string(QRandomGenerator::system()->generate64())),
      m_sweepTimer(this),
      m_unheardTimer(this) {
  m_sweepTimer.setInterval(kSweepEvery);
  connect(&m_sweepTimer, &QTimer::timeout, this, qOverload<>(&RedisStore::sweep));
  m_unheardTimer.setInterval(kAgainAfter);
  m_unheardTimer.setSingleShot(true);
  connect(&m_unheardTimer, &QTimer::timeout, this, &RedisStore::sayUnheard);
}

void RedisStore::sayUnheard() {
  for (std::size_t left = m_unheard.size(); left > 0; --left) {
    m_endings.splice(m_endings.end(), m_unheard, m_unheard.begin());
    askFinish(std::prev(m_endings.end()));
  }
  for (const Deadline& deadline : std::exchange(m_unheardDeadlines, {})) noteDeadline(deadline);
}

const std::string& RedisStore::replyOf(const Command& command) const {
  return command.reply.empty() ? m_results : command.reply;
}

void RedisStore::keep(const Command& command, RedisRejections::Came came, OnKept kept) {
  const auto now = m_clock.steady();
  // Ahead of the command: a hint for nothing is dropped, a command without one might end unheard.
  noteDeadline({command.device, command.id, now + command.ttl});
  askKeep(command, came, now, std::move(kept));
}

void RedisStore::askKeep(const Command& command, RedisRejections::Came came, Clock::Steady asked, OnKept kept) {
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
                       .commands = keysOf(command.device),
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
                        if (answer == 1 && now - asked > kSweepEvery) {
                          noteDeadline({command.device, command.id, now + command.ttl});
                        }
                        switch (answer) {
                          case 1: return kept(Kept{static_cast<std::uint64_t>(outcome.value.at(2).integer()), {}});
                          case 2: return kept(Kept{0, std::string(outcome.value.at(1).text())});
                          default: m_rejections.noteSaid(came); return kept(Error{Error::Code::Limit, tooMany});
                        }
                      });
}

// So that somebody looks when the ttl ends, by Redis' clock: a node's own may be set. Not in the device's slot, thus
// only a hint: what is true stands there.
void RedisStore::noteDeadline(const Deadline& deadline) {
  const std::string key = m_keys.expiry(shardOf(deadline.device, RedisKeys::kExpiryShards));
  const auto left = duration_cast<milliseconds>(deadline.at - m_clock.steady());
  const std::string ttl = std::to_string(std::max<std::int64_t>(left.count(), 0));
  const std::string member = deadline.device + '\n' + deadline.id;
  m_client.callScript(quiet(key), m_scripts.noteDeadline, {key}, {ttl, member},
                      [this, deadline](const RedisOutcome& outcome) {
                        if (!outcome.ok()) noteDeadlineLater(deadline);
                      });
}

// Its Redis may have no memory while the device's has: without a hint, nobody would say that the command expired.
void RedisStore::noteDeadlineLater(const Deadline& deadline) {
  if (m_unheardDeadlines.size() >= kMostUnheard) m_unheardDeadlines.pop_front();
  m_unheardDeadlines.push_back(deadline);
  if (!m_unheardTimer.isActive()) m_unheardTimer.start();
}

void RedisStore::dropDeadline(const Command& command) {
  const std::string key = m_keys.expiry(shardOf(command.device, RedisKeys::kExpiryShards));
  const std::string member = command.device + '\n' + command.id;
  m_client.call(quiet(key), {"ZREM", key, member}, [](const RedisOutcome&) {});
}

void RedisStore::noteClaimed(const std::string& device, const std::vector<bus::Kept>& page, std::uint64_t moreBehind) {
  m_here.erase(device);
  came(device, page);
  if (moreBehind > 0) return expectMore(device, moreBehind);
  pullMore(device);  // what was heard of meanwhile
}

void RedisStore::noteKept(const std::string& device, std::uint64_t place) {
  const std::uint64_t behind = place - 1;
  if (m_pulling.contains(device) || hasRoom(device, 1)) return pull(device, behind);
  expectMore(device, behind);
}

void RedisStore::forgetPages(const std::string& device) {
  m_here.erase(device);
  m_more.erase(device);
  m_pulling.erase(device);
  m_pullAgain.erase(device);
}

void RedisStore::came(const std::string& device, const std::vector<bus::Kept>& page) {
  if (page.empty()) return;
  Here& here = m_here[device];
  for (const bus::Kept& kept : page) {
    const std::size_t size = kept.command.payload.size();
    if (here.sizes.emplace(kept.command.id, size).second) here.bytes += size;
  }
}

void RedisStore::went(const std::string& device, const std::string& id) {
  const auto here = m_here.find(device);
  if (here == m_here.end()) return;
  const auto found = here->second.sizes.find(id);
  if (found == here->second.sizes.end()) return;
  here->second.bytes -= found->second;
  here->second.sizes.erase(found);
  if (here->second.sizes.empty()) m_here.erase(here);
}

// Whether less than this part of the most is here.
bool RedisStore::hasRoom(const std::string& device, std::size_t share) const {
  const auto here = m_here.find(device);
  return here == m_here.end() ||
         (here->second.sizes.size() < kMostHere / share && here->second.bytes < kMostBytesHere / share);
}

void RedisStore::expectMore(const std::string& device, std::uint64_t behind) {
  const auto more = m_more.emplace(device, behind).first;
  more->second = std::min(more->second, behind);
}

void RedisStore::pull(const std::string& device, std::uint64_t after) {
  if (const auto more = m_more.find(device); more != m_more.end()) after = std::min(after, more->second);
  const std::uint64_t number = ++m_lastPull;
  if (!m_pulling.emplace(device, number).second) {
    const auto again = m_pullAgain.emplace(device, after).first;
    again->second = std::min(again->second, after);
    return;
  }
  const RedisKeys::OfCommands& commands = keysOf(device);
  // No more than there is room for, so that what is here and a page of others are not two.
  const auto here = m_here.find(device);
  const std::size_t count = here == m_here.end() ? 0 : here->second.sizes.size();
  const std::size_t bytes = here == m_here.end() ? 0 : here->second.bytes;
  m_scripts.pull.call(m_client, {commands.queue, kPullDeadline, true, false},
                      {.commands = commands,
                       .limit = kMostHere - std::min(count, kMostHere - 1),
                       .bytes = kMostBytesHere - std::min(bytes, kMostBytesHere - 1),
                       .results = m_results,
                       .behind = after},
                      [this, device, after, number](const RedisOutcome& outcome) {
                        const auto pulling = m_pulling.find(device);
                        if (pulling == m_pulling.end() || pulling->second != number) return;
                        m_pulling.erase(pulling);
                        if (outcome.ok()) {
                          const auto known = m_more.find(device);
                          if (known != m_more.end() && known->second >= after) m_more.erase(known);
                          const bool more = outcome.value.at(0).integer() == 1;
                          if (more) expectMore(device, numberOf(outcome.value.at(2).text()));
                          std::vector<bus::Kept> page = readKept(outcome.value.at(1));
                          came(device, page);
                          m_onPulled(device, std::move(page));
                        }
                        if (const auto again = m_pullAgain.extract(device)) expectMore(device, again.mapped());
                        if (outcome.ok()) pullMore(device);
                      });
}

// In pages, not one by one.
void RedisStore::pullMore(const std::string& device) {
  const auto more = m_more.find(device);
  if (more != m_more.end() && !m_pulling.contains(device) && hasRoom(device, 2)) pull(device, more->second);
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

const RedisKeys::OfCommands& RedisStore::keysOf(const std::string& device) {
  m_keys.write(m_commandKeys, device);
  return m_commandKeys;
}

void RedisStore::finish(const Command& command, const CommandResult& result, bool afterWritten) {
  Endings::iterator ending = m_spareEndings.begin();
  if (ending == m_spareEndings.end()) ending = m_spareEndings.emplace(ending);
  ending->device = command.device;
  ending->id = command.id;
  ending->reply = replyOf(command);
  ending->via = command.via;
  ending->durable = command.durable();
  ending->message.clear();
  appendResultMessage(ending->message, result, m_node);
  ending->written.clear();
  if (afterWritten) appendWrittenMessage(ending->written, result, m_node);
  m_endings.splice(m_endings.end(), m_spareEndings, ending);
  askFinish(ending);
  if (!command.durable()) return;
  dropDeadline(command);
  pass(command);
}

void RedisStore::pass(const Command& command) {
  went(command.device, command.id);
  pullMore(command.device);
}

// Until Redis has it: an end that it never heard of would be another one later. Twice changes nothing.
void RedisStore::askFinish(Endings::iterator ending) {
  const RedisKeys::OfCommands& commands = keysOf(ending->device);
  m_scripts.finish.call(m_client, quiet(commands.queue),
                        {.commands = commands,
                         .id = ending->id,
                         .message = ending->message,
                         .reply = ending->reply,
                         .via = ending->via,
                         .durable = ending->durable,
                         .written = ending->written},
                        [this, ending](const RedisOutcome& outcome) {
                          if (m_refusal.noteOfDevice(outcome)) Q_EMIT refusalChanged();
                          outcome.ok() ? letGo(ending) : askAgainLater(ending);
                        });
}

// Its memory serves for another.
void RedisStore::letGo(Endings::iterator ending) {
  const bool keeps = m_spareEndings.size() < kMostSpare && ending->message.capacity() < kLargeMessage;
  m_spareEndings.splice(m_spareEndings.begin(), m_endings, ending);
  if (!keeps) m_spareEndings.pop_front();
}

void RedisStore::askAgainLater(Endings::iterator ending) {
  if (m_unheard.size() >= kMostUnheard) m_unheard.pop_front();
  m_unheard.splice(m_unheard.end(), m_endings, ending);
  if (!m_unheardTimer.isActive()) m_unheardTimer.start();
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
  m_client.callScript(quiet(key), m_scripts.tellOnce, {key}, {message, reply, via}, [](const RedisOutcome&) {});
}

void RedisStore::setSweeping(bool sweeping) {
  if (sweeping == m_sweepTimer.isActive()) return;
  sweeping ? m_sweepTimer.start() : m_sweepTimer.stop();
}

void RedisStore::sweep() {
  if (!m_client.up()) return;
  for (std::size_t shard = 0; shard < RedisKeys::kExpiryShards; ++shard) sweep(shard);
}

// Of another Redis than the device's, maybe: whether a ttl has ended is that one's clock to say.
void RedisStore::sweep(std::size_t shard) {
  const std::string key = m_keys.expiry(shard);
  m_client.callScript({key, 5s, true, true}, m_scripts.due, {key}, {kSweptAtATime},
                      [this, shard](const RedisOutcome& outcome) {
                        if (!outcome.ok()) return;
                        for (std::size_t i = 0; i < outcome.value.size(); ++i) {
                          expire(shard, std::string(outcome.value.at(i).text()));
                        }
                      });
}

void RedisStore::expire(std::size_t shard, const std::string& member) {
  const std::size_t end = member.find('\n');
  const std::string device = member.substr(0, end);
  const std::string id = end == std::string::npos ? std::string() : member.substr(end + 1);
  const auto& [queue, list, ended] = keysOf(device);
  m_client.callScript({queue, 5s, true, true}, m_scripts.expire, {queue, list, ended}, {id, m_results},
                      [this, shard, member](const RedisOutcome& outcome) {
                        if (!outcome.ok() || outcome.value.integer() != 1) return;
                        const std::string key = m_keys.expiry(shard);
                        m_client.call({key, 60s, true, false}, {"ZREM", key, member}, [](const RedisOutcome&) {});
                      });
}

}  // namespace lk::bus
