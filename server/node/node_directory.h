#pragma once

#include <QList>
#include <QLockFile>
#include <QString>
#include <memory>

#include "server/base/result.h"

namespace lk::node {

struct NodeEntry {
  QString id;
  qint64 pid = 0;
  QString socketName;  // for QLocalSocket
};

// This process is the node of that id, as long as the claim lives.
class NodeClaim {
 public:
  explicit NodeClaim(std::unique_ptr<QLockFile> lock) : m_lock(std::move(lock)) {}

 private:
  std::unique_ptr<QLockFile> m_lock;
};

// The nodes of this machine and user: a folder that only the user may enter, with a lock and a control socket for each.
// Nodes may be looked for in the folder of the system's service, too, by those who may enter that.
class NodeDirectory {
 public:
  // At defaultPath(); and the service's folder is looked into, unless LINEKEEPER_RUNTIME_DIR says where.
  [[nodiscard]] static NodeDirectory ofThisMachine();

  // LINEKEEPER_RUNTIME_DIR, or the system's folder for a user's running programs.
  [[nodiscard]] static QString defaultPath();

  explicit NodeDirectory(QString path, QString servicePath = {})
      : m_path(std::move(path)), m_servicePath(std::move(servicePath)) {}

  // Errors: InUse, with the pid of the node that has this id; NotPermitted, when the folder can't be made or is
  // another user's.
  [[nodiscard]] Result<std::unique_ptr<NodeClaim>> claim(const QString& nodeId) const;

  [[nodiscard]] QList<NodeEntry> running() const;

  // The node of that id; the one that runs, for an empty id. Errors: NotFound, Usage when several run.
  [[nodiscard]] Result<NodeEntry> find(const QString& nodeId) const;

  [[nodiscard]] QString socketName(const QString& nodeId) const;

 private:
  [[nodiscard]] QString lockPath(const QString& nodeId) const;
  [[nodiscard]] Result<void> makeFolder() const;
  [[nodiscard]] Error noneRuns() const;

  QString m_path;
  QString m_servicePath;  // empty: there is none
};

}  // namespace lk::node
