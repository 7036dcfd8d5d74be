#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "server/bus/redis_url.h"

namespace lk::bus {

// A right of Redis' ACL that nodes and consoles need.
struct RedisRight {
  std::string_view rule;  // +get, +client|setname
  // How to try it out: its words, with {k} for a key of its own and {c} for a channel. Leaves nothing behind but in
  // {k}.
  std::string_view trial;
  enum class Need : std::uint8_t { Always, Cluster, Database } need = Need::Always;  // another one than 0

  [[nodiscard]] bool neededFor(const RedisUrl& url) const {
    return need == Need::Always || (need == Need::Cluster && url.kind == RedisUrl::Kind::Cluster) ||
           (need == Need::Database && url.database != 0);
  }
};

// All of them, and no more: of scripts too, whose commands are checked one by one.
[[nodiscard]] std::span<const RedisRight> redisRights();

// ACL SETUSER USER … with these rights, keys PREFIX:* and channels PREFIX:*. The password stays to be filled in. As it
// is typed into redis-cli.
[[nodiscard]] std::string aclSetUser(std::string_view user, std::string_view prefix, const RedisUrl& url);

}  // namespace lk::bus
