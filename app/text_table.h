#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace lk::app {

// A column of a table that a verb prints for people.
struct TextColumn {
  QString name;
  qsizetype width;  // of cells and name, at least
  bool isNumber = false;
};

// As wide as the rows want it: no cell runs into the next one, however long ids and names are.
[[nodiscard]] QList<TextColumn> fitted(QList<TextColumn> columns, const QList<QStringList>& rows);

// One line, two blanks between cells. A cell that is wider than its column moves the others.
[[nodiscard]] QString tableLine(const QList<TextColumn>& columns, const QStringList& cells);
[[nodiscard]] QString tableHead(const QList<TextColumn>& columns);

}  // namespace lk::app
