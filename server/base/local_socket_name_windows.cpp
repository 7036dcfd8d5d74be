#include <QCryptographicHash>
#include <QDir>

#include "server/base/local_socket_name.h"

namespace lk {

QString localSocketName(const QString& folder, const QString& name) {
  // One folder may be written in more than one way, and upper case is lower case.
  const QByteArray place = QDir::cleanPath(folder).toLower().toUtf8();
  const QByteArray hash = QCryptographicHash::hash(place, QCryptographicHash::Sha256).toHex().left(16);
  return QStringLiteral("linekeeper-%1-%2").arg(QString::fromLatin1(hash), name);
}

}  // namespace lk
