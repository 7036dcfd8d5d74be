#pragma once

#include <optional>

#include "ui/command_target.h"
#include "ui/device_filter.h"
#include "ui/payload_template.h"

namespace lk::ui {

// Whom to send what, and how: one command for each target.
struct SendPlan {
  QList<CommandTarget> targets;
  std::optional<DeviceFilter> filter;  // in place of targets, for those that are connected
  PayloadTemplate payload;
  PayloadForm form = PayloadForm::Text;
  qint64 ttlS = 0;
  qint64 timeoutS = 10;
  bool listed = false;  // a person has seen every target
};

// The command of a target at its place, with a fresh id. The payload must be good for it.
[[nodiscard]] node::CommandRequest requestOf(const SendPlan& plan, const CommandTarget& target, qsizetype place);

}  // namespace lk::ui
