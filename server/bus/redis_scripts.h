#pragma once

#include "server/bus/command_scripts.h"
#include "server/bus/node_scripts.h"
#include "server/bus/route_scripts.h"

namespace lk::bus {

// What has to happen in Redis at once. Each script touches keys of one slot. Times within are Redis' own, so the nodes'
// clocks decide nothing. A script may be run again when its answer was lost: the second run changes nothing. But for
// beat, whose answer is news once.
//
// Those of many words have names for them, and put them in order beside their Lua; of the others the words stand here,
// keys | arguments.
struct RedisScripts : RouteScripts, CommandScripts, NodeScripts {};

}  // namespace lk::bus
