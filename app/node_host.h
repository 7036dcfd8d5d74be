#pragma once

#include <QObject>
#include <chrono>
#include <functional>
#include <memory>

#include "app/startup.h"
#include "server/base/clock.h"
#include "server/node/embedded_node.h"
#include "server/node/metrics_sample.h"
#include "server/node/node_directory.h"
#include "server/node/simulated_fleet.h"

namespace lk::app {

// An embedded node with all that belongs to it: its claim of the id, control socket, metrics, demo devices. Headless
// and desktop are the same node.
class NodeHost final : public QObject {
  Q_OBJECT

 public:
  // Errors: InUse (node id or port), NotPermitted, Settings; each says what to do.
  [[nodiscard]] static Result<std::unique_ptr<NodeHost>> start(const Settings& settings, const Clock& clock);
  ~NodeHost() override;

  [[nodiscard]] node::EmbeddedNode& node() { return *m_node; }
  [[nodiscard]] node::NodeControl* control() { return m_node->control(); }

  // Against the own listener; devices demo-1, demo-2 …; with a bus that nodes share the node's id is in theirs.
  Result<void> startDemo(int devices);
  void stopDemo();
  [[nodiscard]] int demoDevices() const { return m_demoDevices; }

  // What the node says of itself; the answer comes later in this thread, unless the context is gone by then.
  void ask(QObject* context, std::function<void(const node::MetricsSample&)> answer);

  // The demo devices leave, then the others are sent away; then drained().
  void drain();
  // Only the other nodes are told that this one goes; then drained(), within two seconds. Who ends with devices still
  // here waits for that, but no longer than kLeavesWithin.
  void leave() { m_node->leave(); }
  static constexpr std::chrono::milliseconds kLeavesWithin{500};

  // ready node=ID listen=… bus=… metrics=…
  [[nodiscard]] QString readyLine() const;

 Q_SIGNALS:
  void drained();
  void eventHappened(const lk::node::Event& event);

 private:
  NodeHost() = default;

  std::unique_ptr<node::NodeClaim> m_claim;
  std::unique_ptr<node::EmbeddedNode> m_node;
  node::SimulatedFleet m_fleet;
  int m_demoDevices = 0;
};

}  // namespace lk::app
