#pragma once

#include <QByteArray>
#include <QList>
#include <QStringList>

#include "server/base/result.h"
#include "ui/command_target.h"

namespace lk::ui {

struct CsvTable {
  struct Row {
    QStringList cells;
    int line = 0;  // of the file, where it begins, from 1
    bool operator==(const Row&) const = default;
  };
  QList<Row> rows;  // those with nothing in them are left out
};

inline constexpr qsizetype kMostCsvBytes = 64 * 1024 * 1024;
inline constexpr qsizetype kMostTargets = 100'000;
inline constexpr qsizetype kMostCsvColumns = 64;

// CSV as spreadsheets write it: UTF-8 with or without a mark, cells between , or ; or tabs (whichever the first line
// has most of), quotes around what needs them, lines of equal length. Errors name the line: quotes that do not end,
// lines with more or fewer cells than the first, more than the limits above.
[[nodiscard]] Result<CsvTable> readCsv(const QByteArray& bytes);

struct TargetList {
  QStringList columns;  // names of placeholders, in the order of the values; the devices' own column is among them
  QList<CommandTarget> targets;
};

// Devices from a table. The column with the ids is called device, device_id, device-id, deviceid or id in the first
// line; a table of one column may do without that line. Errors name the line: no such column, no device, no device id,
// a column that has no name or another's.
[[nodiscard]] Result<TargetList> targetsFromCsv(const CsvTable& table);

}  // namespace lk::ui
