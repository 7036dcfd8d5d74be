#pragma once

#include <QSettings>
#include <memory>

#include "server/setup/all_checks.h"
#include "server/setup/local_system.h"
#include "ui/commands_model.h"
#include "ui/console_parts.h"
#include "ui/devices_model.h"
#include "ui/events_model.h"
#include "ui/figure_history.h"
#include "ui/language.h"
#include "ui/node_feed.h"
#include "ui/nodes_model.h"
#include "ui/read_only_control.h"
#include "ui/state_file.h"
#include "ui/theme.h"

namespace lk::ui {

// What all pages share. The window owns it; the pages live within the window.
struct ConsoleContext {
  explicit ConsoleContext(const ConsoleParts& given)
      : parts(given),
        guarded(given.readOnly ? std::make_unique<ReadOnlyControl>(*given.control) : nullptr),
        language(given.language),
        feed(guarded ? *guarded : *given.control) {
    parts.control = &feed.control();
    if (!parts.clock) parts.clock = std::make_shared<SystemClock>();
    if (!parts.system) parts.system = std::make_shared<setup::LocalSystem>();
    if (!parts.checks) parts.checks = setup::checksOf;
    if (language == nullptr) {
      ownLanguage = std::make_unique<Language>();
      language = ownLanguage.get();
    }
    language->choose(QString::fromStdString(parts.settings->current().language));
    if (!given.stateFile.isEmpty()) state = openStateFile(given.stateFile, stateProblem);
  }

  // control's info() is of one node: the own, or the one that this console is attached to.
  [[nodiscard]] bool hasNode() const { return !parts.wholeCluster || parts.demo != nullptr; }

  // Of a cluster none of whose nodes answers nothing is known, which is not the same as none.
  [[nodiscard]] bool knowsNodes() const { return hasNode() || nodes.up() > 0; }

  // With Redis away only the sessions of nodes that answer are known; those of others count as neither there nor gone.
  [[nodiscard]] bool knowsOthers() const { return !parts.wholeCluster || nodes.busUp(); }

  ConsoleParts parts;
  std::unique_ptr<ReadOnlyControl> guarded;  // of a read-only console
  std::unique_ptr<Language> ownLanguage;
  Language* language;  // parts.language, or its own
  Theme theme;
  NodeFeed feed;
  DevicesModel devices;
  CommandsModel commands;
  EventsModel events;
  NodesModel nodes;
  FigureHistory history;
  std::unique_ptr<QSettings> state;  // null: nothing is remembered
  QString stateProblem;              // what was wrong with its file; empty: nothing
};

}  // namespace lk::ui
