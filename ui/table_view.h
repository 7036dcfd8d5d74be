#pragma once

#include <QSettings>
#include <QTableView>
#include <QTimer>
#include <functional>

class QAction;

namespace lk::ui {

class Theme;

// The table of every page: rows of one fixed height, columns that the user moves, sizes, hides and finds again, copy
// and export. Its context menu bears the actions added to it.
class TableView final : public QTableView {
  Q_OBJECT

 public:
  TableView(const Theme& theme, const QString& name, QWidget* parent = nullptr);

  // Widths in characters; 0 takes what is left. Until somebody changes one, all give way a little where the table would
  // else not fit, as in a large font. hidden: those that are shown only when somebody chooses them.
  void setColumns(const QList<int>& widths, const QList<int>& hidden = {});
  [[nodiscard]] bool isUsuallyHidden(int column) const { return m_hidden.contains(column); }
  void remember(QSettings* state, const QString& key) const;
  void restore(QSettings* state, const QString& key);
  // Both: restores them now, and remembers them a moment after each change. state outlives the table.
  void keepColumns(QSettings* state, const QString& key);
  // As setColumns made them, in the model's order.
  void resetColumns();
  // For a table with more rows than can be written in one go: what the actions do instead.
  void writeBy(std::function<void()> copy, std::function<void()> write);

  [[nodiscard]] QList<int> selectedRows() const;  // ascending
  [[nodiscard]] int selectedCount() const;        // rows
  [[nodiscard]] QList<int> shownColumns() const;  // as they stand
  [[nodiscard]] QAction* copyAction() const { return m_copy; }
  [[nodiscard]] QAction* exportAction() const { return m_export; }
  // Which columns are shown, and in which order.
  [[nodiscard]] QAction* columnsAction() const { return m_columns; }
  void refreshIcons();

  // Writes all rows as CSV. The error says why not.
  [[nodiscard]] QString exportTo(const QString& path) const;

 Q_SIGNALS:
  void said(const QString& text);  // for the status bar

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  [[nodiscard]] int nameWidth(int column);
  [[nodiscard]] QList<int> ownWidths() const;
  [[nodiscard]] bool areFitted() const;
  void fitColumns();
  void copySelection();
  void askAndExport();
  void showColumnMenu(const QPoint& at);
  void chooseColumns();

  const Theme& m_theme;
  QAction* m_copy;
  QAction* m_export;
  QAction* m_columns;
  QList<int> m_widths;
  QList<int> m_fitted;  // what fitColumns made; empty: they are somebody's own
  QList<int> m_hidden;
  std::function<void()> m_copyBy;
  std::function<void()> m_writeBy;
  QTimer m_toRemember;
};

}  // namespace lk::ui
