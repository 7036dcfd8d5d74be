#include "ui/shortcuts_dialog.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "ui/dialogs.h"
#include "ui/parts.h"

namespace lk::ui {

ShortcutsDialog::ShortcutsDialog(const QList<CommandPalette::Entry>& entries, QWidget* parent) : QDialog(parent) {
  setWindowTitle(tr("Keyboard shortcuts"));
  setModal(true);
  dialogs::resizeToScreen(this, {640, 560});
  auto* tree = new QTreeWidget;
  tree->setAccessibleName(tr("Keyboard shortcuts"));
  tree->setToolTip(tr("Every action that has a key, and its key"));
  tree->setHeaderLabels({tr("What it does"), tr("Keys")});
  tree->setRootIsDecorated(false);
  tree->setUniformRowHeights(true);
  tree->header()->setStretchLastSection(false);
  tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  tree->header()->setSectionResizeMode(1, QHeaderView::Fixed);
  tree->header()->resizeSection(1, fontMetrics().horizontalAdvance(QLatin1Char('x')) * 26);

  const auto row = [&](const QString& text, const QString& keys, const QString& tip) {
    auto* item = new QTreeWidgetItem(tree, {text, keys});
    item->setToolTip(0, tip);
    item->setSizeHint(0, QSize(0, fontMetrics().height() + parts::kGap));
  };
  for (const CommandPalette::Entry& entry : entries) {
    if (entry.action.isNull() || entry.action->shortcut().isEmpty()) continue;
    const QString name = parts::withoutMnemonic(entry.action->text());
    row(entry.place.isEmpty() ? name : tr("%1: %2").arg(entry.place, name),
        entry.action->shortcut().toString(QKeySequence::NativeText), entry.action->toolTip());
  }
  const auto keys = [](const QKeySequence& sequence) { return sequence.toString(QKeySequence::NativeText); };
  const std::pair<QString, QString> everywhere[] = {
      {tr("Everywhere: next control"), keys(Qt::Key_Tab)},
      {tr("Everywhere: previous control"), keys(Qt::SHIFT | Qt::Key_Tab)},
      {tr("Everywhere: menus"), keys(Qt::ALT | Qt::Key_L)},
      {tr("Filter: clear it. Dialog: close it"), keys(Qt::Key_Escape)},
      {tr("Filter: go to the rows"), keys(Qt::Key_Return)},
      {tr("Table: copy the selected rows"), keys(Qt::CTRL | Qt::Key_C)},
      {tr("Table: select all rows"), keys(Qt::CTRL | Qt::Key_A)},
      {tr("Table: what can be done with the rows"), keys(Qt::SHIFT | Qt::Key_F10)},
  };
  for (const auto& [text, key] : everywhere) row(text, key, text);

  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  QPushButton* close = buttons->button(QDialogButtonBox::Close);
  close->setIcon({});
  close->setAccessibleName(parts::withoutMnemonic(close->text()));
  close->setToolTip(tr("Close this list"));
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, parts::kMargin, parts::kMargin, 12);
  layout->addWidget(tree, 1);
  layout->addWidget(buttons);
}

}  // namespace lk::ui
