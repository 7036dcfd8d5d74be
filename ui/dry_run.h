#pragma once

#include <QObject>
#include <QSet>
#include <QTimer>
#include <vector>

#include "ui/send_plan.h"

namespace lk::ui {

class DevicesModel;
class NodeFeed;
class TargetScan;

// What sending a plan would mean, with nothing sent. Many targets are looked at in several turns of the event loop.
class DryRun final : public QObject {
  Q_OBJECT

 public:
  struct Counts {
    qsizetype targets = 0;
    qsizetype connected = 0;  // now
    qsizetype seen = 0;       // not connected, and this console has seen them before
    qsizetype unknown = 0;    // neither
    qsizetype again = 0;      // stand there another time
    QStringList someUnknown;
    qsizetype least = 0;  // bytes of a payload
    qsizetype most = 0;
    qint64 bytes = 0;  // of all payloads
    qsizetype wrong = 0;
    QStringList someWrong;  // why they can't be sent, and which
    QByteArray first;       // payload
  };

  DryRun(const DevicesModel& devices, const NodeFeed& feed, SendPlan plan, qint64 maxPayload,
         QObject* parent = nullptr);

  void start();
  [[nodiscard]] const Counts& counts() const { return m_counts; }
  [[nodiscard]] bool finished() const { return m_finished; }
  // The plan with its targets; those that were connected, or all. Once it has finished.
  [[nodiscard]] SendPlan plan(bool connectedOnly) const;

 Q_SIGNALS:
  void progressed();
  void ended();

 private:
  void step();
  void look(qsizetype place);
  void complain(const CommandTarget& target, const QString& why);

  const DevicesModel& m_devices;
  const NodeFeed& m_feed;
  SendPlan m_plan;
  const qint64 m_maxPayload;
  TargetScan* m_scan;
  QTimer m_turn;
  Counts m_counts;
  std::vector<char> m_connected;  // by place of the target
  QSet<QString> m_seenBefore;
  QSet<QString> m_met;
  bool m_anySize = false;
  bool m_finished = false;
};

}  // namespace lk::ui
