#pragma once

#include <QVariant>

#include "server/node/control_types.h"

// What stands in the cells of the devices' table, apart from the model, so that exports say the same.
namespace lk::ui::device_cells {

[[nodiscard]] QString header(int column);
[[nodiscard]] QString headerHelp(int column);
// With its unit, for a table of plain values.
[[nodiscard]] QString plainHeader(int column);
[[nodiscard]] bool isNumber(int column);

// As people read it.
[[nodiscard]] QString text(const node::SessionRow& row, int column, qint64 nowMs);
// As a spreadsheet reads it: numbers without separators, durations in seconds.
[[nodiscard]] QString plain(const node::SessionRow& row, int column, qint64 nowMs);

}  // namespace lk::ui::device_cells
