#include "ui/table_text.h"

#include "ui/tone.h"

namespace lk::ui {

namespace {

QString cell(const QAbstractItemModel& model, int row, int column) {
  return model.index(row, column).data().toString();
}

QString plainCell(const QAbstractItemModel& model, int row, int column) {
  const QVariant plain = model.index(row, column).data(kPlainRole);
  return plain.isValid() ? plain.toString() : cell(model, row, column);
}

QString plainHeader(const QAbstractItemModel& model, int column) {
  const QVariant plain = model.headerData(column, Qt::Horizontal, kPlainRole);
  return plain.isValid() ? plain.toString() : model.headerData(column, Qt::Horizontal).toString();
}

}  // namespace

QString tableAsText(const QAbstractItemModel& model, const QList<int>& rows, const QList<int>& columns) {
  QString text;
  for (const int row : rows) {
    QStringList cells;
    for (const int column : columns) cells.push_back(cell(model, row, column));
    text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
  }
  return text;
}

QString csvCell(const QString& text) {
  QString out = text;
  if (!out.isEmpty() && QStringLiteral("=+-@\t\r").contains(out.front())) out.prepend(QLatin1Char('\''));
  const bool mustQuote = out.contains(QLatin1Char(',')) || out.contains(QLatin1Char('"')) ||
                         out.contains(QLatin1Char('\n')) || out.contains(QLatin1Char('\r'));
  if (!mustQuote) return out;
  out.replace(QLatin1Char('"'), QStringLiteral("\"\""));
  return QLatin1Char('"') + out + QLatin1Char('"');
}

QString tableAsCsv(const QAbstractItemModel& model, const QList<int>& rows, const QList<int>& columns) {
  QStringList header;
  for (const int column : columns) header.push_back(csvCell(plainHeader(model, column)));
  QString text = header.join(QLatin1Char(',')) + QStringLiteral("\r\n");
  for (const int row : rows) {
    QStringList cells;
    for (const int column : columns) cells.push_back(csvCell(plainCell(model, row, column)));
    text += cells.join(QLatin1Char(',')) + QStringLiteral("\r\n");
  }
  return text;
}

}  // namespace lk::ui
