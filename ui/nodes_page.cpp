#include "ui/nodes_page.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QMessageBox>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/drain_dialog.h"
#include "ui/drain_strip.h"
#include "ui/empty_state.h"
#include "ui/parts.h"
#include "ui/retranslate.h"
#include "ui/server_words.h"
#include "ui/table_view.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr qsizetype kKickAtOnce = 1'000;

}  // namespace

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
      m_kick(makeAction(QStringLiteral("kickNode"), tr("&Kick its devices…"),
                        tr("End all sessions of the selected node at once; its devices may come back at once"))),
      m_forgetGone(makeAction(QStringLiteral("forgetGoneNodes"), tr("&Forget gone nodes"),
                              tr("Take the nodes that are gone off the page"))),
      m_count(parts::muted(QString())),
      m_table(new TableView(context.theme, tr("Nodes"))),
      m_drains(new DrainStrip(context.theme, context.nodes)),
      m_goneTable(new TableView(context.theme, tr("Nodes that are gone"))),
      m_empty(new EmptyState),
      m_stack(new QStackedLayout) {
  m_table->setModel(&m_context.nodes);
  m_table->setColumns({11, 22, 8, 6, 8, 8, 10, 7, 6, 12, 24, 20, 7}, {NodesModel::Host});
  m_table->horizontalHeader()->setStretchLastSection(true);
  m_table->addActions({m_devices, m_copyAddress, m_drain, m_kick});
  for (QAction* action : {m_drain, m_kick}) parts::markChanging(action);
  m_goneTable->setModel(&m_gone);
  m_goneTable->setColumns({12, 9, 36, 8, 10, 27, 0, 6});
  m_goneTable->setProperty("role", QStringLiteral("plain"));
  arrange();
  connectParts();
  m_table->restore(m_context.state.get(), QStringLiteral("nodes/columns-4"));
  refreshLook();
  showCount();
}

void NodesPage::connectParts() {
  connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &NodesPage::followSelection);
  connect(m_table, &QTableView::doubleClicked, m_devices, &QAction::trigger);
  for (TableView* table : {m_table, m_goneTable}) connect(table, &TableView::said, this, &NodesPage::said);
  connect(m_devices, &QAction::triggered, this, [this] {
    if (selected() != nullptr) Q_EMIT devicesRequested(selected()->info.id);
  });
  connect(m_copyAddress, &QAction::triggered, this, [this] {
    if (selected() == nullptr) return;
    QApplication::clipboard()->setText(addressOf(*selected()));
    Q_EMIT said(tr("Copied %1").arg(addressOf(*selected())));
  });
  connect(m_drain, &QAction::triggered, this, [this] {
    if (selected() != nullptr) askAndDrain(*selected());
  });
  connect(m_drains, &DrainStrip::rateRequested, this, [this](const QString& node) {
    for (int row = 0; row < m_context.nodes.rowCount(); ++row) {
      if (m_context.nodes.at(row)->info.id == node) return askAndDrain(*m_context.nodes.at(row));
    }
  });
  connect(m_kick, &QAction::triggered, this, &NodesPage::askAndKick);
  connect(m_forgetGone, &QAction::triggered, &m_gone, &GoneNodesModel::forgetAll);
  connect(&m_context.nodes, &NodesModel::counted, this, &NodesPage::showCount);
  connect(&m_context.nodes, &NodesModel::left, this, &NodesPage::remember);
  connect(&m_gone, &GoneNodesModel::counted, this, &NodesPage::showCount);
  whenRetranslated(this, [this] { showCount(); });
}

NodesPage::~NodesPage() { m_table->remember(m_context.state.get(), QStringLiteral("nodes/columns-4")); }

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
  auto* name = new QHBoxLayout;
  name->addWidget(parts::title(tr("Nodes")));
  name->addSpacing(parts::kGap);
  name->addWidget(m_count, 0, Qt::AlignBottom);
  head->addLayout(name);
  head->setAlignment(name, Qt::AlignVCenter);
  head->addStretch(1);
  for (QAction* action : {m_devices, m_copyAddress}) head->addWidget(parts::button(action));
  // What sends devices away stands apart.
  head->addSpacing(parts::kMargin);
  QPushButton* drain = parts::button(m_drain);
  parts::makeDangerous(drain);
  head->addWidget(drain);
  QPushButton* kick = parts::button(m_kick);
  parts::makeDangerous(kick);
  head->addWidget(kick);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, parts::kMargin, parts::kMargin, parts::kMargin);
  layout->setSpacing(parts::kGap);
  layout->addLayout(head);
  layout->addWidget(m_drains);
  layout->addLayout(m_stack, 1);
  m_goneCard = makeGone();
  layout->addWidget(m_goneCard);
}

QWidget* NodesPage::makeGone() {
  QFrame* card = parts::card();
  auto* head = new QHBoxLayout;
  head->setContentsMargins(parts::kGap, 0, parts::kGap, 0);
  head->addWidget(parts::heading(tr("Nodes that are gone")));
  head->addStretch(1);
  head->addWidget(parts::button(m_forgetGone));
  auto* layout = new QVBoxLayout(card);
  layout->setContentsMargins(parts::kGap, 10, parts::kGap, parts::kGap);
  layout->setSpacing(parts::kGap);
  layout->addLayout(head);
  layout->addWidget(m_goneTable);
  constexpr int kRows = 4;
  const int row = m_goneTable->verticalHeader()->defaultSectionSize();
  m_goneTable->setFixedHeight(row * kRows + m_goneTable->horizontalHeader()->sizeHint().height() + 4);
  return card;
}

// Of those that are there, one may bear the name again.
void NodesPage::remember(const node::NodeRow& last, qint64 atMs) {
  bool again = false;
  for (int row = 0; row < m_context.nodes.rowCount(); ++row) {
    again = again || m_context.nodes.at(row)->info.id == last.info.id;
  }
  m_gone.add(last, atMs, again);
}

QList<QAction*> NodesPage::menuActions() const {
  return {m_devices, m_copyAddress, m_table->copyAction(), m_table->exportAction(), m_drain, m_kick, m_forgetGone};
}

void NodesPage::refreshLook() {
  const Theme& theme = m_context.theme;
  m_devices->setIcon(theme.icon(QStringLiteral("devices")));
  m_copyAddress->setIcon(theme.icon(QStringLiteral("copy")));
  m_drain->setIcon(theme.icon(QStringLiteral("drain"), theme.colors().bad));
  m_kick->setIcon(theme.icon(QStringLiteral("kick"), theme.colors().bad));
  m_forgetGone->setIcon(theme.icon(QStringLiteral("clear")));
  m_empty->setPicture(theme.icon(QStringLiteral("nodes")));
  m_table->refreshIcons();
  m_goneTable->refreshIcons();
}

const node::NodeRow* NodesPage::selected() const {
  const QList<int> rows = m_table->selectedRows();
  return rows.size() == 1 ? m_context.nodes.at(rows.front()) : nullptr;
}

void NodesPage::followSelection() {
  const node::NodeRow* row = selected();
  m_devices->setEnabled(row != nullptr);
  m_copyAddress->setEnabled(row != nullptr && !addressOf(*row).isEmpty());
  m_drain->setEnabled(row != nullptr && row->state <= node::NodeState::Draining && !row->isDrained());
  m_devices->setIconText(tr("Show its devices"));
  m_copyAddress->setIconText(tr("Copy address"));
  m_drain->setIconText(row != nullptr ? tr("Drain %1…").arg(row->info.id) : tr("Drain…"));
  const bool isKicking = !m_kicking.devices.isEmpty();
  const bool hasDevices = row != nullptr && row->state <= node::NodeState::Draining && row->figures.sessions > 0;
  m_kick->setEnabled(isKicking || hasDevices);
  m_kick->setIconText(isKicking ? tr("Stop kicking") : tr("Kick its devices…"));
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
  m_goneCard->setVisible(m_gone.rowCount() > 0);
  m_forgetGone->setEnabled(m_gone.rowCount() > 0);
  followSelection();
  if (all > 0) return;
  if (!figures.busUp) {
    m_empty->say(tr("Redis is away"),
                 tr("Which nodes there are is kept in Redis, and there is no link to it: %1")
                     .arg(words::sentence(words::serverSentence(figures.busWhy))),
                 m_redisSettings);
  } else {
    m_empty->say(tr("No node is running"),
                 tr("Each gateway node that shares this Redis is listed here, with its lease, load and state. Start "
                    "one with: linekeeper --headless --redis %1")
                     .arg(QString::fromStdString(m_context.parts.settings->current().redisUrl)),
                 m_redisSettings);
  }
}

QStringList NodesPage::devicesOf(const QString& node) const {
  QStringList devices;
  const SessionStore& store = m_context.devices.store();
  store.forEach([&](const PackedSession& row) {
    if (store.rows().words().at(row.node) == node) devices.push_back(QString::fromStdString(row.device));
  });
  return devices;
}

void NodesPage::askAndKick() {
  if (!m_kicking.devices.isEmpty()) {
    m_kicking.devices.clear();  // what was asked of the node goes on
    return followSelection();
  }
  const node::NodeRow* row = selected();
  if (row == nullptr) return;
  const QString node = row->info.id;
  const QStringList devices = devicesOf(node);
  const int count = static_cast<int>(devices.size());
  auto* box = new QMessageBox(QMessageBox::Warning, tr("Kick the devices of a node"),
                              tr("Kick %Ln device(s) of %1?", nullptr, count).arg(node), QMessageBox::Cancel, this);
  box->setInformativeText(
      tr("All their sessions end at once, and they may all come back at once. To empty a node gently, drain it."));
  QPushButton* yes = box->addButton(tr("Kick %Ln device(s)", nullptr, count), QMessageBox::DestructiveRole);
  parts::makeDangerous(yes);
  yes->setEnabled(count > 0);
  box->setDefaultButton(QMessageBox::Cancel);
  box->setAttribute(Qt::WA_DeleteOnClose);
  connect(yes, &QPushButton::clicked, this, [this, node, devices] {
    if (!m_kicking.devices.isEmpty()) return;
    m_kicking = {node, devices, devices.size(), 0, 0};
    kickNext();
  });
  box->open();
}

// In portions, so that it can be stopped and the window says how far it is.
void NodesPage::kickNext() {
  followSelection();
  const auto count = [](qsizetype number) { return words::count(static_cast<quint64>(number)); };
  if (m_kicking.devices.isEmpty()) {
    const QString all = count(m_kicking.all);
    const QString text = tr("Kicked %1 of %2 devices of %3").arg(count(m_kicking.kicked), all, m_kicking.node);
    Q_EMIT said(m_kicking.notConnected == 0
                    ? text
                    : tr("%1; %2 were no longer connected").arg(text, count(m_kicking.notConnected)));
    return;
  }
  const QStringList some = m_kicking.devices.first(std::min(kKickAtOnce, m_kicking.devices.size()));
  m_context.feed.control().kick(some, this, [this, some](const Result<node::KickOutcome>& outcome) {
    if (!outcome) {
      m_kicking.devices.clear();
      followSelection();
      Q_EMIT failed(
          tr("The devices of %1 are not kicked: %2").arg(m_kicking.node, QString::fromStdString(outcome.error().text)));
      return;
    }
    m_kicking.kicked += outcome->kicked.size();
    m_kicking.notConnected += outcome->notConnected.size();
    // Somebody may have stopped it meanwhile.
    m_kicking.devices.remove(0, std::min(some.size(), m_kicking.devices.size()));
    kickNext();
  });
}

void NodesPage::askAndDrain(const node::NodeRow& row) {
  const bool isOwn = m_context.parts.demo != nullptr && row.info.id == m_context.feed.control().info().id;
  const int rate = static_cast<int>(m_context.parts.settings->current().drainRate);
  auto* dialog = new DrainDialog(row, rate, isOwn, this);
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
    m_drains->setRate(node, rate);
    Q_EMIT said(tr("%1 drains, %2 devices a second").arg(node, words::count(static_cast<quint64>(rate))));
    m_context.feed.fetchNow();
  });
}

}  // namespace lk::ui
