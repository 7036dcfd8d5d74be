#include "ui/diagnose_page.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/command_lines.h"
#include "ui/device_field.h"
#include "ui/elided_label.h"
#include "ui/empty_state.h"
#include "ui/finding_card.h"
#include "ui/grade_mark.h"
#include "ui/parts.h"
#include "ui/retranslate.h"
#include "ui/setup_words.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr int kStation = 16;  // characters below one, at most

QString partName(setup::DiagnosisPart part) {
  switch (part) {
    case setup::DiagnosisPart::Firewall: return DiagnosePage::tr("Firewall");
    case setup::DiagnosisPart::Nginx: return DiagnosePage::tr("nginx");
    case setup::DiagnosisPart::Node: return DiagnosePage::tr("Node");
    case setup::DiagnosisPart::Session: return DiagnosePage::tr("Session");
    case setup::DiagnosisPart::Route: return DiagnosePage::tr("Route in Redis");
    case setup::DiagnosisPart::Commands: return DiagnosePage::tr("Commands");
    case setup::DiagnosisPart::LastClose: return DiagnosePage::tr("Last close");
  }
  return {};
}

void clear(QBoxLayout& layout) {
  while (layout.count() > 0) {
    const std::unique_ptr<QLayoutItem> item(layout.takeAt(0));
    if (item->widget() == nullptr) continue;
    item->widget()->hide();
    item->widget()->deleteLater();
  }
}

// Where the surroundings are at fault, the Setup page mends them.
bool isMendedInSetup(setup::DiagnosisPart part) {
  return part == setup::DiagnosisPart::Firewall || part == setup::DiagnosisPart::Nginx;
}

}  // namespace

DiagnosePage::DiagnosePage(ConsoleContext& context, QAction* openSetup, QWidget* parent)
    : ConsolePage(parent),
      m_context(context),
      m_openSetup(openSetup),
      m_device(new DeviceField(context.devices)),
      m_problem(parts::muted({})),
      m_state(new ElidedLabel("muted")),
      m_stack(new QStackedLayout),
      m_empty(new EmptyState) {
  m_device->setAccessibleName(tr("Device id"));
  m_device->setPlaceholderText(tr("The id of one device, for example meter-1028"));
  m_device->setToolTip(tr("The device that did not get its command; connected ones are offered as you type"));
  parts::setStyleProperty(m_problem, "role", QStringLiteral("error"));
  makeActions();
  arrange();
  connect(m_device, &QLineEdit::textChanged, this, &DiagnosePage::showReady);
  connect(m_device, &QLineEdit::returnPressed, m_start, &QAction::trigger);
  m_empty->say(
      tr("Why did it not arrive?"),
      tr("Type the id of a device and press Enter. Its way is looked at step by step: the firewall, nginx, the "
         "node, its session, its route in Redis and its last commands. On top stands the one sentence that "
         "says what is wrong, and how it is mended."));
  refreshLook();
  showReady();
  whenRetranslated(this, [this] {
    if (!m_diagnosis.steps.empty()) show(setup::Diagnosis(m_diagnosis));
    showReady();
  });
}

DiagnosePage::~DiagnosePage() = default;

void DiagnosePage::makeActions() {
  const auto make = [this](const QString& name, const QString& text, const QString& tip) {
    auto* action = new QAction(text, this);
    action->setObjectName(name);
    parts::describe(action, tip);
    return action;
  };
  m_start = make(QStringLiteral("startDiagnosis"), tr("&Diagnose"), tr("Look at the way of this device, step by step"));
  m_cancel = make(QStringLiteral("cancelDiagnosis"), tr("&Cancel"), tr("Show what is known by now"));
  m_copy = make(QStringLiteral("copyDiagnosis"), tr("C&opy the diagnosis"), tr("Copy sentence and steps as text"));
  m_copy->setIconText(tr("Copy"));
  connect(m_start, &QAction::triggered, this, &DiagnosePage::start);
  connect(m_cancel, &QAction::triggered, this, [this] {
    if (m_inquiry) m_inquiry->cancel();
  });
  connect(m_copy, &QAction::triggered, this, [this] {
    QApplication::clipboard()->setText(report());
    Q_EMIT said(tr("Copied the diagnosis"));
  });
}

QWidget* DiagnosePage::makeAnswer() {
  auto* answer = new QWidget;
  auto* card = parts::card();
  auto* inner = new QVBoxLayout(card);
  inner->setContentsMargins(parts::kMargin, 12, parts::kMargin, 12);
  inner->setSpacing(parts::kGap);
  m_mark = new GradeMark(m_context.theme);
  m_conclusion = parts::value(tr("Conclusion"));
  m_fix = parts::value(tr("How it is mended"));
  for (QLabel* label : {m_conclusion, m_fix}) {
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
  }
  QFont font = m_conclusion->font();
  font.setPointSizeF(font.pointSizeF() * 1.2);
  font.setWeight(QFont::DemiBold);
  m_conclusion->setFont(font);
  auto* head = new QHBoxLayout;
  head->addWidget(m_mark);
  head->addStretch(1);
  m_setupButton = parts::button(m_openSetup);
  head->addWidget(m_setupButton);
  head->addWidget(parts::button(m_copy));
  inner->addLayout(head);
  inner->addWidget(m_conclusion);
  inner->addWidget(m_fix);
  m_commandsPlace = new QVBoxLayout;
  inner->addLayout(m_commandsPlace);

  auto* line = parts::card();
  m_line = new QHBoxLayout(line);
  m_line->setContentsMargins(parts::kGap, parts::kGap, parts::kGap, parts::kGap);
  m_line->setSpacing(2);
  line->setProperty("role", QStringLiteral("card"));
  line->setAccessibleName(tr("The way of the device"));

  auto* steps = new QWidget;
  m_steps = new QVBoxLayout(steps);
  m_steps->setContentsMargins(0, 0, 0, 0);
  m_steps->setSpacing(parts::kGap);
  m_scroll = new QScrollArea;
  m_scroll->setWidget(steps);
  m_scroll->setWidgetResizable(true);
  m_scroll->setFrameShape(QFrame::NoFrame);
  m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_scroll->setAccessibleName(tr("Steps"));
  auto* layout = new QVBoxLayout(answer);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(parts::kGap);
  layout->addWidget(card);
  layout->addWidget(line);
  layout->addWidget(m_scroll, 1);
  return answer;
}

void DiagnosePage::arrange() {
  m_empty->setProperty("role", QStringLiteral("card"));
  m_stack->addWidget(m_empty);
  m_stack->addWidget(makeAnswer());
  auto* head = new QHBoxLayout;
  head->setSpacing(parts::kGap);
  head->addWidget(parts::title(tr("Diagnose")));
  head->addSpacing(parts::kGap);
  head->addWidget(m_state, 1, Qt::AlignBottom);
  auto* ask = new QHBoxLayout;
  ask->setSpacing(parts::kGap);
  ask->addWidget(m_device, 1);
  m_startButton = parts::primaryButton(m_start);
  ask->addWidget(m_startButton);
  ask->addWidget(parts::button(m_cancel));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, parts::kMargin, parts::kMargin, parts::kMargin);
  layout->setSpacing(parts::kGap);
  layout->addLayout(head);
  layout->addLayout(ask);
  layout->addWidget(m_problem);
  layout->addLayout(m_stack, 1);
}

void DiagnosePage::refreshLook() {
  const Theme& theme = m_context.theme;
  m_start->setIcon(theme.icon(QStringLiteral("diagnose")));
  m_startButton->setIcon(theme.icon(QStringLiteral("diagnose"), theme.colors().onAccent));
  m_cancel->setIcon(theme.icon(QStringLiteral("cancelled")));
  m_copy->setIcon(theme.icon(QStringLiteral("copy")));
  m_empty->setPicture(theme.icon(QStringLiteral("diagnose")));
  if (!m_diagnosis.steps.empty()) show(m_diagnosis);
}

bool DiagnosePage::focusFilter() {
  m_device->setFocus(Qt::ShortcutFocusReason);
  m_device->selectAll();
  return true;
}

void DiagnosePage::showReady() {
  const QStringList devices = m_device->devices();
  const bool isId = devices.size() == 1 && isDeviceId(devices.front().toStdString());
  if (devices.size() > 1) {
    showProblem(tr("One device at a time."));
  } else if (!devices.isEmpty() && !isId) {
    showProblem(tr("This is no device id: 1 to 64 letters, digits and . _ : - are."));
  } else {
    showProblem({});
  }
  m_start->setEnabled(isId && !m_inquiry);
  m_cancel->setEnabled(m_inquiry != nullptr);
  m_copy->setEnabled(!m_diagnosis.steps.empty());
}

void DiagnosePage::showProblem(const QString& problem) {
  m_problem->setText(problem);
  m_problem->setVisible(!problem.isEmpty());
  parts::setStyleProperty(m_device, "invalid", !problem.isEmpty());
}

void DiagnosePage::diagnose(const QString& device) {
  m_device->setDevices({device});
  m_device->setFocus();
  m_scroll->verticalScrollBar()->setValue(0);
  // What runs is of another device.
  m_inquiry.reset();
  start();
}

void DiagnosePage::start() {
  const QStringList devices = m_device->devices();
  if (m_inquiry || devices.size() != 1 || !isDeviceId(devices.front().toStdString())) return;
  setup::DeviceInquiry::Plan plan;
  plan.device = devices.front().toStdString();
  plan.settings = m_context.parts.settings->current();
  plan.wholeCluster = m_context.parts.wholeCluster;
  m_inquiry =
      std::make_unique<setup::DeviceInquiry>(m_context.parts.clock, m_context.parts.system, m_context.parts.control);
  connect(m_inquiry.get(), &setup::DeviceInquiry::finished, this, [this](const setup::Diagnosis& diagnosis) {
    // It is still within its own signal.
    m_inquiry.release()->deleteLater();
    show(diagnosis);
  });
  m_state->setText(tr("asking the nodes about %1, and trying its way").arg(devices.front()));
  m_inquiry->start(std::move(plan));
  showReady();
}

void DiagnosePage::show(const setup::Diagnosis& diagnosis) {
  m_diagnosis = diagnosis;
  if (!m_inquiry) m_state->setText(QString::fromStdString(m_diagnosis.device));
  showConclusion();
  showSteps();
  m_stack->setCurrentIndex(1);
  showReady();
}

void DiagnosePage::showConclusion() {
  m_mark->show(m_diagnosis.grade);
  m_conclusion->setText(words::sentence(words::said(m_diagnosis.conclusion)));
  m_fix->setVisible(m_diagnosis.fix.has_value());
  clear(*m_commandsPlace);
  m_commands = nullptr;
  const auto decides = std::ranges::find_if(m_diagnosis.steps, [this](const setup::DiagnosisStep& step) {
    return !m_diagnosis.cause.empty() && step.cause == m_diagnosis.cause;
  });
  m_setupButton->setVisible(decides != m_diagnosis.steps.end() && isMendedInSetup(decides->part));
  if (!m_diagnosis.fix) return;
  m_fix->setText(tr("To mend it: %1").arg(words::said(m_diagnosis.fix->text)));
  if (m_diagnosis.fix->commands.empty()) return;
  QStringList commands;
  for (const std::string& command : m_diagnosis.fix->commands) commands.push_back(QString::fromStdString(command));
  m_commands = new CommandLines(m_context.theme, commands);
  connect(m_commands, &CommandLines::said, this, &DiagnosePage::said);
  m_commandsPlace->addWidget(m_commands);
}

void DiagnosePage::showSteps() {
  clear(*m_line);
  clear(*m_steps);
  m_cards.clear();
  m_stations.clear();
  addStation(QStringLiteral("devices"), Tone::Muted, tr("Device"), QString::fromStdString(m_diagnosis.device), nullptr);
  for (const setup::DiagnosisStep& step : m_diagnosis.steps) {
    setup::Finding finding{step.cause, step.grade, step.title, step.evidence, {}, step.fix};
    // What can be done by itself is done on the Setup page, where it can be taken back.
    if (finding.fix) finding.fix->action.reset();
    auto* card = new FindingCard(m_context.theme, std::move(finding), partName(step.part));
    connect(card, &FindingCard::said, this, &DiagnosePage::said);
    m_steps->addWidget(card);
    m_cards.push_back(card);
    addStation(words::gradeIcon(step.grade), words::gradeTone(step.grade), partName(step.part),
               words::grade(step.grade), card);
  }
  m_steps->addStretch(1);
}

void DiagnosePage::addStation(const QString& icon, Tone tone, const QString& name, const QString& state,
                              FindingCard* card) {
  if (m_line->count() > 0) {
    auto* arrow = parts::muted(QStringLiteral("→"));
    arrow->setAlignment(Qt::AlignCenter);
    m_line->addWidget(arrow);
  }
  auto* station = new QToolButton;
  station->setProperty("role", QStringLiteral("station"));
  station->setIcon(m_context.theme.icon(icon, m_context.theme.colors().of(tone)));
  station->setIconSize(QSize(22, 22));
  // A device's id may be long, and must not make the window wider.
  const QFontMetrics metrics = station->fontMetrics();
  station->setText(QStringLiteral("%1\n%2").arg(
      name, metrics.elidedText(state, Qt::ElideMiddle, kStation * metrics.averageCharWidth())));
  station->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
  station->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  station->setFocusPolicy(Qt::TabFocus);
  station->setAccessibleName(words::labelled(name, state));
  station->setToolTip(card != nullptr ? tr("%1: show what was seen").arg(name)
                                      : words::labelled(tr("The device that is asked about"), state));
  station->setEnabled(true);
  if (card != nullptr)
    connect(station, &QToolButton::clicked, card, [this, card] { m_scroll->ensureWidgetVisible(card); });
  m_line->addWidget(station, 1);
  m_stations.push_back(station);
}

QString DiagnosePage::report() const {
  QStringList lines = {words::sentence(words::said(m_diagnosis.conclusion))};
  if (m_diagnosis.fix) {
    lines.push_back(tr("To mend it: %1").arg(words::said(m_diagnosis.fix->text)));
    for (const std::string& command : m_diagnosis.fix->commands) {
      lines.push_back(QStringLiteral("    ") + QString::fromStdString(command));
    }
  }
  for (const setup::DiagnosisStep& step : m_diagnosis.steps) {
    lines.push_back(
        QStringLiteral("%1: %2: %3").arg(partName(step.part), words::grade(step.grade), words::said(step.title)));
    for (const setup::Text& text : step.evidence) lines.push_back(QStringLiteral("    ") + words::said(text));
  }
  return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

}  // namespace lk::ui
