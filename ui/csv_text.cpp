#include "ui/csv_text.h"

#include <QCoreApplication>
#include <QStringDecoder>
#include <algorithm>
#include <array>

#include "server/base/vocabulary.h"

namespace lk::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("lk::ui", text); }

Error wrong(const QString& text) { return {Error::Code::Usage, text.toStdString()}; }

constexpr QLatin1Char kQuote('"');

// Of the first line, outside quotes.
QChar separatorOf(const QString& text) {
  std::array<std::pair<QChar, int>, 3> counts = {
      {{QLatin1Char(','), 0}, {QLatin1Char(';'), 0}, {QLatin1Char('\t'), 0}}};
  bool quoted = false;
  for (const QChar ch : text) {
    if (ch == kQuote) quoted = !quoted;
    if (quoted) continue;
    if (ch == QLatin1Char('\n') || ch == QLatin1Char('\r')) break;
    for (auto& [separator, count] : counts) count += ch == separator ? 1 : 0;
  }
  return std::ranges::max_element(counts, {}, [](const auto& one) { return one.second; })->first;
}

class CsvReader {
  Q_DECLARE_TR_FUNCTIONS(lk::ui::CsvReader)

 public:
  explicit CsvReader(const QString& text) : m_text(text), m_separator(separatorOf(text)) {}

  Result<CsvTable> read() {
    while (m_at < m_text.size()) {
      CsvTable::Row row;
      row.line = m_line;
      if (auto cells = readRow(row.cells); !cells) return cells.error();
      const bool isEmpty = row.cells.size() == 1 && row.cells.front().isEmpty();
      if (isEmpty) continue;
      if (auto good = check(row); !good) return good.error();
      m_table.rows.push_back(std::move(row));
    }
    return std::move(m_table);
  }

 private:
  Result<void> check(const CsvTable::Row& row) const {
    if (row.cells.size() > kMostCsvColumns) {
      return wrong(tr("line %1 has %2 columns, and at most %3 are read")
                       .arg(row.line)
                       .arg(row.cells.size())
                       .arg(kMostCsvColumns));
    }
    // One more for the line of names.
    if (m_table.rows.size() > kMostTargets) {
      return wrong(tr("there are more than %1 lines: split the file").arg(kMostTargets));
    }
    if (!m_table.rows.isEmpty() && row.cells.size() != m_table.rows.front().cells.size()) {
      return wrong(tr("line %1 has another number of cells (%2) than the first line (%3)")
                       .arg(row.line)
                       .arg(row.cells.size())
                       .arg(m_table.rows.front().cells.size()));
    }
    return {};
  }

  Result<void> readRow(QStringList& cells) {
    for (;;) {
      QString cell;
      if (auto read = readCell(cell); !read) return read.error();
      cells.push_back(std::move(cell));
      if (m_at >= m_text.size()) return {};
      const QChar end = m_text[m_at++];
      if (end == m_separator) continue;
      if (end == QLatin1Char('\r') && m_at < m_text.size() && m_text[m_at] == QLatin1Char('\n')) ++m_at;
      ++m_line;
      return {};
    }
  }

  // Up to a separator or the end of the line, which stays.
  Result<void> readCell(QString& cell) {
    if (m_at >= m_text.size() || m_text[m_at] != kQuote) {
      while (m_at < m_text.size() && !endsCell(m_text[m_at])) cell += m_text[m_at++];
      return {};
    }
    const int opened = m_line;
    for (++m_at; m_at < m_text.size(); ++m_at) {
      const QChar ch = m_text[m_at];
      if (ch != kQuote) {
        if (ch == QLatin1Char('\n')) ++m_line;
        cell += ch;
        continue;
      }
      const bool isDoubled = m_at + 1 < m_text.size() && m_text[m_at + 1] == kQuote;
      if (isDoubled) {
        cell += kQuote;
        ++m_at;
        continue;
      }
      ++m_at;
      if (m_at < m_text.size() && !endsCell(m_text[m_at])) {
        return wrong(tr("line %1: something stands behind the quotes of a cell; a quote within a cell is written twice")
                         .arg(m_line));
      }
      return {};
    }
    return wrong(tr("line %1: quotes are opened, and never closed").arg(opened));
  }

  [[nodiscard]] bool endsCell(QChar ch) const {
    return ch == m_separator || ch == QLatin1Char('\n') || ch == QLatin1Char('\r');
  }

  const QString& m_text;
  const QChar m_separator;
  CsvTable m_table;
  qsizetype m_at = 0;
  int m_line = 1;
};

bool namesDevices(const QString& cell) {
  static const QStringList names = {QStringLiteral("device"), QStringLiteral("device_id"), QStringLiteral("device-id"),
                                    QStringLiteral("deviceid"), QStringLiteral("id")};
  return names.contains(cell.trimmed().toLower());
}

Result<QStringList> columnNames(const CsvTable::Row& row) {
  QStringList names;
  for (const QString& cell : row.cells) {
    const QString name = cell.trimmed().toLower();
    if (name.isEmpty()) return wrong(tr("column %1 has no name in the first line").arg(names.size() + 1));
    if (names.contains(name)) return wrong(tr("two columns are called '%1'").arg(cell.trimmed()));
    names.push_back(name);
  }
  return names;
}

}  // namespace

Result<CsvTable> readCsv(const QByteArray& bytes) {
  if (bytes.size() > kMostCsvBytes) return wrong(tr("the file is larger than 64 MiB: split it"));
  QStringDecoder utf8(QStringDecoder::Utf8);
  const QString text = utf8.decode(bytes);
  if (utf8.hasError()) return wrong(tr("the file is not UTF-8: save it as CSV in UTF-8"));
  if (text.contains(QChar(0))) return wrong(tr("the file is no text: save it as CSV in UTF-8"));
  return CsvReader(text).read();
}

Result<TargetList> targetsFromCsv(const CsvTable& table) {
  if (table.rows.isEmpty()) return wrong(tr("the file is empty: it wants a device id in each line"));
  const QStringList& first = table.rows.front().cells;
  const auto named = std::ranges::find_if(first, namesDevices);
  const bool hasNames = named != first.end();
  if (!hasNames && first.size() > 1) {
    return wrong(
        tr("no column is called 'device': the first line must name the columns, that of the device ids "
           "'device'"));
  }
  TargetList list;
  list.columns = {QStringLiteral("device")};
  if (hasNames) {
    auto names = columnNames(table.rows.front());
    if (!names) return names.error();
    list.columns = *names;
  }
  const qsizetype ids = hasNames ? named - first.begin() : 0;
  for (qsizetype i = hasNames ? 1 : 0; i < table.rows.size(); ++i) {
    const CsvTable::Row& row = table.rows[i];
    CommandTarget target;
    target.device = row.cells[ids].trimmed();
    target.values = row.cells;
    target.line = row.line;
    if (!isDeviceId(target.device.toStdString())) {
      return wrong(tr("line %1: '%2' is no device id: 1 to 64 of A-Z a-z 0-9 . _ : -")
                       .arg(row.line)
                       .arg(target.device.left(70)));
    }
    list.targets.push_back(std::move(target));
  }
  if (list.targets.isEmpty()) return wrong(tr("no device stands under the names of the columns"));
  if (list.targets.size() > kMostTargets) {
    return wrong(tr("there are more than %1 devices: split the file").arg(kMostTargets));
  }
  return list;
}

}  // namespace lk::ui
