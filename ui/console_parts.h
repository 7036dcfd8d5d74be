#pragma once

#include <QString>

#include "server/node/node_control.h"
#include "ui/demo_fleet.h"
#include "ui/settings_store.h"

namespace lk::ui {

// What the console works with. Nothing is owned; all of it outlives the window.
struct ConsoleParts {
  node::NodeControl* control = nullptr;
  DemoFleet* demo = nullptr;  // null: this console can't run one
  SettingsStore* settings = nullptr;
  QString stateFile{};        // ini file for the window's place, columns and filters; empty: nothing is remembered
  bool wholeCluster = false;  // control is of all nodes that share a Redis; the own one is among them if there is demo
};

}  // namespace lk::ui
