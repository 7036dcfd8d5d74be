#include "ui/command_form.h"

#include <QAction>
#include <QComboBox>
#include <QGridLayout>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QUuid>
#include <algorithm>
#include <array>

#include "ui/device_field.h"
#include "ui/parts.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr qint64 kMaxTtlS = 604'800;
constexpr std::array<qint64, 4> kUnits = {1, 60, 3'600, 86'400};
constexpr qsizetype kMostDevices = 10'000;

}  // namespace

CommandForm::CommandForm(ConsoleContext& context, QAction* send, QWidget* parent)
    : QFrame(parent),
      m_context(context),
      m_devices(new DeviceField(context.devices)),
      m_payload(new QPlainTextEdit),
      m_form(new QComboBox),
      m_delivery(new QComboBox),
      m_ttl(new QSpinBox),
      m_ttlUnit(new QComboBox),
      m_timeout(new QSpinBox),
      m_status(parts::muted({})) {
  setProperty("role", QStringLiteral("card"));
  makeFields();
  arrange(send);
  connect(m_devices, &QLineEdit::textChanged, this, &CommandForm::check);
  connect(m_payload, &QPlainTextEdit::textChanged, this, &CommandForm::check);
  connect(m_ttl, &QSpinBox::valueChanged, this, &CommandForm::check);
  for (QComboBox* choice : {m_form, m_delivery, m_ttlUnit}) {
    connect(choice, &QComboBox::currentIndexChanged, this, &CommandForm::check);
  }
  connect(&m_context.devices, &DevicesModel::counted, this, &CommandForm::check);
  check();
}

void CommandForm::makeFields() {
  m_payload->setAccessibleName(tr("Payload"));
  m_payload->setToolTip(tr("The bytes for the device, as text, hex or JSON"));
  m_payload->setPlaceholderText(tr("relay on"));
  m_payload->setTabChangesFocus(true);
  m_payload->setFont(parts::monospace(font()));
  m_payload->setFixedHeight(m_payload->fontMetrics().lineSpacing() * 3 + 18);

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
  m_ttlUnit->addItems({tr("seconds"), tr("minutes"), tr("hours"), tr("days")});
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
  layout->addWidget(name(tr("Devices"), m_devices), 0, 0);
  layout->addWidget(m_devices, 0, 1);
  layout->addWidget(name(tr("Payload"), m_payload), 1, 0, Qt::AlignTop);
  layout->addWidget(m_payload, 1, 1, 2, 1);

  layout->addWidget(name(tr("Delivery"), m_delivery), 0, 2);
  layout->addWidget(m_delivery, 0, 3, 1, 2);
  layout->addWidget(name(tr("Kept for"), m_ttl), 1, 2);
  layout->addWidget(m_ttl, 1, 3);
  layout->addWidget(m_ttlUnit, 1, 4);
  layout->addWidget(name(tr("Timeout"), m_timeout), 2, 2);
  layout->addWidget(m_timeout, 2, 3);

  auto* foot = new QHBoxLayout;
  foot->setSpacing(12);
  m_form->setMinimumWidth(88);
  foot->addWidget(m_form);
  foot->addWidget(m_status, 1);
  QPushButton* button = parts::button(send);
  button->setObjectName(QStringLiteral("sendButton"));
  parts::makePrimary(button);
  layout->addLayout(foot, 3, 1);
  layout->addWidget(button, 3, 3, 1, 2);
  for (QWidget* field : {static_cast<QWidget*>(m_ttl), static_cast<QWidget*>(m_timeout)}) field->setMinimumWidth(88);
}

void CommandForm::setDevices(const QStringList& devices) { m_devices->setDevices(devices); }

void CommandForm::setRequest(const node::CommandRequest& request) {
  m_devices->setDevices({request.device});
  const PayloadText written = payloadToText(request.payload);
  m_form->setCurrentIndex(static_cast<int>(written.form));
  m_payload->setPlainText(written.text);
  m_delivery->setCurrentIndex(request.ttlS > 0 ? 1 : 0);
  if (request.ttlS > 0) setTtl(request.ttlS);
  m_timeout->setValue(static_cast<int>(request.timeoutS));
}

void CommandForm::focusBest() {
  if (m_devices->text().isEmpty()) {
    m_devices->setFocus(Qt::ShortcutFocusReason);
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

QString CommandForm::deviceProblem(const QStringList& devices) const {
  if (devices.size() > kMostDevices) return tr("at most %1 devices at a time").arg(words::count(kMostDevices));
  const auto wrong = std::ranges::find_if(devices, [](const QString& id) { return !isDeviceId(id.toStdString()); });
  if (wrong == devices.end()) return {};
  return tr("'%1' is no device id: 1 to 64 of A-Z a-z 0-9 . _ : -").arg(wrong->left(70));
}

QString CommandForm::ttlProblem() const {
  return ttlS() > kMaxTtlS ? tr("a command is kept for at most 7 days") : QString();
}

QString CommandForm::hint(const QStringList& devices, qsizetype bytes) const {
  QString text = words::bytes(static_cast<quint64>(bytes));
  const auto away = std::ranges::count_if(devices, [&](const QString& id) { return !m_context.devices.contains(id); });
  if (away == 0) return text;
  const QString who = devices.size() == 1 ? tr("the device is not connected")
                                          : tr("%1 of %2 devices are not connected").arg(away).arg(devices.size());
  text += QStringLiteral("  ·  ") + who;
  return ttlS() > 0 ? text + tr(", the command waits for it") : text;
}

void CommandForm::check() {
  const QStringList devices = m_devices->devices();
  const QString noDevice = deviceProblem(devices);
  const auto payload = payloadFromText(m_payload->toPlainText(), payloadForm());
  const std::int64_t limit = m_context.parts.settings->current().maxPayload;
  QString noPayload;
  if (!payload) {
    noPayload = QString::fromStdString(payload.error().text);
  } else if (payload->size() > limit) {
    noPayload =
        tr("%1, and the node takes at most %2")
            .arg(words::bytes(static_cast<quint64>(payload->size())), words::bytes(static_cast<quint64>(limit)));
  }
  const bool isDurable = m_delivery->currentIndex() == 1;
  m_ttl->setEnabled(isDurable);
  m_ttlUnit->setEnabled(isDurable);

  parts::setStyleProperty(m_devices, "invalid", !noDevice.isEmpty());
  const bool isEmptyJson = m_payload->toPlainText().trimmed().isEmpty();
  parts::setStyleProperty(m_payload, "invalid", !noPayload.isEmpty() && !isEmptyJson);
  QString problem;
  for (const QString& one : {noDevice, noPayload, ttlProblem()}) {
    if (problem.isEmpty()) problem = one;
  }
  const bool isQuiet = problem.isEmpty() || (problem == noPayload && isEmptyJson);
  parts::setStyleProperty(m_status, "role", isQuiet ? QStringLiteral("muted") : QStringLiteral("error"));
  if (!problem.isEmpty()) {
    m_status->setText(problem);
  } else {
    m_status->setText(hint(devices, payload->size()));
  }
  m_ready = problem.isEmpty() && !devices.isEmpty();
  Q_EMIT readyChanged(m_ready, static_cast<int>(devices.size()));
}

QList<node::CommandRequest> CommandForm::requests() const {
  QList<node::CommandRequest> all;
  const auto payload = payloadFromText(m_payload->toPlainText(), payloadForm());
  if (!m_ready || !payload) return all;
  const QStringList devices = m_devices->devices();
  for (const QString& device : devices) {
    node::CommandRequest request;
    request.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    request.device = device;
    request.payload = *payload;
    request.ttlS = ttlS();
    request.timeoutS = m_timeout->value();
    all.push_back(request);
  }
  return all;
}

}  // namespace lk::ui
