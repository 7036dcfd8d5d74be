#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/bus/redis_reply.h"
#include "server/bus/redis_url.h"

namespace lk::bus {

inline constexpr int kSlots = 16'384;

// Slots first to last, and their master.
struct SlotRange {
  int first = 0;
  int last = 0;
  RedisAddress master;
  std::vector<RedisAddress> replicas;
};

// The reply to CLUSTER SLOTS. askedHost stands in for a host that the node does not know of itself. Empty: it is no
// such reply.
[[nodiscard]] std::optional<std::vector<SlotRange>> readSlotRanges(RedisValue reply, const std::string& askedHost);

// Where an error `MOVED 3999 127.0.0.1:6381` or `ASK …` points.
struct Redirection {
  bool ask = false;
  int slot = 0;
  RedisAddress to;
};
[[nodiscard]] std::optional<Redirection> readRedirection(std::string_view error, const std::string& askedHost);

}  // namespace lk::bus
