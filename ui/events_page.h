#pragma once

#include "ui/console_context.h"
#include "ui/console_page.h"

class QComboBox;
class QLabel;
class QStackedLayout;

namespace lk::ui {

class EmptyState;
class FilterEdit;
class TableView;

// What happened at the node, newest first.
class EventsPage final : public ConsolePage {
  Q_OBJECT

 public:
  explicit EventsPage(ConsoleContext& context, QWidget* parent = nullptr);
  ~EventsPage() override;

  [[nodiscard]] QList<QAction*> menuActions() const override;
  bool focusFilter() override;
  void refreshLook() override;

 private:
  void makeChoices();
  void arrange();
  void applyFilter();
  void showCount();
  void keepPlace(int first, int last);

  ConsoleContext& m_context;
  QAction* m_clearFilter;
  FilterEdit* m_filter;
  QComboBox* m_kind;
  QComboBox* m_severity;
  QLabel* m_count;
  TableView* m_table;
  EmptyState* m_empty;
  QStackedLayout* m_stack;
};

}  // namespace lk::ui
