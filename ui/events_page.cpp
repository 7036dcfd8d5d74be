#include "ui/events_page.h"

#include <QAction>
#include <QComboBox>
#include <QScrollBar>
#include <QStackedLayout>
#include <QVBoxLayout>

#include "ui/empty_state.h"
#include "ui/filter_edit.h"
#include "ui/parts.h"
#include "ui/retranslate.h"
#include "ui/table_view.h"
#include "ui/words.h"

namespace lk::ui {

EventsPage::EventsPage(ConsoleContext& context, QWidget* parent)
    : ConsolePage(parent),
      m_context(context),
      m_clearFilter(new QAction(tr("Clear filter"), this)),
      m_filter(new FilterEdit(context.theme, tr("Filter: device, address, node or words of the event"),
                              tr("Filter events"))),
      m_kind(new QComboBox),
      m_severity(new QComboBox),
      m_count(parts::muted({})),
      m_table(new TableView(context.theme, tr("Events"))),
      m_empty(new EmptyState),
      m_stack(new QStackedLayout) {
  m_table->setModel(&m_context.events);
  m_table->setColumns({15, 20, 20, 0, 18, 14});
  makeChoices();
  arrange();
  parts::describe(m_clearFilter, tr("Show all events again"));
  connect(m_clearFilter, &QAction::triggered, this, [this] {
    m_filter->clear();
    m_kind->setCurrentIndex(0);
    m_severity->setCurrentIndex(0);
  });
  connect(m_filter, &FilterEdit::filterChanged, this, &EventsPage::applyFilter);
  connect(m_kind, &QComboBox::currentIndexChanged, this, &EventsPage::applyFilter);
  connect(m_severity, &QComboBox::currentIndexChanged, this, &EventsPage::applyFilter);
  connect(m_table, &TableView::said, this, &EventsPage::said);
  connect(&m_context.events, &EventsModel::counted, this, &EventsPage::showCount);
  whenRetranslated(this, [this] { showCount(); });
  connect(&m_context.events, &QAbstractItemModel::rowsInserted, this,
          [this](const QModelIndex& /*parent*/, int first, int last) { keepPlace(first, last); });
  m_table->restore(m_context.state.get(), QStringLiteral("events/columns"));
  refreshLook();
  showCount();
}

EventsPage::~EventsPage() { m_table->remember(m_context.state.get(), QStringLiteral("events/columns")); }

QList<QAction*> EventsPage::menuActions() const {
  return {m_table->copyAction(), m_table->exportAction(), m_clearFilter};
}

void EventsPage::makeChoices() {
  m_kind->addItem(tr("All kinds"));
  for (int kind = 0; kind < node::kEventKinds; ++kind) {
    m_kind->addItem(words::eventKind(static_cast<node::EventKind>(kind)), kind);
  }
  m_kind->setMaxVisibleItems(20);
  m_kind->setAccessibleName(tr("Kind of event"));
  m_kind->setToolTip(tr("Show events of one kind only"));
  m_severity->addItem(tr("Everything"), static_cast<int>(node::Severity::Info));
  m_severity->addItem(tr("Warnings and problems"), static_cast<int>(node::Severity::Warning));
  m_severity->addItem(tr("Problems"), static_cast<int>(node::Severity::Problem));
  m_severity->setAccessibleName(tr("Severity"));
  m_severity->setToolTip(tr("Show only what is at least this grave"));
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
  auto* tools = new QHBoxLayout;
  tools->setSpacing(parts::kGap);
  tools->addWidget(m_filter, 1);
  tools->addWidget(m_kind);
  tools->addWidget(m_severity);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, parts::kMargin, parts::kMargin, parts::kMargin);
  layout->setSpacing(parts::kGap);
  layout->addLayout(head);
  layout->addLayout(tools);
  layout->addLayout(m_stack, 1);
}

void EventsPage::refreshLook() {
  m_empty->setPicture(m_context.theme.icon(QStringLiteral("events")));
  m_filter->refreshIcons();
  m_table->refreshIcons();
}

bool EventsPage::focusFilter() {
  m_filter->setFocus(Qt::ShortcutFocusReason);
  m_filter->selectAll();
  return true;
}

void EventsPage::applyFilter() {
  EventFilter filter;
  filter.text = m_filter->text();
  if (m_kind->currentIndex() > 0) filter.kind = static_cast<node::EventKind>(m_kind->currentData().toInt());
  filter.atLeast = static_cast<node::Severity>(m_severity->currentData().toInt());
  m_context.events.setFilter(filter);
}

void EventsPage::showCount() {
  const EventsModel& events = m_context.events;
  const auto count = [](int number) { return words::count(static_cast<quint64>(number)); };
  const int shown = events.rowCount();
  QString text = shown == events.known() ? tr("%1 in all").arg(count(shown))
                                         : tr("%1 of %2").arg(count(shown), count(events.known()));
  if (events.dropped() > 0) text += tr("; %1 older ones are no longer kept").arg(words::count(events.dropped()));
  m_count->setText(text);
  if (events.known() == 0) {
    m_empty->say(
        tr("Nothing has happened yet"),
        tr("Connects and their close reasons, takeovers, refusals and commands that did not arrive stand here."));
  } else {
    m_empty->say(tr("No event matches the filter"), tr("It hides %n event(s).", nullptr, events.known()),
                 m_clearFilter);
  }
  m_stack->setCurrentIndex(shown == 0 ? 1 : 0);
}

// Who has scrolled down to read goes on reading the same lines.
void EventsPage::keepPlace(int first, int last) {
  QScrollBar* bar = m_table->verticalScrollBar();
  if (first == 0 && bar->value() > 0) bar->setValue(bar->value() + last - first + 1);
}

}  // namespace lk::ui
