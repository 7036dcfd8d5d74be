#pragma once

#include <QObject>
#include <QSaveFile>
#include <QTimer>
#include <memory>
#include <vector>

#include "ui/packed_session.h"

namespace lk::ui {

// Rows of the devices' table as text, as they were when it was asked for: a few thousand in each turn of the event
// loop, so that the window goes on. What fits in one turn is there when start() returns.
class DeviceExport final : public QObject {
  Q_OBJECT

 public:
  enum class Format {
    Ids,   // one on each line
    Rows,  // as shown, tab-separated
    Csv,   // plain values, with a header, formulas neutralised
    Json,  // an array of objects, with the keys that the program's verbs use
  };
  struct Order {
    SessionRows rows;
    std::vector<int> slots;
    QList<int> columns;  // of Rows and Csv, as they stand
    Format format = Format::Ids;
    qint64 nowMs = 0;
    QString path{};  // empty: text() has it in the end
  };

  explicit DeviceExport(Order order, QObject* parent = nullptr);

  void start();
  void cancel();
  [[nodiscard]] int all() const { return static_cast<int>(m_order.slots.size()); }
  [[nodiscard]] const Order& order() const { return m_order; }
  [[nodiscard]] QString text() const { return QString::fromUtf8(m_text); }

 Q_SIGNALS:
  void progressed(int done, int all);
  // problem: why not; empty: all is written.
  void finished(const QString& problem);

 private:
  void writeSome();
  void writeHead();
  void writeRow(int slot);
  [[nodiscard]] bool flush();
  void finish();

  Order m_order;
  std::unique_ptr<QSaveFile> m_file;
  QByteArray m_text;
  std::size_t m_next = 0;
  QTimer m_turn;
};

}  // namespace lk::ui
