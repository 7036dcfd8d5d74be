#pragma once

#include <memory>

#include "server/base/clock.h"
#include "server/bus/cluster_link.h"
#include "server/bus/redis_client.h"

namespace lk::bus {

// By way of the nodes' own Redis.
[[nodiscard]] std::unique_ptr<ClusterLink> makeRedisClusterLink(RedisOptions options, std::string prefix,
                                                                const Clock& clock);

}  // namespace lk::bus
