#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/base/result.h"

namespace lk::bus {

struct RedisAddress {
  std::string host;
  std::uint16_t port = 6379;
  auto operator<=>(const RedisAddress&) const = default;
  [[nodiscard]] std::string text() const;  // host:port, [::1]:6379
};

// redis://[user@]host:port[/db], rediss:// (TLS), redis+cluster://host:port[,host:port…],
// redis+sentinel://host:port[,…]/master-name; rediss+cluster:// and rediss+sentinel:// likewise.
struct RedisUrl {
  enum class Kind { Single, Sentinel, Cluster };
  Kind kind = Kind::Single;
  bool tls = false;
  std::string user;                     // empty: Redis' default user
  std::vector<RedisAddress> addresses;  // of Redis, its sentinels, or some of its cluster's nodes
  int database = 0;                     // Single and Sentinel
  std::string master;                   // Sentinel: the master's name

  bool operator==(const RedisUrl&) const = default;
};

// Errors: Settings; what is wrong and what would be right. A password in the URL is refused: it belongs in
// redis.password-file, as everybody on a machine sees a program's arguments.
[[nodiscard]] Result<RedisUrl> parseRedisUrl(std::string_view text);

}  // namespace lk::bus
