#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "server/bus/command.h"

namespace lk::bus {

// What the bus has of one device, as of now: for people who ask what became of its commands. Changes nothing.
struct DeviceLook {
  struct Waiting {
    std::string id;
    std::chrono::milliseconds left{0};  // of its ttl
  };
  struct Ended {
    std::int64_t atMs = 0;  // wall clock, the bus' own
    CommandResult result;
  };

  bool answered = false;
  std::string why;            // not answered: a sentence
  std::string routeInstance;  // empty: nobody holds the device
  std::uint64_t routeSession = 0;
  std::uint64_t routeEpoch = 0;  // 0: no node has held the device for an hour, or ever
  // Nobody holds it: the instance that did last, until when, and whether it was itself gone then. Not said by a node
  // of an older version.
  std::string lastInstance;
  std::int64_t lastUntilMs = 0;  // wall clock, the bus' own
  bool lastGone = false;
  std::uint64_t waitingCount = 0;
  std::vector<Waiting> waiting;  // durable commands, oldest first; the first few
  std::vector<Ended> ended;      // of the last ten minutes, oldest first; the last few
};

using OnLook = std::function<void(DeviceLook)>;

}  // namespace lk::bus
