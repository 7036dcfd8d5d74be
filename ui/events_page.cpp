#include "ui/events_page.h"

#include <QAction>
#include <QComboBox>
#include <QItemSelectionModel>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QStackedLayout>
#include <QVBoxLayout>

#include "ui/empty_state.h"
#include "ui/filter_edit.h"
#include "ui/parts.h"
#include "ui/retranslate.h"
#include "ui/table_view.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr int kOffers = 12;

}  // namespace

EventsPage::EventsPage(ConsoleContext& context, QWidget* parent)
    : ConsolePage(parent),
      m_context(context),
      m_filter(new FilterEdit(context.theme,
                              tr("Filter: words of the event, id:demo-7, node:n1, addr:10.2., close:lost"),
                              tr("Filter events"))),
      m_node(new QComboBox),
      m_kind(new QComboBox),
      m_severity(new QComboBox),
      m_count(parts::muted({})),
      m_problem(parts::muted({})),
      m_table(new TableView(context.theme, tr("Events"))),
      m_empty(new EmptyState),
      m_stack(new QStackedLayout) {
  m_table->setModel(&m_context.events);
  m_table->setColumns({13, 20, 17, 0, 15, 13});
  m_table->copyAction()->setObjectName(QStringLiteral("copyEvents"));
  m_table->exportAction()->setObjectName(QStringLiteral("exportEvents"));
  makeActions();
  makeChoices();
  makeFilter();
  arrange();
  connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &EventsPage::followSelection);
  connect(m_table, &QTableView::doubleClicked, m_showDevice, &QAction::trigger);
  connect(m_table, &TableView::said, this, &EventsPage::said);
  connect(&m_context.events, &EventsModel::counted, this, &EventsPage::showCount);
  whenRetranslated(this, [this] {
    if (!m_filter->problems().isEmpty()) applyFilter();
    followSelection();
    showCount();
    showUnseen();
  });
  connect(&m_context.events, &QAbstractItemModel::rowsInserted, this,
          [this](const QModelIndex& /*parent*/, int first, int last) { keepPlace(first, last); });
  connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, &EventsPage::showUnseen);
  m_table->keepColumns(m_context.state.get(), QStringLiteral("events/columns-2"));
  restore();
  refreshLook();
  followSelection();
  showCount();
  showUnseen();
}

EventsPage::~EventsPage() {
  m_table->remember(m_context.state.get(), QStringLiteral("events/columns-2"));
  if (!m_context.state) return;
  m_context.state->setValue(QStringLiteral("events/filter"), m_filter->text());
  m_context.state->setValue(QStringLiteral("events/kind"), m_kind->currentIndex());
  m_context.state->setValue(QStringLiteral("events/severity"), m_severity->currentIndex());
}

void EventsPage::restore() {
  if (!m_context.state) return;
  const auto choose = [this](QComboBox* choice, const QString& key) {
    const int index = m_context.state->value(key).toInt();
    if (index > 0 && index < choice->count()) choice->setCurrentIndex(index);
  };
  choose(m_kind, QStringLiteral("events/kind"));
  choose(m_severity, QStringLiteral("events/severity"));
  m_filter->setText(m_context.state->value(QStringLiteral("events/filter")).toString());
}

QList<QAction*> EventsPage::menuActions() const {
  return {m_diagnose,
          m_showDevice,
          m_onlyDevice,
          m_newest,
          m_table->copyAction(),
          m_table->exportAction(),
          m_table->columnsAction(),
          m_clearFilter};
}

QAction* EventsPage::makeAction(const QString& name, const QString& text, const QString& tip,
                                const QKeySequence& shortcut) {
  auto* action = new QAction(text, this);
  action->setObjectName(name);
  parts::describe(action, tip, shortcut);
  return action;
}

void EventsPage::makeActions() {
  m_clearFilter = makeAction(QStringLiteral("clearEventFilter"), tr("Clear filter"), tr("Show all events again"));
  m_showDevice =
      makeAction(QStringLiteral("deviceOfEvent"), tr("Show the &device"),
                 tr("Show the device of the selected event among the devices, with all that is known of it"));
  m_diagnose = makeAction(QStringLiteral("diagnoseEvent"), tr("&Why?"),
                          tr("Find out why the device of the selected event did not get its command"));
  m_onlyDevice = makeAction(QStringLiteral("onlyDevice"), tr("&Only this device"),
                            tr("Show the events of this device alone"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O));
  m_newest =
      makeAction(QStringLiteral("newestEvents"), tr("Go to the &newest"),
                 tr("Go to the newest event, and follow again what happens"), QKeySequence(Qt::CTRL | Qt::Key_Home));
  m_newest->setShortcutContext(Qt::WidgetShortcut);
  m_table->addActions({m_diagnose, m_showDevice, m_onlyDevice, m_newest});
  connect(m_clearFilter, &QAction::triggered, this, [this] {
    m_filter->clear();
    for (QComboBox* choice : {m_node, m_kind, m_severity}) choice->setCurrentIndex(0);
  });
  connect(m_showDevice, &QAction::triggered, this, [this] {
    if (const QString device = selectedDevice(); !device.isEmpty()) Q_EMIT deviceRequested(device);
  });
  connect(m_diagnose, &QAction::triggered, this, [this] {
    if (const QString device = selectedDevice(); !device.isEmpty()) Q_EMIT diagnoseRequested(device);
  });
  connect(m_onlyDevice, &QAction::triggered, this, [this] {
    if (const QString device = selectedDevice(); !device.isEmpty()) m_filter->setText(QStringLiteral("id:") + device);
  });
  connect(m_newest, &QAction::triggered, m_table, &QAbstractItemView::scrollToTop);
}

void EventsPage::makeChoices() {
  m_kind->addItem(tr("All kinds"));
  for (int kind = 0; kind < node::kEventKinds; ++kind) {
    m_kind->addItem(words::eventKind(static_cast<node::EventKind>(kind)), kind);
  }
  m_kind->setMaxVisibleItems(20);
  m_kind->setAccessibleName(tr("Kind of event"));
  m_kind->setToolTip(tr("Show events of one kind only"));
  m_severity->addItem(tr("All severities"), static_cast<int>(node::Severity::Info));
  m_severity->addItem(tr("Warnings and problems"), static_cast<int>(node::Severity::Warning));
  m_severity->addItem(tr("Problems"), static_cast<int>(node::Severity::Problem));
  m_severity->setAccessibleName(tr("Severity"));
  m_severity->setToolTip(tr("Show only what is at least this grave"));
  m_node->addItem(tr("All nodes"));
  m_node->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  m_node->setAccessibleName(tr("Node"));
  m_node->setToolTip(tr("Show events of one node only"));
  connect(&m_context.nodes, &QAbstractItemModel::rowsInserted, this, &EventsPage::listNodes);
  listNodes();
  for (QComboBox* choice : {m_node, m_kind, m_severity}) {
    connect(choice, &QComboBox::currentIndexChanged, this, &EventsPage::applyFilter);
  }
}

// A node that is gone stays: its events are here.
void EventsPage::listNodes() {
  const QSignalBlocker quiet(m_node);
  const QString chosen = m_node->currentIndex() > 0 ? m_node->currentText() : QString();
  QStringList nodes;
  for (int i = 1; i < m_node->count(); ++i) nodes.push_back(m_node->itemText(i));
  for (int row = 0; row < m_context.nodes.rowCount(); ++row) {
    const QString id = m_context.nodes.at(row)->info.id;
    if (!nodes.contains(id)) nodes.push_back(id);
  }
  nodes.sort();
  while (m_node->count() > 1) m_node->removeItem(1);
  m_node->addItems(nodes);
  m_node->setCurrentIndex(chosen.isEmpty() ? 0 : m_node->findText(chosen));
}

void EventsPage::makeFilter() {
  parts::setStyleProperty(m_problem, "role", QStringLiteral("error"));
  m_problem->setWordWrap(true);
  m_problem->hide();
  m_filter->completeWith([this](const QString& word) {
    QStringList nodes;
    for (int i = 1; i < m_node->count(); ++i) nodes.push_back(m_node->itemText(i));
    const QString begun = word.section(QLatin1Char(':'), 1);
    return EventFilter::offers(word, nodes,
                               begun.isEmpty() ? QStringList() : m_context.devices.idsLike(begun, kOffers));
  });
  connect(m_filter, &FilterEdit::filterChanged, this, &EventsPage::applyFilter);
  connect(m_filter, &FilterEdit::accepted, this, [this] {
    m_table->setFocus();
    if (m_context.events.rowCount() > 0) m_table->setCurrentIndex(m_context.events.index(0, 0));
  });
}

void EventsPage::arrange() {
  m_stack->addWidget(m_table);
  m_stack->addWidget(m_empty);
  m_empty->setProperty("role", QStringLiteral("card"));
  auto* head = new QHBoxLayout;
  head->addWidget(parts::title(tr("Events")));
  head->addSpacing(parts::kGap);
  head->addWidget(m_count, 0, Qt::AlignBottom);
  head->addStretch(1);
  m_newestButton = parts::button(m_newest);
  head->addWidget(m_newestButton);
  auto* tools = new QHBoxLayout;
  tools->setSpacing(parts::kGap);
  tools->addWidget(m_filter, 1);
  tools->addWidget(m_node);
  tools->addWidget(m_kind);
  tools->addWidget(m_severity);
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(parts::kGap);
  m_table->columnsAction()->setIconText(tr("Columns"));
  m_table->copyAction()->setIconText(tr("Copy"));
  m_table->exportAction()->setIconText(tr("Export…"));
  m_diagnose->setIconText(tr("Why?"));
  m_showDevice->setIconText(tr("Show device"));
  m_onlyDevice->setIconText(tr("Only this device"));
  for (QAction* action : {m_diagnose, m_showDevice, m_onlyDevice, m_table->copyAction(), m_table->exportAction(),
                          m_table->columnsAction()}) {
    buttons->addWidget(parts::button(action));
  }
  buttons->addStretch(1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, parts::kMargin, parts::kMargin, parts::kMargin);
  layout->setSpacing(parts::kGap);
  layout->addLayout(head);
  layout->addLayout(tools);
  layout->addWidget(m_problem);
  layout->addLayout(buttons);
  layout->addLayout(m_stack, 1);
}

void EventsPage::refreshLook() {
  const Theme& theme = m_context.theme;
  m_diagnose->setIcon(theme.icon(QStringLiteral("diagnose")));
  m_showDevice->setIcon(theme.icon(QStringLiteral("devices")));
  m_onlyDevice->setIcon(theme.icon(QStringLiteral("search")));
  m_newest->setIcon(theme.icon(QStringLiteral("chevron-up")));
  m_empty->setPicture(theme.icon(QStringLiteral("events")));
  m_filter->refreshIcons();
  m_table->refreshIcons();
}

bool EventsPage::focusFilter() {
  m_filter->setFocus(Qt::ShortcutFocusReason);
  m_filter->selectAll();
  return true;
}

// Whoever has selected an event still has it, if it is still shown.
void EventsPage::applyFilter() {
  QList<FilterProblem> problems;
  EventFilter filter;
  filter.words = EventFilter::wordsOf(m_filter->text(), problems);
  m_filter->setProblems(problems);
  m_problem->setText(problems.isEmpty() ? QString() : problems.front().reason);
  m_problem->setVisible(!problems.isEmpty());
  if (!problems.isEmpty()) return;
  if (m_kind->currentIndex() > 0) filter.kind = static_cast<node::EventKind>(m_kind->currentData().toInt());
  filter.atLeast = static_cast<node::Severity>(m_severity->currentData().toInt());
  if (m_node->currentIndex() > 0) filter.node = m_node->currentText();
  EventsModel& events = m_context.events;
  const int current = m_table->currentIndex().row();
  const auto chosen = current >= 0 ? std::optional(events.numberAt(current)) : std::nullopt;
  events.setFilter(filter);
  m_unseen = 0;
  const int row = chosen ? events.rowOf(*chosen) : -1;
  if (row >= 0) m_table->setCurrentIndex(events.index(row, 0));
  followSelection();
  showUnseen();
}

QString EventsPage::selectedDevice() const {
  const QList<int> rows = m_table->selectedRows();
  return rows.size() == 1 ? m_context.events.at(rows.front())->device : QString();
}

void EventsPage::followSelection() {
  const bool hasDevice = !selectedDevice().isEmpty();
  m_showDevice->setEnabled(hasDevice);
  m_diagnose->setEnabled(hasDevice);
  m_onlyDevice->setEnabled(hasDevice);
  const int count = static_cast<int>(m_table->selectedRows().size());
  m_table->copyAction()->setEnabled(count > 0);
  m_table->copyAction()->setIconText(count > 1 ? tr("Copy %1").arg(words::count(static_cast<quint64>(count)))
                                               : tr("Copy"));
}

void EventsPage::showCount() {
  const EventsModel& events = m_context.events;
  const auto count = [](int number) { return words::count(static_cast<quint64>(number)); };
  const int shown = events.rowCount();
  const QString dropped = words::count(events.dropped());
  if (events.dropped() == 0) {
    m_count->setText(shown == events.known() ? tr("%1 in all").arg(count(shown))
                                             : tr("%1 of %2").arg(count(shown), count(events.known())));
  } else {
    m_count->setText(shown == events.known()
                         ? tr("the newest %1; %2 older ones are no longer kept").arg(count(shown), dropped)
                         : tr("%1 of the newest %2; %3 older ones are no longer kept")
                               .arg(count(shown), count(events.known()), dropped));
  }
  if (events.known() == 0) {
    m_empty->say(
        tr("Nothing has happened yet"),
        tr("Connects and their close reasons, takeovers, refusals and commands that did not arrive stand here."));
  } else {
    m_empty->say(tr("No event matches the filter"), tr("It hides %n event(s).", nullptr, events.known()),
                 m_clearFilter);
  }
  m_table->exportAction()->setEnabled(shown > 0);
  m_stack->setCurrentIndex(shown == 0 ? 1 : 0);
}

// Who has scrolled down to read goes on reading the same lines.
void EventsPage::keepPlace(int first, int last) {
  QScrollBar* bar = m_table->verticalScrollBar();
  if (first > bar->value() || bar->value() == 0) return;  // late ones may come below
  m_unseen += last - first + 1;
  bar->setValue(bar->value() + last - first + 1);
  showUnseen();
}

void EventsPage::showUnseen() {
  const bool isAway = m_table->verticalScrollBar()->value() > 0;
  if (!isAway) m_unseen = 0;
  m_newest->setEnabled(isAway);
  m_newest->setIconText(m_unseen > 0 ? tr("%Ln new event(s)", nullptr, m_unseen) : tr("Newest"));
  m_newestButton->setVisible(isAway);
}

}  // namespace lk::ui
