#pragma once

#include <QCoreApplication>

#include "server/node/control_types.h"

class QAction;

namespace lk::ui {

class BannerBar;

// What the figures say is wrong right now, as banners, each with the button that leads to where it is mended.
class TroubleBanners {
  Q_DECLARE_TR_FUNCTIONS(lk::ui::TroubleBanners)

 public:
  struct Actions {
    QAction* nodes;
    QAction* redisSettings;
    QAction* setup;
  };

  // ownNode: what is shown is not only of nodes elsewhere.
  TroubleBanners(BannerBar& bar, const Actions& actions, bool ownNode)
      : m_bar(bar), m_actions(actions), m_ownNode(ownNode) {}

  void show(const node::Snapshot& snapshot);
  // A node is no longer there; last: as it was. Said until it is back, or until the banner is dismissed.
  void seeGone(const node::NodeRow& last);

 private:
  void banner(const QString& name, bool wanted, bool isProblem, const QString& text, QAction* action);
  void showNodes(const QList<node::NodeRow>& nodes, bool busUp);
  [[nodiscard]] QString lostText() const;
  void showLost();
  void forgetReturned(const QList<node::NodeRow>& nodes);
  [[nodiscard]] QString drainText(const node::Snapshot& snapshot) const;

  BannerBar& m_bar;
  const Actions m_actions;
  const bool m_ownNode;
  QList<node::NodeRow> m_lost;  // what the banner tells of
  QString m_lostText;           // as it was shown last
};

}  // namespace lk::ui
