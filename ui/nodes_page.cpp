#include "ui/nodes_page.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QItemSelectionModel>
#include <QStackedLayout>
#include <QVBoxLayout>

#include "ui/drain_dialog.h"
#include "ui/empty_state.h"
#include "ui/parts.h"
#include "ui/table_view.h"
#include "ui/words.h"

namespace lk::ui {

NodesPage::NodesPage(ConsoleContext& context, QAction* redisSettings, QWidget* parent)
    : ConsolePage(parent),
      m_context(context),
      m_redisSettings(redisSettings),
      m_drain(makeAction(QStringLiteral("drain"), tr("&Drain…"),
                         tr("Send the node's devices to others, at a rate, and let no new one in"))),
      m_devices(makeAction(QStringLiteral("devicesOfNode"), tr("Show its de&vices"),
                           tr("Go to the devices of the selected node"))),
      m_copyAddress(makeAction(QStringLiteral("copyNodeAddress"), tr("Copy &address"),
                               tr("Copy where devices find the selected node"))),
      m_count(parts::muted({})),
      m_table(new TableView(context.theme, tr("Nodes"))),
      m_empty(new EmptyState),
      m_stack(new QStackedLayout) {
  m_table->setModel(&m_context.nodes);
  m_table->setColumns({13, 29, 8, 6, 8, 8, 9, 6, 8, 14, 0, 7});
  m_table->addActions({m_devices, m_copyAddress, m_drain});
  parts::markChanging(m_drain);
  arrange();
  connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &NodesPage::followSelection);
  connect(m_table, &QTableView::doubleClicked, m_devices, &QAction::trigger);
  connect(m_table, &TableView::said, this, &NodesPage::said);
  connect(m_devices, &QAction::triggered, this, [this] {
    if (selected() != nullptr) Q_EMIT devicesRequested(selected()->info.id);
  });
  connect(m_copyAddress, &QAction::triggered, this, [this] {
    if (selected() == nullptr) return;
    QApplication::clipboard()->setText(addressOf(*selected()));
    Q_EMIT said(tr("Copied %1").arg(addressOf(*selected())));
  });
  connect(m_drain, &QAction::triggered, this, &NodesPage::askAndDrain);
  connect(&m_context.nodes, &NodesModel::counted, this, &NodesPage::showCount);
  m_table->restore(m_context.state.get(), QStringLiteral("nodes/columns"));
  refreshLook();
  showCount();
}

NodesPage::~NodesPage() { m_table->remember(m_context.state.get(), QStringLiteral("nodes/columns")); }

QAction* NodesPage::makeAction(const QString& name, const QString& text, const QString& tip) {
  auto* action = new QAction(text, this);
  action->setObjectName(name);
  parts::describe(action, tip);
  return action;
}

void NodesPage::arrange() {
  m_stack->addWidget(m_table);
  m_stack->addWidget(m_empty);
  m_empty->setProperty("role", QStringLiteral("card"));
  auto* head = new QHBoxLayout;
  head->setSpacing(parts::kGap);
  head->addWidget(parts::title(tr("Nodes")));
  head->addWidget(m_count, 0, Qt::AlignBottom);
  head->addStretch(1);
  for (QAction* action : {m_devices, m_copyAddress}) head->addWidget(parts::button(action));
  // What sends devices away stands apart.
  head->addSpacing(parts::kMargin);
  QPushButton* drain = parts::button(m_drain);
  parts::makeDangerous(drain);
  head->addWidget(drain);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, parts::kMargin, parts::kMargin, parts::kMargin);
  layout->setSpacing(parts::kGap);
  layout->addLayout(head);
  layout->addLayout(m_stack, 1);
}

QList<QAction*> NodesPage::menuActions() const {
  return {m_devices, m_copyAddress, m_table->copyAction(), m_table->exportAction(), m_drain};
}

void NodesPage::refreshLook() {
  const Theme& theme = m_context.theme;
  m_devices->setIcon(theme.icon(QStringLiteral("devices")));
  m_copyAddress->setIcon(theme.icon(QStringLiteral("copy")));
  m_drain->setIcon(theme.icon(QStringLiteral("drain"), theme.colors().bad));
  m_empty->setPicture(theme.icon(QStringLiteral("nodes")));
  m_table->refreshIcons();
}

const node::NodeRow* NodesPage::selected() const {
  const QList<int> rows = m_table->selectedRows();
  return rows.size() == 1 ? m_context.nodes.at(rows.front()) : nullptr;
}

void NodesPage::followSelection() {
  const node::NodeRow* row = selected();
  m_devices->setEnabled(row != nullptr);
  m_copyAddress->setEnabled(row != nullptr && !addressOf(*row).isEmpty());
  m_drain->setEnabled(row != nullptr && row->state <= node::NodeState::Draining);
  m_devices->setIconText(tr("Show its devices"));
  m_copyAddress->setIconText(tr("Copy address"));
  m_drain->setIconText(row != nullptr ? tr("Drain %1…").arg(row->info.id) : tr("Drain…"));
}

void NodesPage::showCount() {
  const int all = m_context.nodes.rowCount();
  const int up = m_context.nodes.up();
  const node::Figures& figures = m_context.feed.figures();
  QString text =
      up == all ? tr("%1 in all").arg(words::count(static_cast<quint64>(all))) : tr("%1 of %2 answer").arg(up).arg(all);
  if (!figures.busUp && m_context.parts.wholeCluster) text += tr("; others may be there, as Redis is away");
  m_count->setText(all > 0 ? text : QString());
  m_stack->setCurrentIndex(all == 0 ? 1 : 0);
  followSelection();
  if (all > 0) return;
  if (!figures.busUp) {
    m_empty->say(tr("Redis is away"),
                 tr("Nodes are known by Redis. There is no link to it: %1").arg(words::sentence(figures.busWhy)),
                 m_redisSettings);
  } else {
    m_empty->say(tr("No node is here"),
                 tr("Each gateway node that shares this Redis stands here, with its lease, load and state. Start one "
                    "with: linekeeper --headless --redis %1")
                     .arg(QString::fromStdString(m_context.parts.settings->current().redisUrl)),
                 m_redisSettings);
  }
}

void NodesPage::askAndDrain() {
  const node::NodeRow* row = selected();
  if (row == nullptr) return;
  const bool isOwn = m_context.parts.demo != nullptr && row->info.id == m_context.feed.control().info().id;
  const int rate = static_cast<int>(m_context.parts.settings->current().drainRate);
  auto* dialog = new DrainDialog(*row, rate, isOwn, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &DrainDialog::drainRequested, this, &NodesPage::drain);
  dialog->open();
}

void NodesPage::drain(const QString& node, int rate) {
  m_context.feed.control().drain(node, rate, this, [this, node, rate](const Result<void>& started) {
    if (!started) {
      Q_EMIT failed(tr("%1 does not drain: %2").arg(node, QString::fromStdString(started.error().text)));
      return;
    }
    Q_EMIT said(tr("%1 drains, %2 devices a second").arg(node, words::count(static_cast<quint64>(rate))));
    m_context.feed.fetchNow();
  });
}

}  // namespace lk::ui
