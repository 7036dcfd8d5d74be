#pragma once

#include <QObject>
#include <QTimer>
#include <cstddef>
#include <deque>
#include <string>

#include "server/base/clock.h"
#include "server/bus/command.h"
#include "server/bus/redis_client.h"
#include "server/bus/redis_keys.h"
#include "server/bus/redis_scripts.h"

namespace lk::bus {

// That somebody looks when the ttl of a durable command ends, by Redis' clock: a node's own may be set. What is noted
// for that is not in the device's slot, thus only a hint: what is true stands there.
class CommandExpiry final : public QObject {
  Q_OBJECT

 public:
  static constexpr std::chrono::milliseconds kSweepEvery{500};  // no ttl is late by more than 1 s, its way included

  CommandExpiry(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts, const Clock& clock);

  void note(const std::string& device, const std::string& id, Clock::Steady endsAt);
  void drop(const Command& command);

  // Whether this one looks.
  void setSweeping(bool sweeping);

 private:
  struct Deadline {
    std::string device;
    std::string id;
    Clock::Steady at;
  };

  void note(const Deadline& deadline);
  void noteLater(const Deadline& deadline);
  void sweep();
  void sweep(std::size_t shard);
  void expire(std::size_t shard, const std::string& member);

  RedisClient& m_client;
  const RedisKeys& m_keys;
  const RedisScripts& m_scripts;
  const Clock& m_clock;
  const std::string m_results;
  std::deque<Deadline> m_unheard;  // that Redis refused, or did not answer
  RedisKeys::OfCommands m_commandKeys;
  QTimer m_sweepTimer;
  QTimer m_unheardTimer;
};

}  // namespace lk::bus
