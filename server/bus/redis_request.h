#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "server/base/clock.h"
#include "server/bus/redis_client.h"

namespace lk::bus {

// RESP, as requests have it: the number of words, then each with its length.
void appendRespCount(std::string& out, std::size_t words);
void appendRespWord(std::string& out, std::string_view word);
[[nodiscard]] std::size_t respSize(RedisWords words);  // of them all, about
[[nodiscard]] std::string respRequest(RedisWords words);

// One request from being asked until it is answered.
struct RedisRequest {
  std::string bytes;                    // RESP; of a script's call: what follows the digest
  std::size_t words = 0;                // of a script's call
  const RedisScript* script = nullptr;  // null: none
  int slot = 0;                         // its key's; kAnySlot: none
  std::uint64_t order = 0;              // of being asked
  Clock::Steady deadline;
  Clock::Steady notBefore;  // tried again no earlier
  RedisClient::Done done;
  std::optional<RedisAddress> askedAt;  // where ASK pointed: this once, and behind ASKING
  int redirections = 0;
  bool repeatable = true;
  bool mayWait = false;
  bool answerMayWait = false;
  bool maybeExecuted = false;  // it was sent on a link that broke
  bool scriptInFull = false;   // NOSCRIPT came
};
using RedisRequestPtr = std::unique_ptr<RedisRequest>;

// The place in line of requests that any node may answer; slots are 0 to 16383.
inline constexpr int kAnySlot = 16'384;

}  // namespace lk::bus
