#include <QFile>

#include "server/node/node_directory_system.h"

namespace lk::node::directory {

// Windows removes no file that somebody holds open, as the lock of a node that runs is.
void removeLeft(const QString& lockPath) { QFile::remove(lockPath); }

QString ofService() { return {}; }

}  // namespace lk::node::directory
