#include "ui/command_form.h"

#include <QAction>
#include <QComboBox>
#include <QGridLayout>
#include <QSpinBox>
#include <algorithm>
#include <array>
#include <utility>

#include "ui/parts.h"
#include "ui/payload_edit.h"
#include "ui/retranslate.h"
#include "ui/target_field.h"
#include "ui/template_bar.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr qint64 kMaxTtlS = 604'800;
constexpr std::array<qint64, 4> kUnits = {1, 60, 3'600, 86'400};
constexpr qsizetype kMostLookedUp = 10'000;  // devices, each time that something changes

}  // namespace

CommandForm::CommandForm(ConsoleContext& context, TemplateStore& templates, QAction* send, QWidget* parent)
    : QFrame(parent),
      m_context(context),
      m_targets(new TargetField(context)),
      m_templates(new TemplateBar(context.theme, templates)),
      m_payload(new PayloadEdit(context.theme)),
      m_form(new QComboBox),
      m_delivery(new QComboBox),
      m_ttl(new QSpinBox),
      m_ttlUnit(new QComboBox),
      m_timeout(new QSpinBox),
      m_status(parts::muted({})) {
  setProperty("role", QStringLiteral("card"));
  makeFields();
  arrange(send);
  connect(m_targets, &TargetField::changed, this, &CommandForm::check);
  connect(m_payload, &QPlainTextEdit::textChanged, this, &CommandForm::check);
  for (QSpinBox* number : {m_ttl, m_timeout}) connect(number, &QSpinBox::valueChanged, this, &CommandForm::check);
  for (QComboBox* choice : {m_form, m_delivery, m_ttlUnit}) {
    connect(choice, &QComboBox::currentIndexChanged, this, &CommandForm::check);
  }
  connect(m_templates, &TemplateBar::chosen, this, &CommandForm::setTemplate);
  connect(m_templates, &TemplateBar::said, this, &CommandForm::said);
  // Who is connected changes, and how much a node takes.
  connect(&m_context.devices, &DevicesModel::counted, this, [this] {
    if (isVisible()) check();
  });
  connect(&m_context.feed, &NodeFeed::snapshotArrived, this, [this](const node::Snapshot& snapshot) {
    if (std::exchange(m_busUp, snapshot.figures.busUp) != snapshot.figures.busUp) check();
  });
  connect(m_context.parts.settings, &SettingsStore::changed, this, &CommandForm::check);
  whenRetranslated(this, [this] { check(); });
  check();
}

void CommandForm::makeFields() {
  m_form->addItems({tr("Text"), tr("Hex"), tr("JSON")});
  m_form->setAccessibleName(tr("Payload form"));
  m_form->setToolTip(tr("How the payload is written above"));

  m_delivery->addItems({tr("Live: connected now"), tr("Durable: kept until it arrives")});
  m_delivery->setAccessibleName(tr("Delivery"));
  m_delivery->setToolTip(
      tr("A live command ends at once when the device is not connected; a durable one waits for it"));

  m_ttl->setRange(1, static_cast<int>(kMaxTtlS));
  m_ttl->setAccessibleName(tr("Time to live"));
  m_ttl->setToolTip(tr("How long a durable command may wait, at most 7 days"));
  for (std::size_t unit = 0; unit < kUnits.size(); ++unit) m_ttlUnit->addItem({});
  m_ttlUnit->setAccessibleName(tr("Unit of the time to live"));
  m_ttlUnit->setToolTip(tr("Unit of the time to live"));
  setTtl(3'600);

  m_timeout->setRange(1, 300);
  m_timeout->setValue(10);
  m_timeout->setSuffix(tr(" s"));
  m_timeout->setAccessibleName(tr("Timeout"));
  m_timeout->setToolTip(tr("How long to wait for the device to acknowledge, 1 to 300 seconds"));
  m_status->setAccessibleName(tr("State of the form"));
}

void CommandForm::arrange(QAction* send) {
  auto* layout = new QGridLayout(this);
  layout->setContentsMargins(parts::kMargin, 12, parts::kMargin, 12);
  layout->setHorizontalSpacing(12);
  layout->setVerticalSpacing(parts::kGap);
  layout->setColumnStretch(1, 1);

  const auto name = [&](const QString& text, QWidget* buddy) {
    QLabel* label = parts::muted(text);
    label->setBuddy(buddy);
    return label;
  };
  layout->addWidget(name(tr("&To"), m_targets), 0, 0);
  layout->addWidget(m_targets, 0, 1);
  layout->addWidget(name(tr("&Payload"), m_payload), 1, 0, Qt::AlignTop);
  layout->addWidget(m_payload, 1, 1, 2, 1);

  // In the order that Tab goes.
  auto* foot = new QHBoxLayout;
  foot->setSpacing(12);
  m_form->setMinimumWidth(88);
  foot->addWidget(m_form);
  // A long sentence must not make the form wider than the window.
  m_status->setWordWrap(true);
  foot->addWidget(m_status, 1);
  layout->addLayout(foot, 3, 1);

  layout->addWidget(name(tr("Deliver&y"), m_delivery), 0, 2);
  layout->addWidget(m_delivery, 0, 3, 1, 2);
  layout->addWidget(name(tr("&Kept for"), m_ttl), 1, 2);
  layout->addWidget(m_ttl, 1, 3);
  layout->addWidget(m_ttlUnit, 1, 4);
  layout->addWidget(name(tr("T&imeout"), m_timeout), 2, 2);
  layout->addWidget(m_timeout, 2, 3);

  QPushButton* button = parts::button(send);
  button->setObjectName(QStringLiteral("sendButton"));
  parts::makePrimary(button);
  layout->addWidget(button, 3, 2, 1, 3);
  layout->addWidget(name(tr("Templ&ate"), m_templates), 4, 0);
  layout->addWidget(m_templates, 4, 1, 1, 4);
  for (QWidget* field : {static_cast<QWidget*>(m_ttl), static_cast<QWidget*>(m_timeout)}) field->setMinimumWidth(88);
}

void CommandForm::refreshLook() {
  m_targets->refreshLook();
  m_templates->refreshLook();
  check();
}

QList<QAction*> CommandForm::templateActions() const { return m_templates->templateActions(); }

void CommandForm::setDevices(const QStringList& devices) { m_targets->setDevices(devices); }

void CommandForm::setRequest(const node::CommandRequest& request) {
  m_targets->setDevices({request.device});
  const PayloadText written = payloadToText(request.payload);
  m_form->setCurrentIndex(static_cast<int>(written.form));
  m_payload->setPlainText(PayloadTemplate::escaped(written.text));
  setDelivery(request.ttlS, request.timeoutS);
}

void CommandForm::setTemplate(const CommandTemplate& one) {
  m_form->setCurrentIndex(static_cast<int>(one.form));
  m_payload->setPlainText(one.text);
  setDelivery(one.ttlS, one.timeoutS);
}

void CommandForm::setDelivery(qint64 ttlS, qint64 timeoutS) {
  m_delivery->setCurrentIndex(ttlS > 0 ? 1 : 0);
  if (ttlS > 0) setTtl(ttlS);
  m_timeout->setValue(static_cast<int>(timeoutS));
}

void CommandForm::focusBest() {
  if (m_targets->empty()) {
    m_targets->focusField();
  } else {
    m_payload->setFocus(Qt::ShortcutFocusReason);
    m_payload->selectAll();
  }
}

PayloadForm CommandForm::payloadForm() const { return static_cast<PayloadForm>(m_form->currentIndex()); }

qint64 CommandForm::ttlS() const {
  if (m_delivery->currentIndex() == 0) return 0;
  return m_ttl->value() * kUnits[static_cast<std::size_t>(m_ttlUnit->currentIndex())];
}

// In the largest unit that keeps it whole.
void CommandForm::setTtl(qint64 seconds) {
  std::size_t unit = kUnits.size() - 1;
  while (unit > 0 && seconds % kUnits[unit] != 0) --unit;
  m_ttlUnit->setCurrentIndex(static_cast<int>(unit));
  m_ttl->setValue(static_cast<int>(seconds / kUnits[unit]));
}

// As they follow the number: 1 hour, 2 hours.
void CommandForm::nameUnits() {
  const int number = m_ttl->value();
  const QStringList names = {tr("second(s)", nullptr, number), tr("minute(s)", nullptr, number),
                             tr("hour(s)", nullptr, number), tr("day(s)", nullptr, number)};
  for (int unit = 0; unit < names.size(); ++unit) {
    if (m_ttlUnit->itemText(unit) != names[unit]) m_ttlUnit->setItemText(unit, names[unit]);
  }
}

QString CommandForm::ttlProblem() const {
  return ttlS() > kMaxTtlS ? tr("a command is kept for at most 7 days") : QString();
}

QString CommandForm::sizeProblem(qsizetype bytes) const {
  const std::int64_t limit = m_context.parts.settings->current().maxPayload;
  if (bytes <= limit) return {};
  return tr("%1 bytes, and the node takes at most %2")
      .arg(words::count(static_cast<quint64>(bytes)), words::count(static_cast<quint64>(limit)));
}

QString CommandForm::whoIsAway() const {
  const QList<CommandTarget>& targets = m_targets->targets();
  if (m_targets->kind() == TargetField::Kind::Filter || targets.size() > kMostLookedUp) {
    return m_targets->count() < 0 ? QString() : tr("%Ln target(s)", nullptr, m_targets->count());
  }
  const auto away =
      std::ranges::count_if(targets, [&](const CommandTarget& one) { return !m_context.devices.contains(one.device); });
  // Without Redis nobody knows who is at the other nodes.
  if (away == 0 || !m_context.feed.figures().busUp)
    return targets.size() > 1 ? tr("%Ln target(s)", nullptr, m_targets->count()) : QString();
  const bool waits = ttlS() > 0;
  if (targets.size() == 1) {
    return waits ? tr("the device is not connected, the command waits for it") : tr("the device is not connected");
  }
  const QString text = waits ? tr("%1 of %2 targets are not connected, the commands wait for them")
                             : tr("%1 of %2 targets are not connected");
  return text.arg(words::count(static_cast<quint64>(away)), words::count(static_cast<quint64>(targets.size())));
}

QString CommandForm::hint(qsizetype bytes) const {
  const std::int64_t limit = m_context.parts.settings->current().maxPayload;
  const QString size =
      bytes == 0 ? tr("empty payload")
                 : tr("%1 of at most %2 bytes")
                       .arg(words::count(static_cast<quint64>(bytes)), words::count(static_cast<quint64>(limit)));
  QStringList said{size, busIsAway(), whoIsAway()};
  said.removeAll({});
  return said.join(QStringLiteral("  ·  "));
}

// What becomes of a command meanwhile; the node itself finds that out only when it gives up waiting.
QString CommandForm::busIsAway() const {
  if (m_context.feed.figures().busUp) return {};
  if (!m_context.hasNode())
    return tr("Redis is away: a command is rejected after a wait, unless Redis is back by then");
  return tr(
      "Redis is away: a live command reaches devices of this node alone; any other is rejected after a wait, "
      "unless Redis is back by then");
}

void CommandForm::check() {
  const bool isDurable = m_delivery->currentIndex() == 1;
  m_ttl->setEnabled(isDurable);
  m_ttlUnit->setEnabled(isDurable);
  nameUnits();
  offerTemplate();

  const QString text = m_payload->toPlainText();
  auto parsed = PayloadTemplate::parse(text, m_targets->columns());
  std::optional<TextFault> fault = parsed.fault;
  m_read = std::move(parsed.value);
  qsizetype bytes = 0;
  QString tooLarge;
  if (!fault) {
    // As the first of them gets it; the others are looked at before they are sent.
    const PayloadRead read = m_read.bytesFor(m_targets->sample(), 0, payloadForm());
    fault = read.fault;
    bytes = read.bytes.size();
    if (!fault) tooLarge = sizeProblem(bytes);
  }
  // Nobody has begun to type yet.
  const bool isQuiet = fault && text.trimmed().isEmpty();
  m_payload->markFault(isQuiet ? std::nullopt : fault);
  if (!tooLarge.isEmpty()) parts::setStyleProperty(m_payload, "invalid", true);

  QString problem;
  for (const QString& one : {m_targets->problem(), fault ? fault->text : QString(), tooLarge, ttlProblem()}) {
    if (problem.isEmpty()) problem = one;
  }
  const bool isError = !problem.isEmpty() && !(isQuiet && problem == fault->text);
  parts::setStyleProperty(m_status, "role", isError ? QStringLiteral("error") : QStringLiteral("muted"));
  if (!isError && !m_context.feed.figures().busUp) {
    parts::setStyleProperty(m_status, "role", QStringLiteral("warning"));
  }
  m_status->setText(problem.isEmpty() ? hint(bytes) : problem);
  const bool hasTargets = m_targets->filter() ? m_targets->count() != 0 : m_targets->count() > 0;
  m_ready = problem.isEmpty() && hasTargets;
  Q_EMIT readyChanged(m_ready, m_targets->count());
}

void CommandForm::offerTemplate() {
  m_templates->offer({{}, payloadForm(), m_payload->toPlainText(), ttlS(), m_timeout->value()});
}

SendPlan CommandForm::plan() const {
  SendPlan plan;
  plan.targets = m_targets->targets();
  plan.filter = m_targets->filter();
  plan.payload = m_read;
  plan.form = payloadForm();
  plan.ttlS = ttlS();
  plan.timeoutS = m_timeout->value();
  plan.listed = m_targets->kind() == TargetField::Kind::Devices;
  return plan;
}

}  // namespace lk::ui
