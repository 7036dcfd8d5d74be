#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <deque>

#include "server/node/node_control.h"

namespace lk::ui {

// Four times a second, what is new at the node: one request at a time, so a busy window or node is asked less often.
class NodeFeed final : public QObject {
  Q_OBJECT

 public:
  explicit NodeFeed(node::NodeControl& control, QObject* parent = nullptr);

  void fetchNow();
  // All sessions anew with the next answer.
  void refresh();
  // Answers bear the frames of traced devices from now on, until it was switched off as often as on.
  void setTracing(bool on);

  [[nodiscard]] node::NodeControl& control() { return m_control; }
  [[nodiscard]] bool connected() const { return m_control.state() == node::NodeControl::State::Connected; }
  // Why the link is not there, or empty.
  [[nodiscard]] const QString& linkProblem() const { return m_linkProblem; }
  [[nodiscard]] const node::Figures& figures() const { return m_figures; }
  // The node's clock, milliseconds, as of the last answer; this machine's before the first.
  [[nodiscard]] qint64 nowMs() const;
  // The same, gone on since that answer: when something is done between two of them.
  [[nodiscard]] qint64 momentMs() const;

  // The newest that were fetched, oldest first; bounded.
  [[nodiscard]] const std::deque<node::Event>& events() const { return m_events; }
  [[nodiscard]] const std::deque<node::CommandUpdate>& updates() const { return m_updates; }

 Q_SIGNALS:
  void snapshotArrived(const lk::node::Snapshot& snapshot);
  void linkChanged();

 private:
  void take(node::Snapshot snapshot);
  void follow(node::NodeControl::State state, const QString& why);

  node::NodeControl& m_control;
  QTimer m_timer;
  node::Cursor m_cursor;
  node::Figures m_figures;
  QElapsedTimer m_sinceFigures;
  std::deque<node::Event> m_events;
  std::deque<node::CommandUpdate> m_updates;
  QString m_linkProblem;
  bool m_asking = false;
  bool m_refresh = false;
  int m_traces = 0;
  bool m_asksForFrames = false;  // the request under way
  qint64 m_framesFromUs = 0;     // what was traced before, for others, is not shown; 0: no more such frames
};

}  // namespace lk::ui
