#pragma once

#include <QObject>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "server/bus/command.h"
#include "server/bus/device_look.h"

namespace lk::bus {

// One run of a gateway node as Redis has it.
struct NodeRecord {
  std::string id;
  std::string instance;  // "id/run": one for each start of a node, so that a restarted node is another one
  std::string version;
  std::string host;                 // the machine's name
  std::vector<std::string> listen;  // ADDR:PORT
  std::int64_t pid = 0;
  std::int64_t startedAtMs = 0;
  std::int64_t leaseLeftMs = 0;  // 0 or less: the lease is over, its devices count as offline
  std::int64_t sessions = 0;     // at the last renewal that was seen
  bool draining = false;
  bool left = false;  // in order: it is no node of the cluster any more, but may have to be cleaned up after
};

// A console's or verb's part in the cluster: it holds no devices. Lives in a thread with an event loop; signals and
// callbacks come from there, never from within a call.
class ClusterLink : public QObject {
  Q_OBJECT

 public:
  using OnResult = std::function<void(const CommandResult&)>;

  using QObject::QObject;

  virtual void start() = 0;

  // Redis answers, and results and lines can reach this console.
  [[nodiscard]] virtual bool up() const = 0;
  [[nodiscard]] virtual const std::string& why() const = 0;  // not up: a sentence that says what to do
  [[nodiscard]] virtual bool hopeful() const = 0;            // not up: whether waiting can mend it

  // As of the last look, which is every second; live and lately dead ones, and none that left. Empty until
  // nodesChanged() came.
  [[nodiscard]] virtual const std::vector<NodeRecord>& nodes() const = 0;

  // A line to a node's control, at most once. Its answers come by lineArrived.
  virtual void tell(const std::string& instance, std::string_view line) = 0;

  // Sends a command to whichever node holds its device. onResult hears every change of state, one final each: offline
  // if no live node holds the device, unacknowledged at the latest a few seconds after the command's timeout.
  virtual void send(Command command, OnResult onResult) = 0;

  // What Redis has of a device; within two seconds.
  virtual void look(const std::string& device, OnLook onLook) = 0;

 Q_SIGNALS:
  void upChanged(bool up);
  void nodesChanged();
  void lineArrived(const std::string& instance, const QByteArray& line);
};

}  // namespace lk::bus
