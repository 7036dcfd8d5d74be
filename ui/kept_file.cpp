#include "ui/kept_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include "server/base/file_access.h"

namespace lk::ui {

namespace {

QString writeWhole(const QString& path, const QByteArray& bytes) {
  QDir().mkpath(QFileInfo(path).absolutePath());
  QSaveFile file(path);
  const bool opened = file.open(QIODevice::WriteOnly);
  if (opened) file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
  if (!opened || file.write(bytes) != bytes.size() || !file.commit()) return file.errorString();
  (void)closeToOthers(path);  // where permissions are a list; a stick has none
  return {};
}

}  // namespace

KeptFile::KeptFile(const QString& path, QObject* parent) : QObject(parent), m_path(path) {
  m_thread.setMaxThreadCount(1);
}

KeptFile::~KeptFile() { m_thread.waitForDone(); }

Result<QByteArray> KeptFile::read(qint64 atMost) const {
  QFile file(m_path);
  if (m_path.isEmpty() || !file.exists()) return QByteArray();
  if (!file.open(QIODevice::ReadOnly)) return Error{Error::Code::Io, file.errorString().toStdString()};
  if (file.size() > atMost) return Error{Error::Code::Io, tr("it is too large").toStdString()};
  return file.readAll();
}

QString KeptFile::setAside() const {
  const QString beside = m_path + QStringLiteral(".broken");
  QFile::remove(beside);
  QFile::rename(m_path, beside);
  return beside;
}

void KeptFile::write(const QByteArray& bytes) {
  if (m_path.isEmpty()) return;
  m_thread.start([this, bytes] {
    const QString why = writeWhole(m_path, bytes);
    if (why.isEmpty()) return;
    QMetaObject::invokeMethod(
        this, [this, why] { Q_EMIT failed(why); }, Qt::QueuedConnection);
  });
}

}  // namespace lk::ui
