#include "tests/cli/place.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

namespace lk::test {

QProcessEnvironment Place::environment() const {
  auto environment = QProcessEnvironment::systemEnvironment();
  for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "QT_QPA_PLATFORM"}) {
    environment.remove(QString::fromLatin1(name));
  }
  environment.insert(QStringLiteral("HOME"), m_dir.path());
  environment.insert(QStringLiteral("XDG_CONFIG_HOME"), path(QStringLiteral("config")));
  environment.insert(QStringLiteral("XDG_DATA_HOME"), path(QStringLiteral("data")));
  environment.insert(QStringLiteral("LINEKEEPER_RUNTIME_DIR"), path(QStringLiteral("run")));
  environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
  return environment;
}

QString Place::write(const QString& name, const QByteArray& text) const {
  const QString where = path(name);
  QFile file(where);
  const bool written = QDir().mkpath(QFileInfo(where).absolutePath()) && file.open(QIODevice::WriteOnly) &&
                       file.write(text) == text.size();
  return written ? where : QString();
}

QString Place::defaultSettingsFile() const {
#ifdef Q_OS_WIN
  // The system says where a user's folders are, and no variable of the environment is asked: only to be read.
  return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
         QStringLiteral("/linekeeper/linekeeper.ini");
#else
  return path(QStringLiteral("config/linekeeper/linekeeper.ini"));
#endif
}

QByteArray native(const QString& path) { return QDir::toNativeSeparators(path).toUtf8(); }

QByteArray contents(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace lk::test
