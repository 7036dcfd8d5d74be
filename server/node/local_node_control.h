#pragma once

#include "server/node/line_node_control.h"
#include "server/node/socket_line_channel.h"

namespace lk::node {

// NodeControl of a node in another process of the same user and machine, over its control socket.
class LocalNodeControl final : public LineNodeControl {
  Q_OBJECT

 public:
  explicit LocalNodeControl(QString socketName, QObject* parent = nullptr);
  ~LocalNodeControl() override;

  // Once. stateChanged says Connected or Lost, the latter after 3 s at the latest.
  void open();

 private:
  LocalNodeControl(QString socketName, SocketLineChannel* channel, QObject* parent);

  QString m_socketName;
  SocketLineChannel* m_channel;
  QTimer m_deadline;  // for the link to be made
};

}  // namespace lk::node
