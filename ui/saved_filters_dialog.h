#pragma once

#include <QDialog>

class QPushButton;

namespace lk::ui {

class SavedFilters;
class TableView;
class Theme;

// The saved filters: apply, rename, delete.
class SavedFiltersDialog final : public QDialog {
  Q_OBJECT

 public:
  SavedFiltersDialog(const Theme& theme, SavedFilters& filters, QWidget* parent = nullptr);

 Q_SIGNALS:
  void applied(const QString& filter);

 private:
  [[nodiscard]] int row() const;  // -1: none
  void followSelection();
  void apply();
  void remove();

  SavedFilters& m_filters;
  TableView* m_table;
  QPushButton* m_apply;
  QPushButton* m_rename;
  QPushButton* m_delete;
};

}  // namespace lk::ui
