#include "ui/secret_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSaveFile>

#include "server/base/file_access.h"

namespace lk::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("lk::ui", text); }

}  // namespace

Result<void> writeSecretFile(const QString& path, const QString& secret) {
  QSaveFile file(path);
  const QByteArray line = secret.toUtf8() + '\n';
  // Closed to others before anything is in it.
  if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) ||
      file.write(line) != line.size() || !file.commit() || !closeToOthers(path)) {
    return Error{Error::Code::Io, tr("%1 can't be written: %2. Choose another file.")
                                      .arg(QDir::toNativeSeparators(path), file.errorString())
                                      .toStdString()};
  }
  return {};
}

Result<void> checkSecretFile(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    return Error{Error::Code::Io, tr("%1 can't be read: %2. Type the password to have it written there.")
                                      .arg(QDir::toNativeSeparators(path), file.errorString())
                                      .toStdString()};
  }
  if (othersMay(Use::Reading, path) || othersMay(Use::Writing, path)) {
    return Error{Error::Code::NotPermitted,
                 tr("Others may read %1. Close it to them with: %2").arg(path, closingCommand(path)).toStdString()};
  }
  return {};
}

}  // namespace lk::ui
