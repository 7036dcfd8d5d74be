#include "ui/checks_panel.h"

#include <QAction>
#include <QHeaderView>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <ranges>

#include "ui/agree_dialog.h"
#include "ui/check_row.h"
#include "ui/empty_state.h"
#include "ui/parts.h"
#include "ui/retranslate.h"
#include "ui/setup_words.h"
#include "ui/words.h"

namespace lk::ui {

using namespace std::chrono_literals;

namespace {

constexpr auto kSoon = 50ms;
constexpr int kAreaRole = Qt::UserRole;
constexpr int kIdRole = Qt::UserRole + 1;

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
      m_tree(new QTreeWidget),
      m_splitter(new QSplitter(Qt::Horizontal)),
      m_scroll(new QScrollArea),
      m_list(nullptr),
      m_note(new EmptyState),
      m_runAll(runAll) {
  makeTree();
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

void ChecksPanel::makeTree() {
  m_tree->setAccessibleName(tr("Checks"));
  m_tree->setToolTip(tr("Choose whose findings are shown"));
  m_tree->setColumnCount(2);
  m_tree->setHeaderHidden(true);
  m_tree->setRootIsDecorated(false);
  m_tree->setUniformRowHeights(true);
  m_tree->setIndentation(20);
  m_tree->setIconSize(QSize(18, 18));
  m_tree->setItemsExpandable(false);
  m_tree->setMinimumWidth(320);
  m_tree->header()->setStretchLastSection(false);
  m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  // A handful of rows: the names get all that the states leave.
  m_tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  m_all = new QTreeWidgetItem(m_tree);
  for (const setup::Area area : setup::kAreas) {
    auto* item = new QTreeWidgetItem(m_tree);
    item->setData(0, kAreaRole, static_cast<int>(area));
    for (const CheckEntry& entry : m_board.entries()) {
      if (entry.area != area) continue;
      auto* child = new QTreeWidgetItem(item);
      child->setData(0, kAreaRole, static_cast<int>(area));
      child->setData(0, kIdRole, QString::fromStdString(entry.id));
    }
    QFont bold = m_tree->font();
    bold.setWeight(QFont::DemiBold);
    item->setFont(0, bold);
  }
  QFont bold = m_tree->font();
  bold.setWeight(QFont::DemiBold);
  m_all->setFont(0, bold);
  nameTree();
  m_tree->expandAll();
  m_tree->setCurrentItem(m_all);
  connect(m_tree, &QTreeWidget::currentItemChanged, this, [this] {
    m_scroll->verticalScrollBar()->setValue(0);
    show();
    Q_EMIT areaChanged();
  });
}

void ChecksPanel::focusTree() { m_tree->setFocus(Qt::ShortcutFocusReason); }

std::optional<setup::Area> ChecksPanel::area() const {
  const QTreeWidgetItem* item = m_tree->currentItem();
  if (item == nullptr || item == m_all) return {};
  return static_cast<setup::Area>(item->data(0, kAreaRole).toInt());
}

bool ChecksPanel::isSelected(const CheckEntry& entry) const {
  const QTreeWidgetItem* item = m_tree->currentItem();
  if (item == nullptr || item == m_all) return true;
  const QString id = item->data(0, kIdRole).toString();
  return id.isEmpty() ? area() == entry.area : id.toStdString() == entry.id;
}

void ChecksPanel::refreshLook() {
  m_note->setPicture(m_context.theme.icon(QStringLiteral("setup")));
  for (const Shown& shown : m_cards) shown.card->refreshLook();
  for (const auto& [id, row] : m_rows) row->refreshLook();
  show();
}

void ChecksPanel::nameTree() {
  m_all->setText(0, tr("All checks"));
  for (int top = 1; top < m_tree->topLevelItemCount(); ++top) {
    QTreeWidgetItem* item = m_tree->topLevelItem(top);
    const auto area = static_cast<setup::Area>(item->data(0, kAreaRole).toInt());
    item->setText(0, words::area(area));
    item->setToolTip(0, tr("Sees %1").arg(words::areaHelp(area)));
    for (int i = 0; i < item->childCount(); ++i) {
      QTreeWidgetItem* child = item->child(i);
      const CheckEntry* entry = m_board.find(child->data(0, kIdRole).toString().toStdString());
      if (entry == nullptr) continue;
      child->setText(0, words::said(entry->title));
      child->setToolTip(0, tr("%1 (%2)").arg(child->text(0), QString::fromStdString(entry->id)));
    }
  }
}

// What a card says is made of too many parts to be said again one by one.
void ChecksPanel::sayAgain() {
  nameTree();
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
  showTree();
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

void ChecksPanel::showTree() {
  const ThemeColors& colors = m_context.theme.colors();
  const auto look = [&](QTreeWidgetItem* item, const QString& icon, Tone tone, const QString& text) {
    item->setIcon(0, m_context.theme.icon(icon, colors.of(tone)));
    item->setText(1, text);
    item->setToolTip(1, text);
    item->setForeground(1, colors.of(tone == Tone::Good ? Tone::Muted : tone));
    item->setData(0, Qt::AccessibleTextRole, words::labelled(item->text(0), text));
  };
  const auto sum = [&](QTreeWidgetItem* item, std::optional<setup::Area> area) {
    bool isDone = true;
    bool isRunning = false;
    int hung = 0;
    bool anyRun = false;
    for (const CheckEntry& entry : m_board.entries()) {
      if (area && entry.area != *area) continue;
      isRunning = isRunning || entry.underWay();
      hung += entry.state == CheckEntry::State::Hung;
      anyRun = anyRun || entry.state != CheckEntry::State::NotRun;
      isDone = isDone && entry.state != CheckEntry::State::NotRun;
    }
    if (hung > 0) return look(item, QStringLiteral("waiting"), Tone::Warning, tr("%n not returning", nullptr, hung));
    if (isRunning) return look(item, QStringLiteral("refresh"), Tone::Muted, tr("running"));
    if (!anyRun) return look(item, QStringLiteral("unknown"), Tone::Muted, tr("not run yet"));
    const int problems = m_board.count(setup::Grade::Problem, area);
    const int warnings = m_board.count(setup::Grade::Warning, area);
    const int unknown = m_board.count(setup::Grade::Unknown, area);
    const setup::Grade worst = problems > 0             ? setup::Grade::Problem
                               : warnings > 0           ? setup::Grade::Warning
                               : unknown > 0 || !isDone ? setup::Grade::Unknown
                                                        : setup::Grade::Good;
    const bool isPart = worst == setup::Grade::Unknown && unknown == 0;
    look(item, words::gradeIcon(worst), words::gradeTone(worst),
         isPart ? tr("not all run")
         : area ? gradesText(problems, warnings, unknown)
                // The page's head has them all; the names below need the room.
                : gradesText(problems, problems > 0 ? 0 : warnings, problems + warnings > 0 ? 0 : unknown));
  };
  sum(m_all, {});
  for (int top = 1; top < m_tree->topLevelItemCount(); ++top) {
    QTreeWidgetItem* item = m_tree->topLevelItem(top);
    sum(item, static_cast<setup::Area>(item->data(0, kAreaRole).toInt()));
    for (int i = 0; i < item->childCount(); ++i) {
      QTreeWidgetItem* child = item->child(i);
      const CheckEntry* entry = m_board.find(child->data(0, kIdRole).toString().toStdString());
      if (entry == nullptr) continue;
      const auto [icon, tone] = checkStateLook(*entry);
      look(child, icon, tone, checkStateText(*entry, m_board.runningFor(*entry)));
    }
  }
}

// One that hangs stands first: it is the one that somebody has to decide about.
void ChecksPanel::showRows() {
  std::vector<const CheckEntry*> underWay;
  for (const CheckEntry& entry : m_board.entries()) {
    if (entry.underWay() && isSelected(entry)) underWay.push_back(&entry);
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
    if (!isSelected(entry)) continue;
    for (const setup::Finding& finding : entry.findings) all.push_back({&entry, &finding});
  }
  // The finding that offered it may be gone since, as it was mended.
  for (const setup::Finding& taken : m_taken) {
    const QString key = keyOf(*taken.fix->action);
    const bool isOffered = std::ranges::any_of(all, [&](const Wanted& one) {
      return one.finding->fix && one.finding->fix->action && keyOf(*one.finding->fix->action) == key;
    });
    if (!isOffered) all.push_back({nullptr, &taken});
  }
  std::ranges::stable_sort(all, std::ranges::greater(), [](const Wanted& one) { return one.finding->grade; });
  return all;
}

// A card that is there already stays, with its focus and what is selected in it.
void ChecksPanel::showCards() {
  std::vector<Shown> cards;
  for (const Wanted& one : wanted()) {
    const std::string check = one.entry != nullptr ? one.entry->id : std::string();
    const auto known = std::ranges::find_if(
        m_cards, [&](const Shown& shown) { return shown.check == check && shown.card->finding() == *one.finding; });
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
  auto* card = new FindingCard(m_context.theme, *one.finding, area);
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
