#include "ui/attention.h"

#include <algorithm>
#include <utility>

#include "ui/server_words.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr std::chrono::seconds kQuiet{3};
constexpr std::chrono::milliseconds kSame{60'000};
constexpr qsizetype kMostKnown = 1'000;

// Not what was said of it within the last minute.
bool isNews(QHash<QString, qint64>& saidAtMs, const QString& name, qint64 atMs) {
  const auto said = saidAtMs.constFind(name);
  if (said != saidAtMs.constEnd() && std::abs(atMs - *said) < kSame.count()) return false;
  if (saidAtMs.size() >= kMostKnown) saidAtMs.clear();
  saidAtMs.insert(name, atMs);
  return true;
}

// As GatewayNode::nodeLost says it.
QString nodeOf(const node::Event& lost) { return lost.detail.section(QStringLiteral(": its lease"), 0, 0); }

}  // namespace

Attention::Attention(QObject* parent) : QObject(parent) {
  m_quiet.setSingleShot(true);
  m_quiet.setInterval(kQuiet);
  connect(&m_quiet, &QTimer::timeout, this, &Attention::judgeChecks);
}

void Attention::see(const node::Snapshot& snapshot) {
  const node::Figures& figures = snapshot.figures;
  if (m_busUp == true && !figures.busUp) {
    Q_EMIT needed(tr("Redis is away"), figures.busWhy.isEmpty()
                                           ? tr("Commands from elsewhere and reports wait until it is back.")
                                           : words::sentence(words::serverSentence(figures.busWhy)));
  }
  m_busUp = figures.busUp;
  if (m_acceptPaused == false && figures.acceptPaused) {
    Q_EMIT needed(
        tr("Out of file descriptors"),
        tr("A node keeps its sessions and lets no new device in: raise the limit of open files (ulimit -n)."));
  }
  m_acceptPaused = figures.acceptPaused;
  seeEvents(snapshot);
  seeDead(snapshot);
  const QStringList lost = std::exchange(m_lost, {});
  if (lost.isEmpty()) return;
  Q_EMIT needed(
      tr("A node has lost its lease"),
      tr("%1 is dead: its devices count as offline until they are back on another node.").arg(words::listed(lost)));
}

// What happened before is no news; the first snapshot brings it.
void Attention::seeEvents(const node::Snapshot& snapshot) {
  const bool isFirst = !m_sinceMs;
  if (isFirst) m_sinceMs = snapshot.figures.atMs;
  QList<const node::Event*> twice;
  for (const node::Event& event : snapshot.events) {
    if (isFirst) m_sinceMs = std::max(*m_sinceMs, event.atMs);
    if (isFirst || event.atMs <= *m_sinceMs) continue;
    // Two nodes may say it, each of what it has seen.
    if (event.kind == node::EventKind::IdUsedTwice && isNews(m_twiceAtMs, event.device, event.atMs)) {
      twice.push_back(&event);
    }
    // It may be cleaned up after before it is seen dead.
    if (event.kind == node::EventKind::NodeLost) noteLost(nodeOf(event), event.atMs);
  }
  if (twice.isEmpty()) return;
  const node::Event& last = *twice.back();
  const QString what = words::labelled(last.device, words::sentence(words::eventSentence(last)));
  Q_EMIT needed(tr("An id is used twice"),
                twice.size() == 1 ? what
                                  : words::followed(what, tr("The same holds for %n other device(s).", nullptr,
                                                             static_cast<int>(twice.size()) - 1)));
}

// The row and the event of one death may come in either order.
void Attention::noteLost(const QString& node, qint64 atMs) {
  if (isNews(m_lostAtMs, node, atMs)) m_lost.push_back(node);
}

// With Redis away, nobody knows of leases.
void Attention::seeDead(const node::Snapshot& snapshot) {
  if (!snapshot.figures.busUp) return;
  QSet<QString> dead;
  for (const node::NodeRow& row : snapshot.nodes) {
    // One that had drained was ended by somebody.
    if (row.state != node::NodeState::Dead || row.hadDrained()) continue;
    dead.insert(row.info.id);
    if (m_dead && !m_dead->contains(row.info.id)) noteLost(row.info.id, snapshot.figures.atMs);
  }
  m_dead = dead;
}

void Attention::seeChecks(int problems, const QString& first) {
  m_counted = problems;
  m_first = first;
  m_quiet.start();
}

void Attention::judgeChecks() {
  if (m_counted > m_problems) Q_EMIT needed(tr("The setup has a problem"), m_first);
  m_problems = m_counted;
}

}  // namespace lk::ui
