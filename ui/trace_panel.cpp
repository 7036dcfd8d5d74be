#include "ui/trace_panel.h"

#include <QAction>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/frame_words.h"
#include "ui/parts.h"
#include "ui/retranslate.h"
#include "ui/table_view.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr int kBytesOnALine = 8;  // fits beside the table of devices

}  // namespace

TracePanel::TracePanel(ConsoleContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_trace(makeAction(QStringLiteral("trace"), tr("&Trace"),
                         tr("Show the frames of the selected device as they pass, until it is switched off"),
                         QKeySequence(Qt::CTRL | Qt::Key_T))),
      m_pause(makeAction(QStringLiteral("pauseTrace"), tr("&Pause trace"),
                         tr("Let the list of frames stand still; what passes meanwhile is shown afterwards"),
                         QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T))),
      m_clear(makeAction(QStringLiteral("clearTrace"), tr("Clear trace"), tr("Forget the frames that are listed"))),
      m_state(parts::muted(QString())),
      m_table(new TableView(context.theme, tr("Frames of the device"))),
      m_bytes(new QPlainTextEdit) {
  m_trace->setCheckable(true);
  m_pause->setCheckable(true);
  m_pause->setIconText(tr("Pause"));
  m_clear->setIconText(tr("Clear"));
  m_table->exportAction()->setObjectName(QStringLiteral("exportTrace"));
  m_table->setProperty("role", QStringLiteral("plain"));
  m_table->setModel(&m_frames);
  // Beside the table of devices there is room for the first bytes; all of a frame's stand below.
  m_table->setColumns({13, 18, 6, 0, 24}, {TraceModel::Size, TraceModel::Text});
  m_table->exportAction()->setIconText(tr("Export…"));
  m_bytes->setReadOnly(true);
  m_bytes->setFont(parts::monospace(m_bytes->font()));
  m_bytes->setLineWrapMode(QPlainTextEdit::NoWrap);
  m_bytes->setAccessibleName(tr("Bytes of the selected frame"));
  m_bytes->setToolTip(tr("The selected frame in hex and as text; at most its first 1024 bytes"));
  m_bytes->setTabChangesFocus(true);
  arrange();
  connect(m_trace, &QAction::toggled, this, &TracePanel::setTracing);
  connect(m_pause, &QAction::toggled, this, [this](bool on) { m_frames.setPaused(on); });
  connect(m_clear, &QAction::triggered, &m_frames, &TraceModel::clear);
  connect(&m_frames, &TraceModel::counted, this, &TracePanel::showState);
  connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &TracePanel::showFrame);
  connect(m_table, &TableView::said, this, &TracePanel::said);
  whenRetranslated(this, [this] { showState(); });
  connect(&m_context.feed, &NodeFeed::snapshotArrived, this, [this](const node::Snapshot& snapshot) {
    if (m_isTracing) m_frames.take(snapshot.frames, snapshot.framesDropped);
  });
  // Behind a new link nobody knows of the trace.
  connect(&m_context.feed.control(), &node::NodeControl::stateChanged, this, [this](node::NodeControl::State state) {
    if (m_isTracing && state == node::NodeControl::State::Connected) m_context.feed.control().setTrace(m_device, true);
  });
  showDevice({});
}

TracePanel::~TracePanel() { setTracing(false); }

QAction* TracePanel::makeAction(const QString& name, const QString& text, const QString& tip,
                                const QKeySequence& shortcut) {
  auto* action = new QAction(text, this);
  action->setObjectName(name);
  parts::describe(action, tip, shortcut);
  return action;
}

void TracePanel::arrange() {
  auto* tools = new QHBoxLayout;
  tools->setContentsMargins(parts::kGap, parts::kGap, parts::kGap, 0);
  tools->setSpacing(parts::kGap);
  for (QAction* action : {m_trace, m_pause, m_clear}) {
    QPushButton* button = parts::button(action);
    if (action->isCheckable()) {
      button->setCheckable(true);
      connect(action, &QAction::toggled, button, &QPushButton::setChecked);
    }
    tools->addWidget(button);
  }
  tools->addStretch(1);
  m_state->setWordWrap(true);
  auto* state = new QHBoxLayout;
  state->setContentsMargins(parts::kGap, 0, parts::kGap, 0);
  state->setSpacing(parts::kGap);
  state->addWidget(m_state, 1);
  state->addWidget(parts::button(m_table->exportAction()));
  auto* halves = new QSplitter(Qt::Vertical);
  halves->addWidget(m_table);
  halves->addWidget(m_bytes);
  halves->setSizes({220, 110});
  halves->setChildrenCollapsible(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, parts::kGap);
  layout->setSpacing(parts::kGap);
  layout->addLayout(tools);
  layout->addLayout(state);
  layout->addWidget(halves, 1);
}

void TracePanel::refreshLook() {
  m_trace->setIcon(m_context.theme.icon(m_isTracing ? QStringLiteral("stop") : QStringLiteral("trace")));
  m_pause->setIcon(m_context.theme.icon(QStringLiteral("pause")));
  m_clear->setIcon(m_context.theme.icon(QStringLiteral("clear")));
  m_table->refreshIcons();
}

void TracePanel::showDevice(const QString& device) {
  if (device == m_device && !device.isEmpty()) return;
  m_trace->setChecked(false);
  m_pause->setChecked(false);
  m_device = device;
  m_frames.follow(device);
  m_trace->setEnabled(!device.isEmpty());
  showState();
}

// What the node traced before, for others, is in no answer to this console: the feed asks for frames from now on.
void TracePanel::setTracing(bool on) {
  if (on == m_isTracing) return;
  m_isTracing = on;
  m_context.feed.control().setTrace(m_device, on);
  m_context.feed.setTracing(on);
  m_trace->setIconText(on ? tr("Stop trace") : tr("Trace"));
  refreshLook();
  showState();
}

void TracePanel::showState() {
  m_pause->setEnabled(m_isTracing || m_frames.paused());
  m_clear->setEnabled(m_frames.rowCount() > 0);
  m_table->exportAction()->setEnabled(m_frames.rowCount() > 0);
  const auto count = [](quint64 number) { return words::count(number); };
  QStringList said;
  if (m_device.isEmpty()) {
    said = {};
  } else if (!m_isTracing && m_frames.rowCount() == 0) {
    said = {tr("Switch the trace on to see each frame, both ways, in hex and as text.")};
  } else if (m_frames.rowCount() == 0) {
    said = {tr("Waiting for the next frame.")};
  } else {
    said = {tr("%n frame(s)", nullptr, m_frames.rowCount())};
  }
  if (m_frames.held() > 0)
    said.push_back(tr("%1 more came while it stands still").arg(count(static_cast<quint64>(m_frames.held()))));
  if (m_frames.dropped() > 0) said.push_back(tr("%1 older ones are no longer kept").arg(count(m_frames.dropped())));
  m_state->setText(said.join(QStringLiteral("  ·  ")));
  showFrame();
}

void TracePanel::showFrame() {
  const node::TracedFrame* frame = m_frames.at(m_table->currentIndex().row());
  QString text;
  if (frame != nullptr) {
    text = frame_words::dump(frame->payload, kBytesOnALine).trimmed();
    if (frame->payload.isEmpty()) text = tr("This frame has no payload.");
    if (frame->length > static_cast<quint32>(frame->payload.size())) {
      text += QLatin1Char('\n') +
              tr("%1 of %2 bytes")
                  .arg(words::count(static_cast<quint64>(frame->payload.size())), words::count(frame->length));
    }
  }
  if (m_bytes->toPlainText() != text) m_bytes->setPlainText(text);
}

}  // namespace lk::ui
