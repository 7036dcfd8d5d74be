#include "app/cluster.h"

#include "server/bus/redis_cluster_link.h"
#include "server/bus/redis_options.h"

namespace lk::app {

Result<std::unique_ptr<node::ClusterControl>> makeClusterControl(const Settings& settings, const std::string& name,
                                                                 node::NodeControl* own, const Clock& clock,
                                                                 const std::string& password) {
  auto redis = bus::redisOptions(settings, "linekeeper-" + name);
  if (!redis) return redis.error();
  if (!password.empty()) redis->password = password;
  return std::make_unique<node::ClusterControl>(
      bus::makeRedisClusterLink(std::move(*redis), settings.redisPrefix, clock), own, clock);
}

}  // namespace lk::app
