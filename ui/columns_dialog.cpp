#include "ui/columns_dialog.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/dialogs.h"
#include "ui/parts.h"
#include "ui/table_view.h"

namespace lk::ui {

ColumnsDialog::ColumnsDialog(TableView& table, QWidget* parent)
    : QDialog(parent),
      m_table(table),
      m_columns(new QListWidget),
      m_up(new QPushButton(tr("Move &up"))),
      m_down(new QPushButton(tr("Move &down"))) {
  setWindowTitle(tr("Columns"));
  setModal(true);
  m_columns->setAccessibleName(tr("Columns in their order"));
  m_columns->setToolTip(tr("Space shows or hides a column, Alt+Up and Alt+Down move it"));
  const auto describe = [](QPushButton* button, const QString& tip) {
    button->setIcon({});
    button->setAccessibleName(parts::withoutMnemonic(button->text()));
    button->setToolTip(tip);
    button->setAutoDefault(false);
  };
  describe(m_up, tr("Show the column further left (Alt+Up)"));
  describe(m_down, tr("Show the column further right (Alt+Down)"));
  auto* usual = new QPushButton(tr("&Standard columns"));
  describe(usual, tr("The columns that are shown at first, in their order and with their widths"));
  auto* box = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
  describe(box->button(QDialogButtonBox::Ok), tr("Show these columns (Return)"));
  describe(box->button(QDialogButtonBox::Cancel), tr("Leave the columns as they are (Esc)"));
  box->button(QDialogButtonBox::Ok)->setDefault(true);
  const auto onKeys = [this](const QKeySequence& keys, int by) {
    auto* action = new QAction(this);
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, [this, by] { move(by); });
    addAction(action);
  };
  onKeys(QKeySequence(Qt::ALT | Qt::Key_Up), -1);
  onKeys(QKeySequence(Qt::ALT | Qt::Key_Down), 1);
  connect(m_up, &QPushButton::clicked, this, [this] { move(-1); });
  connect(m_down, &QPushButton::clicked, this, [this] { move(1); });
  connect(usual, &QPushButton::clicked, this, [this] {
    m_isUsual = true;
    list();
  });
  connect(m_columns, &QListWidget::currentRowChanged, this, &ColumnsDialog::followCurrent);
  connect(box, &QDialogButtonBox::accepted, this, [this] {
    apply();
    accept();
  });
  connect(box, &QDialogButtonBox::rejected, this, &QDialog::reject);

  auto* side = new QVBoxLayout;
  side->setSpacing(parts::kGap);
  side->addWidget(m_up);
  side->addWidget(m_down);
  side->addStretch(1);
  side->addWidget(usual);
  auto* middle = new QHBoxLayout;
  middle->setSpacing(parts::kGap);
  middle->addWidget(m_columns, 1);
  middle->addLayout(side);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, parts::kMargin, parts::kMargin, parts::kMargin);
  layout->setSpacing(parts::kGap);
  layout->addLayout(middle, 1);
  layout->addWidget(box);
  list();
  dialogs::resizeToScreen(this, {440, 380});
  m_columns->setFocus();
}

void ColumnsDialog::list() {
  m_columns->clear();
  const QHeaderView& header = *m_table.horizontalHeader();
  for (int place = 0; place < header.count(); ++place) {
    const int column = m_isUsual ? place : header.logicalIndex(place);
    auto* item = new QListWidgetItem(m_table.model()->headerData(column, Qt::Horizontal).toString(), m_columns);
    item->setData(Qt::UserRole, column);
    const bool isHidden = m_isUsual ? m_table.isUsuallyHidden(column) : m_table.isColumnHidden(column);
    item->setCheckState(isHidden ? Qt::Unchecked : Qt::Checked);
    // The first column names the row.
    if (column == 0) item->setFlags(item->flags() & ~Qt::ItemIsUserCheckable);
  }
  m_columns->setCurrentRow(0);
}

void ColumnsDialog::move(int by) {
  const int from = m_columns->currentRow();
  const int to = from + by;
  if (from < 0 || to < 0 || to >= m_columns->count()) return;
  QListWidgetItem* item = m_columns->takeItem(from);
  m_columns->insertItem(to, item);
  m_columns->setCurrentRow(to);
}

void ColumnsDialog::followCurrent() {
  const int current = m_columns->currentRow();
  m_up->setEnabled(current > 0);
  m_down->setEnabled(current >= 0 && current + 1 < m_columns->count());
}

void ColumnsDialog::apply() {
  if (m_isUsual) m_table.resetColumns();
  QHeaderView& header = *m_table.horizontalHeader();
  for (int place = 0; place < m_columns->count(); ++place) {
    const QListWidgetItem* item = m_columns->item(place);
    const int column = item->data(Qt::UserRole).toInt();
    header.moveSection(header.visualIndex(column), place);
    m_table.setColumnHidden(column, column != 0 && item->checkState() == Qt::Unchecked);
  }
}

}  // namespace lk::ui
