#pragma once

#include "server/node/control_types.h"

namespace lk::ui {

// What the console knows of one command.
struct CommandRecord {
  node::CommandUpdate update;  // the latest
  bool answered = false;       // the node has said something of it; before that it is on its way to the node
  bool payloadKnown = false;   // a node has said it, be it of no bytes
  bool own = false;            // sent from this console: request holds all of it
  node::CommandRequest request;
  qint64 firstAtMs = 0;
  bool inMemory = false;  // of a node of this program that keeps what waits in its memory: it ends with the program
  // Then one with no bytes is empty.
  [[nodiscard]] bool knowsPayload() const { return own || payloadKnown || update.payloadSize > 0; }
  bool operator==(const CommandRecord&) const = default;
};

}  // namespace lk::ui
