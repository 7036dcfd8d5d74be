#include "app/single_instance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QLocalSocket>

#include "server/base/file_access.h"
#include "server/base/local_socket_name.h"

namespace lk::app {

namespace {

constexpr int kPatienceMs = 2'000;
constexpr char kShow[] = "show\n";
constexpr char kTaken[] = "taken\n";

QString nameOf(const QString& profile) {
  const QByteArray hash = QCryptographicHash::hash(profile.toUtf8(), QCryptographicHash::Sha256).toHex().left(24);
  return QStringLiteral("console-") + QString::fromLatin1(hash);
}

}  // namespace

// The folder is the node directory's too, which takes each .lock in it for a node's.
SingleInstance::SingleInstance(const QString& folder, const QString& profile)
    : m_path(localSocketName(folder, nameOf(profile + folder))),
      m_lock(folder + QLatin1Char('/') + nameOf(profile + folder) + QStringLiteral(".claim")) {
  // Where it stays open to others, the socket in it is closed to them all the same.
  if (!QFileInfo::exists(folder) && QDir().mkpath(folder)) (void)closeToOthers(folder);
  m_lock.setStaleLockTime(0);  // stale only when its process is gone
  m_server.setSocketOptions(QLocalServer::UserAccessOption);
  connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::answer);
}

SingleInstance::~SingleInstance() = default;

SingleInstance::Outcome SingleInstance::claim() {
  if (!m_lock.tryLock(0)) {
    if (m_lock.error() != QLockFile::LockFailedError) return Outcome::Unknown;
    return raiseOther() ? Outcome::Raised : Outcome::Unknown;
  }
  // What a killed one left; ours to remove, as we hold the lock.
  QLocalServer::removeServer(m_path);
  return m_server.listen(m_path) ? Outcome::First : Outcome::Unknown;
}

bool SingleInstance::raiseOther() const {
  QLocalSocket socket;
  socket.connectToServer(m_path);
  if (!socket.waitForConnected(kPatienceMs)) return false;
  socket.write(kShow);
  return socket.waitForBytesWritten(kPatienceMs) && socket.waitForReadyRead(kPatienceMs) && socket.readAll() == kTaken;
}

void SingleInstance::answer() {
  while (QLocalSocket* socket = m_server.nextPendingConnection()) {
    connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
    connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
      if (socket->bytesAvailable() < static_cast<qint64>(sizeof kShow) - 1) return;
      const bool isShow = socket->readAll() == kShow;
      if (isShow) {
        socket->write(kTaken);
        Q_EMIT shown();
      }
      socket->disconnectFromServer();
    });
  }
}

}  // namespace lk::app
