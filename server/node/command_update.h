#pragma once

#include "server/bus/command.h"
#include "server/node/control_types.h"

namespace lk::node {

// A command's result as consoles and verbs see it. ownId: the node that says so, where the result names none.
[[nodiscard]] CommandUpdate toUpdate(const bus::CommandResult& result, const QString& ownId, qint64 atMs);

// A console's command for the bus; with an id of its own where it bears none.
[[nodiscard]] bus::Command toCommand(const CommandRequest& request);

}  // namespace lk::node
