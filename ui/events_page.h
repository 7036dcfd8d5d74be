#pragma once

#include <QWidget>

#include "ui/console_context.h"

class QComboBox;
class QLabel;
class QStackedLayout;

namespace lk::ui {

class EmptyState;
class FilterEdit;
class TableView;

// What happened at the node, newest first.
class EventsPage final : public QWidget {
  Q_OBJECT

 public:
  explicit EventsPage(ConsoleContext& context, QWidget* parent = nullptr);
  ~EventsPage() override;

  [[nodiscard]] QList<QAction*> actions() const;
  void focusFilter();
  void refreshLook();

 Q_SIGNALS:
  void said(const QString& text);

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
