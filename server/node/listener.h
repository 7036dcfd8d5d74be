#pragma once

#include <QTcpServer>

namespace lk::node {

// A listening socket that hands on bare descriptors.
class Listener final : public QTcpServer {
  Q_OBJECT

 public:
  explicit Listener(QObject* parent = nullptr);

  // Accepts no more until goOn(), also within a burst: what comes meanwhile waits in the system's backlog. Only while
  // it listens.
  void hold();
  void goOn();

 Q_SIGNALS:
  // The descriptor is the receiver's from now on.
  void accepted(qintptr descriptor);

 protected:
  void incomingConnection(qintptr descriptor) override { Q_EMIT accepted(descriptor); }
};

}  // namespace lk::node
