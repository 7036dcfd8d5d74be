#include "app/log_file.h"

#include <QDir>
#include <QFileInfo>

namespace lk::app {

bool LogFile::openForMore() { return m_file.open(QIODevice::Append | QIODevice::Unbuffered); }

Result<void> LogFile::open() {
  const QString folder = QFileInfo(m_path).absolutePath();
  QDir().mkpath(folder);
  if (openForMore()) return {};
  const auto code = m_file.error() == QFileDevice::PermissionsError ? Error::Code::NotPermitted : Error::Code::Io;
  return Error{code, "cannot write the log " + QDir::toNativeSeparators(m_path).toStdString() + ": " +
                         m_file.errorString().toStdString() + "; let this program's user write in " +
                         QDir::toNativeSeparators(folder).toStdString() + ", or choose another --data-folder"};
}

void LogFile::write(const QString& line) {
  if (!m_file.isOpen() && !openForMore()) return;
  const QByteArray bytes = line.toUtf8() + '\n';
  // Not by size(), which may be a call of the system: pos() is at the end of a file that is only appended to.
  if (m_file.pos() > 0 && m_file.pos() + bytes.size() > m_grown) beginAnother();
  if (m_file.write(bytes) != bytes.size()) m_file.close();
}

// A name that can't be changed, as while somebody reads the file on Windows, costs an older file and never this one.
void LogFile::beginAnother() {
  m_file.close();
  QFile::remove(older(kOlder));
  for (int number = kOlder; number > 1; --number) QFile::rename(older(number - 1), older(number));
  QFile::rename(m_path, older(1));
  openForMore();
}

}  // namespace lk::app
