#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "server/bus/redis_client.h"
#include "server/bus/redis_keys.h"

namespace lk::bus {

// -> {1 kept, 0 known already, place, deadline-ms}, {2, ended JSON}, {3: at-most is reached}
class KeepScript final : public RedisScript {
 public:
  struct Words {
    std::string_view route;
    const RedisKeys::OfCommands& commands;
    std::string_view id;
    std::string_view json;  // the command
    std::chrono::milliseconds ttl{0};
    std::size_t atMost = 0;   // of one device
    std::string_view queued;  // what is told where it is kept
    std::string_view full;    // where too many are
    std::string_view reply;
    std::string_view via;
    std::string_view nodeChannels;
    std::string_view device;
  };

  KeepScript();
  void call(RedisClient& client, const RedisClient::Ask& ask, const Words& words, RedisClient::Done done) const;
};

// -> {more, {place, left-ms, JSON} …, last place}
class PullScript final : public RedisScript {
 public:
  struct Words {
    const RedisKeys::OfCommands& commands;
    std::size_t limit = 0;
    std::size_t bytes = 0;     // that are enough
    std::string_view results;  // the channel, for those whose ttl is over
    std::uint64_t behind = 0;  // this place
  };

  PullScript();
  void call(RedisClient& client, const RedisClient::Ask& ask, const Words& words, RedisClient::Done done) const;
};

// -> 1: told; 0: it had been told before
class FinishScript final : public RedisScript {
 public:
  struct Words {
    const RedisKeys::OfCommands& commands;
    std::string_view id;
    std::string_view message;
    std::string_view reply;
    std::string_view via;
    bool durable = false;
    std::string_view written;  // to be told just before; empty: nothing
  };

  FinishScript();
  void call(RedisClient& client, const RedisClient::Ask& ask, const Words& words, RedisClient::Done done) const;
};

// -> 1: told; 0: not, it is another's to end, or ended; 2: a live one that this instance may reject
class RefuseScript final : public RedisScript {
 public:
  enum class Memory : std::uint8_t { Within, Beyond };  // Redis' maxmemory

  struct Words {
    std::string_view route;
    std::string_view queue;
    std::string_view ended;
    std::string_view instance;
    std::string_view id;
    std::string_view message;
    std::string_view reply;
    std::string_view via;
    bool durable = false;
    std::chrono::milliseconds noted{0};  // how long it is remembered, at least
  };

  explicit RefuseScript(Memory memory);
  void call(RedisClient& client, const RedisClient::Ask& ask, const Words& words, RedisClient::Done done) const;
};

// Durable commands, and what became of commands. A kept one is "deadline|JSON", an ended one "when|JSON"; both times in
// ms.
struct CommandScripts {
  CommandScripts();

  KeepScript keep;
  PullScript pull;
  FinishScript finish;
  RefuseScript refuse{RefuseScript::Memory::Within};
  RefuseScript refuseBeyondMemory{RefuseScript::Memory::Beyond};
  // queue kept ended | id results -> 0: its ttl is not over
  RedisScript expire;
  // expiry | ttl-ms member: due that long after Redis' now
  RedisScript noteDeadline;
  // expiry | at-most -> members that are due by Redis' now
  RedisScript due;
  // told | JSON reply via: tells them once -> 1: told; 0: it had been told before
  RedisScript tellOnce;
  // told | JSON reply via remembered-ms: the same, but tells nothing where Redis has no memory to remember it
  RedisScript tellFirst;
  RedisScript tellFirstBeyondMemory;
};

}  // namespace lk::bus
