#pragma once

#include <functional>

#include "server/base/result.h"
#include "server/node/control_types.h"
#include "server/node/metrics_sample.h"

namespace lk::node {

// The node's own side of NodeControl. Called in the node's thread; every callback comes in the node's thread,
// at once or later, and may come after whoever asked is gone: guard it.
class NodeService {
 public:
  using OnUpdate = std::function<void(const CommandUpdate&)>;

  virtual ~NodeService() = default;

  [[nodiscard]] virtual NodeInfo info() const = 0;
  virtual void fetch(const SnapshotRequest& request, std::function<void(Snapshot)> done) = 0;

  // onUpdate is called for every change of state of each command, the final one included, exactly one final each.
  virtual void send(const QList<CommandRequest>& commands, OnUpdate onUpdate) = 0;
  virtual void kick(const QStringList& devices, std::function<void(KickOutcome)> done) = 0;

  // rate: sessions a second, 0 takes the setting. Ends with the node's end; a second call changes the rate.
  virtual Result<void> drain(int rate) = 0;
  // It drains, and nobody is left.
  [[nodiscard]] virtual bool isDrained() const = 0;

  // Counted: a device is traced until it was switched off as often as it was switched on.
  virtual void setTrace(const QString& device, bool on) = 0;

  // All that this node and its bus know of a device; within about two seconds.
  virtual void inspect(const QString& device, std::function<void(DeviceReport)> done) = 0;

  virtual void metrics(std::function<void(MetricsSample)> done) = 0;
};

}  // namespace lk::node
