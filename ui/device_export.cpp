#include "ui/device_export.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>

#include "ui/device_cells.h"
#include "ui/table_text.h"

namespace lk::ui {

namespace {

constexpr qint64 kTurnMs = 10;

// With the keys of `linekeeper devices --json`.
QJsonObject toJson(const node::SessionRow& row) {
  QJsonObject json{{QStringLiteral("session"), QString::number(row.session)},
                   {QStringLiteral("device"), row.device},
                   {QStringLiteral("node"), row.node},
                   {QStringLiteral("address"), row.address},
                   {QStringLiteral("port"), row.port},
                   {QStringLiteral("protocol"), row.protocol},
                   {QStringLiteral("connected_at_ms"), row.connectedAtMs},
                   {QStringLiteral("last_heard_at_ms"), row.lastHeardAtMs},
                   {QStringLiteral("keepalive"), static_cast<qint64>(row.keepaliveS)},
                   {QStringLiteral("reports"), static_cast<qint64>(row.reports)},
                   {QStringLiteral("report_bytes"), static_cast<qint64>(row.reportBytes)},
                   {QStringLiteral("commands_pending"), static_cast<qint64>(row.commandsPending)},
                   {QStringLiteral("out_buffer"), static_cast<qint64>(row.outBuffer)}};
  if (row.lastClose) json.insert(QStringLiteral("last_close"), QString::fromUtf8(toText(*row.lastClose)));
  if (!row.meta.isEmpty()) json.insert(QStringLiteral("meta"), QJsonDocument::fromJson(row.meta).object());
  return json;
}

}  // namespace

DeviceExport::DeviceExport(Order order, QObject* parent) : QObject(parent), m_order(std::move(order)), m_turn(this) {
  connect(&m_turn, &QTimer::timeout, this, &DeviceExport::writeSome);
}

void DeviceExport::start() {
  if (!m_order.path.isEmpty()) {
    m_file = std::make_unique<QSaveFile>(m_order.path);
    if (!m_file->open(QIODevice::WriteOnly)) return finish();
  }
  writeHead();
  m_turn.start(0);
  writeSome();
}

void DeviceExport::cancel() {
  m_turn.stop();
  if (m_file) m_file->cancelWriting();
  Q_EMIT finished(tr("Cancelled; nothing is written"));
}

void DeviceExport::writeHead() {
  if (m_order.format == Format::Json) m_text += "[\n";
  if (m_order.format != Format::Csv) return;
  QStringList header;
  for (const int column : m_order.columns) header.push_back(csvCell(device_cells::plainHeader(column)));
  m_text += header.join(QLatin1Char(',')).toUtf8() + "\r\n";
}

void DeviceExport::writeRow(int slot) {
  const node::SessionRow row = m_order.rows.row(slot);
  const auto cells = [&](auto cellOf) {
    QStringList made;
    for (const int column : m_order.columns) made.push_back(cellOf(column));
    return made;
  };
  switch (m_order.format) {
    case Format::Ids: m_text += row.device.toUtf8() + '\n'; break;
    case Format::Rows:
      m_text += cells([&](int column) { return device_cells::text(row, column, m_order.nowMs); })
                    .join(QLatin1Char('\t'))
                    .toUtf8() +
                '\n';
      break;
    case Format::Csv:
      m_text += cells([&](int column) { return csvCell(device_cells::plain(row, column, m_order.nowMs)); })
                    .join(QLatin1Char(','))
                    .toUtf8() +
                "\r\n";
      break;
    case Format::Json:
      m_text += QJsonDocument(toJson(row)).toJson(QJsonDocument::Compact);
      m_text += m_next < m_order.slots.size() ? ",\n" : "\n";
      break;
  }
}

void DeviceExport::writeSome() {
  QElapsedTimer since;
  since.start();
  while (m_next < m_order.slots.size()) {
    const int slot = m_order.slots[m_next++];
    writeRow(slot);
    if (m_next % 64 == 0 && since.elapsed() >= kTurnMs) break;
  }
  if (!flush() || m_next == m_order.slots.size()) return finish();
  Q_EMIT progressed(static_cast<int>(m_next), all());
}

bool DeviceExport::flush() {
  if (!m_file) return true;
  const bool isWritten = m_file->write(m_text) == m_text.size();
  m_text.clear();
  return isWritten;
}

void DeviceExport::finish() {
  m_turn.stop();
  const bool isWhole = m_next == m_order.slots.size();
  if (isWhole && m_order.format == Format::Json) m_text += "]\n";
  if (!m_file) return Q_EMIT finished({});
  const bool isWritten = m_file->isOpen() && isWhole && flush() && m_file->commit();
  if (isWritten) return Q_EMIT finished({});
  const QString why = m_file->errorString();
  m_file->cancelWriting();
  Q_EMIT finished(tr("%1 can't be written: %2").arg(m_order.path, why));
}

}  // namespace lk::ui
