#include "app/text_table.h"

#include <algorithm>

namespace lk::app {

QList<TextColumn> fitted(QList<TextColumn> columns, const QList<QStringList>& rows) {
  for (qsizetype at = 0; at < columns.size(); ++at) {
    for (const QStringList& row : rows) columns[at].width = std::max(columns[at].width, row.value(at).size());
  }
  return columns;
}

QString tableLine(const QList<TextColumn>& columns, const QStringList& cells) {
  QStringList padded;
  for (qsizetype at = 0; at < columns.size(); ++at) {
    const TextColumn& column = columns[at];
    const QString cell = cells.value(at);
    padded.push_back(column.isNumber ? cell.rightJustified(column.width) : cell.leftJustified(column.width));
  }
  QString line = padded.join(QStringLiteral("  "));
  while (line.endsWith(QLatin1Char(' '))) line.chop(1);
  return line;
}

QString tableHead(const QList<TextColumn>& columns) {
  QStringList names;
  for (const TextColumn& column : columns) names.push_back(column.name);
  return tableLine(columns, names);
}

}  // namespace lk::app
