#include "ui/nginx_panel.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/agree_dialog.h"
#include "ui/fitted_area.h"
#include "ui/grade_mark.h"
#include "ui/parts.h"
#include "ui/retranslate.h"
#include "ui/setup_words.h"
#include "ui/side_by_side_view.h"
#include "ui/surroundings_known.h"
#include "ui/words.h"

namespace lk::ui {

using namespace std::chrono_literals;
using setup::NginxOperation;

namespace {

constexpr auto kLookWithin = 20s;
constexpr auto kChangeWithin = 90s;
constexpr int kStepsHeight = 60;  // pixels, at least

QString operationName(NginxOperation operation) {
  switch (operation) {
    case NginxOperation::Test: return NginxPanel::tr("Test");
    case NginxOperation::Apply: return NginxPanel::tr("Apply");
    case NginxOperation::Reload: return NginxPanel::tr("Reload");
    case NginxOperation::Rollback: return NginxPanel::tr("Roll back");
    case NginxOperation::Stop: return NginxPanel::tr("Stop");
  }
  return {};
}

QStringList linesOf(const std::vector<setup::Text>& texts) {
  QStringList lines;
  for (const setup::Text& text : texts) lines.push_back(words::said(text));
  return lines;
}

}  // namespace

NginxPanel::NginxPanel(ConsoleContext& context, QWidget* parent)
    : QWidget(parent), m_context(context), m_errands(context.parts.clock, context.parts.system) {
  makeActions();
  arrange();
  refreshLook();
  showHead();
  whenRetranslated(this, [this] { showHead(); });
}

QAction* NginxPanel::makeAction(const QString& name, const QString& text, const QString& tip) {
  auto* action = new QAction(text, this);
  action->setObjectName(name);
  parts::describe(action, tip);
  return action;
}

void NginxPanel::makeActions() {
  m_look =
      makeAction(QStringLiteral("nginxLook"), tr("&Look again"), tr("Read nginx's configuration and the nodes anew"));
  m_copy = makeAction(QStringLiteral("nginxCopy"), tr("&Copy the configuration"),
                      tr("Copy what the live nodes ask for, to be put in by hand"));
  m_test = makeAction(QStringLiteral("nginxTest"), tr("&Test nginx…"),
                      tr("Says what will be tested; then nginx is asked whether it takes the change, on a copy"));
  m_apply = makeAction(QStringLiteral("nginxApply"), tr("&Apply to nginx…"),
                       tr("Says what will be changed; then changes it, reloads nginx and tries it, or takes it back"));
  m_reload = makeAction(QStringLiteral("nginxReload"), tr("&Reload nginx…"),
                        tr("Says what a reload means for the devices; then nginx reads its configuration anew"));
  m_rollback = makeAction(QStringLiteral("nginxRollback"), tr("Roll &back nginx…"),
                          tr("Says what will be restored; then takes the last change of Linekeeper back"));
  m_stop = makeAction(QStringLiteral("nginxStop"), tr("&Stop nginx…"),
                      tr("Says how many devices it cuts; then ends nginx at once"));
  m_cancel =
      makeAction(QStringLiteral("nginxCancel"), tr("Cancel"), tr("Give it up; a change that was begun is taken back"));
  m_test->setIconText(tr("Test…"));
  m_apply->setIconText(tr("Apply…"));
  m_reload->setIconText(tr("Reload…"));
  m_rollback->setIconText(tr("Roll back…"));
  m_stop->setIconText(tr("Stop nginx…"));
  m_copy->setIconText(tr("Copy"));
  m_look->setIconText(tr("Look again"));
  connect(m_look, &QAction::triggered, this, &NginxPanel::look);
  connect(m_cancel, &QAction::triggered, this, [this] { m_errands.cancel(); });
  connect(m_copy, &QAction::triggered, this, [this] {
    QApplication::clipboard()->setText(m_view->textAfter());
    Q_EMIT said(tr("Copied the configuration"));
  });
  const std::pair<QAction*, NginxOperation> operations[] = {{m_test, NginxOperation::Test},
                                                            {m_apply, NginxOperation::Apply},
                                                            {m_reload, NginxOperation::Reload},
                                                            {m_rollback, NginxOperation::Rollback},
                                                            {m_stop, NginxOperation::Stop}};
  for (const auto& [action, operation] : operations) {
    if (operation != NginxOperation::Test) parts::markChanging(action);
    connect(action, &QAction::triggered, this, [this, what = operation] { prepare(what); });
  }
}

void NginxPanel::arrange() {
  m_head = parts::value(tr("The nginx in use"));
  m_head->setTextFormat(Qt::PlainText);
  m_head->setWordWrap(true);
  m_summary = parts::muted({});
  m_summary->setWordWrap(true);
  m_busy = parts::muted({});
  m_busy->setWordWrap(true);  // between two rows of buttons it must not widen the window
  m_files = new QComboBox;
  m_files->setAccessibleName(tr("Configuration file"));
  m_files->setToolTip(tr("Which file of nginx's configuration is shown"));
  connect(m_files, &QComboBox::activated, this, &NginxPanel::showFile);
  m_view = new SideBySideView(m_context.theme, tr("In use"), tr("As the live nodes ask for it"));

  auto* head = new QHBoxLayout;
  head->setSpacing(parts::kGap);
  head->addWidget(m_head, 1);
  head->addWidget(m_files);
  for (QAction* action : {m_look, m_copy}) head->addWidget(parts::button(action));

  auto* tools = new QHBoxLayout;
  tools->setSpacing(parts::kGap);
  for (QAction* action : {m_test, m_apply, m_reload, m_rollback}) tools->addWidget(parts::button(action));
  tools->addWidget(m_busy, 1);
  QPushButton* cancel = parts::button(m_cancel);
  cancel->setObjectName(QStringLiteral("nginxCancelButton"));
  tools->addWidget(cancel);
  // What cuts devices stands apart.
  tools->addSpacing(parts::kMargin);
  QPushButton* stop = parts::button(m_stop);
  parts::makeDangerous(stop);
  tools->addWidget(stop);

  m_outcome = parts::card();
  auto* outcome = new QVBoxLayout(m_outcome);
  outcome->setContentsMargins(parts::kMargin, parts::kGap, parts::kMargin, parts::kGap);
  m_outcomeTitle = parts::heading({});
  m_outcomeTitle->setWordWrap(true);
  outcome->addWidget(m_outcomeTitle);
  auto* steps = new QWidget;
  m_steps = new QVBoxLayout(steps);
  m_steps->setContentsMargins(0, 0, 0, 0);
  m_steps->setSpacing(6);
  auto* scroll = new FittedArea(steps, tr("Steps"));
  scroll->setMinimumHeight(kStepsHeight);
  outcome->addWidget(scroll);
  m_outcome->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
  m_outcome->hide();

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, parts::kGap, 0, 0);
  layout->setSpacing(parts::kGap);
  layout->addLayout(head);
  layout->addWidget(m_summary);
  layout->addWidget(m_view, 3);
  layout->addLayout(tools);
  layout->addWidget(m_outcome, 2);
}

void NginxPanel::refreshLook() {
  const Theme& theme = m_context.theme;
  m_look->setIcon(theme.icon(QStringLiteral("refresh")));
  m_copy->setIcon(theme.icon(QStringLiteral("copy")));
  m_test->setIcon(theme.icon(QStringLiteral("setup")));
  m_apply->setIcon(theme.icon(QStringLiteral("mend")));
  m_reload->setIcon(theme.icon(QStringLiteral("refresh")));
  m_rollback->setIcon(theme.icon(QStringLiteral("undo")));
  m_stop->setIcon(theme.icon(QStringLiteral("stop"), theme.colors().bad));
  m_view->refreshLook();
  const QList<GradeMark*> marks = m_outcome->findChildren<GradeMark*>();
  for (GradeMark* mark : marks) mark->refreshLook();
}

void NginxPanel::lookOnce() {
  if (!m_hasLooked) look();
}

void NginxPanel::look() {
  if (m_errands.busy()) return;
  m_errands.run(
      kLookWithin,
      [known = SurroundingsKnown(m_context)](setup::System& system, const Clock& clock,
                                             const setup::Patience& patience) {
        return setup::pictureOf(system, clock, known.surroundings(), patience);
      },
      [this](const setup::NginxPicture& picture) { take(picture); });
  showBusy(tr("Reading nginx's configuration…"));
}

void NginxPanel::take(const setup::NginxPicture& picture) {
  m_picture = picture;
  m_hasLooked = true;
  m_files->clear();
  for (const setup::NginxPicture::File& file : m_picture.files) {
    m_files->addItem(file.isNew ? tr("%1 (new)").arg(words::plain(file.path)) : words::plain(file.path));
  }
  if (m_picture.files.empty()) {
    const QString why = m_picture.trouble.empty() ? tr("No server of nginx's stream block leads devices to a node.")
                                                  : words::sentence(QString::fromStdString(m_picture.trouble));
    const QString wanted = m_picture.wanted.empty() ? words::sentence(QString::fromStdString(m_picture.wantedTrouble))
                                                    : QString::fromStdString(m_picture.wanted);
    m_view->showAlone(why, wanted);
  } else {
    // What is to be changed is what one has come for.
    const auto differs = std::ranges::find_if(m_picture.files, [](const setup::NginxPicture::File& file) {
      return std::ranges::any_of(file.lines, &setup::SideBySide::changed);
    });
    const int first = differs == m_picture.files.end() ? 0 : static_cast<int>(differs - m_picture.files.begin());
    m_files->setCurrentIndex(first);
    showFile(first);
  }
  showBusy({});
  Q_EMIT looked(m_picture);
}

void NginxPanel::showFile(int place) {
  if (place >= 0 && place < static_cast<int>(m_picture.files.size())) {
    m_view->show(m_picture.files[static_cast<std::size_t>(place)]);
  }
}

void NginxPanel::showHead() {
  const bool isThere = m_hasLooked && m_picture.trouble.empty() && !m_picture.nginx.program.empty();
  if (!m_hasLooked) {
    m_head->setText(tr("nginx was not looked at yet"));
  } else if (!isThere) {
    m_head->setText(tr("nginx can't be shown"));
  } else {
    const QString product = words::plain(m_picture.nginx.build.product);
    const QString runs = m_picture.nginx.runs() ? tr("process %1").arg(m_picture.nginx.master) : tr("does not run");
    m_head->setText(tr("%1, %2, with %3").arg(product, runs, QString::fromStdString(m_picture.nginx.configFile)));
  }
  QStringList notes;
  if (isThere && !m_picture.wantedTrouble.empty()) {
    notes.push_back(words::sentence(QString::fromStdString(m_picture.wantedTrouble)));
  } else if (isThere) {
    notes.push_back(m_picture.changes ? tr("What differs is marked. Nothing is changed before Apply.")
                                      : tr("It is as the live nodes ask for it: there is nothing to apply."));
  }
  notes += linesOf(m_picture.notes);
  m_summary->setText(notes.join(QLatin1Char('\n')));
  m_summary->setVisible(!notes.isEmpty());
  const bool isFree = !m_errands.busy();
  m_files->setVisible(m_files->count() > 1);
  m_look->setEnabled(isFree);
  m_copy->setEnabled(!m_view->textAfter().isEmpty());
  m_test->setEnabled(isFree && isThere);
  m_apply->setEnabled(isFree && isThere && m_picture.changes);
  m_reload->setEnabled(isFree && isThere && m_picture.nginx.runs());
  // A broken configuration is one more reason to roll back or to stop.
  m_rollback->setEnabled(isFree && m_hasLooked);
  m_stop->setEnabled(isFree && m_hasLooked && (m_picture.nginx.runs() || !m_picture.trouble.empty()));
}

void NginxPanel::showBusy(const QString& what) {
  m_busy->setText(what);
  const QList<QPushButton*> cancels = findChildren<QPushButton*>(QStringLiteral("nginxCancelButton"));
  for (QPushButton* cancel : cancels) cancel->setVisible(!what.isEmpty());
  showHead();
}

void NginxPanel::prepare(NginxOperation operation) {
  if (m_errands.busy()) return;
  m_errands.run(
      kLookWithin,
      [known = SurroundingsKnown(m_context), operation](setup::System& system, const Clock& clock,
                                                        const setup::Patience& patience) {
        return setup::NginxChange(system, clock).plan(operation, known.surroundings(), patience);
      },
      [this, operation](const Result<setup::NginxPlan>& plan) {
        showBusy({});
        if (plan) return ask(*plan);
        m_outcome->show();
        clearSteps();
        m_outcomeTitle->setText(tr("%1: nothing was done").arg(operationName(operation)));
        addStep(setup::Grade::Problem, words::sentence(QString::fromStdString(plan.error().text)), {});
      });
  showBusy(tr("Finding out what it will do…"));
}

void NginxPanel::ask(const setup::NginxPlan& plan) {
  using Form = AgreeDialog::Section::Form;
  const QString name = operationName(plan.operation);
  const int devices = static_cast<int>(m_context.feed.figures().sessions);
  AgreeDialog::Words ask;
  ask.title = tr("%1 nginx").arg(name);
  ask.heading =
      tr("This is what will be done with nginx's configuration %1").arg(QString::fromStdString(plan.nginx.configFile));
  ask.verb = name;
  ask.tip = tr("Begin at once");
  if (plan.operation == NginxOperation::Stop) {
    ask.heading = tr("Stop nginx, and cut up to %n device(s)?", nullptr, devices);
    ask.verb = tr("Stop nginx: cut %n device(s)", nullptr, devices);
    ask.dangerous = true;
  } else if (plan.nothingToDo()) {
    ask.heading = tr("Nothing is to be changed: nginx is as the live nodes ask for it");
  }
  ask.sections.push_back({tr("What will be done, in this order"), linesOf(plan.will), Form::Steps});
  ask.sections.push_back({tr("What it means"), linesOf(plan.mind), Form::Notes});
  if (!plan.diff.empty()) {
    ask.sections.push_back({tr("The change"), words::plain(plan.diff).trimmed().split(QLatin1Char('\n')), Form::Diff});
  }
  auto* dialog = new AgreeDialog(m_context.theme, ask, this);
  connect(dialog, &QDialog::accepted, this, [this, plan] { carryOut(plan); });
  dialog->open();
}

void NginxPanel::carryOut(const setup::NginxPlan& plan) {
  if (m_errands.busy()) return;
  m_outcome->show();
  clearSteps();
  m_outcomeTitle->setText(tr("%1 is under way").arg(operationName(plan.operation)));
  for (const setup::Text& will : plan.will) addStep(setup::Grade::Unknown, words::said(will), {});
  m_errands.run(
      kChangeWithin,
      [plan](setup::System& system, const Clock& clock, const setup::Patience& patience) {
        return setup::NginxChange(system, clock).carryOut(plan, patience);
      },
      [this, operation = plan.operation](const setup::NginxOutcome& outcome) { showOutcome(operation, outcome); },
      setup::Errands::Ending::Finish);
  showBusy(tr("%1 nginx…").arg(operationName(plan.operation)));
}

void NginxPanel::showOutcome(NginxOperation operation, const setup::NginxOutcome& outcome) {
  const QString name = operationName(operation);
  QString title = outcome.done         ? tr("%1: done").arg(name)
                  : outcome.rolledBack ? tr("%1: it did not hold, and all is as it was before").arg(name)
                                       : tr("%1: not done").arg(name);
  if (!outcome.node.empty()) title += tr(". A probe reached the node %1").arg(QString::fromStdString(outcome.node));
  clearSteps();
  m_outcomeTitle->setText(title);
  for (const setup::NginxStep& step : outcome.steps) {
    addStep(words::stepGrade(step.end), words::labelled(words::stepEnd(step.end), words::said(step.what)),
            words::plain(step.evidence).trimmed());
  }
  showBusy({});
  if (outcome.done) {
    Q_EMIT said(title);
  } else {
    Q_EMIT failed(title);
  }
  look();
}

void NginxPanel::clearSteps() {
  while (m_steps->count() > 0) {
    const std::unique_ptr<QLayoutItem> item(m_steps->takeAt(0));
    delete item->widget();
  }
  m_steps->addStretch(1);
}

void NginxPanel::addStep(setup::Grade grade, const QString& text, const QString& evidence) {
  auto* step = new QWidget;
  auto* row = new QHBoxLayout(step);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(parts::kGap);
  auto* mark = new GradeMark(m_context.theme);
  mark->showPictureOnly(grade);
  row->addWidget(mark, 0, Qt::AlignTop);
  auto* texts = new QVBoxLayout;
  texts->setSpacing(2);
  QLabel* what = parts::value(tr("Step"));
  what->setTextFormat(Qt::PlainText);
  what->setWordWrap(true);
  what->setText(text);
  texts->addWidget(what);
  if (!evidence.isEmpty()) {
    QLabel* seen = parts::muted(evidence);
    seen->setWordWrap(true);
    seen->setFont(parts::monospace(seen->font()));
    seen->setTextInteractionFlags(Qt::TextSelectableByMouse);
    texts->addWidget(seen);
  }
  row->addLayout(texts, 1);
  m_steps->insertWidget(m_steps->count() - 1, step);
}

}  // namespace lk::ui
