#pragma once

#include <QString>
#include <functional>
#include <memory>

#include "server/base/clock.h"
#include "server/node/node_control.h"
#include "server/setup/check.h"
#include "ui/connector.h"
#include "ui/demo_fleet.h"
#include "ui/secret_store.h"
#include "ui/settings_store.h"
#include "ui/tray.h"

namespace lk::ui {

class Language;

// What the console works with. Nothing is owned; all of it outlives the window.
struct ConsoleParts {
  node::NodeControl* control = nullptr;
  DemoFleet* demo = nullptr;  // null: this console can't run one
  SettingsStore* settings = nullptr;
  QString stateFile{};        // ini file for the window's place, columns and filters; empty: nothing is remembered
  bool wholeCluster = false;  // control is of all nodes that share a Redis; the own one is among them if there is demo
  QString notice{};           // what went wrong before there was a window; shown until it is dismissed
  // What the console can be attached to, and where the passwords for that are kept. Null: it stays where it is.
  Connector* connector = nullptr;
  SecretStore* secrets = nullptr;
  QString connectionsFile{};  // ini file; empty: not remembered
  Tray* tray = nullptr;       // null: this desktop has none
  bool readOnly = false;      // nothing is changed through this window
  // Devices of the program's own node, while control is of something else. Null: control knows them.
  std::function<int()> ownDevices{};
  // What the setup pages look at and change. Null: this machine, by its own clock. Shared, as a look that hangs is left
  // to itself with all it uses.
  std::shared_ptr<const Clock> clock{};
  std::shared_ptr<setup::System> system{};
  std::function<setup::Checks(setup::Area, const Clock&)> checks{};  // of an area; null: all that there are
  Language* language = nullptr;                                      // of the program; null: the window has its own
};

}  // namespace lk::ui
