#pragma once

#include <memory>
#include <optional>

#include "app/node_host.h"
#include "server/node/node_control.h"

namespace lk::app {

// What a console works with: a node of its own, a node that runs already, or all nodes of a cluster with or without an
// own one.
struct ConsoleBackend {
  std::unique_ptr<NodeHost> host;
  std::unique_ptr<node::NodeControl> link;  // before the host it looks at, in order of ending
  bool wholeCluster = false;

  // Null: none of this is there.
  [[nodiscard]] node::NodeControl* control() const { return link ? link.get() : host ? host->control() : nullptr; }
};

// Starts what the settings say, or asks what to do instead. Nothing: the user gave up.
[[nodiscard]] std::optional<ConsoleBackend> makeConsoleBackend(Settings settings, const Clock& clock);

}  // namespace lk::app
