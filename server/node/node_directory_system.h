#pragma once

#include <QString>

// What of a folder of nodes each system does in its own way; one file for each kind of system.
namespace lk::node::directory {

// The lock of a node that was killed counts for as long as another program of this name has its process id. Removes
// such a lock where the system by itself tells it from that of a node that runs; does nothing elsewhere.
void removeLeft(const QString& lockPath);

// The folder of the node that the system's service manager runs; empty: there is none.
[[nodiscard]] QString ofService();

}  // namespace lk::node::directory
