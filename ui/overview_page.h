#pragma once

#include "ui/console_context.h"
#include "ui/console_page.h"

class QGridLayout;
class QLabel;
class QPushButton;
class QSpinBox;
class QStackedLayout;

namespace lk::ui {

class EmptyState;
class FigureCard;
class NodeShare;
class TableView;

// Whether everything is well, in one glance; and for a first start, where to point a device and what to try.
class OverviewPage final : public ConsolePage {
  Q_OBJECT

 public:
  struct Actions {
    QAction* demo;  // switches the demo devices
    QAction* send;  // opens the command form
    QAction* events;
    QAction* nodes;
  };

  OverviewPage(ConsoleContext& context, const Actions& actions, QWidget* parent = nullptr);

  // How many demo devices the person asked for.
  [[nodiscard]] int demoDevices() const;
  void refreshLook() override;

 Q_SIGNALS:
  void diagnoseRequested(const QString& device);

 private:
  [[nodiscard]] QWidget* makeFigures();
  [[nodiscard]] QWidget* makeNodeCard();
  [[nodiscard]] QWidget* makeFirstSteps();
  [[nodiscard]] QWidget* makeTroubles();
  void take(const node::Snapshot& snapshot);
  void showFigures();
  void showNode();
  void showCards();
  void placeFacts(bool narrow);
  void showDemo();
  [[nodiscard]] bool ownNodeDrains(const node::Snapshot& snapshot) const;
  void copyAddress();
  [[nodiscard]] QString selectedDevice() const;  // of the warnings and problems; empty: none

  ConsoleContext& m_context;
  Actions m_actions;
  FigureCard* m_sessions = nullptr;
  FigureCard* m_reports = nullptr;
  FigureCard* m_commands = nullptr;
  FigureCard* m_acks = nullptr;
  FigureCard* m_memory = nullptr;
  QAction* m_why = nullptr;
  QWidget* m_nodeCard = nullptr;
  NodeShare* m_share = nullptr;
  QGridLayout* m_facts = nullptr;
  QList<std::pair<QLabel*, QLabel*>> m_factLabels;  // name and value
  bool m_narrow = false;
  QLabel* m_nodeId = nullptr;
  QLabel* m_address = nullptr;
  QLabel* m_listen = nullptr;
  QLabel* m_bus = nullptr;
  QLabel* m_metrics = nullptr;
  QLabel* m_version = nullptr;
  QLabel* m_running = nullptr;
  QAction* m_copy = nullptr;
  QSpinBox* m_demoCount = nullptr;
  QPushButton* m_demoButton = nullptr;
  QLabel* m_addressHint = nullptr;
  QLabel* m_demoHint = nullptr;
  bool m_drains = false;
  QLabel* m_sendHint = nullptr;
  EventsModel m_troubles;
  TableView* m_troubleTable = nullptr;
  EmptyState* m_noTrouble = nullptr;
  QStackedLayout* m_troubleStack = nullptr;
};

}  // namespace lk::ui
