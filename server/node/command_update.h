#pragma once

#include <string>

#include "server/bus/command.h"
#include "server/node/command_ledger.h"
#include "server/node/control_types.h"

namespace lk::node {

// A command's result as consoles and verbs see it. ownId: the node that says so, where the result names none.
[[nodiscard]] CommandUpdate toUpdate(const bus::CommandResult& result, const QString& ownId, qint64 atMs);

// A change of state as a node keeps it for those who look later.
struct KeptUpdate {
  quint64 seq = 0;
  qint64 atMs = 0;
  bus::CommandResult result;
  std::string payload;  // its beginning
  qint64 payloadSize = 0;

  // Another change in the place of this one, but for seq. Of an answer only the beginning is kept: who sent the command
  // was given all of it. Nor does the room of a long text stay behind a short one.
  void change(qint64 changedAtMs, const bus::CommandResult& to, const PayloadSeen& payloadSeen);
};
[[nodiscard]] CommandUpdate toUpdate(const KeptUpdate& kept, const QString& ownId);

// A console's command for the bus; with an id of its own where it bears none.
[[nodiscard]] bus::Command toCommand(const CommandRequest& request);

}  // namespace lk::node
