#pragma once

#include <string>

#include "server/bus/device_look.h"
#include "server/bus/redis_client.h"
#include "server/bus/redis_keys.h"
#include "server/bus/redis_scripts.h"

namespace lk::bus {

// The answer of the script that looks at a device; results that are none are left out.
[[nodiscard]] DeviceLook readDeviceLook(RedisValue answer);

// One round trip, to one slot. The answer comes within two seconds, whatever Redis does.
void lookAtDevice(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts, const std::string& device,
                  OnLook onLook);

}  // namespace lk::bus
