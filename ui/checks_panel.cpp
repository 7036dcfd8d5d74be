#include "ui/checks_panel.h"

#include <QAction>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>
#include <ranges>

#include "ui/agree_dialog.h"
#include "ui/check_row.h"
#include "ui/checks_tree.h"
#include "ui/empty_state.h"
#include "ui/parts.h"
#include "ui/retranslate.h"
#include "ui/setup_words.h"
#include "ui/words.h"

namespace lk::ui {

using namespace std::chrono_literals;

namespace {

constexpr auto kSoon = 50ms;

// Two findings may offer actions of one id that do different things.
QString keyOf(const setup::Action& action) {
  std::string key = action.id;
  for (const setup::CommandLine& command : action.commands) key += '\n' + command.shellText();
  return QString::fromStdString(key);
}

QStringList linesOf(const std::vector<setup::CommandLine>& commands) {
  QStringList lines;
  for (const setup::CommandLine& command : commands) lines.push_back(QString::fromStdString(command.shellText()));
  return lines;
}

}  // namespace

ChecksPanel::ChecksPanel(ConsoleContext& context, CheckBoard& board, QAction* runAll, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_board(board),
      m_actions(context.parts.clock, context.parts.system),
      m_tree(new ChecksTree(context.theme, board)),
      m_splitter(new QSplitter(Qt::Horizontal)),
      m_scroll(new QScrollArea),
      m_list(nullptr),
      m_note(new EmptyState),
      m_runAll(runAll) {
  m_note->setProperty("role", QStringLiteral("card"));
  auto* list = new QWidget;
  m_list = new QVBoxLayout(list);
  m_list->setContentsMargins(0, 0, 0, 0);
  m_list->setSpacing(parts::kGap);
  m_scroll->setWidget(list);
  m_scroll->setWidgetResizable(true);
  m_scroll->setFrameShape(QFrame::NoFrame);
  m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_scroll->setAccessibleName(tr("Findings"));
  m_scroll->setMinimumWidth(340);  // in a narrow window the tree gives way, not what is to be read
  m_splitter->addWidget(m_tree);
  m_splitter->addWidget(m_scroll);
  m_splitter->setStretchFactor(1, 1);
  m_splitter->setSizes({430, 620});
  m_splitter->setHandleWidth(parts::kMargin);
  m_splitter->setChildrenCollapsible(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, parts::kGap, 0, 0);
  layout->addWidget(m_splitter);
  m_soon.setSingleShot(true);
  m_soon.setInterval(kSoon);
  m_second.setInterval(1s);
  connect(m_tree, &QTreeWidget::currentItemChanged, this, [this] {
    m_scroll->verticalScrollBar()->setValue(0);
    show();
    Q_EMIT areaChanged();
  });
  connect(&m_soon, &QTimer::timeout, this, &ChecksPanel::show);
  connect(&m_second, &QTimer::timeout, this, &ChecksPanel::show);
  connect(&m_board, &CheckBoard::changed, this, &ChecksPanel::showSoon);
  connect(&m_actions, &setup::ActionRunner::ended, this, &ChecksPanel::take);
  whenRetranslated(this, [this] { sayAgain(); });
  if (m_context.state) {
    m_splitter->restoreState(m_context.state->value(QStringLiteral("setup/splitter")).toByteArray());
  }
  refreshLook();
}

ChecksPanel::~ChecksPanel() {
  if (m_context.state) m_context.state->setValue(QStringLiteral("setup/splitter"), m_splitter->saveState());
}

void ChecksPanel::focusTree() { m_tree->setFocus(Qt::ShortcutFocusReason); }

std::optional<setup::Area> ChecksPanel::area() const { return m_tree->area(); }

void ChecksPanel::refreshLook() {
  m_note->setPicture(m_context.theme.icon(QStringLiteral("setup")));
  for (const Shown& shown : m_cards) shown.card->refreshLook();
  for (const auto& [id, row] : m_rows) row->refreshLook();
  show();
}

// What a card says is made of too many parts to be said again one by one.
void ChecksPanel::sayAgain() {
  m_tree->sayNames();
  for (const Shown& shown : m_cards) delete shown.card;
  m_cards.clear();
  for (const auto& [id, row] : m_rows) delete row;
  m_rows.clear();
  show();
}

void ChecksPanel::showSoon() {
  if (!m_soon.isActive()) m_soon.start();
}

void ChecksPanel::show() {
  if (m_board.underWay()) {
    if (!m_second.isActive()) m_second.start();
  } else {
    m_second.stop();
  }
  m_tree->sayStates();
  showRows();
  showCards();
  showNote();
  std::vector<QWidget*> widgets;
  for (const auto& [id, row] : m_rows) widgets.push_back(row);
  if (!m_note->isHidden()) widgets.push_back(m_note);
  for (const Shown& shown : m_cards) widgets.push_back(shown.card);
  arrange(widgets);
  showActions();
}

// One that hangs stands first: it is the one that somebody has to decide about.
void ChecksPanel::showRows() {
  std::vector<const CheckEntry*> underWay;
  for (const CheckEntry& entry : m_board.entries()) {
    if (entry.underWay() && m_tree->covers(entry)) underWay.push_back(&entry);
  }
  std::ranges::stable_sort(underWay, std::ranges::greater(), &CheckEntry::state);
  std::vector<std::pair<std::string, CheckRow*>> rows;
  for (const CheckEntry* entry : underWay) {
    const auto known = std::ranges::find(m_rows, entry->id, &std::pair<std::string, CheckRow*>::first);
    CheckRow* row = nullptr;
    if (known != m_rows.end()) {
      row = known->second;
      m_rows.erase(known);
    } else {
      row = new CheckRow(m_context.theme, *entry);
      connect(row, &CheckRow::cancelWanted, this, [this](const QString& id) { m_board.cancel(id.toStdString()); });
    }
    row->show(*entry, m_board.runningFor(*entry));
    rows.emplace_back(entry->id, row);
  }
  for (const auto& [id, row] : m_rows) {
    row->hide();
    row->deleteLater();
  }
  m_rows = std::move(rows);
}

std::vector<ChecksPanel::Wanted> ChecksPanel::wanted() const {
  std::vector<Wanted> all;
  for (const CheckEntry& entry : m_board.entries()) {
    if (!m_tree->covers(entry)) continue;
    for (const setup::Finding& finding : entry.findings) all.push_back({&entry, finding});
  }
  // The finding that offered it may be gone since, as it was mended.
  for (const setup::Finding& taken : m_taken) {
    const QString key = keyOf(*taken.fix->action);
    const bool isOffered = std::ranges::any_of(all, [&](const Wanted& one) {
      return one.finding.fix && one.finding.fix->action && keyOf(*one.finding.fix->action) == key;
    });
    if (!isOffered) all.push_back({nullptr, taken});
  }
  all = folded(std::move(all));
  std::ranges::stable_sort(all, std::ranges::greater(), [](const Wanted& one) { return one.finding.grade; });
  return all;
}

// Checks that looked at nothing, all for one reason, are one card, which names them.
std::vector<ChecksPanel::Wanted> ChecksPanel::folded(std::vector<Wanted> all) {
  const auto isBare = [](const Wanted& one) {
    return one.entry != nullptr && one.finding.grade == setup::Grade::Unknown && !one.finding.fix &&
           one.finding.why.empty();
  };
  for (std::size_t first = 0; first < all.size(); ++first) {
    if (!isBare(all[first])) continue;
    const setup::Finding alike = all[first].finding;
    const CheckEntry* const entry = all[first].entry;
    QStringList checks;
    const auto isAlike = [&](const Wanted& one) {
      return isBare(one) && one.entry->area == entry->area && one.finding.title == alike.title &&
             one.finding.evidence == alike.evidence;
    };
    for (const Wanted& one : all) {
      if (isAlike(one)) checks.push_back(words::said(one.entry->title));
    }
    if (checks.size() < 2) continue;
    all[first].finding.evidence = {{checks.join(QStringLiteral(" · ")).toStdString(), {}}};
    all[first].finding.why = {};
    const auto rest = std::remove_if(all.begin() + static_cast<std::ptrdiff_t>(first) + 1, all.end(), isAlike);
    all.erase(rest, all.end());
  }
  return all;
}

// A card that is there already stays, with its focus and what is selected in it.
void ChecksPanel::showCards() {
  std::vector<Shown> cards;
  for (const Wanted& one : wanted()) {
    const std::string check = one.entry != nullptr ? one.entry->id : std::string();
    const auto known = std::ranges::find_if(
        m_cards, [&](const Shown& shown) { return shown.check == check && shown.card->finding() == one.finding; });
    if (known != m_cards.end()) {
      cards.push_back(*known);
      m_cards.erase(known);
    } else {
      cards.push_back({check, makeCard(one)});
    }
  }
  for (const Shown& gone : m_cards) {
    gone.card->hide();
    gone.card->deleteLater();
  }
  m_cards = std::move(cards);
}

FindingCard* ChecksPanel::makeCard(const Wanted& one) {
  const QString area = one.entry != nullptr ? words::area(one.entry->area) : tr("done here");
  auto* card = new FindingCard(m_context.theme, one.finding, area);
  connect(card, &FindingCard::said, this, &ChecksPanel::said);
  connect(card, &FindingCard::actionWanted, this, [this](const setup::Action& action) { askAndRun(action, false); });
  connect(card, &FindingCard::undoWanted, this, [this](const setup::Action& action) { askAndRun(action, true); });
  connect(card, &FindingCard::actionCancelled, this, [this] { m_actions.cancel(); });
  return card;
}

void ChecksPanel::showNote() {
  if (!m_board.everRun()) {
    m_note->say(
        tr("Nothing has been checked yet"),
        tr("Each check looks at one thing that stands around a node: nginx, the firewall, ports, the system's "
           "limits, Redis, and whether a device gets through. What is found is listed here, with the reason why it "
           "matters and the exact way to mend it. A check only looks; it changes nothing."),
        m_runAll);
    m_note->show();
    return;
  }
  const bool isSomethingWrong = std::ranges::any_of(
      m_cards, [](const Shown& shown) { return shown.card->finding().grade != setup::Grade::Good; });
  if (m_cards.empty() && m_rows.empty()) {
    m_note->say(tr("This was not checked yet"), tr("What these checks find is listed here."), m_runAll);
    m_note->show();
  } else if (!isSomethingWrong && m_rows.empty()) {
    m_note->say(tr("Everything is well"),
                tr("%n finding(s), all of them good. Run the checks again after a change of nginx, the firewall or the "
                   "settings, or when devices stay away.",
                   nullptr, static_cast<int>(m_cards.size())));
    m_note->show();
  } else {
    m_note->hide();
  }
}

void ChecksPanel::arrange(const std::vector<QWidget*>& widgets) {
  const bool isSame = m_list->count() == static_cast<int>(widgets.size()) + 1 &&
                      std::ranges::equal(widgets, std::views::iota(0, static_cast<int>(widgets.size())), {}, {},
                                         [this](int place) { return m_list->itemAt(place)->widget(); });
  if (isSame) return;
  while (m_list->count() > 0) delete m_list->takeAt(0);
  // With nothing else to see, it has the whole area as empty states have it elsewhere.
  const bool isAlone = widgets.size() == 1 && widgets.front() == m_note;
  for (QWidget* widget : widgets) {
    m_list->addWidget(widget, isAlone ? 1 : 0);
    widget->show();
  }
  m_list->addStretch(isAlone ? 0 : 1);
}

void ChecksPanel::askAndRun(const setup::Action& action, bool isUndo) {
  const auto& commands = isUndo ? action.undo : action.commands;
  const QString label = words::said(action.label);
  AgreeDialog::Words ask;
  ask.title = isUndo ? tr("Take it back") : label;
  ask.heading = isUndo ? tr("Take back: %1").arg(label) : label;
  using Form = AgreeDialog::Section::Form;
  if (!isUndo) ask.sections.push_back({tr("What it does"), {words::said(action.does)}, Form::Notes});
  ask.sections.push_back({tr("These commands are run"), linesOf(commands), Form::Code});
  if (!isUndo && !action.undo.empty()) {
    ask.sections.push_back({tr("These take it back"), linesOf(action.undo), Form::Code});
  }
  ask.sections.push_back({tr("Rights"),
                          {action.elevated ? tr("It takes an administrator's rights: the system asks for them, unless "
                                                "Linekeeper has them.")
                                           : tr("It takes no more rights than Linekeeper has.")},
                          Form::Notes});
  ask.verb = isUndo ? tr("Undo: %1").arg(label) : label;
  ask.tip = tr("Run the commands that stand above");
  auto* dialog = new AgreeDialog(m_context.theme, ask, this);
  connect(dialog, &QDialog::accepted, this, [this, action, isUndo] {
    ActionState& state = m_actionStates[keyOf(action)];
    const bool isStarted = isUndo ? m_actions.undo(action) : m_actions.run(action);
    if (!isStarted) return;
    state.running = true;
    state.undoing = isUndo;
    showActions();
  });
  dialog->open();
}

void ChecksPanel::take(const setup::Action& action, bool undone, const setup::ActionOutcome& outcome) {
  ActionState& state = m_actionStates[keyOf(action)];
  state.running = false;
  state.undone = undone;
  state.outcome = outcome;
  const bool isDone = outcome.end == setup::ActionOutcome::End::Done;
  if (undone) {
    state.canUndo = !isDone;
  } else {
    state.canUndo = outcome.changedSomething() && !action.undo.empty();
  }
  rememberTaken(action, state.canUndo);
  show();
  Q_EMIT said(words::labelled(words::said(action.label), words::actionOutcome(outcome, undone)));
}

void ChecksPanel::rememberTaken(const setup::Action& action, bool canUndo) {
  std::erase_if(m_taken, [&](const setup::Finding& taken) { return keyOf(*taken.fix->action) == keyOf(action); });
  if (!canUndo) return;
  setup::Finding taken;
  taken.id = action.id;
  taken.title = {tr("Done by Linekeeper: %1").arg(words::said(action.label)).toStdString(), {}};
  taken.evidence = {action.does};
  taken.fix = setup::Fix{{tr("nothing is left to do; it can be taken back").toStdString(), {}}, {}, action};
  m_taken.push_back(std::move(taken));
}

void ChecksPanel::showActions() {
  for (const Shown& shown : m_cards) {
    const auto& fix = shown.card->finding().fix;
    if (!fix || !fix->action) continue;
    shown.card->showAction(m_actionStates.value(keyOf(*fix->action)), m_actions.busy());
  }
}

}  // namespace lk::ui
