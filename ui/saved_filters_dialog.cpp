#include "ui/saved_filters_dialog.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QItemSelectionModel>
#include <QVBoxLayout>

#include "ui/dialogs.h"
#include "ui/parts.h"
#include "ui/saved_filters.h"
#include "ui/table_view.h"

namespace lk::ui {

SavedFiltersDialog::SavedFiltersDialog(const Theme& theme, SavedFilters& filters, QWidget* parent)
    : QDialog(parent),
      m_filters(filters),
      m_table(new TableView(theme, tr("Saved filters"))),
      m_apply(new QPushButton(tr("&Apply"))),
      m_rename(new QPushButton(tr("&Rename"))),
      m_delete(new QPushButton(tr("De&lete"))) {
  setWindowTitle(tr("Saved filters"));
  setModal(true);
  m_table->setModel(&m_filters);
  m_table->setColumns({24, 0});
  m_table->setSelectionMode(QAbstractItemView::SingleSelection);
  m_table->setEditTriggers(QAbstractItemView::EditKeyPressed);
  const auto describe = [](QPushButton* button, const QString& tip) {
    button->setAccessibleName(parts::withoutMnemonic(button->text()));
    button->setToolTip(tip);
    button->setAutoDefault(false);
  };
  describe(m_apply, tr("Show the devices that this filter lets through (Return)"));
  describe(m_rename, tr("Give the filter another name (F2)"));
  describe(m_delete, tr("Forget the filter (Del)"));
  m_apply->setDefault(true);
  parts::makePrimary(m_apply);
  parts::makeDangerous(m_delete);
  auto* box = new QDialogButtonBox(QDialogButtonBox::Close);
  QPushButton* close = box->button(QDialogButtonBox::Close);
  close->setIcon({});
  describe(close, tr("Leave the filters as they are now (Esc)"));
  connect(box, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(m_apply, &QPushButton::clicked, this, &SavedFiltersDialog::apply);
  connect(m_table, &QTableView::doubleClicked, this, &SavedFiltersDialog::apply);
  connect(m_rename, &QPushButton::clicked, this, [this] {
    m_table->setFocus();
    m_table->edit(m_filters.index(row(), SavedFilters::Name));
  });
  connect(m_delete, &QPushButton::clicked, this, &SavedFiltersDialog::remove);
  auto* remove = new QAction(m_delete->accessibleName(), this);
  parts::describe(remove, tr("Forget the filter"), QKeySequence::Delete);
  remove->setShortcutContext(Qt::WidgetShortcut);
  connect(remove, &QAction::triggered, this, &SavedFiltersDialog::remove);
  m_table->addAction(remove);
  connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
          &SavedFiltersDialog::followSelection);

  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(parts::kGap);
  buttons->addWidget(m_apply);
  buttons->addWidget(m_rename);
  buttons->addWidget(m_delete);
  buttons->addStretch(1);
  buttons->addWidget(box);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, parts::kMargin, parts::kMargin, parts::kMargin);
  layout->setSpacing(parts::kGap);
  layout->addWidget(m_table, 1);
  layout->addLayout(buttons);
  dialogs::resizeToScreen(this, {560, 340});
  m_table->setCurrentIndex(m_filters.index(0, 0));
  m_table->setFocus();
  followSelection();
}

int SavedFiltersDialog::row() const {
  const QList<int> rows = m_table->selectedRows();
  return rows.size() == 1 ? rows.front() : -1;
}

void SavedFiltersDialog::followSelection() {
  for (QPushButton* button : {m_apply, m_rename, m_delete}) button->setEnabled(row() >= 0);
}

void SavedFiltersDialog::apply() {
  if (row() < 0) return;
  Q_EMIT applied(m_filters.all().at(row()).filter);
  accept();
}

void SavedFiltersDialog::remove() { m_filters.remove(row()); }

}  // namespace lk::ui
