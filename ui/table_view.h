#pragma once

#include <QSettings>
#include <QTableView>

class QAction;

namespace lk::ui {

class Theme;

// The table of every page: rows of one fixed height, columns that the user moves, sizes, hides and finds again, copy
// and export. Its context menu bears the actions added to it.
class TableView final : public QTableView {
  Q_OBJECT

 public:
  TableView(const Theme& theme, const QString& name, QWidget* parent = nullptr);

  // Widths in characters; 0 takes what is left.
  void setColumns(const QList<int>& widths);
  void remember(QSettings* state, const QString& key) const;
  void restore(QSettings* state, const QString& key);

  [[nodiscard]] QList<int> selectedRows() const;  // ascending
  [[nodiscard]] QAction* copyAction() const { return m_copy; }
  [[nodiscard]] QAction* exportAction() const { return m_export; }
  void refreshIcons();

  // Writes all rows as CSV. The error says why not.
  [[nodiscard]] QString exportTo(const QString& path) const;

 Q_SIGNALS:
  void said(const QString& text);  // for the status bar

 private:
  [[nodiscard]] QList<int> shownColumns() const;
  void copySelection();
  void askAndExport();
  void showColumnMenu(const QPoint& at);

  const Theme& m_theme;
  QAction* m_copy;
  QAction* m_export;
};

}  // namespace lk::ui
