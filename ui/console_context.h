#pragma once

#include <QSettings>
#include <memory>

#include "ui/commands_model.h"
#include "ui/console_parts.h"
#include "ui/devices_model.h"
#include "ui/events_model.h"
#include "ui/figure_history.h"
#include "ui/node_feed.h"
#include "ui/theme.h"

namespace lk::ui {

// What all pages share. The window owns it; the pages live within the window.
struct ConsoleContext {
  explicit ConsoleContext(const ConsoleParts& given) : parts(given), feed(*given.control) {
    if (!given.stateFile.isEmpty()) state = std::make_unique<QSettings>(given.stateFile, QSettings::IniFormat);
  }

  ConsoleParts parts;
  Theme theme;
  NodeFeed feed;
  DevicesModel devices;
  CommandsModel commands;
  EventsModel events;
  FigureHistory history;
  std::unique_ptr<QSettings> state;  // null: nothing is remembered
};

}  // namespace lk::ui
