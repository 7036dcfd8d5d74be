#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "server/bus/redis_client.h"
#include "server/bus/redis_keys.h"

namespace lk::bus {

// A session takes its device, unless a newer one holds it.
// -> {1, epoch, ended commands, more, {place, left-ms, JSON} …, last place}, or {0}: a newer session holds the device.
class ClaimScript final : public RedisScript {
 public:
  struct Words {
    std::string_view route;
    const RedisKeys::OfCommands& commands;
    std::string_view instance;
    std::uint64_t session = 0;
    std::chrono::microseconds age{0};  // since its HELLO
    std::uint64_t knownEpoch = 0;      // that Redis gave it; 0: none yet
    std::string_view nodeChannels;
    std::size_t limit = 0;     // of the durable commands that come along
    std::string_view results;  // the channel
  };

  ClaimScript();
  void call(RedisClient& client, const RedisClient::Ask& ask, const Words& words, RedisClient::Done done) const;
};

// Who holds which device. A route is "epoch instance session"; with no instance it is a device that was there, kept for
// an hour so that its epoch is not given twice.
struct RouteScripts {
  RouteScripts();

  ClaimScript claim;
  // route | instance session
  RedisScript release;
  // route | instance: takes a dead instance's route away
  RedisScript clean;
  // route | node-channels message live-instance … -> {1, instance}, or {0, instance}: it is none of those; empty:
  // nobody holds the device
  RedisScript send;
  // route queue kept ended | limit -> {{epoch, instance, session}, kept count, {id, left-ms} …, {when, ended JSON} …}
  RedisScript lookAtDevice;
};

}  // namespace lk::bus
