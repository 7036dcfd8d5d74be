#pragma once

#include "server/bus/redis_client.h"

namespace lk::bus {

// What has to happen in Redis at once. Each script touches keys of one slot. Times within are Redis' own, so the nodes'
// clocks decide nothing. A script may be run again when its answer was lost: the second run changes nothing. But for
// beat, whose answer is news once.
//
// A route is "epoch instance session"; with no instance it is a device that was there, kept for an hour so that its
// epoch is not given twice. A kept command is "deadline|JSON", an ended one "when|JSON"; both times in ms.
struct RedisScripts {
  RedisScripts();

  // route queue kept ended | instance session age-µs epoch node-channels limit results
  // -> {1, epoch, ended commands, more, {place, left-ms, JSON} …, last place}, or {0}: a newer session holds the
  // device.
  RedisScript claim;
  // route | instance session
  RedisScript release;
  // route | instance: takes a dead instance's route away
  RedisScript clean;
  // queue kept ended | limit bytes results after-place -> {more, {place, left-ms, JSON} …, last place}
  RedisScript pull;
  // route queue kept ended | id JSON ttl-ms at-most queued-JSON full-JSON reply via node-channels device
  // -> {1 kept, 0 known already, place, deadline-ms}, {2, ended JSON}, {3: at-most is reached}
  RedisScript keep;
  // queue kept ended | id JSON reply via durable -> 1: told; 0: it had been told before
  RedisScript finish;
  // route queue ended | instance id JSON reply via durable remembered-ms -> 1: told; 0: not, it is another's to end, or
  // ended; 2: a live one that this instance may reject
  RedisScript refuse;
  RedisScript refuseBeyondMemory;  // the same, whatever Redis' maxmemory is
  // queue kept ended | id results
  RedisScript expire;
  // route | node-channels message live-instance … -> {1, instance}, or {0, instance}: it is none of those; empty:
  // nobody holds the device
  RedisScript send;
  // nodes lease cleaner | instance info load lease-ms -> 1: somebody has begun to clean up after this instance; 2: it
  // is not known; else 0
  RedisScript beat;
  // nodes lease cleaner | instance cleaning-instance begin, go-on or end -> 1: so it may; 0: the instance is back, or
  // somebody else's to clean up after. The end takes it from the nodes.
  RedisScript cleaning;
  // nodes lease | instance info, which says that it left
  RedisScript leave;
  // nodes | lease-prefix -> {instance, info, lease left ms, load} …
  RedisScript look;
  // route queue kept ended | limit -> {{epoch, instance, session}, kept count, {id, left-ms} …, {when, ended JSON} …}
  RedisScript lookAtDevice;
  // expiry | ttl-ms member: due that long after Redis' now
  RedisScript noteDeadline;
  // expiry | at-most -> members that are due by Redis' now
  RedisScript due;
  // answered | JSON reply via: tells them once -> 1: told; 0: it had been told before
  RedisScript tellOnce;
  // answered | JSON reply via remembered-ms: the same, but tells nothing where Redis has no memory to remember it
  RedisScript tellFirst;
  RedisScript tellFirstBeyondMemory;
  // stream | maxlen node {device session at data} … -> how many were stored, from the first on; an error: none
  RedisScript report;
};

}  // namespace lk::bus
