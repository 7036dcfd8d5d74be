#include "server/node/node_directory_system.h"

namespace lk::node::directory {

// Linux removes files that are held open, too: nothing tells one lock from the other.
void removeLeft(const QString& /*lockPath*/) {}

// What systemd makes for its service, whose unit says so.
QString ofService() { return QStringLiteral("/run/linekeeper"); }

}  // namespace lk::node::directory
