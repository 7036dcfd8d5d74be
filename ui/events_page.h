#pragma once

#include "ui/console_context.h"
#include "ui/console_page.h"

class QComboBox;
class QLabel;
class QPushButton;
class QStackedLayout;

namespace lk::ui {

class EmptyState;
class FilterEdit;
class TableView;

// What happened at the nodes, newest first. Follows the newest, unless somebody has scrolled down to read.
class EventsPage final : public ConsolePage {
  Q_OBJECT

 public:
  explicit EventsPage(ConsoleContext& context, QWidget* parent = nullptr);
  ~EventsPage() override;

  [[nodiscard]] QList<QAction*> menuActions() const override;
  bool focusFilter() override;
  void refreshLook() override;

 Q_SIGNALS:
  // To be found on the page of the devices.
  void deviceRequested(const QString& device);
  void diagnoseRequested(const QString& device);

 private:
  [[nodiscard]] QAction* makeAction(const QString& name, const QString& text, const QString& tip,
                                    const QKeySequence& shortcut = {});
  void makeActions();
  void makeChoices();
  void makeFilter();
  void arrange();
  void restore();
  void listNodes();
  void applyFilter();
  void followSelection();
  void showCount();
  void keepPlace(int first, int last);
  void showUnseen();
  [[nodiscard]] QString selectedDevice() const;

  ConsoleContext& m_context;
  QAction* m_clearFilter = nullptr;
  QAction* m_showDevice = nullptr;
  QAction* m_diagnose = nullptr;
  QAction* m_onlyDevice = nullptr;
  QAction* m_newest = nullptr;
  FilterEdit* m_filter;
  QComboBox* m_node;
  QComboBox* m_kind;
  QComboBox* m_severity;
  QLabel* m_count;
  QLabel* m_problem;
  QPushButton* m_newestButton = nullptr;
  TableView* m_table;
  EmptyState* m_empty;
  QStackedLayout* m_stack;
  int m_unseen = 0;  // came since somebody scrolled down
};

}  // namespace lk::ui
