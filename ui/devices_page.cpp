#include "ui/devices_page.h"

#include <QAction>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QMenu>
#include <QMessageBox>
#include <QSplitter>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/device_pane.h"
#include "ui/device_writer.h"
#include "ui/empty_state.h"
#include "ui/filter_edit.h"
#include "ui/name_dialog.h"
#include "ui/parts.h"
#include "ui/retranslate.h"
#include "ui/saved_filters_dialog.h"
#include "ui/selection_keeper.h"
#include "ui/table_view.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr int kManySelected = 1'000;  // rows

}  // namespace

DevicesPage::DevicesPage(ConsoleContext& context, QAction* demo, QWidget* parent)
    : ConsolePage(parent),
      m_context(context),
      m_demo(demo),
      m_saved(context.state.get(), QStringLiteral("devices/savedFilters")),
      m_filter(new FilterEdit(context.theme,
                              tr("Filter: part of an id, id:demo-7, node:n1, addr:10.2., idle>60s, up<5m"),
                              tr("Filter devices"))),
      m_count(parts::muted({})),
      m_problem(parts::muted({})),
      m_table(new TableView(context.theme, tr("Devices"))),
      m_empty(new EmptyState),
      m_stack(new QStackedLayout),
      m_splitter(new QSplitter(Qt::Horizontal)) {
  makeTable();
  m_writer = new DeviceWriter(m_context, *m_table, this);
  m_pane = new DevicePane(m_context);
  makeActions();
  makeFilter();
  arrange();
  connect(m_writer, &DeviceWriter::said, this, &DevicesPage::said);
  connect(m_writer, &DeviceWriter::failed, this, &DevicesPage::failed);
  connect(m_pane, &DevicePane::said, this, &DevicesPage::said);
  connect(&m_context.devices, &DevicesModel::counted, this, &DevicesPage::showCount);
  whenRetranslated(this, [this] {
    followSelection();
    showCount(m_context.devices.rowCount(), m_context.devices.known());
    applyFilter(m_filter->text());
  });
  m_table->keepColumns(m_context.state.get(), QStringLiteral("devices/columns-2"));
  if (m_context.state) {
    m_splitter->restoreState(m_context.state->value(QStringLiteral("devices/splitter")).toByteArray());
    m_filter->setText(m_context.state->value(QStringLiteral("devices/filter")).toString());
  }
  m_table->setSortingEnabled(true);
  refreshLook();
  followSelection();
  showCount(0, 0);
}

DevicesPage::~DevicesPage() {
  if (!m_context.state) return;
  m_table->remember(m_context.state.get(), QStringLiteral("devices/columns-2"));
  m_context.state->setValue(QStringLiteral("devices/splitter"), m_splitter->saveState());
  m_context.state->setValue(QStringLiteral("devices/filter"), m_filter->text());
}

QList<QAction*> DevicesPage::menuActions() const {
  QList<QAction*> all = {m_send, m_diagnose};
  all += m_writer->copyActions();
  all += m_writer->exportActions();
  all += {m_openFilters, m_saveFilter, m_manageFilters, m_clearFilter, m_table->columnsAction()};
  all += m_pane->actions();
  return all += m_kick;
}

QAction* DevicesPage::makeAction(const QString& name, const QString& text, const QString& tip,
                                 const QKeySequence& shortcut) {
  auto* action = new QAction(text, this);
  action->setObjectName(name);
  parts::describe(action, tip, shortcut);
  return action;
}

void DevicesPage::makeActions() {
  m_send = makeAction(QStringLiteral("sendToDevices"), tr("&Send command…"),
                      tr("Send a command to the selected devices"), QKeySequence(Qt::CTRL | Qt::Key_E));
  m_diagnose =
      makeAction(QStringLiteral("diagnoseDevice"), tr("&Diagnose"),
                 tr("Find out why the selected device did not get its command"), QKeySequence(Qt::CTRL | Qt::Key_G));
  m_kick = makeAction(QStringLiteral("kick"), tr("&Kick"), tr("Close the sessions of the selected devices"),
                      QKeySequence::Delete);
  m_clearFilter = makeAction(QStringLiteral("clearFilter"), tr("Clear filter"), tr("Show all devices again"));
  m_openFilters = makeAction(QStringLiteral("savedFilters"), tr("Saved &filters"), tr("Open the saved filters"),
                             QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F));
  m_saveFilter =
      makeAction(QStringLiteral("saveFilter"), tr("Save this filter…"), tr("Give the filter a name, to use it again"));
  m_manageFilters = makeAction(QStringLiteral("manageFilters"), tr("Manage saved filters…"),
                               tr("Apply, rename or delete saved filters"));
  for (QAction* action : {m_send, m_kick}) parts::markChanging(action);
  m_kick->setShortcutContext(Qt::WidgetWithChildrenShortcut);
  m_table->addActions({m_send, m_diagnose, m_kick});
  connect(m_send, &QAction::triggered, this, [this] { Q_EMIT sendRequested(selectedDevices()); });
  connect(m_diagnose, &QAction::triggered, this, [this] {
    const QStringList devices = selectedDevices();
    if (devices.size() == 1) Q_EMIT diagnoseRequested(devices.front());
  });
  connect(m_kick, &QAction::triggered, this, &DevicesPage::askAndKick);
  connect(m_clearFilter, &QAction::triggered, m_filter, &QLineEdit::clear);
  connect(m_saveFilter, &QAction::triggered, this, &DevicesPage::saveFilter);
  connect(m_manageFilters, &QAction::triggered, this, &DevicesPage::manageFilters);
}

void DevicesPage::makeTable() {
  m_table->setModel(&m_context.devices);
  // Those that say how a device is doing come to sight beside the pane in a window of 1280 pixels.
  m_table->setColumns({14, 11, 15, 8, 12, 9, 8, 7, 10, 24}, {DeviceColumn::Protocol});
  m_table->columnsAction()->setObjectName(QStringLiteral("chooseDeviceColumns"));
  m_table->horizontalHeader()->setSortIndicator(DeviceColumn::Device, Qt::AscendingOrder);
  connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &DevicesPage::selectionMoved);
  new SelectionKeeper(m_context.devices, *m_table->selectionModel(), this);
  m_turn.setSingleShot(true);
  m_turn.setInterval(0);
  connect(&m_turn, &QTimer::timeout, this, [this] {
    if (std::exchange(m_mustFollow, false)) followSelection();
  });
  connect(m_table, &QTableView::doubleClicked, this, [this] { m_send->trigger(); });
  connect(m_table, &TableView::said, this, &DevicesPage::said);
  // The durations grow in every row that can be seen, without any row having changed.
  connect(&m_context.feed, &NodeFeed::snapshotArrived, m_table->viewport(), [this] { m_table->viewport()->update(); });
}

void DevicesPage::makeFilter() {
  parts::setStyleProperty(m_problem, "role", QStringLiteral("error"));
  m_problem->setWordWrap(true);
  m_problem->hide();
  offerDeviceFilters(m_filter, m_context);
  connect(m_filter, &FilterEdit::filterChanged, this, &DevicesPage::applyFilter);
  connect(m_filter, &FilterEdit::accepted, this, &DevicesPage::jumpToExact);
  m_filterButton = new QPushButton;
  m_filterMenu = new QMenu(m_filterButton);
  m_filterMenu->setToolTipsVisible(true);
  parts::giveMenu(m_filterButton, m_filterMenu);
  m_filterButton->setText(tr("Filters"));
  m_filterButton->setAccessibleName(tr("Saved filters"));
  m_filterButton->setToolTip(m_openFilters->toolTip());
  connect(m_openFilters, &QAction::triggered, m_filterButton, &QPushButton::showMenu);
  connect(&m_saved, &SavedFilters::changed, this, &DevicesPage::listSavedFilters);
  listSavedFilters();
}

void DevicesPage::arrange() {
  auto* tablePart = new QWidget;
  m_stack->addWidget(m_table);
  m_stack->addWidget(m_empty);
  m_empty->setProperty("role", QStringLiteral("card"));
  tablePart->setLayout(m_stack);
  m_stack->setContentsMargins(0, 0, 0, 0);
  m_splitter->addWidget(tablePart);
  m_splitter->addWidget(m_pane);
  m_splitter->setStretchFactor(0, 3);
  m_splitter->setStretchFactor(1, 1);
  m_splitter->setSizes({656, 400});
  m_splitter->setHandleWidth(parts::kMargin);
  m_splitter->setChildrenCollapsible(false);
  m_pane->setMinimumWidth(300);

  auto* head = new QHBoxLayout;
  head->addWidget(parts::title(tr("Devices")));
  head->addSpacing(parts::kGap);
  head->addWidget(m_count, 0, Qt::AlignBottom);
  head->addStretch(1);
  head->addWidget(m_writer->makeProgress());
  auto* tools = new QHBoxLayout;
  tools->setSpacing(parts::kGap);
  tools->addWidget(m_filter, 1);
  tools->addWidget(m_filterButton);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, parts::kMargin, parts::kMargin, parts::kMargin);
  layout->setSpacing(parts::kGap);
  layout->addLayout(head);
  layout->addLayout(tools);
  layout->addWidget(m_problem);
  layout->addLayout(makeActionRow());
  layout->addWidget(m_splitter, 1);
}

// What is done to the selected devices; what can't be taken back stands apart.
QLayout* DevicesPage::makeActionRow() {
  auto* row = new QHBoxLayout;
  row->setSpacing(parts::kGap);
  row->addWidget(parts::button(m_send));
  row->addWidget(parts::button(m_diagnose));
  row->addWidget(m_writer->makeCopyButton());
  row->addWidget(m_writer->makeExportButton());
  m_table->columnsAction()->setIconText(tr("Columns"));
  row->addWidget(parts::button(m_table->columnsAction()));
  row->addStretch(1);
  QPushButton* kick = parts::button(m_kick);
  parts::makeDangerous(kick);
  row->addWidget(kick);
  return row;
}

void DevicesPage::refreshLook() {
  const Theme& theme = m_context.theme;
  m_send->setIcon(theme.icon(QStringLiteral("commands")));
  m_diagnose->setIcon(theme.icon(QStringLiteral("diagnose")));
  m_kick->setIcon(theme.icon(QStringLiteral("kick"), theme.colors().bad));
  for (QAction* action : {m_openFilters, m_saveFilter, m_manageFilters}) {
    action->setIcon(theme.icon(QStringLiteral("bookmark")));
  }
  m_filterButton->setIcon(theme.icon(QStringLiteral("bookmark")));
  m_empty->setPicture(theme.icon(QStringLiteral("devices")));
  m_filter->refreshIcons();
  m_table->refreshIcons();
  m_writer->refreshLook();
  m_pane->refreshLook();
}

bool DevicesPage::focusFilter() {
  m_filter->setFocus(Qt::ShortcutFocusReason);
  m_filter->selectAll();
  return true;
}

void DevicesPage::showFilter(const QString& filter) { m_filter->setText(filter); }

QStringList DevicesPage::selectedDevices() const {
  QStringList devices;
  const QList<int> rows = m_table->selectedRows();
  devices.reserve(rows.size());
  for (const int row : rows) devices.push_back(m_context.devices.deviceAt(row));
  // A device that has just left the table is still the one that the pane shows.
  if (devices.isEmpty() && !m_pane->device().isEmpty()) devices.push_back(m_pane->device());
  return devices;
}

void DevicesPage::applyFilter(const QString& text) {
  const QList<FilterProblem> problems = deviceFilterProblems(text);
  m_filter->setProblems(problems);
  m_problem->setText(problems.isEmpty() ? QString() : problems.front().reason);
  m_problem->setVisible(!problems.isEmpty());
  m_saveFilter->setEnabled(problems.isEmpty() && !text.trimmed().isEmpty());
  m_exact.clear();
  const auto filter = DeviceFilter::parse(text);
  if (!filter) return;
  m_exact = filter->ids().size() == 1 ? *filter->ids().begin() : text.trimmed();
  m_context.devices.setFilter(*filter);
}

void DevicesPage::listSavedFilters() {
  m_filterMenu->clear();
  for (const SavedFilters::Entry& entry : m_saved.all()) {
    QString name = entry.name;
    QAction* action = m_filterMenu->addAction(name.replace(QLatin1Char('&'), QStringLiteral("&&")));
    action->setToolTip(entry.filter);
    connect(action, &QAction::triggered, this, [this, filter = entry.filter] { showFilter(filter); });
  }
  if (!m_saved.all().isEmpty()) m_filterMenu->addSeparator();
  m_filterMenu->addActions({m_saveFilter, m_manageFilters, m_clearFilter});
  m_manageFilters->setEnabled(!m_saved.all().isEmpty());
}

void DevicesPage::saveFilter() {
  const QString filter = m_filter->text().simplified();
  const auto judge = [this](const QString& name) {
    const bool isThere = std::ranges::any_of(m_saved.all(), [&](const auto& one) { return one.name == name; });
    return NameDialog::Verdict{name.isEmpty() ? tr("Type a name for the filter") : QString(),
                               isThere ? tr("Replace") : tr("Save")};
  };
  auto* dialog = new NameDialog(tr("Save this filter"), tr("Name of the filter"), filter, judge, this);
  connect(dialog, &NameDialog::nameAccepted, this, [this, filter](const QString& name) {
    if (m_saved.save(name, filter)) Q_EMIT said(tr("The filter is saved as '%1'").arg(name));
  });
  dialog->open();
}

void DevicesPage::manageFilters() {
  auto* dialog = new SavedFiltersDialog(m_context.theme, m_saved, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &SavedFiltersDialog::applied, this, &DevicesPage::showFilter);
  dialog->open();
}

// Return takes the keyboard to the table: to the device of exactly this name, or to the first row.
void DevicesPage::jumpToExact() {
  const int exact = m_context.devices.rowOf(m_filter->text().trimmed());
  const QModelIndex index = m_context.devices.index(std::max(exact, 0), 0);
  if (!index.isValid()) return;
  m_table->setFocus();
  m_table->setCurrentIndex(index);
}

// Once in each turn of the event loop: with many rows selected, as many may leave at the same time.
void DevicesPage::selectionMoved() {
  if (m_turn.isActive() && m_table->selectedCount() > kManySelected) {
    m_mustFollow = true;
    return;
  }
  m_turn.start();
  followSelection();
}

void DevicesPage::followSelection() {
  const int count = m_table->selectedCount();
  const bool paneIsGone = count == 0 && !m_pane->device().isEmpty();
  const bool leftTheNode = paneIsGone && !m_context.devices.contains(m_pane->device());
  if (count == 1) {
    m_pane->showDevice(m_context.devices.deviceAt(m_table->selectedRows().front()));
  } else if (!leftTheNode) {
    m_pane->showCount(count);
  }
  m_send->setEnabled(count > 0);
  m_kick->setEnabled(count > 0);
  m_diagnose->setEnabled(count == 1);
  m_kick->setIconText(count > 1 ? tr("Kick %Ln device(s)", nullptr, count) : tr("Kick"));
  m_send->setIconText(count > 1 ? tr("Send to %Ln device(s)…", nullptr, count) : tr("Send…"));
  m_writer->showSelected(count);
}

void DevicesPage::showCount(int shown, int known) {
  const auto count = [](int number) { return words::count(static_cast<quint64>(number)); };
  if (m_context.knowsNodes() && !m_context.knowsOthers()) {
    m_count->setText(tr("%1 here, others not known; %2 listed as last seen")
                         .arg(words::count(m_context.feed.figures().sessions), count(shown)));
  } else {
    m_count->setText(shown == known ? tr("%1 connected").arg(count(known))
                                    : tr("%1 of %2 connected").arg(count(shown), count(known)));
  }
  m_writer->showCounts(shown, known);
  if (shown == 0) showEmpty(known);
  m_stack->setCurrentIndex(shown == 0 ? 1 : 0);

  // Back again: the device that the pane still shows is selected as before; and so is one whose whole id is typed.
  if (m_table->selectionModel()->hasSelection()) return;
  const bool isTyped = m_pane->device().isEmpty() && m_context.devices.contains(m_exact);
  const QString device = isTyped ? m_exact : m_pane->device();
  const int row = m_context.devices.rowOf(device);
  if (row < 0) return;
  m_table->selectionModel()->setCurrentIndex(m_context.devices.index(row, 0),
                                             QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void DevicesPage::showEmpty(int known) {
  if (known > 0) {
    m_empty->say(tr("No device matches the filter"), tr("Connected: %n device(s).", nullptr, known), m_clearFilter);
    return;
  }
  m_empty->say(tr("No device is connected"),
               m_context.parts.wholeCluster
                   ? tr("Each device that says HELLO to a node of the cluster stands here, with its node and "
                        "address, how long it has been connected and what it sent.")
                   : tr("Each device that says HELLO to this node stands here, with its address, how long it has been "
                        "connected and what it sent."),
               m_demo->isEnabled() ? m_demo : nullptr);
}

void DevicesPage::askAndKick() {
  const QStringList devices = selectedDevices();
  if (devices.isEmpty()) return;
  if (devices.size() == 1) return kick(devices);
  const int count = static_cast<int>(devices.size());
  auto* box = new QMessageBox(QMessageBox::Warning, tr("Kick devices"),
                              tr("Close the sessions of %Ln device(s)?", nullptr, count), QMessageBox::Cancel, this);
  box->setInformativeText(tr("They are told why, and may connect again when they like."));
  QPushButton* yes = box->addButton(tr("Kick %Ln device(s)", nullptr, count), QMessageBox::DestructiveRole);
  parts::makeDangerous(yes);
  box->setDefaultButton(QMessageBox::Cancel);
  box->setAttribute(Qt::WA_DeleteOnClose);
  connect(yes, &QPushButton::clicked, this, [this, devices] { kick(devices); });
  box->open();
}

void DevicesPage::kick(const QStringList& devices) {
  m_context.feed.control().kick(devices, this, [this](const Result<node::KickOutcome>& outcome) {
    if (!outcome) return Q_EMIT failed(tr("Nobody was kicked: %1").arg(QString::fromStdString(outcome.error().text)));
    const int kicked = static_cast<int>(outcome->kicked.size());
    const QString missed = words::count(static_cast<quint64>(outcome->notConnected.size()));
    Q_EMIT said(outcome->notConnected.isEmpty()
                    ? tr("Kicked %Ln device(s)", nullptr, kicked)
                    : tr("Kicked %Ln device(s), %1 not connected", nullptr, kicked).arg(missed));
    m_context.feed.fetchNow();
  });
}

}  // namespace lk::ui
