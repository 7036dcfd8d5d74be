#pragma once

#include <QAbstractItemModel>
#include <QList>
#include <QString>

namespace lk::ui {

// Rows of a table as tab-separated text, for the clipboard. Columns in the order given.
[[nodiscard]] QString tableAsText(const QAbstractItemModel& model, const QList<int>& rows, const QList<int>& columns);

// The same as CSV with a header line, each value as a spreadsheet reads it (kPlainRole) if the model has it so. A cell
// that a spreadsheet would take for a formula (= + - @) gets a ' before it.
[[nodiscard]] QString tableAsCsv(const QAbstractItemModel& model, const QList<int>& rows, const QList<int>& columns);
[[nodiscard]] QString csvCell(const QString& text);

}  // namespace lk::ui
