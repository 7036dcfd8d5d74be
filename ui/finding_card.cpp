#include "ui/finding_card.h"

#include <QVBoxLayout>

#include "ui/command_lines.h"
#include "ui/grade_mark.h"
#include "ui/parts.h"
#include "ui/setup_words.h"
#include "ui/theme.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

QLabel* wrapped(QLabel* label) {
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  return label;
}

QLabel* sentence(const QString& name, const QString& text) {
  QLabel* label = wrapped(parts::value(name));
  label->setTextFormat(Qt::PlainText);
  label->setText(text);
  return label;
}

}  // namespace

FindingCard::FindingCard(const Theme& theme, setup::Finding finding, const QString& area, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_finding(std::move(finding)), m_mark(new GradeMark(theme)) {
  setProperty("role", QStringLiteral("card"));
  const QString title = words::said(m_finding.title);
  setAccessibleName(words::labelled(words::grade(m_finding.grade), title));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, 12, parts::kMargin, 12);
  layout->setSpacing(6);
  auto* head = new QHBoxLayout;
  head->setSpacing(12);
  head->addWidget(m_mark, 0, Qt::AlignTop);
  auto* heading = wrapped(parts::heading(title));
  heading->setToolTip(QString::fromStdString(m_finding.id));
  head->addWidget(heading, 1);
  head->addWidget(parts::muted(area), 0, Qt::AlignTop);
  layout->addLayout(head);
  addEvidence(*layout);
  if (!m_finding.why.empty()) layout->addWidget(sentence(tr("Why it matters"), words::said(m_finding.why)));
  if (m_finding.fix) addFix(*layout);
  refreshLook();
}

void FindingCard::addEvidence(QVBoxLayout& layout) {
  QStringList lines;
  for (const setup::Text& text : m_finding.evidence) lines.push_back(words::said(text));
  if (lines.isEmpty()) return;
  QLabel* evidence = wrapped(parts::muted(lines.join(QLatin1Char('\n'))));
  evidence->setAccessibleName(tr("Seen"));
  evidence->setFont(parts::monospace(evidence->font()));
  evidence->setContentsMargins(0, 0, 0, 1);  // at 125 % an underscore needs it
  layout.addWidget(evidence);
}

void FindingCard::addFix(QVBoxLayout& layout) {
  layout.addWidget(sentence(tr("How it is mended"), tr("To mend it: %1").arg(words::said(m_finding.fix->text))));
  if (!m_finding.fix->commands.empty()) {
    QStringList commands;
    for (const std::string& command : m_finding.fix->commands) commands.push_back(QString::fromStdString(command));
    m_commands = new CommandLines(m_theme, commands);
    connect(m_commands, &CommandLines::said, this, &FindingCard::said);
    layout.addWidget(m_commands);
  }
  if (!m_finding.fix->block.empty()) {
    const QString block = QString::fromStdString(m_finding.fix->block);
    m_block = new CommandLines(m_theme, block.trimmed().split(QLatin1Char('\n')), CommandLines::Kind::Configuration);
    connect(m_block, &CommandLines::said, this, &FindingCard::said);
    layout.addWidget(m_block);
  }
  if (m_finding.fix->action) addAction(layout);
}

void FindingCard::addAction(QVBoxLayout& layout) {
  const setup::Action action = *m_finding.fix->action;
  const auto make = [this](const QString& text, const QString& tip) {
    auto* button = new QPushButton(text);
    button->setAccessibleName(text);
    button->setToolTip(tip);
    return button;
  };
  const QString label = words::said(action.label);
  m_do = make(tr("%1…").arg(label), tr("Shows what will be done, before anything is"));
  m_undo = make(tr("Undo: %1…").arg(label), tr("Shows what takes it back, before anything is done"));
  m_cancel = make(tr("Cancel"), tr("End the command that runs, and begin no other"));
  for (QPushButton* button : {m_do, m_undo}) parts::markChanging(button);
  m_outcome = wrapped(parts::muted({}));
  m_outcome->setAccessibleName(tr("What became of it"));
  connect(m_do, &QPushButton::clicked, this, [this, action] { Q_EMIT actionWanted(action); });
  connect(m_undo, &QPushButton::clicked, this, [this, action] { Q_EMIT undoWanted(action); });
  connect(m_cancel, &QPushButton::clicked, this, &FindingCard::actionCancelled);
  auto* row = new QHBoxLayout;
  row->setSpacing(parts::kGap);
  for (QPushButton* button : {m_do, m_undo, m_cancel}) row->addWidget(button, 0, Qt::AlignTop);
  row->addWidget(m_outcome, 1);
  layout.addLayout(row);
  showAction({}, false);
}

void FindingCard::showAction(const ActionState& state, bool otherRuns) {
  if (m_do == nullptr) return;
  m_do->setVisible(!state.canUndo);
  m_do->setEnabled(!state.running && !otherRuns);
  m_undo->setVisible(state.canUndo);
  m_undo->setEnabled(!state.running && !otherRuns);
  m_cancel->setVisible(state.running);
  QString text;
  QString role = QStringLiteral("muted");
  if (state.running) {
    text = state.undoing ? tr("Taking it back…") : tr("Running…");
  } else if (state.outcome) {
    text = words::actionOutcome(*state.outcome, state.undone);
    const auto end = state.outcome->end;
    role = end == setup::ActionOutcome::End::Done     ? QStringLiteral("good")
           : end == setup::ActionOutcome::End::Failed ? QStringLiteral("error")
                                                      : QStringLiteral("warning");
  }
  m_outcome->setText(text);
  parts::setStyleProperty(m_outcome, "role", role);
}

void FindingCard::refreshLook() {
  m_mark->show(m_finding.grade);
  for (CommandLines* lines : {m_commands, m_block}) {
    if (lines != nullptr) lines->refreshLook();
  }
  if (m_undo != nullptr) m_undo->setIcon(m_theme.icon(QStringLiteral("undo")));
  if (m_do != nullptr) m_do->setIcon(m_theme.icon(QStringLiteral("mend")));
}

}  // namespace lk::ui
