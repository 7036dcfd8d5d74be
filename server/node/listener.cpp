#include "server/node/listener.h"

#include "server/node/socket_io.h"

namespace lk::node {

namespace {

// A fleet comes back at once after an outage; the system's default of 50 would make it wait for retried SYNs.
constexpr int kBacklog = 4096;

constexpr int kNone = 0;  // pauseAccepting() alone would only end at the end of what has come already
constexpr int kAny = 1;   // none is ever pending: each is handed on

}  // namespace

Listener::Listener(QObject* parent) : QTcpServer(parent) { setListenBacklogSize(socket_io::backlog(kBacklog)); }

void Listener::hold() {
  setMaxPendingConnections(kNone);
  pauseAccepting();
}

void Listener::goOn() {
  setMaxPendingConnections(kAny);
  resumeAccepting();
}

}  // namespace lk::node
