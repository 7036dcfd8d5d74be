#pragma once

#include <QDialog>

class QListWidget;
class QPushButton;

namespace lk::ui {

class TableView;

// Which columns a table shows, and in which order; what the mouse does on the header, by keys.
class ColumnsDialog final : public QDialog {
  Q_OBJECT

 public:
  explicit ColumnsDialog(TableView& table, QWidget* parent = nullptr);

 private:
  void list();
  void move(int by);
  void followCurrent();
  void apply();

  TableView& m_table;
  QListWidget* m_columns;
  QPushButton* m_up;
  QPushButton* m_down;
  bool m_isUsual = false;  // with the widths, too
};

}  // namespace lk::ui
