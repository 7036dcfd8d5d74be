#include <algorithm>
#include <cstdlib>

#include "server/base/address.h"
#include "server/base/vocabulary.h"
#include "server/bus/claim_answer.h"
#include "server/bus/node_board.h"
#include "server/bus/redis_look.h"
#include "server/bus/redis_places.h"
#include "server/bus/redis_reader.h"
#include "server/bus/redis_slots.h"
#include "server/bus/redis_trouble.h"

using namespace lk::bus;

namespace {

void checkPlaces(const std::vector<RedisAddress>& places) {
  for (const RedisAddress& place : places) {
    if (place.host.empty() || place.port == 0) std::abort();
  }
}

void checkSlots(RedisValue answer) {
  const auto ranges = readSlotRanges(answer, "127.0.0.1");
  if (!ranges) return;
  for (const SlotRange& range : *ranges) {
    if (range.first < 0 || range.last < range.first || range.last >= kSlots) std::abort();
    checkPlaces({range.master});
    checkPlaces(range.replicas);
  }
}

void checkText(std::string_view text) {
  if (const auto to = readRedirection(text, "127.0.0.1")) {
    if (to->slot < 0 || to->slot >= kSlots) std::abort();
    checkPlaces({to->to});
  }
  if (const int slot = keySlot(text); slot < 0 || slot >= kSlots) std::abort();
  if (const auto master = readSwitch(text, "mymaster")) checkPlaces({*master});
  checkPlaces(readReplicas(text));
  (void)numberOf(text);
}

// A server is either to be worked with, by one of the kinds of URL at most, or what is wrong with it is said.
void checkGreeting(std::string_view info) {
  int fits = 0;
  RedisUrl url;
  url.addresses = {{"127.0.0.1", 6379}};
  for (const auto kind : {RedisUrl::Kind::Single, RedisUrl::Kind::Cluster}) {
    url.kind = kind;
    const RedisTrouble toRead = greetingTrouble(info, url, url.addresses.front(), false, false);
    const RedisTrouble toWrite = greetingTrouble(info, url, url.addresses.front(), false, true);
    if (toWrite.text.empty() && !toRead.text.empty()) std::abort();
    fits += toRead.text.empty() ? 1 : 0;
  }
  fits += greetingTrouble(info, url, url.addresses.front(), true, false).text.empty() ? 1 : 0;
  if (fits > 1) std::abort();
  const std::string said(info.substr(0, 1000));
  RedisOptions options;
  options.url = url;
  for (const char* command : {"AUTH", "SELECT", "SUBSCRIBE"}) {
    if (refusalTrouble(said, command, options, url.addresses.front()).text.empty()) std::abort();
  }
}

void checkRecords(RedisValue answer) {
  const std::vector<NodeRecord> nodes = readNodeRecords(answer);
  if (nodes.size() > answer.size() || !std::ranges::is_sorted(nodes, {}, &NodeRecord::instance)) std::abort();
  for (const NodeRecord& node : nodes) {
    if (!node.instance.starts_with(node.id) || !lk::isNodeId(node.id)) std::abort();
    if (!std::ranges::all_of(node.listen, [](const auto& at) { return lk::parseAddress(at).ok(); })) std::abort();
  }
}

void checkCommands(RedisValue answer) {
  const auto good = [](const std::vector<Kept>& kept) {
    return std::ranges::all_of(kept, [](const Kept& one) {
      const bool bounded = one.command.ttl <= kMaxTtl && one.left.count() >= 0 && one.left <= kMaxTtl;
      return bounded && !one.command.id.empty() && lk::isDeviceId(one.command.device);
    });
  };
  const ClaimAnswer claim = readClaim(answer);
  const bool older = claim.claimed.verdict == Claimed::Verdict::Older;
  if (older && (!claim.claimed.waiting.empty() || !claim.claimed.recent.empty() || claim.moreBehind)) std::abort();
  if (!good(claim.claimed.waiting) || !good(readKept(answer))) std::abort();
  const DeviceLook look = readDeviceLook(answer);
  if (!look.answered || look.waiting.size() > answer.at(2).size() || look.ended.size() > answer.at(3).size()) {
    std::abort();
  }
}

}  // namespace

// What Redis, its Sentinels and the scripts answer, whatever it is, as everything that nodes ask for.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  RedisReader reader;
  reader.feed(reinterpret_cast<const char*>(data), size);
  RedisReply reply;
  while (reader.next(reply)) {
    const RedisValue value = reply.value();
    checkSlots(value);
    checkText(value.text());
    checkGreeting(value.text());
    checkRecords(value);
    checkCommands(value);
    checkPlaces(readSentinels(value));
    if (const auto master = readMaster(value)) checkPlaces({*master});
    if (const auto time = readTime(value); time && *time <= 0) std::abort();
  }
  return 0;
}
