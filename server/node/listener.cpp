#include "server/node/listener.h"

namespace lk::node {

namespace {

// A fleet comes back at once after an outage; the system's default of 50 would make it wait for retried SYNs.
constexpr int kBacklog = 4096;

}  // namespace

Listener::Listener(QObject* parent) : QTcpServer(parent) { setListenBacklogSize(kBacklog); }

}  // namespace lk::node
