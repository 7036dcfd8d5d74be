#pragma once

#include <QFile>
#include <QString>
#include <QStringList>
#include <string>

#include "server/base/clock.h"
#include "server/base/result.h"
#include "server/node/device_history.h"

namespace lk::node {

// Keeps a history over restarts: lines behind one another in PATH. When that has grown, it becomes PATH.old and a new
// one is begun, into which all that is known goes a little at a time; then PATH.old goes. It has grown when it is
// longer than that, and twice as long as all that was known. Whatever a crash or a full disk leaves is read as far as
// it is whole.
class HistoryFile {
 public:
  static constexpr qint64 kGrown = 48 * 1024 * 1024;  // bytes, at least

  HistoryFile(QString path, DeviceHistory& history, const Clock& clock, qint64 grown = kGrown);

  // What is there, all of it. Errors: NotPermitted, Io: it can't be read; writing is tried all the same.
  Result<void> load();
  // The same in parts of a few milliseconds, for as long as loading(). Meanwhile the history may be added to.
  [[nodiscard]] bool loading() const { return !m_toRead.isEmpty() || m_reading.isOpen(); }
  Result<void> loadSome();

  // What is new since the last call; nothing while it is loading. To be called for as long as pending(), some times a
  // second. An error comes once for each time that writing ceases to be possible; it is tried again every ten seconds.
  Result<void> flush();
  // The same, but of much that is new only what takes a few milliseconds. True: there is more of it.
  Result<bool> flushSome();

  [[nodiscard]] bool pending() const { return m_failed || m_telling || loading() || m_history.changed(); }

  [[nodiscard]] std::uint64_t linesLost() const { return m_linesLost; }  // that load() found torn or changed

 private:
  Result<bool> flushNew();
  Result<void> tellSome();
  [[nodiscard]] bool rests() const;
  Result<void> write(const std::string& lines);
  Error unreadable();
  Result<void> beginAnother();
  Result<void> failed(const QString& what, const QFile& file);
  [[nodiscard]] QString oldPath() const { return m_path + QStringLiteral(".old"); }

  const QString m_path;
  DeviceHistory& m_history;
  const Clock& m_clock;
  const qint64 m_grown;
  QStringList m_toRead;
  QFile m_reading;  // open: it is not read to its end
  QFile m_file;
  bool m_telling = false;  // all over again; until that is done there may be an old file
  qint64 m_toldBytes = 0;  // how long the file was when all was told
  bool m_failed = false;
  Clock::Steady m_againAt{};
  std::uint64_t m_linesLost = 0;
};

}  // namespace lk::node
