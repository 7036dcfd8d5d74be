#pragma once

#include "server/setup/surroundings_from.h"
#include "ui/console_context.h"

namespace lk::ui {

// What the console knows of node and cluster when it is asked, taken in the window's thread. surroundings() counts all
// sessions' addresses: for another thread.
struct SurroundingsKnown {
  explicit SurroundingsKnown(const ConsoleContext& context);

  [[nodiscard]] setup::Surroundings surroundings() const { return setup::surroundingsFrom(settings, own, snapshot); }

  Settings settings;
  node::NodeInfo own;
  node::Snapshot snapshot;  // of each session the address alone
};

}  // namespace lk::ui
