#include "ui/overview_page.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QSpinBox>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/address_for_devices.h"
#include "ui/empty_state.h"
#include "ui/figure_card.h"
#include "ui/node_share.h"
#include "ui/parts.h"
#include "ui/table_view.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr int kDemoDevices = 50;
constexpr std::size_t kTroubles = 200;

quint64 notDone(const node::Figures& figures) {
  quint64 sum = 0;
  for (std::size_t i = 0; i < kCommandStatuses.size(); ++i) {
    const bool isDone = kCommandStatuses[i] == CommandStatus::Done;
    if (!isDone && isFinal(kCommandStatuses[i], false)) sum += figures.commands[i];
  }
  return sum;
}

}  // namespace

OverviewPage::OverviewPage(ConsoleContext& context, const Actions& actions, QWidget* parent)
    : ConsolePage(parent), m_context(context), m_actions(actions), m_troubles(nullptr, kTroubles) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, parts::kMargin, parts::kMargin, parts::kMargin);
  layout->setSpacing(parts::kMargin);
  layout->addWidget(parts::title(tr("Overview")));
  layout->addWidget(makeFigures());
  auto* middle = new QHBoxLayout;
  middle->setSpacing(parts::kMargin);
  m_nodeCard = makeNodeCard();
  m_share = new NodeShare(m_context.theme, m_context.nodes, m_actions.nodes, !m_context.hasNode());
  middle->addWidget(m_nodeCard, 4);
  middle->addWidget(m_share, 5);
  middle->addWidget(makeFirstSteps(), 4);
  layout->addLayout(middle);
  layout->addWidget(makeTroubles(), 1);

  connect(&m_context.feed, &NodeFeed::snapshotArrived, this, &OverviewPage::take);
  connect(&m_context.feed, &NodeFeed::linkChanged, this, &OverviewPage::showNode);
  if (m_context.parts.demo != nullptr) {
    connect(m_context.parts.demo, &DemoFleet::changed, this, &OverviewPage::showDemo);
  }
  connect(&m_context.nodes, &NodesModel::counted, this, &OverviewPage::showCards);
  showNode();
  showCards();
  showDemo();
  refreshLook();
}

QWidget* OverviewPage::makeFigures() {
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(parts::kMargin);
  const auto add = [&](const QString& name, const QString& tip, Sparkline::Words words) {
    auto* card = new FigureCard(m_context.theme, name, tip, std::move(words));
    layout->addWidget(card, 1);
    return card;
  };
  const auto whole = [](double number) { return words::count(static_cast<quint64>(number)); };
  const auto latency = [](double us) { return words::latency(static_cast<qint64>(us)); };
  const auto size = [](double number) { return words::bytes(static_cast<quint64>(number)); };
  m_sessions = add(tr("Sessions"), tr("Devices that are connected and have said HELLO; the last 10 minutes"), whole);
  m_reports = add(tr("Reports/s"), tr("Reports that devices sent; the last 10 minutes"), words::rate);
  m_commands = add(tr("Commands/s"), tr("Commands that came to their end; the last 10 minutes"), words::rate);
  m_acks =
      add(tr("p99 to acknowledge"),
          tr("Of 100 commands of the last minute, 99 were acknowledged by their device within this time"), latency);
  m_memory = add(tr("Memory"), tr("Memory that the node's process holds; the last 10 minutes"), size);
  return row;
}

QWidget* OverviewPage::makeNodeCard() {
  QFrame* card = parts::card();
  auto* layout = new QVBoxLayout(card);
  layout->setContentsMargins(parts::kMargin, 12, parts::kMargin, 12);
  layout->setSpacing(parts::kGap);
  m_nodeId = parts::heading({});
  layout->addWidget(m_nodeId);
  m_addressHint = parts::muted(tr("Point a device here"));
  layout->addWidget(m_addressHint);

  auto* addressRow = new QHBoxLayout;
  m_address = parts::value(tr("Address for devices"));
  m_address->setProperty("role", QStringLiteral("address"));
  m_address->setFont(parts::monospace(m_address->font()));
  m_copy = new QAction(tr("Copy"), this);
  parts::describe(m_copy, tr("Copy the address for devices"));
  connect(m_copy, &QAction::triggered, this, &OverviewPage::copyAddress);
  addressRow->addWidget(m_address, 1);
  addressRow->addWidget(parts::button(m_copy));
  layout->addLayout(addressRow);

  m_facts = new QGridLayout;
  m_facts->setHorizontalSpacing(parts::kMargin);
  m_facts->setVerticalSpacing(4);
  const auto fact = [&](const QString& name) {
    QLabel* value = parts::value(name);
    m_factLabels.push_back({parts::muted(name), value});
    return value;
  };
  m_listen = fact(tr("Listens on"));
  m_bus = fact(tr("Bus"));
  m_metrics = fact(tr("Metrics"));
  m_version = fact(tr("Version"));
  m_running = fact(tr("Running for"));
  placeFacts(false);
  layout->addSpacing(4);
  layout->addLayout(m_facts);
  layout->addStretch(1);
  return card;
}

// A console without a node of its own has no address to point a device at, but all those of the cluster.
void OverviewPage::showCards() {
  m_nodeCard->setVisible(m_context.hasNode());
  const bool isShared = !m_context.hasNode() || m_context.nodes.rowCount() > 1;
  m_share->setVisible(isShared);
  if (isShared != m_narrow) placeFacts(isShared);
  // Three cards in a row leave no room for it.
  m_sendHint->setVisible(!isShared || !m_context.hasNode());
}

// In two columns where there is room.
void OverviewPage::placeFacts(bool narrow) {
  constexpr int kRows = 3;
  m_narrow = narrow;
  for (int i = 0; i < m_factLabels.size(); ++i) {
    const auto& [name, value] = m_factLabels[i];
    const int row = narrow ? i : i % kRows;
    const int column = narrow ? 0 : i / kRows * 2;
    m_facts->addWidget(name, row, column);
    m_facts->addWidget(value, row, column + 1);
  }
  m_facts->setColumnStretch(1, 1);
  m_facts->setColumnStretch(3, narrow ? 0 : 1);
}

QWidget* OverviewPage::makeFirstSteps() {
  QFrame* card = parts::card();
  auto* layout = new QVBoxLayout(card);
  layout->setContentsMargins(parts::kMargin, 12, parts::kMargin, 12);
  layout->setSpacing(parts::kGap);
  layout->addWidget(parts::heading(tr("Try it")));
  m_demoHint = parts::muted({});
  m_demoHint->setWordWrap(true);
  layout->addWidget(m_demoHint);

  auto* demoRow = new QHBoxLayout;
  m_demoCount = new QSpinBox;
  m_demoCount->setRange(1, 100'000);
  m_demoCount->setValue(kDemoDevices);
  m_demoCount->setGroupSeparatorShown(true);
  m_demoCount->setMinimumWidth(84);
  m_demoCount->setAccessibleName(tr("Number of demo devices"));
  m_demoCount->setToolTip(tr("How many demo devices to start"));
  demoRow->addWidget(m_demoCount);
  m_demoButton = parts::button(m_actions.demo);
  m_demoButton->setObjectName(QStringLiteral("demoButton"));
  demoRow->addWidget(m_demoButton);
  demoRow->addStretch(1);
  layout->addLayout(demoRow);

  m_sendHint =
      parts::muted(tr("Then choose a device and send it a command: you see it written, acknowledged "
                      "and done, or the reason why not."));
  m_sendHint->setWordWrap(true);
  layout->addSpacing(4);
  layout->addWidget(m_sendHint);
  auto* sendRow = new QHBoxLayout;
  QPushButton* send = parts::button(m_actions.send);
  sendRow->addWidget(send);
  sendRow->addStretch(1);
  layout->addLayout(sendRow);
  layout->addStretch(1);
  return card;
}

QWidget* OverviewPage::makeTroubles() {
  QFrame* card = parts::card();
  auto* layout = new QVBoxLayout(card);
  layout->setContentsMargins(parts::kGap, 12, parts::kGap, parts::kGap);
  layout->setSpacing(parts::kGap);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(parts::kGap, 0, parts::kGap, 0);
  head->addWidget(parts::heading(tr("Warnings and problems")));
  head->addStretch(1);
  auto* events = parts::button(m_actions.events);
  layout->addLayout(head);

  m_troubleTable = new TableView(m_context.theme, tr("Warnings and problems"));
  m_troubleTable->setProperty("role", QStringLiteral("plain"));
  m_troubleTable->setModel(&m_troubles);
  m_troubleTable->setColumns({13, 20, 15, 0, 15, 13});
  m_troubleTable->setSelectionMode(QAbstractItemView::SingleSelection);
  connect(m_troubleTable, &TableView::said, this, &OverviewPage::said);
  m_why = new QAction(tr("&Why?"), this);
  m_why->setObjectName(QStringLiteral("diagnoseTrouble"));
  m_why->setIconText(tr("Why?"));
  parts::describe(m_why, tr("Find out why the device of the selected row did not get its command"));
  m_why->setEnabled(false);
  m_troubleTable->insertAction(m_troubleTable->copyAction(), m_why);
  connect(m_why, &QAction::triggered, this, [this] {
    if (const QString device = selectedDevice(); !device.isEmpty()) Q_EMIT diagnoseRequested(device);
  });
  connect(m_troubleTable, &QTableView::doubleClicked, m_why, &QAction::trigger);
  connect(m_troubleTable->selectionModel(), &QItemSelectionModel::selectionChanged, this,
          [this] { m_why->setEnabled(!selectedDevice().isEmpty()); });
  head->addWidget(parts::button(m_why));
  head->addWidget(events);
  m_noTrouble = new EmptyState;
  m_noTrouble->say(tr("No warning so far"),
                   tr("Commands that did not arrive, refused connections and whatever else needs "
                      "a look would stand here."));
  m_troubleStack = new QStackedLayout;
  m_troubleStack->addWidget(m_noTrouble);
  m_troubleStack->addWidget(m_troubleTable);
  layout->addLayout(m_troubleStack, 1);
  return card;
}

QString OverviewPage::selectedDevice() const {
  const QList<int> rows = m_troubleTable->selectedRows();
  const node::Event* event = rows.size() == 1 ? m_troubles.at(rows.front()) : nullptr;
  return event != nullptr ? event->device : QString();
}

int OverviewPage::demoDevices() const { return m_demoCount->value(); }

void OverviewPage::refreshLook() {
  m_copy->setIcon(m_context.theme.icon(QStringLiteral("copy")));
  m_why->setIcon(m_context.theme.icon(QStringLiteral("diagnose")));
  m_noTrouble->setPicture(m_context.theme.icon(QStringLiteral("overview")));
  m_troubleTable->refreshIcons();
}

void OverviewPage::take(const node::Snapshot& snapshot) {
  QList<node::Event> troubles;
  for (const node::Event& event : snapshot.events) {
    if (event.severity != node::Severity::Info) troubles.push_back(event);
  }
  m_troubles.take(troubles, 0);
  m_troubleStack->setCurrentIndex(m_troubles.rowCount() > 0 ? 1 : 0);
  showFigures();
  const bool drained = std::exchange(m_drains, ownNodeDrains(snapshot));
  showNode();
  if (drained != m_drains) showDemo();
}

// Of the node that the card is about, whatever others do.
bool OverviewPage::ownNodeDrains(const node::Snapshot& snapshot) const {
  const QString id = m_context.feed.control().info().id;
  const auto own = std::ranges::find(snapshot.nodes, id, [](const node::NodeRow& row) { return row.info.id; });
  return own != snapshot.nodes.end() ? own->state == node::NodeState::Draining : snapshot.figures.draining;
}

void OverviewPage::showFigures() {
  const node::Figures& figures = m_context.feed.figures();
  const FigureHistory& history = m_context.history;
  const FigureHistory::Sample now = history.latest();
  const bool isMeasured = !history.samples().empty();
  const bool isKnown = m_context.knowsNodes();
  const auto shown = [&](FigureCard* card, const QString& value, const QString& note,
                         double FigureHistory::Sample::*member) {
    const QString none = QStringLiteral("–");
    card->show(isKnown ? value : none, isKnown ? note : QString(), history.of(member), FigureHistory::kSpanMs);
  };
  using Sample = FigureHistory::Sample;
  const bool isWhole = m_context.knowsOthers();
  const QString connections = tr("%Ln connection(s)", nullptr, static_cast<int>(figures.connections));
  const QString sessions = words::count(figures.sessions);
  shown(m_sessions, isWhole ? sessions : tr("%1 here").arg(sessions), isWhole ? connections : tr("others not known"),
        &Sample::sessions);
  shown(m_reports, isMeasured ? words::rate(now.reportsPerS) : QStringLiteral("–"),
        tr("%1 since the start").arg(words::count(figures.reports)), &Sample::reportsPerS);
  const auto done = figures.commands[static_cast<std::size_t>(CommandStatus::Done)];
  shown(m_commands, isMeasured ? words::rate(now.commandsPerS) : QStringLiteral("–"),
        tr("%1 done, %2 not").arg(words::count(done), words::count(notDone(figures))), &Sample::commandsPerS);
  const bool hasAcks = figures.ackP99Us > 0;
  shown(m_acks, hasAcks ? words::latency(figures.ackP99Us) : QStringLiteral("–"),
        hasAcks ? tr("p50 %1").arg(words::latency(figures.ackP50Us)) : tr("none in the last minute"),
        &Sample::ackP99Us);
  shown(m_memory, figures.memoryBytes > 0 ? words::bytes(figures.memoryBytes) : QStringLiteral("–"),
        figures.memoryBytes > 0 ? tr("loop lag p99 %1").arg(words::latency(figures.loopLagP99Us)) : QString(),
        &Sample::memoryBytes);
}

void OverviewPage::showNode() {
  if (!m_context.feed.connected()) return m_nodeId->setText(tr("No node"));
  const node::NodeInfo info = m_context.feed.control().info();
  const QString address = addressForDevices(info.listen);
  m_nodeId->setText(tr("Node %1").arg(info.id));
  m_address->setText(address.isEmpty() ? tr("no listener") : address);
  m_copy->setEnabled(!address.isEmpty());
  m_addressHint->setText(m_drains ? tr("Takes no device any more: it drains or has drained")
                                  : tr("Point a device here"));
  m_listen->setText(info.listen.join(QStringLiteral(", ")));
  m_bus->setText(info.bus == QLatin1StringView("memory") ? tr("in memory, this node only") : words::bus(info.bus));
  m_metrics->setText(info.metrics == QLatin1StringView("off") || info.metrics.isEmpty() ? tr("off") : info.metrics);
  m_version->setText(info.version);
  m_running->setText(info.startedAtMs > 0 ? words::duration(m_context.feed.nowMs() - info.startedAtMs) : QString());
}

void OverviewPage::showDemo() {
  const DemoFleet* demo = m_context.parts.demo;
  m_demoCount->setEnabled(demo != nullptr && demo->devices() == 0);
  m_demoCount->setVisible(m_context.hasNode());
  m_demoButton->setVisible(m_context.hasNode());
  if (!m_context.hasNode()) {
    m_demoHint->setText(
        tr("This console runs no node of its own, so it has no demo devices. Point a device at a node of the cluster, "
           "or run demo devices there: linekeeper simulate --target ADDR:PORT --devices 50"));
  } else if (demo == nullptr) {
    m_demoHint->setText(tr("This console looks at a node of another program, where it can't start demo devices."));
  } else if (m_drains) {
    m_demoHint->setText(tr("This node drains or has drained, and lets no device in, demo devices neither."));
  } else if (demo->devices() > 0) {
    m_demoHint->setText(tr("Running: %n demo device(s), which report to this node and acknowledge commands.", nullptr,
                           demo->devices()));
  } else {
    m_demoHint->setText(tr("No device at hand? Demo devices connect to this node, report, and acknowledge commands."));
  }
}

void OverviewPage::copyAddress() {
  QApplication::clipboard()->setText(m_address->text());
  Q_EMIT said(tr("Copied %1").arg(m_address->text()));
}

}  // namespace lk::ui
