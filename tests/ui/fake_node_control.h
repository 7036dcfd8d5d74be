#pragma once

#include <QHash>
#include <QMap>

#include "server/node/node_control.h"
#include "server/node/ring.h"

namespace lk::ui::test {

// A node in memory, by the rules of NodeControl: changes since a cursor, commands that are written, acknowledged, kept
// for devices that are away. Its devices acknowledge as demo devices do: a payload that begins with "fail" fails with
// code 1, one that begins with "silent" is never acknowledged.
class FakeNodeControl final : public node::NodeControl {
  Q_OBJECT

 public:
  explicit FakeNodeControl(QObject* parent = nullptr);

  // What a test makes happen.
  void connectDevice(const QString& device, const QString& address = QStringLiteral("10.2.0.7"));
  void connectDevices(int count, const QString& prefix = QStringLiteral("demo-"));
  void disconnectDevice(const QString& device, CloseReason reason);
  void change(const QString& device, const std::function<void(node::SessionRow&)>& change);
  void addEvent(node::EventKind kind, node::Severity severity, const QString& device = {}, const QString& detail = {},
                std::optional<CloseReason> reason = {}, const QString& address = {});
  // Told only while somebody traces the device.
  void addFrame(const QString& device, bool fromDevice, quint8 type, const QByteArray& payload);
  void setState(State state, const QString& why = {});
  void setNowMs(qint64 nowMs) { m_nowMs = nowMs; }
  void setInfo(const node::NodeInfo& info) { m_info = info; }
  // As if it were a cluster of these; else it is one node, with a row of its own.
  void setNodes(const QList<node::NodeRow>& nodes) { m_nodes = nodes; }
  // Figures are those of the nodes that were set, as in a console of a whole cluster.
  void sumNodes() { m_sumsNodes = true; }
  void refuseToDrain(const std::string& why) { m_drainRefusal = why; }
  void refuseToSend(const std::string& why) { m_sendRefusal = why; }
  // What is added to what inspect tells of its own.
  void setHistory(const QList<node::HistoryEntry>& history) { m_history = history; }
  [[nodiscard]] node::Figures& figures() { return m_figures; }

  // What a test looks at.
  [[nodiscard]] int fetches() const { return m_fetches; }
  [[nodiscard]] int mostFetchesAtOnce() const { return m_mostAtOnce; }
  [[nodiscard]] const QList<qsizetype>& kicks() const { return m_kicks; }  // how many of each request
  [[nodiscard]] const QList<node::CommandRequest>& sent() const { return m_sent; }
  struct Drain {
    QString node;
    int rate = 0;
  };
  [[nodiscard]] const QList<Drain>& drains() const { return m_drains; }
  [[nodiscard]] quint64 sessions() const { return static_cast<quint64>(m_sessions.size()); }
  // How often the trace of a device was switched on, and not off again.
  [[nodiscard]] int traces(const QString& device) const { return m_traces.value(device); }
  [[nodiscard]] bool has(const QString& device) const { return m_sessions.contains(device); }

  [[nodiscard]] State state() const override { return m_state; }
  [[nodiscard]] node::NodeInfo info() const override { return m_info; }
  void fetch(const node::SnapshotRequest& request, QObject* context, Reply<node::Snapshot> done) override;
  void send(const QList<node::CommandRequest>& commands, QObject* context, Reply<QStringList> taken) override;
  void kick(const QStringList& devices, QObject* context, Reply<node::KickOutcome> done) override;
  void drain(const QString& node, int rate, QObject* context, Reply<void> started) override;
  void setTrace(const QString& device, bool on) override { m_traces[device] += on ? 1 : -1; }
  void inspect(const QString& device, QObject* context, Reply<node::DeviceReport> done) override;

 private:
  struct Session {
    node::SessionRow row;
    quint64 version = 0;
  };

  [[nodiscard]] qint64 nowMs() const;
  [[nodiscard]] QList<node::NodeRow> nodeRows(const node::Figures& figures) const;
  [[nodiscard]] node::Snapshot snapshotSince(const node::SnapshotRequest& request) const;
  template <typename T>
  void answer(QObject* context, const Reply<T>& done, Result<T> result);
  [[nodiscard]] Error linkError() const;
  void take(const node::CommandRequest& request);
  void deliver(const node::CommandRequest& request);
  void tell(const node::CommandRequest& request, CommandStatus status, const QString& reason = {});

  State m_state = State::Connected;
  QString m_why;
  node::NodeInfo m_info;
  node::Figures m_figures;
  QHash<QString, Session> m_sessions;
  QMap<quint64, quint64> m_closed;  // version to session
  quint64 m_version = 1;
  quint64 m_lastSession = 1000;
  node::Ring<node::Event> m_events{1'000};
  node::Ring<node::CommandUpdate> m_updates{1'000};
  node::Ring<node::TracedFrame> m_frames{1'000};
  QHash<QString, int> m_traces;
  QList<node::CommandRequest> m_sent;
  QList<node::CommandRequest> m_kept;
  QList<node::NodeRow> m_nodes;
  bool m_sumsNodes = false;
  QList<Drain> m_drains;
  QList<qsizetype> m_kicks;
  std::string m_drainRefusal;
  std::string m_sendRefusal;
  QList<node::HistoryEntry> m_history;
  qint64 m_nowMs = 0;  // 0: the clock's
  int m_fetches = 0;
  int m_atOnce = 0;
  int m_mostAtOnce = 0;
};

}  // namespace lk::ui::test
