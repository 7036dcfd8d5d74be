#include "server/bus/redis_rights.h"

#include <array>

namespace lk::bus {

namespace {

using Need = RedisRight::Need;

// Trials come in this order, and what one makes the next ones use.
constexpr std::array kRights = {
    // Of every link.
    RedisRight{"+ping", "PING"},
    RedisRight{"+info", "INFO server"},
    RedisRight{"+client|setname", "CLIENT SETNAME linekeeper-check"},
    RedisRight{"+select", "SELECT 0", Need::Database},
    RedisRight{"+cluster|info", "CLUSTER INFO", Need::Cluster},
    RedisRight{"+cluster|slots", "CLUSTER SLOTS", Need::Cluster},
    RedisRight{"+asking", "ASKING", Need::Cluster},
    // Messages.
    RedisRight{"+publish", "PUBLISH {c} check"},
    // Scripts, and what they use.
    RedisRight{"+eval", "EVAL return(1) 1 {k}"},
    RedisRight{"+evalsha", "EVALSHA 0000000000000000000000000000000000000000 1 {k}"},
    RedisRight{"+time", "TIME"},
    RedisRight{"+set", "SET {k} 1 PX 10000"},
    RedisRight{"+get", "GET {k}"},
    RedisRight{"+exists", "EXISTS {k}"},
    RedisRight{"+pexpire", "PEXPIRE {k} 10000"},
    RedisRight{"+pttl", "PTTL {k}"},
    RedisRight{"+del", "DEL {k}"},
    RedisRight{"+hset", "HSET {k} f 1"},
    RedisRight{"+hsetnx", "HSETNX {k} f 1"},
    RedisRight{"+hget", "HGET {k} f"},
    RedisRight{"+hgetall", "HGETALL {k}"},
    RedisRight{"+hlen", "HLEN {k}"},
    RedisRight{"+hdel", "HDEL {k} f"},
    RedisRight{"+zadd", "ZADD {k} 1 m"},
    RedisRight{"+zcard", "ZCARD {k}"},
    RedisRight{"+zcount", "ZCOUNT {k} -inf 1"},
    RedisRight{"+zscore", "ZSCORE {k} m"},
    RedisRight{"+zrange", "ZRANGE {k} 0 0"},
    RedisRight{"+zrevrange", "ZREVRANGE {k} 0 0"},
    RedisRight{"+zrangebyscore", "ZRANGEBYSCORE {k} -inf 1"},
    RedisRight{"+zrem", "ZREM {k} m"},
    RedisRight{"+sadd", "SADD {k} m"},
    RedisRight{"+sscan", "SSCAN {k} 0"},
    RedisRight{"+srem", "SREM {k} m"},
    RedisRight{"+xadd", "XADD {k} * f 1"},
    RedisRight{"+unlink", "UNLINK {k}"},
    // Last: who listens may ask for nothing else.
    RedisRight{"+subscribe", "SUBSCRIBE {c}"},
};

// A word as Redis and redis-cli read it where it is typed.
std::string typed(std::string_view word) {
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:=,+@~&*";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string_view::npos) return std::string(word);
  std::string whole = "\"";
  for (const char c : word) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < ' ' || byte == 0x7f) {
      whole.append("\\x").append({kHex[byte / 16], kHex[byte % 16]});
      continue;
    }
    if (c == '"' || c == '\\') whole += '\\';
    whole += c;
  }
  return whole + '"';
}

}  // namespace

std::span<const RedisRight> redisRights() { return kRights; }

std::string aclSetUser(std::string_view user, std::string_view prefix, const RedisUrl& url) {
  const std::string all = std::string(prefix) + ":*";
  std::string line = "ACL SETUSER " + typed(user) + " on >PASSWORD resetkeys " + typed('~' + all) + " resetchannels " +
                     typed('&' + all) + " -@all";
  for (const RedisRight& right : kRights) {
    if (right.neededFor(url)) line.append(" ").append(right.rule);
  }
  return line;
}

}  // namespace lk::bus
