#include <QCryptographicHash>
#include <QDir>

#include "server/base/local_socket_name.h"

namespace lk {

QString localSocketName(const QString& folder, const QString& name) {
  const QString path = folder + QLatin1Char('/') + name + QStringLiteral(".sock");
  if (path.toUtf8().size() < 90) return path;
  // A socket's path has room for 107 bytes, and Qt binds it by a longer name first.
  const QByteArray hash = QCryptographicHash::hash(path.toUtf8(), QCryptographicHash::Sha256).toHex().left(32);
  return QDir::tempPath() + QStringLiteral("/linekeeper-") + QString::fromLatin1(hash) + QStringLiteral(".sock");
}

}  // namespace lk
