#pragma once

#include "ui/console_context.h"
#include "ui/console_page.h"
#include "ui/gone_nodes_model.h"

class QLabel;
class QStackedLayout;

namespace lk::ui {

class DrainStrip;
class EmptyState;
class TableView;

// Each gateway node that the console sees: whether it is well, what it bears, how to empty it, and what those were that
// are gone.
class NodesPage final : public ConsolePage {
  Q_OBJECT

 public:
  // redisSettings: leads to how Redis is reached.
  NodesPage(ConsoleContext& context, QAction* redisSettings, QWidget* parent = nullptr);
  ~NodesPage() override;

  [[nodiscard]] QList<QAction*> menuActions() const override;
  void refreshLook() override;

 Q_SIGNALS:
  void devicesRequested(const QString& node);

 private:
  QAction* makeAction(const QString& name, const QString& text, const QString& tip);
  void connectParts();
  void arrange();
  [[nodiscard]] QWidget* makeGone();
  void followSelection();
  void showCount();
  [[nodiscard]] const node::NodeRow* selected() const;
  [[nodiscard]] QStringList devicesOf(const QString& node) const;
  void askAndKick();
  void kickNext();
  void askAndDrain(const node::NodeRow& row);
  void remember(const node::NodeRow& last, qint64 atMs);
  void drain(const QString& node, int rate);

  ConsoleContext& m_context;
  QAction* m_redisSettings;
  QAction* m_drain;
  QAction* m_devices;
  QAction* m_copyAddress;
  QAction* m_kick;
  QAction* m_forgetGone;
  // Of the node whose devices are being kicked.
  struct Kicking {
    QString node;
    QStringList devices;  // still to be kicked
    qsizetype all = 0;
    qsizetype kicked = 0;
    qsizetype notConnected = 0;
  };
  Kicking m_kicking;
  GoneNodesModel m_gone;
  QLabel* m_count;
  TableView* m_table;
  DrainStrip* m_drains;
  TableView* m_goneTable;
  QWidget* m_goneCard = nullptr;
  EmptyState* m_empty;
  QStackedLayout* m_stack;
};

}  // namespace lk::ui
