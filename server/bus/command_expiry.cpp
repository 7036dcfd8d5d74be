#include "server/bus/command_expiry.h"

#include <algorithm>
#include <utility>

#include "server/bus/quiet_ask.h"

namespace lk::bus {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

constexpr std::string_view kSweptAtATime = "200";

std::string memberOf(const std::string& device, const std::string& id) { return device + '\n' + id; }

}  // namespace

CommandExpiry::CommandExpiry(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts,
                             const Clock& clock)
    : m_client(client),
      m_keys(keys),
      m_scripts(scripts),
      m_clock(clock),
      m_results(keys.results()),
      m_sweepTimer(this),
      m_unheardTimer(this) {
  m_sweepTimer.setInterval(kSweepEvery);
  connect(&m_sweepTimer, &QTimer::timeout, this, qOverload<>(&CommandExpiry::sweep));
  m_unheardTimer.setInterval(kQuietAgainAfter);
  m_unheardTimer.setSingleShot(true);
  connect(&m_unheardTimer, &QTimer::timeout, this, [this] {
    for (const Deadline& deadline : std::exchange(m_unheard, {})) note(deadline);
  });
}

void CommandExpiry::note(const std::string& device, const std::string& id, Clock::Steady endsAt) {
  note({device, id, endsAt});
}

void CommandExpiry::note(const Deadline& deadline) {
  const std::string key = m_keys.expiry(shardOf(deadline.device, RedisKeys::kExpiryShards));
  const auto left = std::chrono::duration_cast<milliseconds>(deadline.at - m_clock.steady());
  const std::string ttl = std::to_string(std::max<std::int64_t>(left.count(), 0));
  const std::string member = memberOf(deadline.device, deadline.id);
  m_client.callScript(quietAsk(key), m_scripts.noteDeadline, {key}, {ttl, member},
                      [this, deadline](const RedisOutcome& outcome) {
                        if (!outcome.ok()) noteLater(deadline);
                      });
}

// Its Redis may have no memory while the device's has: without a hint, nobody would say that the command expired.
void CommandExpiry::noteLater(const Deadline& deadline) {
  if (m_unheard.size() >= kMostQuietUnheard) m_unheard.pop_front();
  m_unheard.push_back(deadline);
  if (!m_unheardTimer.isActive()) m_unheardTimer.start();
}

void CommandExpiry::drop(const Command& command) {
  const std::string key = m_keys.expiry(shardOf(command.device, RedisKeys::kExpiryShards));
  const std::string member = memberOf(command.device, command.id);
  m_client.call(quietAsk(key), {"ZREM", key, member}, [](const RedisOutcome&) {});
}

void CommandExpiry::setSweeping(bool sweeping) {
  if (sweeping == m_sweepTimer.isActive()) return;
  sweeping ? m_sweepTimer.start() : m_sweepTimer.stop();
}

void CommandExpiry::sweep() {
  if (!m_client.up()) return;
  for (std::size_t shard = 0; shard < RedisKeys::kExpiryShards; ++shard) sweep(shard);
}

// Of another Redis than the device's, maybe: whether a ttl has ended is that one's clock to say.
void CommandExpiry::sweep(std::size_t shard) {
  const std::string key = m_keys.expiry(shard);
  m_client.callScript({key, 5s, true, true}, m_scripts.due, {key}, {kSweptAtATime},
                      [this, shard](const RedisOutcome& outcome) {
                        if (!outcome.ok()) return;
                        for (std::size_t i = 0; i < outcome.value.size(); ++i) {
                          expire(shard, std::string(outcome.value.at(i).text()));
                        }
                      });
}

void CommandExpiry::expire(std::size_t shard, const std::string& member) {
  const std::size_t end = member.find('\n');
  const std::string device = member.substr(0, end);
  const std::string id = end == std::string::npos ? std::string() : member.substr(end + 1);
  m_keys.write(m_commandKeys, device);
  const auto& [queue, kept, ended] = m_commandKeys;
  m_client.callScript({queue, 5s, true, true}, m_scripts.expire, {queue, kept, ended}, {id, m_results},
                      [this, shard, member](const RedisOutcome& outcome) {
                        if (!outcome.ok() || outcome.value.integer() != 1) return;
                        const std::string key = m_keys.expiry(shard);
                        m_client.call({key, 60s, true, false}, {"ZREM", key, member}, [](const RedisOutcome&) {});
                      });
}

}  // namespace lk::bus
