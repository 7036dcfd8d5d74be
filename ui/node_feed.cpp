#include "ui/node_feed.h"

#include <QDateTime>

namespace lk::ui {

namespace {

constexpr std::chrono::milliseconds kEvery{250};
constexpr std::size_t kKept = 20'000;

template <typename T>
void keep(std::deque<T>& kept, const QList<T>& fresh) {
  kept.insert(kept.end(), fresh.begin(), fresh.end());
  while (kept.size() > kKept) kept.pop_front();
}

}  // namespace

NodeFeed::NodeFeed(node::NodeControl& control, QObject* parent) : QObject(parent), m_control(control), m_timer(this) {
  connect(&m_timer, &QTimer::timeout, this, &NodeFeed::fetchNow);
  connect(&m_control, &node::NodeControl::stateChanged, this, &NodeFeed::follow);
  m_timer.start(kEvery);
  QMetaObject::invokeMethod(this, &NodeFeed::fetchNow, Qt::QueuedConnection);
}

qint64 NodeFeed::nowMs() const { return m_figures.atMs != 0 ? m_figures.atMs : QDateTime::currentMSecsSinceEpoch(); }

qint64 NodeFeed::momentMs() const { return nowMs() + (m_figures.atMs != 0 ? m_sinceFigures.elapsed() : 0); }

void NodeFeed::refresh() {
  m_refresh = true;
  fetchNow();
}

void NodeFeed::fetchNow() {
  if (m_asking || !connected()) return;
  m_asking = true;
  if (std::exchange(m_refresh, false)) m_cursor.sessions.clear();
  node::SnapshotRequest request;
  request.since = m_cursor;
  request.trace = m_asksForFrames = m_traces > 0;
  m_control.fetch(request, this, [this](const Result<node::Snapshot>& snapshot) {
    m_asking = false;
    if (snapshot) {
      take(*snapshot);
    } else if (connected()) {
      m_linkProblem = QString::fromStdString(snapshot.error().text);
      Q_EMIT linkChanged();
    }
  });
}

void NodeFeed::setTracing(bool on) {
  m_traces += on ? 1 : -1;
  if (on && m_traces == 1) m_framesFromUs = nowMs() * 1'000;
}

void NodeFeed::take(node::Snapshot snapshot) {
  if (m_asksForFrames && m_framesFromUs != 0) {
    const qint64 from = std::exchange(m_framesFromUs, 0);
    snapshot.frames.removeIf([from](const node::TracedFrame& frame) { return frame.atUs < from; });
    snapshot.framesDropped = 0;
  }
  m_cursor = snapshot.cursor;
  m_figures = snapshot.figures;
  m_sinceFigures.start();
  keep(m_events, snapshot.events);
  keep(m_updates, snapshot.commands);
  if (!m_linkProblem.isEmpty()) {
    m_linkProblem.clear();
    Q_EMIT linkChanged();
  }
  Q_EMIT snapshotArrived(snapshot);
}

// Behind a new link there may be another life of the node: nothing that is known of the old one counts.
void NodeFeed::follow(node::NodeControl::State state, const QString& why) {
  if (state == node::NodeControl::State::Connected) {
    m_cursor = {};
    m_linkProblem.clear();
    fetchNow();
  } else {
    m_linkProblem = why;
  }
  Q_EMIT linkChanged();
}

}  // namespace lk::ui
