#pragma once

#include <cstdint>
#include <string>

#include "server/bus/command.h"
#include "server/bus/redis_client.h"
#include "server/bus/redis_keys.h"
#include "server/bus/redis_scripts.h"

namespace lk::bus {

// `rejected`, said once of what came by the open door, though several nodes have it before them.
class RedisRejections {
 public:
  RedisRejections(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts, std::string instance,
                  std::string node);

  // said: what a message bears that is no command; it has an id.
  void say(const Command& said, const std::string& why);
  // Of a command that this node's limits forbid: not, where another one holds its device, or where it is kept already.
  void sayIfOwn(const Command& command, const std::string& why);

  // How many this node said, and no other. One whose answer Redis had to give twice is left out.
  [[nodiscard]] std::uint64_t count() const { return m_count; }

 private:
  [[nodiscard]] std::string messageFor(const Command& said, const std::string& why) const;
  [[nodiscard]] const std::string& replyOf(const Command& said) const;
  void countIf(bool said) { m_count += said ? 1 : 0; }

  RedisClient& m_client;
  const RedisKeys& m_keys;
  const RedisScripts& m_scripts;
  const std::string m_instance;
  const std::string m_node;
  const std::string m_results;
  std::uint64_t m_count = 0;
};

}  // namespace lk::bus
