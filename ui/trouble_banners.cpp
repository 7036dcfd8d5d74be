#include "ui/trouble_banners.h"

#include <algorithm>

#include "ui/banner_bar.h"
#include "ui/server_words.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

QStringList idsOf(const QList<node::NodeRow>& nodes, const std::function<bool(const node::NodeRow&)>& wanted) {
  QStringList ids;
  for (const node::NodeRow& row : nodes) {
    if (wanted(row)) ids.push_back(row.info.id);
  }
  return ids;
}

QString joined(const QStringList& ids) { return words::listed(ids); }

}  // namespace

void TroubleBanners::show(const node::Snapshot& snapshot) {
  const node::Figures& figures = snapshot.figures;
  const QStringList full = idsOf(snapshot.nodes, [](const node::NodeRow& row) { return row.figures.acceptPaused; });
  banner(QStringLiteral("accept"), figures.acceptPaused, true,
         tr("%1 is out of file descriptors: it keeps its sessions and lets no new device in. Raise the limit of "
            "open files (ulimit -n), or lower node.max-sessions.")
             .arg(snapshot.nodes.size() > 1 && !full.isEmpty() ? tr("Node %1").arg(joined(full)) : tr("The node")),
         m_actions.setup);
  const QString why = figures.busWhy.isEmpty()
                          ? tr("The bus is away.")
                          : tr("No link to Redis: %1").arg(words::sentence(words::serverSentence(figures.busWhy)));
  banner(QStringLiteral("bus"), !figures.busUp, true,
         words::followed(
             why, m_ownNode ? tr("Devices stay connected; durable commands and reports wait until it is back.")
                  : snapshot.nodes.isEmpty()
                      ? tr("No node can be seen, and no command can be sent, until it is back.")
                      : tr("What you see of the nodes is from before, and commands can't be sent until it is back.")),
         m_actions.redisSettings);
  banner(QStringLiteral("drain"), figures.draining, false, drainText(snapshot), m_actions.nodes);
  showNodes(snapshot.nodes, figures.busUp);
  forgetReturned(snapshot.nodes);
}

QString TroubleBanners::drainText(const node::Snapshot& snapshot) const {
  const QStringList draining =
      idsOf(snapshot.nodes, [](const node::NodeRow& row) { return row.state == node::NodeState::Draining; });
  const int left = static_cast<int>(snapshot.figures.drainLeft);
  if (left == 0 && m_ownNode && snapshot.nodes.size() <= 1) {
    return tr("The node is drained. Only a restart of Linekeeper lets devices in again.");
  }
  if (snapshot.nodes.size() <= 1 || draining.isEmpty()) {
    return tr("The node is draining: %Ln connection(s) left.", nullptr, left);
  }
  return tr("Draining %1: %Ln connection(s) left.", nullptr, left).arg(joined(draining));
}

// With Redis away, nobody can say that a node does not answer.
void TroubleBanners::showNodes(const QList<node::NodeRow>& nodes, bool busUp) {
  using node::NodeState;
  const QStringList silent = idsOf(nodes, [](const node::NodeRow& row) { return row.state == NodeState::Silent; });
  const QStringList dead =
      idsOf(nodes, [](const node::NodeRow& row) { return row.state == NodeState::Dead && !row.hadDrained(); });
  banner(QStringLiteral("silent"), busUp && !silent.isEmpty(), false,
         tr("%1 does not answer. It counts as alive until its lease in Redis ends; its devices are shown as they were.")
             .arg(joined(silent)),
         m_actions.nodes);
  banner(QStringLiteral("dead"), busUp && !dead.isEmpty(), true,
         tr("%1 is dead: its lease in Redis has ended, and its devices count as offline until they are back on another "
            "node.")
             .arg(joined(dead)),
         m_actions.nodes);
}

void TroubleBanners::seeGone(const node::NodeRow& last) {
  // One that was drained, or that ended while it answered, was ended by somebody.
  if (last.state < node::NodeState::Silent || last.hadDrained()) return;
  if (!m_bar.texts().contains(m_lostText)) m_lost.clear();  // it was dismissed
  m_lost.removeIf([&](const node::NodeRow& row) { return row.info.id == last.info.id; });
  m_lost.push_back(last);
  showLost();
}

void TroubleBanners::showLost() {
  m_lostText = lostText();
  m_bar.show(QStringLiteral("lost"), BannerBar::Severity::Problem, m_lostText, m_actions.nodes, true);
}

QString TroubleBanners::lostText() const {
  quint64 sessions = 0;
  for (const node::NodeRow& row : m_lost) sessions += row.figures.sessions;
  return tr("Node lost: %1, with %Ln session(s) as last known. Its devices count as offline until they are back on "
            "another node.",
            nullptr, static_cast<int>(sessions))
      .arg(joined(idsOf(m_lost, [](const node::NodeRow&) { return true; })));
}

void TroubleBanners::forgetReturned(const QList<node::NodeRow>& nodes) {
  const auto isBack = [&](const node::NodeRow& lost) {
    return std::ranges::any_of(nodes, [&](const node::NodeRow& row) {
      return row.info.id == lost.info.id && row.state <= node::NodeState::Draining;
    });
  };
  if (m_lost.removeIf(isBack) == 0) return;
  if (m_lost.isEmpty()) {
    m_bar.hide(QStringLiteral("lost"));
  } else if (m_bar.texts().contains(m_lostText)) {
    showLost();
  }
}

void TroubleBanners::banner(const QString& name, bool wanted, bool isProblem, const QString& text, QAction* action) {
  if (wanted) {
    m_bar.show(name, isProblem ? BannerBar::Severity::Problem : BannerBar::Severity::Warning, text, action);
  } else {
    m_bar.hide(name);
  }
}

}  // namespace lk::ui
