#pragma once

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QThread>
#include <vector>

#include "server/node/node_control.h"

namespace lk::bench {

// A cluster that is made up: so many sessions on four nodes, and so many changes of them a second, most of them
// reports, some devices that leave and come back. What it answers is put together in a thread of its own, as what comes
// over a link is, so that it takes nothing of the window's.
class SyntheticFleet final : public node::NodeControl {
  Q_OBJECT

 public:
  SyntheticFleet();
  ~SyntheticFleet() override;

  // With the next answers: so many sessions. 0: none, as at the start.
  void setSessions(int sessions);
  void setChangesPerSecond(int changes);
  [[nodiscard]] quint64 changes() const { return m_changes; }
  [[nodiscard]] static QString deviceName(int number);

  [[nodiscard]] State state() const override { return State::Connected; }
  [[nodiscard]] node::NodeInfo info() const override;
  void fetch(const node::SnapshotRequest& request, QObject* context, Reply<node::Snapshot> done) override;
  void send(const QList<node::CommandRequest>& commands, QObject* context, Reply<QStringList> taken) override;
  void kick(const QStringList& devices, QObject* context, Reply<node::KickOutcome> done) override;
  void drain(const QString& node, int rate, QObject* context, Reply<void> started) override;
  void setTrace(const QString& /*device*/, bool /*on*/) override {}
  void inspect(const QString& device, QObject* context, Reply<node::DeviceReport> done) override;

 private:
  struct Session {
    quint64 session = 0;
    qint64 connectedAtMs = 0;
    qint64 lastHeardAtMs = 0;
    quint32 reports = 0;
    bool connected = true;
  };

  // In the worker's thread.
  [[nodiscard]] node::Snapshot answer(bool all);
  void change(node::Snapshot& snapshot, int count);
  [[nodiscard]] node::SessionRow rowOf(int number) const;
  void addEvent(node::Snapshot& snapshot, node::EventKind kind, int number);

  QThread m_thread;
  QObject m_worker;  // lives there
  std::vector<Session> m_sessions;
  QStringList m_nodes;
  QString m_protocol;
  QRandomGenerator m_random{7};
  QElapsedTimer m_since;
  double m_owed = 0;
  int m_perSecond = 0;
  quint64 m_lastSession = 0;
  quint64 m_lastEvent = 0;
  qint64 m_startMs = 0;
  bool m_told = false;
  std::atomic<quint64> m_changes = 0;
};

}  // namespace lk::bench
