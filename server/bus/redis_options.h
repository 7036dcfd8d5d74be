#pragma once

#include "server/base/result.h"
#include "server/base/settings.h"
#include "server/bus/redis_client.h"

namespace lk::bus {

// How Redis is reached, from the settings: redis.url, with the password read from its file. Errors: Settings; the file
// can't be read or is empty, the URL is no good; each says what to do. name: how Redis lists this program's links.
[[nodiscard]] Result<RedisOptions> redisOptions(const Settings& settings, const std::string& name);

}  // namespace lk::bus
