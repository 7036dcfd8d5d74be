#include "ui/command_palette.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "server/base/vocabulary.h"
#include "ui/dialogs.h"
#include "ui/parts.h"

namespace lk::ui {

namespace {

constexpr int kKeysRole = Qt::UserRole + 1;
constexpr int kDevices = 6;
constexpr int kRowsShown = 12;

// The text at the left, its keys at the right.
class EntryDelegate final : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const QString keys = index.data(kKeysRole).toString();
    QStyleOptionViewItem left = option;
    QStyledItemDelegate::paint(painter, left, index);
    if (keys.isEmpty()) return;
    painter->save();
    painter->setPen(option.palette.color(QPalette::PlaceholderText));
    painter->drawText(option.rect.adjusted(0, 0, -parts::kGap, 0), Qt::AlignRight | Qt::AlignVCenter, keys);
    painter->restore();
  }
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(option.fontMetrics.height() + parts::kGap);
    return size;
  }
};

bool holdsAll(const QString& text, const QStringList& words) {
  for (const QString& word : words) {
    if (!text.contains(word, Qt::CaseInsensitive)) return false;
  }
  return true;
}

}  // namespace

CommandPalette::CommandPalette(QList<Entry> entries, Devices devices, QWidget* parent)
    : QDialog(parent),
      m_entries(std::move(entries)),
      m_devices(std::move(devices)),
      m_text(new QLineEdit),
      m_list(new QListView),
      m_model(new QStandardItemModel(this)),
      m_help(parts::muted({})) {
  setWindowTitle(tr("Find an action"));
  setModal(true);
  m_text->setPlaceholderText(tr("An action, a page, or the beginning of a device's id"));
  m_text->setAccessibleName(tr("What you look for"));
  m_text->setToolTip(tr("Type some of its words; Up and Down choose, Return does it, Esc closes"));
  m_text->setMaxLength(200);
  m_text->installEventFilter(this);
  m_list->setAccessibleName(tr("What was found"));
  m_list->setToolTip(tr("Return or a click does what is chosen"));
  m_list->setModel(m_model);
  m_list->setItemDelegate(new EntryDelegate(m_list));
  m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_list->setUniformItemSizes(true);
  m_list->setMinimumHeight((fontMetrics().height() + parts::kGap) * kRowsShown);
  m_help->setWordWrap(true);
  m_help->setAccessibleName(tr("What it does"));
  m_help->setMinimumHeight(fontMetrics().height() * 2);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(12, 12, 12, 12);
  layout->setSpacing(parts::kGap);
  layout->addWidget(m_text);
  layout->addWidget(m_list, 1);
  layout->addWidget(m_help);
  dialogs::resizeToScreen(this, {600, sizeHint().height()});
  connect(m_text, &QLineEdit::textChanged, this, &CommandPalette::find);
  connect(m_text, &QLineEdit::returnPressed, this, &CommandPalette::runCurrent);
  connect(m_list, &QListView::clicked, this, &CommandPalette::runCurrent);
  connect(m_list, &QListView::activated, this, &CommandPalette::runCurrent);
  connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &CommandPalette::showHelp);
  find();
  m_text->setFocus();
}

void CommandPalette::find() {
  m_model->clear();
  m_runs.clear();
  const QString text = m_text->text().trimmed();
  const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
  for (const Entry& entry : m_entries) {
    if (entry.action.isNull()) continue;
    const QString name = parts::withoutMnemonic(entry.action->text());
    const QString line = entry.place.isEmpty() ? name : tr("%1: %2").arg(entry.place, name);
    if (!holdsAll(line, words) && !holdsAll(entry.action->toolTip(), words)) continue;
    add(line, entry.action->shortcut().toString(QKeySequence::NativeText), entry.action->toolTip(),
        entry.action->isEnabled(), [action = entry.action] {
          if (action) action->trigger();
        });
  }
  addDevices(text);
  if (m_model->rowCount() > 0) m_list->setCurrentIndex(m_model->index(0, 0));
  showHelp();
}

void CommandPalette::addDevices(const QString& text) {
  if (text.isEmpty()) return;
  const QStringList devices = m_devices(text, kDevices + 1);
  const bool isMore = devices.size() > kDevices;
  for (const QString& device : devices.mid(0, kDevices)) {
    add(tr("Device %1").arg(device), {}, tr("Go to the device %1").arg(device), true,
        [this, device] { Q_EMIT deviceChosen(device); });
  }
  if (isMore) add(tr("More devices begin like this"), {}, tr("Type more of the id to see them."), false, {});
  // A device that is away can be asked about, too.
  const QString device = devices.size() == 1 ? devices.front() : text;
  if (!isDeviceId(device.toStdString()) || isMore) return;
  if (!devices.isEmpty()) {
    add(tr("Send a command to %1").arg(device), {}, tr("Open the command form for this device"), true,
        [this, device] { Q_EMIT commandChosen(device); });
  }
  add(tr("Diagnose %1").arg(device), {}, tr("Find out why this device did not get its command"), true,
      [this, device] { Q_EMIT diagnosisChosen(device); });
}

void CommandPalette::add(const QString& text, const QString& keys, const QString& help, bool enabled,
                         std::function<void()> run) {
  auto* item = new QStandardItem(text);
  item->setData(keys, kKeysRole);
  item->setToolTip(help);
  item->setData(keys.isEmpty() ? text : QStringLiteral("%1, %2").arg(text, keys), Qt::AccessibleTextRole);
  // Greyed, and still chosen by the keys: its help says why it can't be done now.
  if (!enabled) item->setForeground(palette().color(QPalette::Disabled, QPalette::Text));
  m_model->appendRow(item);
  m_runs.push_back(enabled ? std::move(run) : std::function<void()>());
}

void CommandPalette::showHelp() {
  const QModelIndex current = m_list->currentIndex();
  if (m_model->rowCount() == 0) return m_help->setText(tr("Nothing is called like this."));
  if (!current.isValid()) return m_help->clear();
  const QString help = current.data(Qt::ToolTipRole).toString();
  m_help->setText(m_runs.at(current.row()) ? help : tr("Not possible now. %1").arg(help));
}

void CommandPalette::move(int by) {
  const int rows = m_model->rowCount();
  if (rows == 0) return;
  const int row = std::clamp(m_list->currentIndex().row() + by, 0, rows - 1);
  m_list->setCurrentIndex(m_model->index(row, 0));
}

void CommandPalette::runCurrent() {
  const QModelIndex current = m_list->currentIndex();
  if (!current.isValid() || !m_runs.at(current.row())) return;
  const auto run = m_runs.at(current.row());
  accept();
  run();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    switch (static_cast<QKeyEvent*>(event)->key()) {
      case Qt::Key_Up: return move(-1), true;
      case Qt::Key_Down: return move(1), true;
      case Qt::Key_PageUp: return move(-kRowsShown), true;
      case Qt::Key_PageDown: return move(kRowsShown), true;
      default: break;
    }
  }
  return QDialog::eventFilter(watched, event);
}

}  // namespace lk::ui
