#include "server/node/node_directory.h"

#include <QDir>
#include <QFileInfo>
#include <QLocalServer>
#include <QStandardPaths>

#include "server/base/file_access.h"
#include "server/base/local_socket_name.h"
#include "server/node/node_directory_system.h"

namespace lk::node {

namespace {

const QLatin1StringView kLockEnding(".lock");

// Milliseconds. Whoever looks for nodes holds the lock of one that was killed for a moment, to see that nobody else
// does.
constexpr int kPatience = 500;

// Node ids may hold a colon, which no Windows file name may.
QString fileName(const QString& nodeId) {
  QString name = nodeId;
  return name.replace(QLatin1Char(':'), QLatin1Char('~'));
}

QString nodeIdOf(QString name) { return name.replace(QLatin1Char('~'), QLatin1Char(':')); }

Error noPermission(const QString& path, const QString& why) {
  return {Error::Code::NotPermitted, "cannot use the folder " + QDir::toNativeSeparators(path).toStdString() +
                                         " for the node's control socket: " + why.toStdString() +
                                         "; set LINEKEEPER_RUNTIME_DIR to a folder of your own"};
}

}  // namespace

NodeDirectory NodeDirectory::ofThisMachine() {
  const bool isChosen = !qEnvironmentVariable("LINEKEEPER_RUNTIME_DIR").isEmpty();
  return NodeDirectory(defaultPath(), isChosen ? QString() : directory::ofService());
}

QString NodeDirectory::defaultPath() {
  const QString chosen = qEnvironmentVariable("LINEKEEPER_RUNTIME_DIR");
  if (!chosen.isEmpty()) return chosen;
  const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
  if (!runtime.isEmpty() && QFileInfo(runtime).isWritable()) return runtime + QStringLiteral("/linekeeper");
  return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/linekeeper/run");
}

Result<void> NodeDirectory::makeFolder() const {
  // Only a folder of our making is closed to others; one that is there may be somebody's for other things, too.
  const bool isNew = !QFileInfo::exists(m_path);
  if (!QDir().mkpath(m_path)) return noPermission(m_path, QStringLiteral("it can't be made"));
  const QFileInfo folder(m_path);
  if (!folder.isDir() || !folder.isWritable()) return noPermission(m_path, QStringLiteral("it is not writable"));
  if (isNew && !closeToOthers(m_path)) return noPermission(m_path, QStringLiteral("it can't be closed to other users"));
  if (!isNew && othersMay(Use::Writing, m_path)) {
    return noPermission(m_path, QStringLiteral("other users may write there"));
  }
  return {};
}

QString NodeDirectory::lockPath(const QString& nodeId) const {
  return m_path + QLatin1Char('/') + fileName(nodeId) + kLockEnding;
}

Result<std::unique_ptr<NodeClaim>> NodeDirectory::claim(const QString& nodeId) const {
  if (auto made = makeFolder(); !made) return made.error();
  directory::removeLeft(lockPath(nodeId));
  auto lock = std::make_unique<QLockFile>(lockPath(nodeId));
  lock->setStaleLockTime(0);  // stale only when its process is gone
  if (!lock->tryLock(kPatience)) {
    qint64 pid = 0;
    QString host;
    QString program;
    if (lock->error() != QLockFile::LockFailedError || !lock->getLockInfo(&pid, &host, &program)) {
      return noPermission(m_path, QStringLiteral("its lock file can't be written"));
    }
    return Error{Error::Code::InUse, "node '" + nodeId.toStdString() + "' runs already on this machine (process " +
                                         std::to_string(pid) + "); stop it, or start this one with another --node-id"};
  }
  if (QFileInfo(m_path).ownerId() != QFileInfo(lockPath(nodeId)).ownerId()) {
    return noPermission(m_path, QStringLiteral("it belongs to somebody else"));
  }
  // What a killed node of this id left behind; it is ours to remove, as we hold the lock.
  QLocalServer::removeServer(socketName(nodeId));
  return std::make_unique<NodeClaim>(std::move(lock));
}

QList<NodeEntry> NodeDirectory::running() const {
  QList<NodeEntry> nodes;
  const QStringList locks =
      QDir(m_path).entryList({QLatin1Char('*') + kLockEnding}, QDir::Files | QDir::Hidden, QDir::Name);
  for (const QString& name : locks) {
    NodeEntry entry;
    entry.id = nodeIdOf(name.chopped(kLockEnding.size()));
    directory::removeLeft(m_path + QLatin1Char('/') + name);
    QLockFile lock(m_path + QLatin1Char('/') + name);
    lock.setStaleLockTime(0);
    if (lock.tryLock(0)) continue;  // nobody held it: left by a node that was killed, and removed on unlock
    QString host;
    QString program;
    if (!lock.getLockInfo(&entry.pid, &host, &program)) continue;
    entry.socketName = socketName(entry.id);
    nodes.push_back(entry);
  }
  if (!m_servicePath.isEmpty()) nodes += NodeDirectory(m_servicePath).running();
  return nodes;
}

Error NodeDirectory::noneRuns() const {
  const QFileInfo service(m_servicePath);
  const bool isClosed = !m_servicePath.isEmpty() && service.isDir() && !service.isReadable();
  return {Error::Code::NotFound,
          isClosed ? "no node of this user runs on this machine; the one of its service is seen by root: use sudo"
                   : "no node of this user runs on this machine; start one with: linekeeper --headless"};
}

Result<NodeEntry> NodeDirectory::find(const QString& nodeId) const {
  const QList<NodeEntry> nodes = running();
  QStringList ids;
  for (const NodeEntry& node : nodes) {
    if (node.id == nodeId || (nodeId.isEmpty() && nodes.size() == 1)) return node;
    ids.push_back(node.id);
  }
  if (nodes.isEmpty()) return noneRuns();
  const std::string all = ids.join(QStringLiteral(", ")).toStdString();
  if (nodeId.isEmpty())
    return Error{Error::Code::Usage, "several nodes run here (" + all + "); name one with --node ID"};
  return Error{Error::Code::NotFound, "no node '" + nodeId.toStdString() + "' runs here; those that do: " + all};
}

QString NodeDirectory::socketName(const QString& nodeId) const { return localSocketName(m_path, fileName(nodeId)); }

}  // namespace lk::node
