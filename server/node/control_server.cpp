#include "server/node/control_server.h"

#include <QLocalSocket>
#include <chrono>

#include "server/node/control_connection.h"
#include "server/node/socket_line_channel.h"

namespace lk::node {

namespace {

constexpr std::chrono::seconds kLookEvery{1};

}  // namespace

ControlServer::ControlServer(NodeService& node, QObject* parent)
    : QObject(parent), m_node(node), m_server(this), m_look(this) {
  m_server.setSocketOptions(QLocalServer::UserAccessOption);
  connect(&m_server, &QLocalServer::newConnection, this, &ControlServer::takeConnections);
  m_look.setInterval(kLookEvery);
  connect(&m_look, &QTimer::timeout, this, &ControlServer::listenAgain);
}

ControlServer::~ControlServer() {
  if (m_node.isDrained()) ControlConnection::sayDrained(*this);
}

Result<void> ControlServer::listen(const QString& socketName) {
  if (m_server.listen(socketName)) {
    m_socketName = socketName;
    m_look.start();
    return {};
  }
  return Error{Error::Code::NotPermitted, "cannot open the control socket " + socketName.toStdString() + ": " +
                                              m_server.errorString().toStdString() +
                                              "; set LINEKEEPER_RUNTIME_DIR to a folder of your own"};
}

// A server that could not accept, as with no descriptor left, has closed itself and says so to nobody.
void ControlServer::listenAgain() {
  if (!m_server.isListening()) m_server.listen(m_socketName);
}

void ControlServer::takeConnections() {
  while (QLocalSocket* socket = m_server.nextPendingConnection()) {
    new ControlConnection(m_node, new SocketLineChannel(socket, kLongestRequest, this), this);
  }
}

}  // namespace lk::node
