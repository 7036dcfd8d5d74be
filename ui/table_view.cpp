#include "ui/table_view.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHeaderView>
#include <QMenu>
#include <QSaveFile>
#include <algorithm>
#include <numeric>

#include "ui/cell_delegate.h"
#include "ui/columns_dialog.h"
#include "ui/file_places.h"
#include "ui/retranslate.h"
#include "ui/table_text.h"
#include "ui/theme.h"

namespace lk::ui {

namespace {

constexpr std::chrono::milliseconds kRememberAfter{500};

// Whether what is remembered are widths that nobody has changed.
QString fittedKey(const QString& key) { return key + QStringLiteral("-fitted"); }

}  // namespace

TableView::TableView(const Theme& theme, const QString& name, QWidget* parent)
    : QTableView(parent),
      m_theme(theme),
      m_copy(new QAction(tr("Copy rows"), this)),
      m_export(new QAction(tr("Export as CSV…"), this)),
      m_columns(new QAction(tr("Co&lumns…"), this)) {
  setAccessibleName(name);
  setItemDelegate(new CellDelegate(theme, this));
  setSelectionBehavior(SelectRows);
  setSelectionMode(ExtendedSelection);
  setShowGrid(false);
  setWordWrap(false);
  setTabKeyNavigation(false);
  setCornerButtonEnabled(false);
  if (auto* corner = findChild<QAbstractButton*>(); corner != nullptr) {
    corner->setAccessibleName(tr("Select all"));
    corner->setToolTip(tr("Select all"));
  }
  setHorizontalScrollMode(ScrollPerPixel);
  setContextMenuPolicy(Qt::ActionsContextMenu);
  verticalHeader()->hide();
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  verticalHeader()->setMinimumSectionSize(fontMetrics().height());
  verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 12);
  horizontalHeader()->setSectionsMovable(true);
  horizontalHeader()->setHighlightSections(false);
  horizontalHeader()->setStretchLastSection(true);
  horizontalHeader()->setMinimumSectionSize(40);
  horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(horizontalHeader(), &QWidget::customContextMenuRequested, this, &TableView::showColumnMenu);

  m_copy->setToolTip(tr("Copy the selected rows as text"));
  m_copy->setShortcut(QKeySequence::Copy);
  m_copy->setShortcutContext(Qt::WidgetShortcut);
  connect(m_copy, &QAction::triggered, this, &TableView::copySelection);
  m_export->setToolTip(tr("Write all rows that the filter lets through to a CSV file"));
  connect(m_export, &QAction::triggered, this, &TableView::askAndExport);
  m_columns->setToolTip(tr("Choose which columns are shown, and in which order"));
  connect(m_columns, &QAction::triggered, this, &TableView::chooseColumns);
  addActions({m_copy, m_export, m_columns});
  m_toRemember.setSingleShot(true);
  m_toRemember.setInterval(kRememberAfter);
  whenRetranslated(this, [this] {
    if (model() == nullptr) return;
    const int last = model()->columnCount() - 1;
    if (areFitted()) fitColumns();
    for (int column = 0; column <= last; ++column) {
      const int least = nameWidth(column);
      if (columnWidth(column) < least && !isColumnHidden(column)) setColumnWidth(column, least);
    }
    Q_EMIT model()->headerDataChanged(Qt::Horizontal, 0, last);
    viewport()->update();
  });
}

void TableView::setColumns(const QList<int>& widths, const QList<int>& hidden) {
  m_widths = widths;
  m_hidden = hidden;
  for (const int column : hidden) setColumnHidden(column, true);
  for (int column = 0; column < widths.size(); ++column) {
    if (widths[column] != 0) continue;
    horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
    horizontalHeader()->setStretchLastSection(false);
  }
  fitColumns();
}

void TableView::resizeEvent(QResizeEvent* event) {
  QTableView::resizeEvent(event);
  if (areFitted()) fitColumns();
}

// Of those shown that do not take what is left; -1 in the place of the others.
QList<int> TableView::ownWidths() const {
  const QHeaderView& header = *horizontalHeader();
  QList<int> widths(header.count(), -1);
  for (int column = 0; column < header.count(); ++column) {
    const bool takesTheRest = header.sectionResizeMode(column) == QHeaderView::Stretch ||
                              (header.stretchLastSection() && header.visualIndex(column) == header.count() - 1);
    if (!takesTheRest && !isColumnHidden(column)) widths[column] = columnWidth(column);
  }
  return widths;
}

// A column that was hidden or shown since says nothing.
bool TableView::areFitted() const {
  const QList<int> widths = ownWidths();
  for (int column = 0; column < m_fitted.size(); ++column) {
    if (widths[column] >= 0 && m_fitted[column] >= 0 && widths[column] != m_fitted[column]) return false;
  }
  return !m_fitted.isEmpty();
}

// None below its name, and none by more than a fifth: rather the table scrolls then.
void TableView::fitColumns() {
  // A Chinese font's characters are twice as wide as most that stand in cells.
  const int character = std::min(fontMetrics().averageCharWidth(), fontMetrics().horizontalAdvance(QLatin1Char('x')));
  QList<int> wanted(m_widths.size(), 0);
  QList<int> spare(m_widths.size(), 0);
  int over = -viewport()->width();
  int most = 0;
  for (int column = 0; column < m_widths.size(); ++column) {
    const bool takesTheRest = m_widths[column] == 0;
    const int least = takesTheRest ? horizontalHeader()->minimumSectionSize() : nameWidth(column);
    wanted[column] = std::max(takesTheRest ? 0 : m_widths[column] * character + 20, least);
    if (isColumnHidden(column)) continue;
    spare[column] = std::min(wanted[column] - least, wanted[column] / 5);
    over += wanted[column];
    most += spare[column];
  }
  if (over < 0 || over > most) over = 0;
  for (int column = 0; column < m_widths.size(); ++column) {
    if (m_widths[column] == 0) continue;
    const int less = over == 0 ? 0 : (spare[column] * over + most - 1) / most;
    setColumnWidth(column, wanted[column] - less);
  }
  m_fitted = ownWidths();
}

// Without room for the arrow of a sorted column, which stands above the name.
int TableView::nameWidth(int column) {
  QHeaderView& header = *horizontalHeader();
  const bool hasArrow = header.isSortIndicatorShown();
  const QSignalBlocker quiet(header);
  header.setSortIndicatorShown(false);
  const int width = header.sectionSizeHint(column);
  header.setSortIndicatorShown(hasArrow);
  return width;
}

void TableView::remember(QSettings* state, const QString& key) const {
  if (state == nullptr) return;
  state->setValue(key, horizontalHeader()->saveState());
  state->setValue(fittedKey(key), areFitted());
}

void TableView::restore(QSettings* state, const QString& key) {
  if (state == nullptr) return;
  if (!horizontalHeader()->restoreState(state->value(key).toByteArray())) return;
  m_fitted.clear();
  if (state->value(fittedKey(key)).toBool()) fitColumns();
}

void TableView::keepColumns(QSettings* state, const QString& key) {
  restore(state, key);
  if (state == nullptr) return;
  const auto soon = [this] { m_toRemember.start(); };
  connect(horizontalHeader(), &QHeaderView::sectionResized, this, soon);
  connect(horizontalHeader(), &QHeaderView::sectionMoved, this, soon);
  connect(horizontalHeader(), &QHeaderView::sortIndicatorChanged, this, soon);
  connect(&m_toRemember, &QTimer::timeout, this, [this, state, key] { remember(state, key); });
}

void TableView::resetColumns() {
  for (int column = 0; column < horizontalHeader()->count(); ++column) {
    horizontalHeader()->moveSection(horizontalHeader()->visualIndex(column), column);
    setColumnHidden(column, false);
  }
  setColumns(QList<int>(m_widths), QList<int>(m_hidden));
}

void TableView::writeBy(std::function<void()> copy, std::function<void()> write) {
  m_copyBy = std::move(copy);
  m_writeBy = std::move(write);
}

QList<int> TableView::selectedRows() const {
  QList<int> rows;
  if (selectionModel() == nullptr) return rows;
  for (const QItemSelectionRange& range : selectionModel()->selection()) {
    for (int row = range.top(); row <= range.bottom(); ++row) rows.push_back(row);
  }
  std::ranges::sort(rows);
  rows.erase(std::ranges::unique(rows).begin(), rows.end());
  return rows;
}

int TableView::selectedCount() const {
  int rows = 0;
  if (selectionModel() == nullptr) return rows;
  for (const QItemSelectionRange& range : selectionModel()->selection()) rows += range.height();
  return rows;
}

QList<int> TableView::shownColumns() const {
  QList<int> columns;
  for (int place = 0; place < horizontalHeader()->count(); ++place) {
    const int column = horizontalHeader()->logicalIndex(place);
    if (!isColumnHidden(column)) columns.push_back(column);
  }
  return columns;
}

void TableView::refreshIcons() {
  m_copy->setIcon(m_theme.icon(QStringLiteral("copy")));
  m_export->setIcon(m_theme.icon(QStringLiteral("export")));
  m_columns->setIcon(m_theme.icon(QStringLiteral("columns")));
}

void TableView::copySelection() {
  if (m_copyBy) return m_copyBy();
  const QList<int> rows = selectedRows();
  if (rows.isEmpty()) return;
  QApplication::clipboard()->setText(tableAsText(*model(), rows, shownColumns()));
  Q_EMIT said(tr("Copied %n row(s)", nullptr, static_cast<int>(rows.size())));
}

QString TableView::exportTo(const QString& path) const {
  QList<int> rows(model()->rowCount());
  std::iota(rows.begin(), rows.end(), 0);
  QSaveFile file(path);
  const QByteArray csv = tableAsCsv(*model(), rows, shownColumns()).toUtf8();
  if (!file.open(QIODevice::WriteOnly) || file.write(csv) != csv.size() || !file.commit()) {
    return tr("%1 can't be written: %2").arg(path, file.errorString());
  }
  return {};
}

void TableView::askAndExport() {
  if (m_writeBy) return m_writeBy();
  const QString path = QFileDialog::getSaveFileName(this, tr("Export as CSV"),
                                                    documentFile(QStringLiteral("linekeeper.csv")), tr("CSV (*.csv)"));
  if (path.isEmpty()) return;
  const QString problem = exportTo(path);
  Q_EMIT said(problem.isEmpty() ? tr("Wrote %n row(s) to %1", nullptr, model()->rowCount()).arg(path) : problem);
}

void TableView::showColumnMenu(const QPoint& at) {
  QMenu menu(this);
  for (int column = 0; column < model()->columnCount(); ++column) {
    QAction* action = menu.addAction(model()->headerData(column, Qt::Horizontal).toString());
    action->setCheckable(true);
    action->setChecked(!isColumnHidden(column));
    action->setEnabled(column != 0);
    connect(action, &QAction::toggled, this, [this, column](bool shown) { setColumnHidden(column, !shown); });
  }
  menu.addSeparator();
  menu.addAction(m_columns);
  menu.exec(horizontalHeader()->mapToGlobal(at));
}

void TableView::chooseColumns() {
  auto* dialog = new ColumnsDialog(*this, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

}  // namespace lk::ui
