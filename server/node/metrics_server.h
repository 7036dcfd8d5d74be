#pragma once

#include <QObject>
#include <QTcpServer>

#include "server/base/result.h"
#include "server/node/node_service.h"

namespace lk::node {

// /metrics, /healthz and /readyz by HTTP/1.1: GET and HEAD, one request a connection. Lives in the node's thread.
class MetricsServer final : public QObject {
  Q_OBJECT

 public:
  explicit MetricsServer(NodeService& node, QObject* parent = nullptr);

  // addressText: ADDR:PORT; answers with it as bound.
  Result<QString> listen(const std::string& addressText);

 private:
  void takeConnections();
  void readRequest(QTcpSocket* socket);
  void answer(QTcpSocket* socket, const QByteArray& path, bool headOnly);

  NodeService& m_node;
  QTcpServer m_server;
  int m_open = 0;
};

}  // namespace lk::node
