#pragma once

#include <QList>
#include <QMap>
#include <deque>

#include "server/node/node_service.h"

namespace lk::test {

// A node in memory, for those who ask one: it holds devices, follows commands to their end, and remembers what it
// was asked to do.
class FakeNodeService final : public node::NodeService {
 public:
  void connectDevice(const QString& device);
  void noteEvents(int count);
  // The device's answer to every command.
  void setAnswer(const QByteArray& answer) { m_answer = answer; }
  void refuseToDrain() { m_refusesToDrain = true; }
  void beDrained() { m_isDrained = true; }
  void setSample(const node::MetricsSample& sample) { m_sample = sample; }

  // Between the two every answer and update waits, as with a node that is busy.
  void hold() { m_holding = true; }
  void release();
  [[nodiscard]] std::size_t held() const { return m_held.size(); }

  [[nodiscard]] const QMap<QString, int>& traced() const { return m_traced; }  // device, how often
  [[nodiscard]] const QList<int>& drains() const { return m_drains; }          // their rates
  [[nodiscard]] const QStringList& kicked() const { return m_kicked; }
  [[nodiscard]] const QList<node::CommandRequest>& sent() const { return m_sent; }
  [[nodiscard]] int asked() const { return m_asked; }  // calls that a peer can cause, in all
  [[nodiscard]] QList<node::CommandUpdate> updates() const { return m_updates; }

  [[nodiscard]] node::NodeInfo info() const override;
  void fetch(const node::SnapshotRequest& request, std::function<void(node::Snapshot)> done) override;
  void send(const QList<node::CommandRequest>& commands, OnUpdate onUpdate) override;
  void kick(const QStringList& devices, std::function<void(node::KickOutcome)> done) override;
  Result<void> drain(int rate) override;
  [[nodiscard]] bool isDrained() const override { return m_isDrained; }
  void setTrace(const QString& device, bool on) override;
  void inspect(const QString& device, std::function<void(node::DeviceReport)> done) override;
  void metrics(std::function<void(node::MetricsSample)> done) override;

 private:
  void later(std::function<void()> call);
  node::CommandUpdate update(const node::CommandRequest& command, CommandStatus status);

  QMap<QString, node::SessionRow> m_devices;
  QList<node::Event> m_events;
  QList<node::CommandUpdate> m_updates;
  QList<node::CommandRequest> m_sent;
  QMap<QString, int> m_traced;
  QList<int> m_drains;
  QStringList m_kicked;
  QByteArray m_answer = "ok";
  node::MetricsSample m_sample;
  std::deque<std::function<void()>> m_held;
  int m_asked = 0;
  bool m_holding = false;
  bool m_refusesToDrain = false;
  bool m_isDrained = false;
};

}  // namespace lk::test
