#include "ui/bulk_panel.h"

#include <QAction>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

#include "ui/file_places.h"
#include "ui/parts.h"
#include "ui/retranslate.h"
#include "ui/theme.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

QString count(int number) { return words::count(static_cast<quint64>(number)); }

}  // namespace

BulkPanel::BulkPanel(const Theme& theme, QWidget* parent)
    : QFrame(parent),
      m_theme(theme),
      m_heading(parts::heading({})),
      m_counts(parts::value(tr("Counts for each state"))),
      m_bar(new OutcomeBar(theme)),
      m_stop(
          makeAction(QStringLiteral("stopBulk"), tr("&Stop sending"), tr("Send nothing more; what was sent goes on"))),
      m_export(makeAction(QStringLiteral("exportBulk"), tr("Export &results…"),
                          tr("Write what became of each command to a CSV file"))),
      m_exportFailures(makeAction(QStringLiteral("exportBulkFailures"), tr("Export &failures…"),
                                  tr("Write those that did not arrive or were not sent to a CSV file"))),
      m_retarget(makeAction(QStringLiteral("retargetBulk"), tr("Those &not done as targets"),
                            tr("Put the devices that did not get it into the form, to send to them again"))),
      m_close(makeAction(QStringLiteral("closeBulk"), tr("&Close results"),
                         tr("Forget these results; the commands stay in the table below"))) {
  setProperty("role", QStringLiteral("card"));
  m_export->setIconText(tr("Export results…"));
  m_exportFailures->setIconText(tr("Export failures…"));
  m_close->setIconText(tr("Close"));
  m_stop->setIconText(tr("Stop"));
  for (QLabel* text : {m_heading, m_counts}) text->setWordWrap(true);
  arrange();
  connect(m_stop, &QAction::triggered, this, [this] {
    if (m_run != nullptr) m_run->stop();
  });
  connect(m_export, &QAction::triggered, this, [this] { askAndExport(false); });
  connect(m_exportFailures, &QAction::triggered, this, [this] { askAndExport(true); });
  connect(m_retarget, &QAction::triggered, this, [this] {
    if (m_run != nullptr) Q_EMIT targetsRequested(m_run->notDone());
  });
  connect(m_close, &QAction::triggered, this, [this] { follow(nullptr); });
  whenRetranslated(this, [this] { showRun(); });
  follow(nullptr);
}

QAction* BulkPanel::makeAction(const QString& name, const QString& text, const QString& tip) {
  auto* action = new QAction(text, this);
  action->setObjectName(name);
  parts::describe(action, tip);
  return action;
}

void BulkPanel::arrange() {
  auto* head = new QHBoxLayout;
  head->setSpacing(parts::kGap);
  head->addWidget(m_heading, 1);
  for (QAction* action : {m_retarget, m_exportFailures, m_export, m_close}) head->addWidget(parts::button(action));
  m_stopButton = parts::button(m_stop);
  parts::makeDangerous(m_stopButton);
  head->addWidget(m_stopButton);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, 10, parts::kMargin, 10);
  layout->setSpacing(6);
  layout->addLayout(head);
  layout->addWidget(m_bar);
  layout->addWidget(m_counts);
}

void BulkPanel::refreshLook() {
  m_stop->setIcon(m_theme.icon(QStringLiteral("stop"), m_theme.colors().bad));
  m_export->setIcon(m_theme.icon(QStringLiteral("export")));
  m_exportFailures->setIcon(m_theme.icon(QStringLiteral("export")));
  m_retarget->setIcon(m_theme.icon(QStringLiteral("resend")));
  m_close->setIcon(m_theme.icon(QStringLiteral("clear")));
  m_bar->update();
}

void BulkPanel::follow(BulkSend* run) {
  if (m_run != nullptr) m_run->deleteLater();
  m_run = run;
  setVisible(run != nullptr);
  if (run != nullptr) {
    run->setParent(this);
    connect(run, &BulkSend::progressed, this, &BulkPanel::showRun);
  }
  showRun();
}

void BulkPanel::showRun() {
  const bool sending = m_run != nullptr && m_run->sending();
  m_stop->setEnabled(sending);
  m_stopButton->setVisible(sending);
  m_close->setEnabled(m_run != nullptr && !sending);
  m_export->setEnabled(m_run != nullptr);
  const int missed = failures();
  m_exportFailures->setEnabled(missed > 0);
  m_retarget->setEnabled(missed > 0 && !sending);
  m_retarget->setIconText(missed > 0 ? tr("Choose the %Ln not done", nullptr, missed) : tr("Choose those not done"));
  if (m_run == nullptr) return;
  m_heading->setText(headingText());
  m_counts->setText(countsText());
  m_bar->show(*m_run);
}

int BulkPanel::failures() const {
  if (m_run == nullptr) return 0;
  return m_run->failures() + (m_run->sending() ? 0 : m_run->notSent());
}

QString BulkPanel::headingText() const {
  const QString sent = count(m_run->sent());
  const QString total = count(m_run->total());
  if (m_run->stopped()) {
    const QString text = tr("Stopped. Sent: %1 of %2. Not sent: %3.").arg(sent, total, count(m_run->notSent()));
    const QString why = words::sentence(m_run->stoppedWhy());
    return why.isEmpty() ? text : tr("%1 The reason: %2").arg(text, why);
  }
  if (m_run->sending()) {
    const qint64 leftMs = (m_run->notSent() + m_run->rate() - 1) / m_run->rate() * 1'000LL;
    return tr("Sending %1 of %2, %3 left").arg(sent, total, words::duration(leftMs));
  }
  if (m_run->over()) return tr("All %1 have ended").arg(total);
  return tr("All %1 are sent, still under way: %2").arg(total, count(m_run->open()));
}

QString BulkPanel::countsText() const {
  QStringList texts;
  int known = 0;
  for (const CommandStatus status : kCommandStatuses) {
    const int number = m_run->count(status);
    known += number;
    if (number > 0) texts.push_back(tr("%1: %2").arg(words::commandStatus(status), count(number)));
  }
  if (m_run->sent() > known) texts.push_back(tr("on the way: %1").arg(count(m_run->sent() - known)));
  if (m_run->notSent() > 0) {
    texts.push_back((m_run->sending() ? tr("waiting: %1") : tr("not sent: %1")).arg(count(m_run->notSent())));
  }
  return texts.join(QStringLiteral("  ·  "));
}

void BulkPanel::askAndExport(bool failuresOnly) {
  if (m_run == nullptr) return;
  const QString path = QFileDialog::getSaveFileName(
      this, failuresOnly ? tr("Export failures") : tr("Export results"),
      documentFile(failuresOnly ? QStringLiteral("linekeeper-failures.csv") : QStringLiteral("linekeeper-results.csv")),
      tr("CSV (*.csv)"));
  if (path.isEmpty() || m_run == nullptr) return;
  const QString problem = m_run->exportTo(path, failuresOnly);
  if (problem.isEmpty()) {
    Q_EMIT said(failuresOnly ? tr("Wrote %Ln failure(s) to %1", nullptr, failures()).arg(path)
                             : tr("Wrote the results to %1").arg(path));
  } else {
    Q_EMIT failed(problem);
  }
}

OutcomeBar::OutcomeBar(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void OutcomeBar::show(const BulkSend& run) {
  const double all = std::max(run.total(), 1);
  const int done = run.count(CommandStatus::Done);
  const int unsure = run.count(CommandStatus::Unacknowledged) + run.count(CommandStatus::Expired);
  m_parts = {{Tone::Good, done / all},
             {Tone::Bad, std::max(run.failures() - unsure, 0) / all},
             {Tone::Warning, std::min(unsure, run.failures()) / all},
             {Tone::Muted, run.open() / all}};
  setAccessibleName(tr("%1 of %2 done").arg(count(done), count(run.total())));
  setToolTip(accessibleName());
  update();
}

void OutcomeBar::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF whole = QRectF(rect()).adjusted(0, 1, 0, -1);
  QPainterPath round;
  round.addRoundedRect(whole, whole.height() / 2, whole.height() / 2);
  painter.setClipPath(round);
  painter.fillRect(whole, m_theme.colors().hover);
  double x = whole.left();
  for (const auto& [tone, share] : m_parts) {
    const double width = whole.width() * share;
    QColor color = m_theme.colors().of(tone);
    if (tone == Tone::Muted) color.setAlphaF(0.45F);
    painter.fillRect(QRectF(x, whole.top(), width, whole.height()), color);
    x += width;
  }
}

}  // namespace lk::ui
