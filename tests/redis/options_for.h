#pragma once

#include <QString>

#include "server/bus/redis_client.h"
#include "server/bus/redis_url.h"

namespace lk::test {

// All but the URL as it is by default.
[[nodiscard]] inline bus::RedisOptions optionsFor(const QString& url) {
  bus::RedisOptions options;
  options.url = bus::parseRedisUrl(url.toStdString()).value();
  return options;
}

}  // namespace lk::test
