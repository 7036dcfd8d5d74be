#pragma once

#include <chrono>
#include <string_view>

#include "server/bus/redis_client.h"
#include "server/bus/redis_keys.h"

namespace lk::bus {

// -> 1: somebody has begun to clean up after this instance; 2: it is not known; else 0. The answer is news once.
class BeatScript final : public RedisScript {
 public:
  struct Words {
    const RedisKeys::OfInstance& keys;
    std::string_view instance;
    std::string_view info;
    std::string_view load;
    std::chrono::milliseconds leaseTime{0};
  };

  BeatScript();
  void call(RedisClient& client, const RedisClient::Ask& ask, const Words& words, RedisClient::Done done) const;
};

// -> 1: so it may; 0: the instance is back, or somebody else's to clean up after. The end takes it from the nodes.
class CleaningScript final : public RedisScript {
 public:
  struct Words {
    const RedisKeys::OfInstance& keys;
    std::string_view instance;
    std::string_view by;    // the instance that cleans up
    std::string_view step;  // begin, go-on or end
  };

  CleaningScript();
  void call(RedisClient& client, const RedisClient::Ask& ask, const Words& words, RedisClient::Done done) const;
};

// Which instances there are, and that they live.
struct NodeScripts {
  NodeScripts();

  BeatScript beat;
  CleaningScript cleaning;
  // nodes lease | instance info, which says that it left
  RedisScript leave;
  // nodes | lease-prefix -> {instance, info, lease left ms, load} …
  RedisScript look;
};

}  // namespace lk::bus
