#pragma once

#include "server/node/node_control.h"

namespace lk::ui {

// A node's control that lets everything be seen and nothing be changed: whatever a page asks, no command, kick or drain
// leaves this console.
class ReadOnlyControl final : public node::NodeControl {
  Q_OBJECT

 public:
  // control outlives this.
  explicit ReadOnlyControl(node::NodeControl& control, QObject* parent = nullptr);

  [[nodiscard]] State state() const override { return m_control.state(); }
  [[nodiscard]] node::NodeInfo info() const override { return m_control.info(); }
  void fetch(const node::SnapshotRequest& request, QObject* context, Reply<node::Snapshot> done) override;
  void send(const QList<node::CommandRequest>& commands, QObject* context, Reply<QStringList> taken) override;
  void kick(const QStringList& devices, QObject* context, Reply<node::KickOutcome> done) override;
  void drain(const QString& node, int rate, QObject* context, Reply<void> started) override;
  // A trace only looks.
  void setTrace(const QString& device, bool on) override { m_control.setTrace(device, on); }
  void inspect(const QString& device, QObject* context, Reply<node::DeviceReport> done) override;

 private:
  template <typename T>
  void refuse(QObject* context, Reply<T> reply);

  node::NodeControl& m_control;
};

}  // namespace lk::ui
