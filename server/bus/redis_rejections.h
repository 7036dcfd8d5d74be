#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "server/bus/command.h"
#include "server/bus/redis_client.h"
#include "server/bus/redis_keys.h"
#include "server/bus/redis_scripts.h"

namespace lk::bus {

// `rejected`, said once, though several nodes have the same command before them.
class RedisRejections {
 public:
  // By the open door; or from somebody who routed it, and counts himself what he hears of it.
  enum class Came : std::uint8_t { Openly, Routed };

  RedisRejections(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts, std::string instance,
                  std::string node);

  // said: what a message bears that is no command; it has an id.
  void say(const Command& said, const std::string& why) { say(said, why, Came::Openly, Room::Usual); }
  // Of a command that this node's limits forbid, or that Redis did not keep: not, where another one holds its device,
  // or where it is kept already.
  void sayIfOwn(const Command& command, const std::string& why, Came came) {
    sayIfOwn(command, why, came, Room::Usual);
  }

  // For a script that says it itself.
  [[nodiscard]] std::string messageFor(const Command& said, const std::string& why) const;
  void noteSaid(Came came) { m_count += came == Came::Openly ? 1 : 0; }

  // How many that came openly this node said, and no other. One whose answer Redis had to give twice is left out.
  [[nodiscard]] std::uint64_t count() const { return m_count; }

 private:
  // Where Redis notes that it is said: as long as it should; without memory for that, a little while all the same; or
  // nowhere, if it takes no notes: rather twice than never.
  enum class Room : std::uint8_t { Usual, BeyondMemory, None };

  void say(const Command& said, const std::string& why, Came came, Room room);
  void sayIfOwn(const Command& command, const std::string& why, Came came, Room room);
  [[nodiscard]] static std::chrono::milliseconds noted(Room room);
  [[nodiscard]] static Room after(Room room, const RedisOutcome& refused);
  [[nodiscard]] const std::string& replyOf(const Command& said) const;

  RedisClient& m_client;
  const RedisKeys& m_keys;
  const RedisScripts& m_scripts;
  const std::string m_instance;
  const std::string m_node;
  const std::string m_results;
  std::uint64_t m_count = 0;
};

}  // namespace lk::bus
