#include "server/bus/command_router.h"

#include <utility>

#include "server/bus/command_message.h"
#include "server/bus/result_message.h"

namespace lk::bus {

using namespace std::chrono_literals;

namespace {

constexpr auto kGrace = 3s;  // of the node that waits for the acknowledgement
constexpr auto kDurableGrace = 20s;
constexpr int kMostHops = 3;

}  // namespace

CommandRouter::CommandRouter(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts, NodeBoard& board,
                             RedisStore& store, const Clock& clock, std::string via, Most most)
    : m_client(client),
      m_keys(keys),
      m_scripts(scripts),
      m_board(board),
      m_store(store),
      m_clock(clock),
      m_via(std::move(via)),
      m_most(most),
      m_timer(this) {
  m_timer.setInterval(100ms);
  connect(&m_timer, &QTimer::timeout, this, &CommandRouter::tick);
  connect(&m_board, &NodeBoard::changed, this, [this] {
    for (const Command& command : std::exchange(m_early, {})) routeLive(command);
  });
}

void CommandRouter::route(Command command, OnResult onResult) {
  command.via = m_via;
  const std::string key = keyOf(command.device, command.id);
  // A second one of this id hears with the first.
  if (const auto first = m_pending.find(key); first != m_pending.end()) {
    first->second.onResult = [one = std::move(first->second.onResult), two = std::move(onResult)](const auto& result) {
      one(result);
      two(result);
    };
    return;
  }
  const bool durable = command.durable();
  const std::size_t most = durable ? m_most.durable : m_most.live;
  if ((durable ? m_durable : m_pending.size() - m_durable) >= most) {
    const auto reason =
        std::to_string(most) + (durable ? " durable commands are under way already; wait for some to end"
                                        : " live commands are under way already; wait for some to end");
    return onResult(resultFor(command, CommandStatus::Rejected, reason));
  }
  const auto until = m_clock.steady() + (durable ? command.ttl + kDurableGrace : command.timeout + kGrace);
  Command known = command;
  known.payload = {};
  m_pending.emplace(key, Pending{std::move(known), std::move(onResult), until});
  if (durable) ++m_durable;
  arm(until, key);
  if (durable) {
    routeDurable(command);
  } else if (m_board.looked()) {
    routeLive(command);
  } else {
    m_early.push_back(std::move(command));
  }
}

void CommandRouter::sendLive(const Command& command, OnSent done) {
  sendLive(command, m_clock.steady() + command.timeout, true, std::move(done));
}

// Who holds the device and is not among the live may have come since the last look: then once more, after another.
void CommandRouter::sendLive(const Command& command, Clock::Steady until, bool again, OnSent done) {
  const std::string route = m_keys.route(command.device);
  const std::string channels = m_keys.nodeChannels();
  const std::string message = 'C' + commandMessage(command);
  const std::vector<std::string> live = m_board.liveInstances();
  RedisClient::Words arguments{channels, message};
  arguments.insert(arguments.end(), live.begin(), live.end());
  OnSent sent = std::move(done);
  if (again) {
    sent = [this, command, until, sent = std::move(sent)](const RedisOutcome& outcome) mutable {
      const RedisValue& answer = outcome.value;
      if (!outcome.ok() || answer.at(0).integer() == 1 || answer.at(1).text().empty()) return sent(outcome);
      m_board.lookAnew([this, command, until, sent = std::move(sent)]() mutable {
        sendLive(command, until, false, std::move(sent));
      });
    };
  }
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - m_clock.steady());
  m_client.callScript({route, left, true, false}, m_scripts.send, {route}, arguments, std::move(sent));
}

void CommandRouter::routeLive(const Command& command) {
  sendLive(command, [this, command](const RedisOutcome& outcome) {
    using Kind = RedisOutcome::Kind;
    switch (outcome.kind) {
      case Kind::Reply:
        if (outcome.value.at(0).integer() == 1) return;  // its node has it now
        return end(command, CommandStatus::Offline, "no live node holds this device");
      case Kind::Refused: return end(command, CommandStatus::Rejected, "Redis refused it: " + outcome.text);
      case Kind::Away: return end(command, CommandStatus::Rejected, "Redis is away, nothing was sent: " + outcome.text);
      case Kind::Unknown:
        return end(command, CommandStatus::Unacknowledged, "Redis went away over it: " + outcome.text);
    }
  });
}

void CommandRouter::routeDurable(const Command& command) {
  m_store.keep(command, RedisRejections::Came::Routed, [this, command](const Result<RedisStore::Kept>& kept) {
    if (!kept) return end(command, CommandStatus::Rejected, kept.error().text);
    if (kept->ended.empty()) return tellQueued(command);
    if (const auto result = parseResultMessage(kept->ended)) tell(*result);
  });
}

// Also told by Redis itself; a console may miss that, and must know that it is safe to go. What came of it may have
// been heard before.
void CommandRouter::tellQueued(const Command& command) {
  const auto found = m_pending.find(keyOf(command.device, command.id));
  if (found != m_pending.end() && !found->second.told) tell(resultFor(command, CommandStatus::Queued, {}));
}

// What the router says of itself concerns who asked; the reply channel hears what is so for everybody.
void CommandRouter::end(const Command& command, CommandStatus status, std::string reason) {
  const CommandResult result = resultFor(command, status, std::move(reason));
  if (status == CommandStatus::Offline && m_pending.contains(keyOf(command.device, command.id))) {
    Command toReply = command;
    toReply.via.clear();
    m_store.publish(toReply, result);
  }
  tell(result);
}

void CommandRouter::tell(const CommandResult& result) {
  const auto found = m_pending.find(keyOf(result.device, result.id));
  if (found == m_pending.end()) return;
  found->second.told = true;
  if (!result.final()) {
    found->second.onResult(result);
    return;
  }
  if (found->second.command.durable()) --m_durable;
  const OnResult onResult = std::move(found->second.onResult);
  m_pending.erase(found);
  onResult(result);
}

void CommandRouter::forward(Command command) {
  if (++command.hops > kMostHops) {
    m_store.publish(command, resultFor(command, CommandStatus::Offline, "the device moves from node to node"));
    return;
  }
  sendLive(command, [this, command](const RedisOutcome& outcome) {
    // Unknown: it may have got there, and then has its end from there.
    if (outcome.kind == RedisOutcome::Kind::Unknown) return;
    if (outcome.ok() && outcome.value.at(0).integer() == 1) return;
    m_store.publish(command, resultFor(command, CommandStatus::Offline, "no live node holds this device"));
  });
}

void CommandRouter::resultArrived(std::string_view message) {
  if (auto result = parseResultMessage(message)) {
    // Redis told `queued` as well as the answer to keeping it.
    if (result->status == CommandStatus::Queued) return;
    if (const auto found = m_pending.find(keyOf(result->device, result->id)); found != m_pending.end()) {
      result->durable = found->second.command.durable();
    }
    tell(*result);
  }
}

void CommandRouter::recall() {
  std::vector<Command> pending;
  pending.reserve(m_pending.size());
  for (const auto& [key, one] : m_pending) pending.push_back(one.command);
  for (const Command& command : pending) recall(command);
}

void CommandRouter::recall(const Command& command) {
  const std::string ended = m_keys.ended(command.device);
  m_client.call({ended, 10s, true, false}, {"HGET", ended, command.id}, [this](const RedisOutcome& outcome) {
    if (!outcome.ok()) return;
    const std::string_view entry = outcome.value.text();
    const std::size_t bar = entry.find('|');
    if (bar != std::string_view::npos) resultArrived(entry.substr(bar + 1));
  });
}

// Those whose command has ended go only now and then.
void CommandRouter::arm(Clock::Steady at, const std::string& key) {
  m_timers.push({at, key});
  if (!m_timer.isActive()) m_timer.start();
  if (m_timers.size() < 4 * m_pending.size() + 1024) return;
  m_timers = {};
  for (const auto& [pendingKey, one] : m_pending) m_timers.push({one.until, pendingKey});
}

void CommandRouter::tick() {
  if (m_pending.empty()) {
    m_timers = {};
    return m_timer.stop();
  }
  const auto now = m_clock.steady();
  while (!m_timers.empty() && m_timers.top().at <= now) {
    const std::string key = m_timers.top().key;
    m_timers.pop();
    const auto found = m_pending.find(key);
    if (found == m_pending.end() || found->second.until > now) continue;
    const Command command = found->second.command;
    if (command.durable()) {
      end(command, CommandStatus::Expired, "the ttl ended, and nothing was heard of it");
    } else {
      end(command, CommandStatus::Unacknowledged, "the node that holds the device has said nothing of it");
    }
  }
}

}  // namespace lk::bus
