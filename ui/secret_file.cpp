#include "ui/secret_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSaveFile>

namespace lk::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("lk::ui", text); }

}  // namespace

Result<void> writeSecretFile(const QString& path, const QString& secret) {
  QSaveFile file(path);
  const QByteArray line = secret.toUtf8() + '\n';
  // Closed to others before anything is in it.
  if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) ||
      file.write(line) != line.size() || !file.commit()) {
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
#ifndef Q_OS_WIN
  constexpr auto kOthers =
      QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
  if ((file.permissions() & kOthers) != 0) {
    return Error{Error::Code::NotPermitted,
                 tr("Others may read %1. Close it to them with: chmod 600 %1").arg(path).toStdString()};
  }
#endif
  return {};
}

}  // namespace lk::ui
