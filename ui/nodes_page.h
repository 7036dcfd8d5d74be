#pragma once

#include "ui/console_context.h"
#include "ui/console_page.h"

class QLabel;
class QStackedLayout;

namespace lk::ui {

class EmptyState;
class TableView;

// Each gateway node that the console sees: whether it is well, what it bears, and how to empty it.
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
  void arrange();
  void followSelection();
  void showCount();
  [[nodiscard]] const node::NodeRow* selected() const;
  void askAndDrain();
  void drain(const QString& node, int rate);

  ConsoleContext& m_context;
  QAction* m_redisSettings;
  QAction* m_drain;
  QAction* m_devices;
  QAction* m_copyAddress;
  QLabel* m_count;
  TableView* m_table;
  EmptyState* m_empty;
  QStackedLayout* m_stack;
};

}  // namespace lk::ui
