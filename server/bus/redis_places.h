#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "server/bus/redis_reply.h"
#include "server/bus/redis_url.h"

// Where servers of Redis are, as others of them say.
namespace lk::bus {

// The two words of an address. Nothing: the host is empty, or the port is none.
[[nodiscard]] std::optional<RedisAddress> readPlace(std::string_view host, std::string_view port);

// A Sentinel's answer to get-master-addr-by-name. Nothing: it knows no such master.
[[nodiscard]] std::optional<RedisAddress> readMaster(RedisValue answer);
// A Sentinel's message on +switch-master, `<name> <old ip> <old port> <new ip> <new port>`: where the master of this
// name is from now on. Nothing: it tells of another one.
[[nodiscard]] std::optional<RedisAddress> readSwitch(std::string_view message, std::string_view name);
// A Sentinel's answer to SENTINEL sentinels: those of them that say where they are.
[[nodiscard]] std::vector<RedisAddress> readSentinels(RedisValue answer);

// Of a master's INFO, 64 at most.
[[nodiscard]] std::vector<RedisAddress> readReplicas(std::string_view info);

}  // namespace lk::bus
