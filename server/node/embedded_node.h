#pragma once

#include <QObject>
#include <QThread>
#include <functional>
#include <memory>
#include <vector>

#include "server/base/clock.h"
#include "server/base/result.h"
#include "server/base/settings.h"
#include "server/bus/bus.h"
#include "server/node/embedded_node_control.h"
#include "server/node/gateway_node.h"

namespace lk::node {

// A gateway node in a thread of its own, for a program that has other things to do in this one. Used from the thread
// that made it.
class EmbeddedNode final : public QObject {
  Q_OBJECT

 public:
  // Waits until the node listens, or can't.
  [[nodiscard]] static Result<std::unique_ptr<EmbeddedNode>> start(const Settings& settings, const Clock& clock,
                                                                   std::unique_ptr<bus::Bus> bus);
  ~EmbeddedNode() override;  // ends the node at once

  [[nodiscard]] NodeControl* control() { return m_control.get(); }
  [[nodiscard]] NodeInfo info() const { return m_control->info(); }

  void reload(const Settings& settings);
  void drain(int rate);  // sessions a second; 0 takes the setting; then drained()
  void leave();          // the other nodes are told that this one goes, and it sends nobody away; then drained()

  // Runs later, in the node's thread.
  void runInNodeThread(std::function<void(NodeService&)> call);

  // Makes something in the node's thread that ends there before the node does, and waits for it. make returns null
  // and says why in what it captured, or an object without parent.
  void adopt(const std::function<std::unique_ptr<QObject>(NodeService&)>& make);

  // What info() says of the metrics' address.
  void setMetricsAddress(const QString& address);

 Q_SIGNALS:
  void drained();
  void eventHappened(const lk::node::Event& event);

 private:
  EmbeddedNode() = default;

  QThread m_thread;
  GatewayNode* m_node = nullptr;                    // made, used and deleted in m_thread
  std::vector<std::unique_ptr<QObject>> m_adopted;  // likewise
  std::unique_ptr<EmbeddedNodeControl> m_control;
};

}  // namespace lk::node
