#include "ui/devices_page.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QMessageBox>
#include <QSplitter>
#include <QStackedLayout>
#include <QVBoxLayout>

#include "ui/device_pane.h"
#include "ui/empty_state.h"
#include "ui/filter_edit.h"
#include "ui/parts.h"
#include "ui/table_view.h"
#include "ui/words.h"

namespace lk::ui {

DevicesPage::DevicesPage(ConsoleContext& context, QAction* demo, QWidget* parent)
    : ConsolePage(parent),
      m_context(context),
      m_demo(demo),
      m_filter(new FilterEdit(context.theme,
                              tr("Filter: part of an id, id:demo-7, node:n1, addr:10.2., idle>60s, up<5m"),
                              tr("Filter devices"))),
      m_count(parts::muted({})),
      m_problem(parts::muted({})),
      m_table(new TableView(context.theme, tr("Devices"))),
      m_empty(new EmptyState),
      m_stack(new QStackedLayout),
      m_pane(nullptr),
      m_splitter(new QSplitter(Qt::Horizontal)) {
  makeTable();
  makeActions();
  m_pane = new DevicePane(m_context, {m_send, m_copyIds, m_kick});
  parts::setStyleProperty(m_problem, "role", QStringLiteral("error"));

  auto* tablePart = new QWidget;
  m_stack->addWidget(m_table);
  m_stack->addWidget(m_empty);
  m_empty->setProperty("role", QStringLiteral("card"));
  tablePart->setLayout(m_stack);
  m_stack->setContentsMargins(0, 0, 0, 0);
  m_splitter->addWidget(tablePart);
  m_splitter->addWidget(m_pane);
  m_splitter->setStretchFactor(0, 1);
  m_splitter->setSizes({744, 336});
  m_splitter->setHandleWidth(parts::kMargin);
  m_splitter->setChildrenCollapsible(false);
  m_pane->setMinimumWidth(320);

  auto* head = new QHBoxLayout;
  head->addWidget(parts::title(tr("Devices")));
  head->addSpacing(parts::kGap);
  head->addWidget(m_count, 0, Qt::AlignBottom);
  head->addStretch(1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, parts::kMargin, parts::kMargin, parts::kMargin);
  layout->setSpacing(parts::kGap);
  layout->addLayout(head);
  layout->addWidget(m_filter);
  layout->addWidget(m_problem);
  layout->addWidget(m_splitter, 1);
  m_problem->hide();

  m_filter->completeWith(DeviceFilter::keywords());
  connect(m_filter, &FilterEdit::filterChanged, this, &DevicesPage::applyFilter);
  connect(m_filter, &FilterEdit::accepted, this, &DevicesPage::jumpToExact);
  connect(&m_context.devices, &DevicesModel::counted, this, &DevicesPage::showCount);
  if (m_context.state) {
    m_table->restore(m_context.state.get(), QStringLiteral("devices/columns"));
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
  m_table->remember(m_context.state.get(), QStringLiteral("devices/columns"));
  m_context.state->setValue(QStringLiteral("devices/splitter"), m_splitter->saveState());
  m_context.state->setValue(QStringLiteral("devices/filter"), m_filter->text());
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
  m_copyIds = makeAction(QStringLiteral("copyIds"), tr("Copy &id"), tr("Copy the ids of the selected devices"),
                         QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C));
  m_clearFilter = makeAction(QStringLiteral("clearFilter"), tr("Clear filter"), tr("Show all devices again"));
  m_copyRows = m_table->copyAction();
  m_export = m_table->exportAction();
  parts::markChanging(m_kick);
  m_kick->setShortcutContext(Qt::WidgetWithChildrenShortcut);
  m_table->addActions({m_send, m_diagnose, m_copyIds, m_kick});
  connect(m_send, &QAction::triggered, this, [this] { Q_EMIT sendRequested(selectedDevices()); });
  connect(m_diagnose, &QAction::triggered, this, [this] {
    if (selectedDevices().size() == 1) Q_EMIT diagnoseRequested(selectedDevices().front());
  });
  connect(m_kick, &QAction::triggered, this, &DevicesPage::askAndKick);
  connect(m_copyIds, &QAction::triggered, this, [this] {
    QApplication::clipboard()->setText(selectedDevices().join(QLatin1Char('\n')));
    Q_EMIT said(tr("Copied %n device id(s)", nullptr, static_cast<int>(selectedDevices().size())));
  });
  connect(m_clearFilter, &QAction::triggered, m_filter, &QLineEdit::clear);
}

void DevicesPage::makeTable() {
  m_table->setModel(&m_context.devices);
  m_table->setColumns({17, 13, 14, 8, 11, 9, 9, 8, 10, 24});
  m_table->horizontalHeader()->setSortIndicator(DeviceColumn::Device, Qt::AscendingOrder);
  connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &DevicesPage::followSelection);
  connect(m_table, &QTableView::doubleClicked, this, [this] { m_send->trigger(); });
  connect(m_table, &TableView::said, this, &DevicesPage::said);
  // The durations grow in every row that can be seen, without any row having changed.
  connect(&m_context.feed, &NodeFeed::snapshotArrived, m_table->viewport(), [this] { m_table->viewport()->update(); });
}

void DevicesPage::refreshLook() {
  const Theme& theme = m_context.theme;
  m_send->setIcon(theme.icon(QStringLiteral("commands")));
  m_diagnose->setIcon(theme.icon(QStringLiteral("diagnose")));
  m_kick->setIcon(theme.icon(QStringLiteral("kick"), theme.colors().bad));
  m_copyIds->setIcon(theme.icon(QStringLiteral("copy")));
  m_empty->setPicture(theme.icon(QStringLiteral("devices")));
  m_filter->refreshIcons();
  m_table->refreshIcons();
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
  for (const int row : rows) {
    if (const node::SessionRow* session = m_context.devices.at(row); session != nullptr) {
      devices.push_back(session->device);
    }
  }
  // A device that has just left the table is still the one that the pane shows.
  if (devices.isEmpty() && m_pane != nullptr && !m_pane->device().isEmpty()) devices.push_back(m_pane->device());
  return devices;
}

void DevicesPage::applyFilter(const QString& text) {
  const auto filter = DeviceFilter::parse(text);
  const QString problem = filter ? QString() : QString::fromStdString(filter.error().text);
  m_filter->setProblem(problem);
  m_problem->setText(problem);
  m_problem->setVisible(!problem.isEmpty());
  if (filter) m_context.devices.setFilter(*filter);
}

// Return takes the keyboard to the table: to the device of exactly this name, or to the first row.
void DevicesPage::jumpToExact() {
  const int exact = m_context.devices.rowOf(m_filter->text().trimmed());
  const QModelIndex index = m_context.devices.index(std::max(exact, 0), 0);
  if (!index.isValid()) return;
  m_table->setFocus();
  m_table->setCurrentIndex(index);
}

void DevicesPage::followSelection() {
  QStringList devices;
  for (const int row : m_table->selectedRows()) devices.push_back(m_context.devices.at(row)->device);
  const bool paneIsGone = devices.isEmpty() && !m_pane->device().isEmpty();
  const bool leftTheNode = paneIsGone && m_context.devices.find(m_pane->device()) == nullptr;
  if (!leftTheNode) m_pane->showDevices(devices);
  const int count = static_cast<int>(devices.size());
  m_send->setEnabled(count > 0);
  m_kick->setEnabled(count > 0);
  m_diagnose->setEnabled(count == 1);
  m_copyIds->setEnabled(count > 0);
  m_kick->setIconText(count > 1 ? tr("Kick %n device(s)", nullptr, count) : tr("Kick"));
  m_send->setIconText(tr("Send…"));
  m_copyIds->setIconText(tr("Copy id"));
}

void DevicesPage::showCount(int shown, int known) {
  const auto count = [](int number) { return words::count(static_cast<quint64>(number)); };
  m_count->setText(shown == known ? tr("%1 connected").arg(count(known))
                                  : tr("%1 of %2 connected").arg(count(shown), count(known)));
  if (known == 0) {
    m_empty->say(tr("No device is connected"),
                 m_context.parts.wholeCluster
                     ? tr("Each device that says HELLO to a node of the cluster stands here, with its node and "
                          "address, how long it is connected and what it sent.")
                     : tr("Each device that says HELLO to this node stands here, with its address, how long it is "
                          "connected and what it sent."),
                 m_demo->isEnabled() ? m_demo : nullptr);
  } else {
    m_empty->say(tr("No device matches the filter"), tr("Connected: %n device(s).", nullptr, known), m_clearFilter);
  }
  m_stack->setCurrentIndex(shown == 0 ? 1 : 0);

  // Back again: the device that the pane still shows is selected as before.
  const QString& device = m_pane->device();
  if (device.isEmpty() || m_table->selectionModel()->hasSelection()) return;
  const int row = m_context.devices.rowOf(device);
  if (row < 0) return;
  m_table->selectionModel()->setCurrentIndex(m_context.devices.index(row, 0),
                                             QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void DevicesPage::askAndKick() {
  const QStringList devices = selectedDevices();
  if (devices.isEmpty()) return;
  if (devices.size() == 1) return kick(devices);
  const int count = static_cast<int>(devices.size());
  auto* box = new QMessageBox(QMessageBox::Warning, tr("Kick devices"),
                              tr("Close the sessions of %n device(s)?", nullptr, count), QMessageBox::Cancel, this);
  box->setInformativeText(tr("They are told why, and may connect again when they like."));
  QPushButton* yes = box->addButton(tr("Kick %n device(s)", nullptr, count), QMessageBox::DestructiveRole);
  parts::makeDangerous(yes);
  box->setDefaultButton(QMessageBox::Cancel);
  box->setAttribute(Qt::WA_DeleteOnClose);
  connect(yes, &QPushButton::clicked, this, [this, devices] { kick(devices); });
  box->open();
}

void DevicesPage::kick(const QStringList& devices) {
  m_context.feed.control().kick(devices, this, [this](const Result<node::KickOutcome>& outcome) {
    if (!outcome) return Q_EMIT failed(tr("Nobody was kicked: %1").arg(QString::fromStdString(outcome.error().text)));
    const int missed = static_cast<int>(outcome->notConnected.size());
    QString text = tr("Kicked %n device(s)", nullptr, static_cast<int>(outcome->kicked.size()));
    if (missed > 0) text += tr(", %n not connected", nullptr, missed);
    Q_EMIT said(text);
    m_context.feed.fetchNow();
  });
}

}  // namespace lk::ui
