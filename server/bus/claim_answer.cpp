#include "server/bus/claim_answer.h"

#include <algorithm>
#include <utility>

#include "server/bus/command_message.h"
#include "server/bus/result_message.h"

namespace lk::bus {

std::vector<Kept> readKept(RedisValue list) {
  std::vector<Kept> kept;
  kept.reserve(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    const RedisValue entry = list.at(i);
    auto command = parseCommandMessage(entry.at(2).text());
    if (!command) continue;  // another version's; it stays until its ttl ends
    // What is more than any ttl can't be added to a time either.
    constexpr std::chrono::milliseconds kMost = kMaxTtl;
    const std::chrono::milliseconds left(std::clamp<std::int64_t>(entry.at(1).integer(), 0, kMost.count()));
    kept.push_back({std::move(*command), left, static_cast<std::uint64_t>(entry.at(0).integer())});
  }
  return kept;
}

ClaimAnswer readClaim(RedisValue answer) {
  ClaimAnswer read;
  if (answer.at(0).integer() == 0) {
    read.claimed.verdict = Claimed::Verdict::Older;
    return read;
  }
  read.epoch = static_cast<std::uint64_t>(answer.at(1).integer());
  const RedisValue recent = answer.at(2);
  for (std::size_t i = 0; i < recent.size(); ++i) {
    if (auto result = parseResultMessage(recent.at(i).text())) read.claimed.recent.push_back(std::move(*result));
  }
  read.claimed.waiting = readKept(answer.at(4));
  if (answer.at(3).integer() == 1) read.moreBehind = numberOf(answer.at(5).text());
  read.claimed.replaced = {std::string(answer.at(6).text()), numberOf(answer.at(7).text())};
  return read;
}

}  // namespace lk::bus
