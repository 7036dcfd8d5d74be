#include "server/node/control_server.h"

#include <QLocalSocket>

#include "server/node/control_connection.h"
#include "server/node/socket_line_channel.h"

namespace lk::node {

ControlServer::ControlServer(NodeService& node, QObject* parent) : QObject(parent), m_node(node), m_server(this) {
  m_server.setSocketOptions(QLocalServer::UserAccessOption);
  connect(&m_server, &QLocalServer::newConnection, this, &ControlServer::takeConnections);
}

ControlServer::~ControlServer() {
  if (m_node.isDrained()) ControlConnection::sayDrained(*this);
}

Result<void> ControlServer::listen(const QString& socketName) {
  if (m_server.listen(socketName)) return {};
  return Error{Error::Code::NotPermitted, "cannot open the control socket " + socketName.toStdString() + ": " +
                                              m_server.errorString().toStdString() +
                                              "; set LINEKEEPER_RUNTIME_DIR to a folder of your own"};
}

void ControlServer::takeConnections() {
  while (QLocalSocket* socket = m_server.nextPendingConnection()) {
    new ControlConnection(m_node, new SocketLineChannel(socket, kLongestRequest, this), this);
  }
}

}  // namespace lk::node
