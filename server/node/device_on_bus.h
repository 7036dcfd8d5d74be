#pragma once

#include "server/bus/device_look.h"
#include "server/node/control_types.h"

namespace lk::node {

// What the bus has of a device as consoles and verbs see it. live: whether the instance of the route is.
[[nodiscard]] DeviceOnBus onBus(bus::DeviceLook look, const QString& kind, bool live);

}  // namespace lk::node
