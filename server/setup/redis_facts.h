#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "server/base/result.h"
#include "server/bus/redis_options.h"
#include "server/bus/redis_slots.h"
#include "server/setup/patience.h"

namespace lk::setup {

// What one Redis server says of itself.
struct RedisServerFacts {
  bus::RedisAddress address;
  std::string trouble;  // why it said nothing; empty: it did
  std::string info;     // INFO's reply; empty where that is refused, then infoTrouble says why
  std::string infoTrouble;
  std::map<std::string, std::string, std::less<>> config;  // of what is asked for, where CONFIG GET is allowed
  std::string configTrouble;
  std::string clusterInfo;  // CLUSTER INFO's reply, in a cluster

  [[nodiscard]] bool answers() const { return trouble.empty(); }
  [[nodiscard]] std::string field(std::string_view name) const;    // of INFO
  [[nodiscard]] std::int64_t number(std::string_view name) const;  // likewise; 0: none
  [[nodiscard]] std::string configured(std::string_view name) const;
};

struct RedisSentinelFacts {
  bus::RedisAddress address;
  std::string trouble;
  std::optional<bus::RedisAddress> master;
  std::string quorum;  // its words on SENTINEL CKQUORUM
};

// What there is of Redis, as redis.url leads to it.
struct RedisFacts {
  bus::RedisUrl url;
  std::vector<RedisServerFacts> masters;   // those that redis.url leads to; a single server though it be a replica
  std::vector<RedisServerFacts> replicas;  // that masters or the cluster's map know of
  std::vector<RedisSentinelFacts> sentinels;
  std::vector<bus::SlotRange> slots;
  std::string mapTrouble;  // why there is no map of slots
};

[[nodiscard]] RedisFacts lookAtRedis(const bus::RedisOptions& options, const Patience& patience);

// Their addresses, at least one, as redis.url leads to them; or why there is none.
[[nodiscard]] Result<std::vector<bus::RedisAddress>> allMasters(const bus::RedisOptions& options,
                                                                const Patience& patience);
// The first of them.
[[nodiscard]] Result<bus::RedisAddress> someMaster(const bus::RedisOptions& options, const Patience& patience);

}  // namespace lk::setup
