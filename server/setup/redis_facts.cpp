#include "server/setup/redis_facts.h"

#include <algorithm>
#include <charconv>

#include "server/bus/redis_inquiry.h"
#include "server/bus/redis_places.h"
#include "server/bus/redis_trouble.h"

namespace lk::setup {

using bus::RedisAddress;
using bus::RedisInquiry;
using bus::RedisUrl;
using bus::RedisValue;

namespace {

constexpr std::size_t kMostServers = 200;  // of a cluster that are asked

RedisInquiry::Left leftOf(const Patience& patience) {
  return [patience] { return patience.left(); };
}

void addAddress(std::vector<RedisAddress>& to, const RedisAddress& address) {
  if (!address.host.empty() && std::find(to.begin(), to.end(), address) == to.end()) to.push_back(address);
}

RedisServerFacts askServer(const bus::RedisOptions& options, const RedisAddress& address, const Patience& patience) {
  RedisServerFacts facts;
  facts.address = address;
  RedisInquiry inquiry(options, address, leftOf(patience));
  if (const auto opened = inquiry.open(); !opened) {
    facts.trouble = opened.error().text;
    return facts;
  }
  const auto info = inquiry.ask({"INFO"});
  if (!info) {
    facts.trouble = info.error().text;
    return facts;
  }
  (info->value().isError() ? facts.infoTrouble : facts.info) = info->value().text();
  for (const std::string_view name : {"save", "appendfsync", "client-output-buffer-limit", "requirepass"}) {
    const auto answer = inquiry.ask({"CONFIG", "GET", name});
    if (!answer) return facts;
    if (answer->value().isError()) {
      facts.configTrouble = answer->value().text();
      break;
    }
    // Whether there is a password, and never which.
    const std::string_view value = answer->value().at(1).text();
    facts.config[std::string(name)] = name == "requirepass" && !value.empty() ? "set" : std::string(value);
  }
  if (options.url.kind != RedisUrl::Kind::Cluster) return facts;
  if (const auto cluster = inquiry.ask({"CLUSTER", "INFO"}); cluster && !cluster->value().isError()) {
    facts.clusterInfo = cluster->value().text();
  }
  return facts;
}

// The map of the first that has one, and of no other: whether they agree is each one's CLUSTER INFO to say.
void askMap(const bus::RedisOptions& options, const Patience& patience, RedisFacts& facts) {
  for (const RedisAddress& address : options.url.addresses) {
    RedisInquiry inquiry(options, address, leftOf(patience));
    const auto opened = inquiry.open();
    if (!opened) {
      facts.mapTrouble = opened.error().text;
      continue;
    }
    const auto answer = inquiry.ask({"CLUSTER", "SLOTS"});
    if (!answer) {
      facts.mapTrouble = answer.error().text;
      continue;
    }
    auto ranges = bus::readSlotRanges(answer->value(), address.host);
    if (ranges) {
      facts.slots = std::move(*ranges);
      facts.mapTrouble.clear();
      return;
    }
    facts.mapTrouble = bus::refusalTrouble(answer->value().text(), "CLUSTER SLOTS", options, address).text;
  }
}

RedisSentinelFacts askSentinel(const bus::RedisOptions& options, const RedisAddress& address,
                               const Patience& patience) {
  RedisSentinelFacts facts;
  facts.address = address;
  RedisInquiry inquiry(options, address, leftOf(patience));
  if (const auto opened = inquiry.open(true); !opened) {
    facts.trouble = opened.error().text;
    return facts;
  }
  const auto master = inquiry.ask({"SENTINEL", "get-master-addr-by-name", options.url.master});
  if (!master) {
    facts.trouble = master.error().text;
    return facts;
  }
  const RedisValue value = master->value();
  if (value.isError()) {
    facts.trouble = bus::refusalTrouble(value.text(), "SENTINEL", options, address).text;
    return facts;
  }
  facts.master = bus::readMaster(value);
  if (!facts.master) {
    facts.trouble = "the Sentinel at " + address.text() + " knows no master named '" + options.url.master + "'";
    return facts;
  }
  if (const auto quorum = inquiry.ask({"SENTINEL", "CKQUORUM", options.url.master})) {
    facts.quorum = quorum->value().text();
  }
  return facts;
}

std::vector<RedisAddress> findMasters(const bus::RedisOptions& options, const Patience& patience, RedisFacts& facts) {
  std::vector<RedisAddress> masters;
  switch (options.url.kind) {
    case RedisUrl::Kind::Single: return options.url.addresses;
    case RedisUrl::Kind::Sentinel:
      for (const RedisAddress& address : options.url.addresses) {
        facts.sentinels.push_back(askSentinel(options, address, patience));
        if (facts.sentinels.back().master) addAddress(masters, *facts.sentinels.back().master);
      }
      return masters;
    case RedisUrl::Kind::Cluster:
      askMap(options, patience, facts);
      for (const bus::SlotRange& range : facts.slots) addAddress(masters, range.master);
      if (facts.slots.empty()) masters = options.url.addresses;  // they may say why at least
      return masters;
  }
  return masters;
}

}  // namespace

std::string RedisServerFacts::field(std::string_view name) const { return std::string(bus::infoField(info, name)); }

std::int64_t RedisServerFacts::number(std::string_view name) const {
  const std::string_view digits = bus::infoField(info, name);
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  // Whoever answers may say anything, and it is reckoned with.
  constexpr std::int64_t kMost = std::int64_t{1} << 50;
  return std::clamp<std::int64_t>(value, 0, kMost);
}

std::string RedisServerFacts::configured(std::string_view name) const {
  const auto found = config.find(name);
  return found == config.end() ? std::string() : found->second;
}

RedisFacts lookAtRedis(const bus::RedisOptions& options, const Patience& patience) {
  RedisFacts facts;
  facts.url = options.url;
  const std::vector<RedisAddress> masters = findMasters(options, patience, facts);
  std::vector<RedisAddress> replicas;
  for (const RedisAddress& address : masters) {
    if (facts.masters.size() >= kMostServers || patience.over()) break;
    facts.masters.push_back(askServer(options, address, patience));
    for (const RedisAddress& replica : bus::readReplicas(facts.masters.back().info)) addAddress(replicas, replica);
  }
  for (const bus::SlotRange& range : facts.slots) {
    for (const RedisAddress& replica : range.replicas) addAddress(replicas, replica);
  }
  for (const RedisAddress& address : replicas) {
    if (facts.replicas.size() >= kMostServers || patience.over()) break;
    facts.replicas.push_back(askServer(options, address, patience));
  }
  return facts;
}

Result<std::vector<RedisAddress>> allMasters(const bus::RedisOptions& options, const Patience& patience) {
  RedisFacts facts;
  std::vector<RedisAddress> masters = findMasters(options, patience, facts);
  if (!masters.empty()) return masters;
  std::string why = facts.mapTrouble;
  for (const RedisSentinelFacts& sentinel : facts.sentinels) why = sentinel.trouble;
  return Error{Error::Code::NotFound, why.empty() ? "redis.url names no server" : why};
}

Result<RedisAddress> someMaster(const bus::RedisOptions& options, const Patience& patience) {
  const auto masters = allMasters(options, patience);
  if (!masters) return masters.error();
  return masters->front();
}

}  // namespace lk::setup
