#pragma once

#include <memory>

#include "server/base/clock.h"
#include "server/base/result.h"
#include "server/base/settings.h"
#include "server/node/cluster_control.h"

namespace lk::app {

// Control of all nodes that share the Redis of the settings; not open yet. name: who asks, as Redis lists its links.
// own: the node in this program, or null; outlives it, as the clock does. password: instead of the one in
// redis.password-file; empty: that one. Errors: Settings; see redisOptions.
[[nodiscard]] Result<std::unique_ptr<node::ClusterControl>> makeClusterControl(const Settings& settings,
                                                                               const std::string& name,
                                                                               node::NodeControl* own,
                                                                               const Clock& clock,
                                                                               const std::string& password = {});

}  // namespace lk::app
