#include "server/node/history_file.h"

#include <QDir>
#include <QFileInfo>
#include <algorithm>
#include <utility>

namespace lk::node {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kToldAtATime = 256 * 1024;  // of what is told anew: a few milliseconds
constexpr std::size_t kWrittenTogether = 64 * 1024;
constexpr auto kTryAgainAfter = 10s;

}  // namespace

HistoryFile::HistoryFile(QString path, DeviceHistory& history, const Clock& clock, qint64 grown)
    : m_path(std::move(path)),
      m_history(history),
      m_clock(clock),
      m_grown(grown),
      m_toRead{oldPath(), m_path},
      m_file(m_path),
      m_telling(QFile::exists(oldPath())) {
  m_history.noteChanges(true);
  // Above all that an earlier life gave, which is not read yet.
  m_history.startAt(static_cast<std::uint64_t>(m_clock.wallMicros()));
}

Result<void> HistoryFile::load() {
  Result<void> done;
  while (loading()) {
    if (auto some = loadSome(); !some && done) done = some;
  }
  return done;
}

Result<void> HistoryFile::loadSome() {
  Result<void> done;
  if (!m_reading.isOpen()) {
    if (m_toRead.isEmpty()) return {};
    m_reading.setFileName(m_toRead.takeFirst());
    if (m_reading.exists() && !m_reading.open(QIODevice::ReadOnly)) done = unreadable();
  }
  // One byte more than the longest, so that a longer line is seen to be no good.
  QByteArray line(static_cast<qsizetype>(kMaxHistoryLine) + 2, Qt::Uninitialized);
  qint64 left = static_cast<qint64>(kToldAtATime);
  while (m_reading.isOpen() && left > 0) {
    const qint64 got = m_reading.readLine(line.data(), line.size());
    if (got <= 0) {
      m_reading.close();
      break;
    }
    left -= got;
    std::string_view text(line.constData(), static_cast<std::size_t>(got));
    if (text.ends_with('\n')) text.remove_suffix(1);
    if (text.empty()) continue;
    if (auto parsed = parseHistoryLine(text)) {
      m_history.restore(std::move(*parsed));
    } else {
      ++m_linesLost;
    }
  }
  // A crash left two: all that is known goes into the newer one.
  if (!loading() && m_telling) m_history.tellAnew();
  return done;
}

// What could not be read must not be where it is taken for told anew, and removed.
Error HistoryFile::unreadable() {
  std::string kept;
  if (m_reading.fileName() == oldPath()) {
    const QString aside = oldPath() + QStringLiteral("-unread-%1").arg(m_clock.wallMicros() / 1'000'000);
    if (QFile::rename(oldPath(), aside)) kept = ", and is kept as " + aside.toStdString();
  }
  return {Error::Code::NotPermitted,
          "the devices' history before this start is not known: " + m_reading.fileName().toStdString() +
              " can't be read: " + m_reading.errorString().toStdString() + "; let this user read and write it" + kept};
}

Result<void> HistoryFile::flush() {
  for (bool more = true; more;) {
    const auto some = flushNew();
    if (!some) return some.error();
    more = *some;
  }
  return tellSome();
}

Result<bool> HistoryFile::flushSome() {
  auto more = flushNew();
  if (!more || *more) return more;
  if (const auto told = tellSome(); !told) return told.error();
  return false;
}

// True: there is more.
Result<bool> HistoryFile::flushNew() {
  if (rests()) return false;
  if (m_failed) {
    // With what was to be written meanwhile.
    m_history.noteChanges(true);
    m_history.tellAnew();
    m_telling = true;
  }
  std::string lines;
  const bool more = m_history.appendChanges(lines, kWrittenTogether);
  if (lines.empty()) return false;
  if (const auto written = write(lines); !written) return written.error();
  return more && !m_failed;
}

Result<void> HistoryFile::tellSome() {
  if (rests()) return {};
  if (m_telling) {
    std::string lines;
    const bool more = m_history.appendSome(lines, kToldAtATime);
    if (auto written = write(lines); !written || m_failed || more) return written;
    m_telling = false;
    m_toldBytes = m_file.size();
    QFile::remove(oldPath());
  }
  return m_file.isOpen() && m_file.size() > std::max(m_grown, 2 * m_toldBytes) ? beginAnother() : Result<void>();
}

bool HistoryFile::rests() const { return loading() || (m_failed && m_clock.steady() < m_againAt); }

Result<void> HistoryFile::write(const std::string& lines) {
  const bool opened = m_file.isOpen();
  if (!opened) {
    const bool isNew = !m_file.exists();
    QDir().mkpath(QFileInfo(m_path).absolutePath());
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered)) {
      return failed(QStringLiteral("can't be opened"), m_file);
    }
    if (isNew) m_file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
  }
  // What a crash or a full disk may have torn ends here.
  const bool begins = !opened && m_file.size() > 0;
  const bool good = (!begins || m_file.write("\n", 1) == 1) &&
                    m_file.write(lines.data(), static_cast<qint64>(lines.size())) == static_cast<qint64>(lines.size());
  if (!good) return failed(QStringLiteral("can't be written"), m_file);
  m_failed = false;
  return {};
}

Result<void> HistoryFile::beginAnother() {
  m_file.close();
  QFile::remove(oldPath());
  if (!m_file.rename(oldPath())) return failed(QStringLiteral("can't be renamed"), m_file);
  m_file.setFileName(m_path);
  m_history.tellAnew();
  m_telling = true;
  return {};
}

Result<void> HistoryFile::failed(const QString& what, const QFile& file) {
  const QString why = file.errorString();
  m_file.close();
  m_file.setFileName(m_path);
  m_againAt = m_clock.steady() + kTryAgainAfter;
  m_history.noteChanges(false);
  if (std::exchange(m_failed, true)) return {};
  return Error{Error::Code::Io, QStringLiteral("%1 %2: %3; what happens to devices is known until this node ends. Make "
                                               "room on the disk, or let this user write there, or set "
                                               "node.history-file to another file")
                                    .arg(m_path, what, why)
                                    .toStdString()};
}

}  // namespace lk::node
