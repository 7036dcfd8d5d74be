#pragma once

#include <QFile>
#include <QString>

#include "server/base/result.h"

namespace lk::app {

// A log that nobody has to look after: FILE, and as it grows past its size FILE.1, FILE.2 …, the oldest of which goes.
// Each line is the system's when write() is back.
class LogFile {
 public:
  static constexpr qint64 kGrown = 10 * 1024 * 1024;  // bytes
  static constexpr int kOlder = 4;

  explicit LogFile(QString path, qint64 grown = kGrown) : m_path(std::move(path)), m_grown(grown), m_file(m_path) {}

  // Makes its folder, and goes on with what is there. Errors: NotPermitted, Io.
  [[nodiscard]] Result<void> open();

  // A line without its end. One that can't be written is lost; the next is tried again.
  void write(const QString& line);

 private:
  [[nodiscard]] QString older(int number) const { return m_path + QLatin1Char('.') + QString::number(number); }
  void beginAnother();
  bool openForMore();

  const QString m_path;
  const qint64 m_grown;
  QFile m_file;
};

}  // namespace lk::app
