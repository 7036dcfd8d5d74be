#pragma once

#include <QList>
#include <QObject>
#include <QStringList>
#include <QTimer>
#include <memory>

#include "app/command_line.h"
#include "server/base/clock.h"
#include "server/node/node_control.h"
#include "server/node/node_directory.h"
#include "server/setup/surroundings.h"

namespace lk::app {

// Learns what checks need to know beforehand: from the nodes of this machine, and from the cluster if the settings name
// a Redis. Who does not answer in time is passed over with a note: checks are for when things do not work.
class SurroundingsGatherer final : public QObject {
  Q_OBJECT

 public:
  // nodeId: of the nodes on this machine only that one; empty: all. clock: outlives this.
  SurroundingsGatherer(const Settings& settings, QString nodeId, const Clock& clock);
  ~SurroundingsGatherer() override;

  // Once; ends with ready, from the event loop, after some seconds at the latest.
  void start();

  [[nodiscard]] const setup::Surroundings& surroundings() const { return m_around; }
  [[nodiscard]] const QStringList& notes() const { return m_notes; }  // what could not be learnt, and why

 Q_SIGNALS:
  void ready();

 private:
  void askNext();
  void askCluster();
  void ask(std::unique_ptr<node::NodeControl> control, const QString& whom, bool cluster);
  void answered(const Result<node::Snapshot>& snapshot);
  void passOver(const QString& why);
  void goOn();
  void add(const setup::Surroundings& more);

  setup::Surroundings m_around;
  QStringList m_notes;
  QString m_nodeId;
  const Clock& m_clock;
  QList<node::NodeEntry> m_left;
  std::unique_ptr<node::NodeControl> m_control;  // that is asked now
  QString m_whom;
  QTimer m_deadline;
  bool m_cluster = false;  // that is asked now
  bool m_clusterAsked = false;
};

}  // namespace lk::app
