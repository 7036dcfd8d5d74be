#pragma once

#include <QLocalServer>
#include <QObject>
#include <QTimer>

#include "server/base/result.h"
#include "server/node/node_service.h"

namespace lk::node {

// The node's end of the control socket, which only the same user can open. Lives in the node's thread.
class ControlServer final : public QObject {
  Q_OBJECT

 public:
  explicit ControlServer(NodeService& node, QObject* parent = nullptr);
  ~ControlServer() override;  // a node that has drained says so

  // socketName: as NodeDirectory has it, claimed by this process.
  Result<void> listen(const QString& socketName);

 private:
  void takeConnections();
  void listenAgain();

  NodeService& m_node;
  QLocalServer m_server;
  QString m_socketName;
  QTimer m_look;
};

}  // namespace lk::node
