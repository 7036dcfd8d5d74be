#include "ui/device_pane.h"

#include <QAction>
#include <QDateTime>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QStackedLayout>
#include <QVBoxLayout>

#include "ui/empty_state.h"
#include "ui/parts.h"
#include "ui/retranslate.h"
#include "ui/table_view.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

// HELLO's meta, a pair on each line.
QString metaText(const QByteArray& json) {
  QStringList lines;
  const QJsonObject meta = QJsonDocument::fromJson(json).object();
  for (auto pair = meta.begin(); pair != meta.end(); ++pair) {
    lines.push_back(QStringLiteral("%1: %2").arg(pair.key(), pair->toString()));
  }
  return lines.join(QLatin1Char('\n'));
}

}  // namespace

DevicePane::DevicePane(ConsoleContext& context, const Actions& actions, QWidget* parent)
    : QFrame(parent), m_context(context), m_actions(actions), m_stack(new QStackedLayout), m_empty(new EmptyState) {
  setProperty("role", QStringLiteral("card"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(1, 1, 1, 1);
  layout->addLayout(m_stack);
  m_stack->addWidget(m_empty);
  m_stack->addWidget(makeDetails());
  connect(&m_context.feed, &NodeFeed::snapshotArrived, this, &DevicePane::take);
  whenRetranslated(this, [this] {
    m_timeline.show(m_device, m_context.feed.events(), m_context.feed.updates());
    showFacts();
  });
  showDevices({});
  refreshLook();
}

QWidget* DevicePane::makeDetails() {
  auto* details = new QWidget;
  auto* layout = new QVBoxLayout(details);
  layout->setContentsMargins(0, 12, 0, 0);
  layout->setSpacing(parts::kGap);
  auto* head = new QVBoxLayout;
  head->setContentsMargins(parts::kMargin, 0, parts::kMargin, 0);
  head->setSpacing(parts::kGap);
  m_title = parts::value(tr("Device"));
  QFont font = m_title->font();
  font.setPointSizeF(font.pointSizeF() * 1.25);
  font.setWeight(QFont::DemiBold);
  m_title->setFont(font);
  m_state = parts::muted({});
  auto* titleRow = new QHBoxLayout;
  titleRow->addWidget(m_title, 1);
  titleRow->addWidget(m_state);
  head->addLayout(titleRow);

  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(parts::kGap);
  buttons->addWidget(parts::button(m_actions.send));
  buttons->addWidget(parts::button(m_actions.copyId));
  buttons->addStretch(1);
  QPushButton* kick = parts::button(m_actions.kick);
  parts::makeDangerous(kick);
  buttons->addWidget(kick);
  head->addLayout(buttons);

  auto* facts = new QGridLayout;
  facts->setHorizontalSpacing(12);
  facts->setVerticalSpacing(3);
  facts->setColumnStretch(1, 1);
  for (int fact = 0; fact < kFacts; ++fact) {
    QLabel* value = parts::value(factName(fact));
    value->setWordWrap(true);
    QLabel* name = parts::muted(factName(fact));
    name->setAlignment(Qt::AlignTop);
    facts->addWidget(name, fact, 0);
    facts->addWidget(value, fact, 1);
    m_facts.push_back(value);
  }
  head->addLayout(facts);
  head->addSpacing(4);
  head->addWidget(parts::heading(tr("Timeline")));
  layout->addLayout(head);

  m_table = new TableView(m_context.theme, tr("Timeline of the device"));
  m_table->setProperty("role", QStringLiteral("plain"));
  m_table->setModel(&m_timeline);
  m_table->setColumns({10, 17, 0});
  auto* tableRow = new QHBoxLayout;
  tableRow->setContentsMargins(parts::kGap, 0, parts::kGap, parts::kGap);
  tableRow->addWidget(m_table);
  layout->addLayout(tableRow, 1);
  return details;
}

void DevicePane::showDevices(const QStringList& devices) {
  m_device = devices.size() == 1 ? devices.front() : QString();
  m_stack->setCurrentIndex(m_device.isEmpty() ? 0 : 1);
  if (devices.isEmpty()) {
    m_empty->say(tr("No device selected"),
                 tr("Select a device to see its session and everything that happened to it."));
  } else if (devices.size() > 1) {
    m_empty->say(tr("%n device(s) selected", nullptr, static_cast<int>(devices.size())),
                 tr("Send one command to all of them, kick them, or copy their rows."), m_actions.send, m_actions.kick);
  }
  m_timeline.show(m_device, m_context.feed.events(), m_context.feed.updates());
  showFacts();
}

void DevicePane::refreshLook() {
  m_empty->setPicture(m_context.theme.icon(QStringLiteral("devices")));
  m_table->refreshIcons();
}

void DevicePane::take(const node::Snapshot& snapshot) {
  m_timeline.take(snapshot);
  showFacts();
}

void DevicePane::showFacts() {
  if (m_device.isEmpty()) return;
  const node::SessionRow* row = m_context.devices.find(m_device);
  m_title->setText(m_device);
  const qint64 now = m_context.feed.nowMs();
  m_state->setText(row != nullptr ? tr("connected for %1").arg(words::duration(now - row->connectedAtMs))
                                  : tr("not connected"));
  parts::setStyleProperty(m_state, "role", row != nullptr ? QStringLiteral("good") : QStringLiteral("error"));
  for (int fact = 0; fact < kFacts; ++fact) {
    const QString text = row != nullptr ? factText(*row, fact) : QString();
    m_facts[fact]->setText(text.isEmpty() ? QStringLiteral("–") : text);
  }
}

QString DevicePane::factName(int fact) {
  switch (fact) {
    case Session: return tr("Session");
    case Address: return tr("Address");
    case Node: return tr("Node");
    case Protocol: return tr("Protocol");
    case Connected: return tr("Connected");
    case Heard: return tr("Last heard");
    case Keepalive: return tr("Keepalive");
    case Reports: return tr("Reports");
    case Pending: return tr("Commands pending");
    case OutBuffer: return tr("Out-buffer");
    case LastClose: return tr("Last close");
    case Meta: return tr("Meta");
    default: return {};
  }
}

QString DevicePane::factText(const node::SessionRow& row, int fact) const {
  const qint64 now = m_context.feed.nowMs();
  switch (fact) {
    case Session: return QString::number(row.session);
    case Address: return QStringLiteral("%1:%2").arg(row.address).arg(row.port);
    case Node: return row.node;
    case Protocol: return row.protocol;
    case Connected: {
      const QDateTime at = QDateTime::fromMSecsSinceEpoch(row.connectedAtMs);
      return QLocale().toString(at.date(), QLocale::ShortFormat) + at.toString(QStringLiteral(" HH:mm"));
    }
    case Heard: return tr("%1 ago").arg(words::duration(now - row.lastHeardAtMs));
    case Keepalive: return words::duration(qint64{row.keepaliveS} * 1000);
    case Reports: return tr("%1, %2").arg(words::count(row.reports), words::bytes(row.reportBytes));
    case Pending: return words::count(row.commandsPending);
    case OutBuffer: return words::bytes(row.outBuffer);
    case LastClose: return row.lastClose ? words::closeReason(*row.lastClose) : tr("none known");
    case Meta: return metaText(row.meta);
    default: return {};
  }
}

}  // namespace lk::ui
