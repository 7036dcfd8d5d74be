#pragma once

#include <QObject>
#include <functional>

#include "server/base/result.h"
#include "server/node/control_types.h"

namespace lk::node {

// The one interface of consoles and verbs to a node, be it in this process or behind its control socket.
// Lives in the thread of its user. Every callback and signal comes in that thread, from its event loop, never from
// within the call; none comes once `context` is gone. With the link lost, callbacks get an error, none is dropped.
class NodeControl : public QObject {
  Q_OBJECT

 public:
  template <typename T>
  using Reply = std::function<void(Result<T>)>;

  enum class State { Connecting, Connected, Lost };
  Q_ENUM(State)

  using QObject::QObject;

  [[nodiscard]] virtual State state() const = 0;
  // Valid once connected.
  [[nodiscard]] virtual NodeInfo info() const = 0;

  // What is new since request.since. The consumer sets the pace: at most one at a time, four a second for a window.
  virtual void fetch(const SnapshotRequest& request, QObject* context, Reply<Snapshot> done) = 0;

  // Updates of these commands come by commandChanged, one final each (an end of the link gives the reply an error,
  // or lost() for those under way). The reply says they were taken, with the id of each.
  virtual void send(const QList<CommandRequest>& commands, QObject* context, Reply<QStringList> taken) = 0;

  virtual void kick(const QStringList& devices, QObject* context, Reply<KickOutcome> done) = 0;
  // node: its id; empty: the only one, or the own.
  virtual void drain(const QString& node, int rate, QObject* context, Reply<void> started) = 0;
  virtual void setTrace(const QString& device, bool on) = 0;

  // All that the nodes and their bus know of a device, be it connected or not; nodes that do not answer are named.
  virtual void inspect(const QString& device, QObject* context, Reply<DeviceReport> done) = 0;

 Q_SIGNALS:
  void stateChanged(lk::node::NodeControl::State state, const QString& why);
  void commandChanged(const lk::node::CommandUpdate& update);
  // The last word of a node in another process: it has drained, nobody is left, and it ends. Of one that is killed
  // there is none.
  void nodeDrained(const QString& node);
};

}  // namespace lk::node
