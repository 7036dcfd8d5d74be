#pragma once

#include <QString>
#include <functional>
#include <memory>

#include "server/base/clock.h"
#include "server/node/node_control.h"
#include "server/setup/check.h"
#include "ui/demo_fleet.h"
#include "ui/settings_store.h"

namespace lk::ui {

class Language;

// What the console works with. Nothing is owned; all of it outlives the window.
struct ConsoleParts {
  node::NodeControl* control = nullptr;
  DemoFleet* demo = nullptr;  // null: this console can't run one
  SettingsStore* settings = nullptr;
  QString stateFile{};        // ini file for the window's place, columns and filters; empty: nothing is remembered
  bool wholeCluster = false;  // control is of all nodes that share a Redis; the own one is among them if there is demo
  // What the setup pages look at and change. Null: this machine, by its own clock. Shared, as a look that hangs is left
  // to itself with all it uses.
  std::shared_ptr<const Clock> clock{};
  std::shared_ptr<setup::System> system{};
  std::function<setup::Checks(setup::Area, const Clock&)> checks{};  // of an area; null: all that there are
  Language* language = nullptr;                                      // of the program; null: the window has its own
};

}  // namespace lk::ui
