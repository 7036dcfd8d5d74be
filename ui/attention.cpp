#include "ui/attention.h"

#include "ui/server_words.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr std::chrono::seconds kQuiet{3};

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
  // With Redis away, nobody knows of leases.
  if (!figures.busUp) return;
  QSet<QString> dead;
  QStringList lost;
  for (const node::NodeRow& row : snapshot.nodes) {
    if (row.state != node::NodeState::Dead) continue;
    dead.insert(row.info.id);
    if (m_dead && !m_dead->contains(row.info.id)) lost.push_back(row.info.id);
  }
  m_dead = dead;
  if (lost.isEmpty()) return;
  Q_EMIT needed(
      tr("A node has lost its lease"),
      tr("%1 is dead: its devices count as offline until they are back on another node.").arg(words::listed(lost)));
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
