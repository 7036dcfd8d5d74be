#include "ui/device_pane.h"

#include <QDateTime>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QStackedLayout>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/elided_label.h"
#include "ui/empty_state.h"
#include "ui/fitted_area.h"
#include "ui/parts.h"
#include "ui/retranslate.h"
#include "ui/table_view.h"
#include "ui/trace_panel.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr std::chrono::milliseconds kAskAfter{250};
constexpr int kFactsHeight = 74;  // pixels: four lines, in a low window

// Takes what is left, whatever height its pages would like at this width.
class LowTabs final : public QTabWidget {
 public:
  [[nodiscard]] bool hasHeightForWidth() const override { return false; }
};

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

DevicePane::DevicePane(ConsoleContext& context, QWidget* parent)
    : QFrame(parent), m_context(context), m_stack(new QStackedLayout), m_empty(new EmptyState) {
  setProperty("role", QStringLiteral("card"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(1, 1, 1, 1);
  layout->addLayout(m_stack);
  m_stack->addWidget(m_empty);
  m_stack->addWidget(makeDetails());
  connect(&m_context.feed, &NodeFeed::snapshotArrived, this, &DevicePane::take);
  m_toAsk.setSingleShot(true);
  m_toAsk.setInterval(kAskAfter);
  connect(&m_toAsk, &QTimer::timeout, this, &DevicePane::askHistory);
  showCount(0);
  whenRetranslated(this, [this] {
    m_timeline.show(m_device, m_context.feed.events(), m_context.feed.updates());
    if (!m_device.isEmpty()) m_toAsk.start();
    showFacts();
  });
  refreshLook();
}

QWidget* DevicePane::makeDetails() {
  auto* details = new QWidget;
  auto* layout = new QVBoxLayout(details);
  layout->setContentsMargins(0, 12, 0, 0);
  layout->setSpacing(parts::kGap);
  auto* head = new QVBoxLayout;
  head->setContentsMargins(parts::kMargin, 0, parts::kMargin, 0);
  m_title = new ElidedLabel("value");
  m_title->setAccessibleName(tr("Device"));
  m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
  QFont font = m_title->font();
  font.setPointSizeF(font.pointSizeF() * 1.25);
  font.setWeight(QFont::DemiBold);
  m_title->setFont(font);
  m_state = parts::muted({});
  auto* titleRow = new QHBoxLayout;
  titleRow->addWidget(m_title, 1);
  titleRow->addWidget(m_state);
  head->addLayout(titleRow);
  layout->addLayout(head);

  auto* sheet = new QWidget;
  auto* facts = new QGridLayout(sheet);
  facts->setContentsMargins(parts::kMargin, 0, parts::kMargin, 0);
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
  // As high as its facts; in a low window they are scrolled, none is cut.
  m_sheet = new FittedArea(sheet, tr("Facts of the device"));
  m_sheet->setMinimumHeight(kFactsHeight);
  layout->addWidget(m_sheet);

  m_table = new TableView(m_context.theme, tr("Timeline of the device"));
  m_table->setProperty("role", QStringLiteral("plain"));
  m_table->setModel(&m_timeline);
  m_table->setColumns({9, 19, 0});
  connect(m_table, &TableView::said, this, &DevicePane::said);
  m_trace = new TracePanel(m_context);
  connect(m_trace, &TracePanel::said, this, &DevicePane::said);
  m_tabs = new LowTabs;
  m_tabs->setDocumentMode(true);
  // The facts come first, but a trace can be read in a small window too.
  m_tabs->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored);
  connect(m_tabs, &QTabWidget::currentChanged, this, &DevicePane::fitTabs);
  m_tabs->tabBar()->setAccessibleName(tr("What is shown of the device"));
  m_tabs->addTab(m_table, tr("Timeline"));
  m_tabs->addTab(m_trace, tr("Trace"));
  m_tabs->setTabToolTip(0, tr("What happened to the device, newest first"));
  m_tabs->setTabToolTip(1, tr("Its frames as they pass, in hex and as text"));
  for (QAction* action : m_trace->actions()) {
    if (action->isCheckable())
      connect(action, &QAction::triggered, m_tabs, [this] { m_tabs->setCurrentWidget(m_trace); });
  }
  fitTabs();
  auto* tabsRow = new QHBoxLayout;
  tabsRow->setContentsMargins(1, 0, 1, 1);
  tabsRow->addWidget(m_tabs);
  layout->addLayout(tabsRow, 1);
  return details;
}

// A trace takes more room than a timeline, which leaves it to the facts.
void DevicePane::fitTabs() {
  constexpr int kTimelineHeight = 120;
  const int traceHeight = 130 + 13 * fontMetrics().height();
  const bool isTrace = m_stack->currentIndex() == 1 && m_tabs->currentWidget() == m_trace;
  m_tabs->setMinimumHeight(isTrace ? traceHeight : kTimelineHeight);
  // The last of the facts are scrolled to, as a trace is read for its frames.
  m_sheet->setMaximumHeight(isTrace ? std::max(kFactsHeight, height() / 5) : QWIDGETSIZE_MAX);
}

void DevicePane::resizeEvent(QResizeEvent* event) {
  QFrame::resizeEvent(event);
  fitTabs();
}

QList<QAction*> DevicePane::actions() const {
  return m_trace->actions() + QList<QAction*>{m_trace->table().exportAction()};
}

void DevicePane::showDevice(const QString& device) {
  follow(device);
  m_stack->setCurrentIndex(1);
  fitTabs();
}

void DevicePane::showCount(int devices) {
  follow({});
  m_stack->setCurrentIndex(0);
  fitTabs();
  if (devices == 0) {
    m_empty->say(tr("No device selected"),
                 tr("Select a device to see its session and everything that happened to it."));
  } else {
    m_empty->say(tr("%Ln device(s) selected", nullptr, devices),
                 tr("Send one command to all of them, copy or export their rows, or kick them, by the buttons above "
                    "the table."));
  }
}

void DevicePane::follow(const QString& device) {
  if (device == m_device && !device.isEmpty()) return;
  m_device = device;
  m_timeline.show(m_device, m_context.feed.events(), m_context.feed.updates());
  m_trace->showDevice(m_device);
  m_device.isEmpty() ? m_toAsk.stop() : m_toAsk.start();
  showFacts();
}

// What happened before this console came, from the nodes' own memory.
void DevicePane::askHistory() {
  if (m_device.isEmpty() || !m_context.feed.connected()) return;
  m_context.feed.control().inspect(m_device, this, [this, device = m_device](const Result<node::DeviceReport>& report) {
    if (!report || device != m_device) return;
    QList<node::HistoryEntry> history;
    for (const node::DeviceAtNode& at : report->nodes) history += at.history;
    std::ranges::stable_sort(history, {}, &node::HistoryEntry::atMs);
    m_timeline.addHistory(history);
  });
}

void DevicePane::refreshLook() {
  m_empty->setPicture(m_context.theme.icon(QStringLiteral("devices")));
  m_table->refreshIcons();
  m_trace->refreshLook();
}

void DevicePane::take(const node::Snapshot& snapshot) {
  m_timeline.take(snapshot);
  showFacts();
}

void DevicePane::showFacts() {
  if (m_device.isEmpty()) return;
  const auto row = m_context.devices.find(m_device);
  m_title->setText(m_device);
  const qint64 now = m_context.feed.nowMs();
  m_timeline.follow(row, now);
  m_state->setText(row ? tr("connected for %1").arg(words::duration(now - row->connectedAtMs)) : tr("not connected"));
  parts::setStyleProperty(m_state, "role", row ? QStringLiteral("good") : QStringLiteral("error"));
  for (int fact = 0; fact < kFacts; ++fact) {
    const QString text = row ? factText(*row, fact) : QString();
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
    case Address: return row.peer();
    case Node: return row.node;
    case Protocol: return row.protocol;
    case Connected: {
      const QDateTime at = QDateTime::fromMSecsSinceEpoch(row.connectedAtMs);
      // The short form of some locales leaves the century out.
      QString day = QLocale().dateFormat(QLocale::ShortFormat);
      if (!day.contains(QStringLiteral("yyyy"))) day.replace(QStringLiteral("yy"), QStringLiteral("yyyy"));
      return QLocale().toString(at.date(), day) + at.toString(QStringLiteral(" HH:mm"));
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
