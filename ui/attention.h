#pragma once

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>
#include <optional>

#include "server/node/control_types.h"

namespace lk::ui {

// Says once when something has come up that needs a person: Redis went away, a node died, one lets nobody in as it is
// out of descriptors, two devices go by one id, a check of the setup turned to a problem. What was so from the start is
// the banners' to say, and so is a drain, which somebody has asked for.
class Attention final : public QObject {
  Q_OBJECT

 public:
  explicit Attention(QObject* parent = nullptr);

  void see(const node::Snapshot& snapshot);
  // Counted while checks run; looked at once they are quiet.
  void seeChecks(int problems, const QString& first);

 Q_SIGNALS:
  void needed(const QString& title, const QString& text);

 private:
  void seeEvents(const node::Snapshot& snapshot);
  void noteLost(const QString& node, qint64 atMs);
  void seeDead(const node::Snapshot& snapshot);
  void judgeChecks();

  std::optional<bool> m_busUp;
  std::optional<bool> m_acceptPaused;
  std::optional<qint64> m_sinceMs;      // events of before are no news
  QHash<QString, qint64> m_lostAtMs;    // by node: when it was said
  QHash<QString, qint64> m_twiceAtMs;   // by device
  QStringList m_lost;                   // to be said
  std::optional<QSet<QString>> m_dead;  // nodes
  int m_problems = 0;                   // as last judged
  int m_counted = 0;
  QString m_first;
  QTimer m_quiet;
};

}  // namespace lk::ui
