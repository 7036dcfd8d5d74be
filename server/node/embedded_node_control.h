#pragma once

#include <QPointer>

#include "server/node/node_control.h"
#include "server/node/node_service.h"

namespace lk::node {

// NodeControl of a node in this process: carries calls to the node's thread, and answers back to its own.
class EmbeddedNodeControl final : public NodeControl {
  Q_OBJECT

 public:
  // inNodeThread runs a function in the node's thread, and lives as long as this object.
  using RunInNodeThread = std::function<void(std::function<void(NodeService&)>)>;
  EmbeddedNodeControl(NodeInfo info, RunInNodeThread runInNodeThread);

  [[nodiscard]] State state() const override { return State::Connected; }
  [[nodiscard]] NodeInfo info() const override { return m_info; }
  void setInfo(NodeInfo info) { m_info = std::move(info); }

  void fetch(const SnapshotRequest& request, QObject* context, Reply<Snapshot> done) override;
  void send(const QList<CommandRequest>& commands, QObject* context, Reply<QStringList> taken) override;
  void kick(const QStringList& devices, QObject* context, Reply<KickOutcome> done) override;
  void drain(const QString& node, int rate, QObject* context, Reply<void> started) override;
  void setTrace(const QString& device, bool on) override;
  void inspect(const QString& device, QObject* context, Reply<DeviceReport> done) override;

 private:
  // Calls in this object's thread, unless context is gone by then.
  template <typename T>
  std::function<void(Result<T>)> answerTo(QObject* context, Reply<T> done);

  NodeInfo m_info;
  RunInNodeThread m_runInNodeThread;
};

}  // namespace lk::node
