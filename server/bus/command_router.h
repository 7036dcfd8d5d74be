#pragma once

#include <QObject>
#include <QTimer>
#include <deque>
#include <functional>
#include <queue>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "server/base/clock.h"
#include "server/bus/bus.h"
#include "server/bus/node_board.h"
#include "server/bus/redis_store.h"

namespace lk::bus {

// Sends commands to whichever node holds their device: one round trip, and no message to any other node. Results come
// back on a channel of this program's own.
class CommandRouter final : public QObject {
  Q_OBJECT

 public:
  using OnResult = std::function<void(const CommandResult&)>;

  // How many commands may be under way. Durable ones may be so for days: they take no place from live ones.
  struct Most {
    std::size_t live = 200'000;
    std::size_t durable = 500'000;
  };

  // via: that channel.
  CommandRouter(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts, NodeBoard& board,
                RedisStore& store, const Clock& clock, std::string via, Most most);
  CommandRouter(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts, NodeBoard& board,
                RedisStore& store, const Clock& clock, std::string via)
      : CommandRouter(client, keys, scripts, board, store, clock, std::move(via), Most{}) {}

  // One final result each; `rejected` where too many are under way. At the latest some seconds after the command's
  // timeout or ttl.
  void route(Command command, OnResult onResult);
  // A command that came to the wrong node: to the right one, or `offline` to its reply channel.
  void forward(Command command);

  // A message on the own channel.
  void resultArrived(std::string_view message);
  // Messages may have been missed: asks Redis what became of those under way.
  void recall();

  [[nodiscard]] std::size_t underWay() const { return m_pending.size(); }
  [[nodiscard]] std::size_t timers() const { return m_timers.size(); }  // of those, and of some that have ended

 private:
  struct Pending {
    Command command;  // without its payload, which nothing needs any more
    OnResult onResult;
    Clock::Steady until;
    bool told = false;  // something of it
  };
  struct Timer {
    Clock::Steady at;
    std::string key;
    bool operator>(const Timer& other) const { return at > other.at; }
  };

  static std::string keyOf(const std::string& device, const std::string& id) { return device + '\n' + id; }
  using OnSent = std::function<void(const RedisOutcome&)>;
  void sendLive(const Command& command, OnSent done);
  void sendLive(const Command& command, Clock::Steady until, bool again, OnSent done);
  void routeLive(const Command& command);
  void routeDurable(const Command& command);
  void tellQueued(const Command& command);
  void arm(Clock::Steady at, const std::string& key);
  void tell(const CommandResult& result);
  void end(const Command& command, CommandStatus status, std::string reason);
  void recall(const Command& command);
  void tick();

  RedisClient& m_client;
  const RedisKeys& m_keys;
  const RedisScripts& m_scripts;
  NodeBoard& m_board;
  RedisStore& m_store;
  const Clock& m_clock;
  const std::string m_via;
  const Most m_most;
  std::unordered_map<std::string, Pending> m_pending;
  std::size_t m_durable = 0;  // of those
  std::priority_queue<Timer, std::vector<Timer>, std::greater<>> m_timers;
  std::deque<Command> m_early;  // until the nodes are known
  QTimer m_timer;
};

}  // namespace lk::bus
