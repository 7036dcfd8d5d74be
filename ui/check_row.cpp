#include "ui/check_row.h"

#include <QCoreApplication>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/grade_mark.h"
#include "ui/parts.h"
#include "ui/setup_words.h"
#include "ui/theme.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

QString tr(const char* text, const char* comment = nullptr, int number = -1) {
  return QCoreApplication::translate("lk::ui", text, comment, number);
}

int countOf(const CheckEntry& entry, setup::Grade grade) {
  return static_cast<int>(std::ranges::count(entry.findings, grade, &setup::Finding::grade));
}

}  // namespace

QString gradesText(int problems, int warnings, int unknown) {
  QStringList parts;
  if (problems > 0) parts.push_back(tr("%n problem(s)", nullptr, problems));
  if (warnings > 0) parts.push_back(tr("%n warning(s)", nullptr, warnings));
  if (unknown > 0) parts.push_back(tr("%1 not known").arg(unknown));
  return parts.isEmpty() ? tr("good") : words::listed(parts);
}

QString checkStateText(const CheckEntry& entry, std::chrono::milliseconds runningFor) {
  using State = CheckEntry::State;
  switch (entry.state) {
    case State::NotRun: return tr("not run yet");
    case State::Waiting: return tr("waiting");
    case State::Running: return tr("running, %1").arg(words::duration(runningFor.count()));
    case State::Hung: return tr("hanging for %1").arg(words::duration((runningFor - entry.deadline).count()));
    case State::Cancelled: return tr("cancelled");
    case State::Done: break;
  }
  return gradesText(countOf(entry, setup::Grade::Problem), countOf(entry, setup::Grade::Warning),
                    countOf(entry, setup::Grade::Unknown));
}

std::pair<QString, Tone> checkStateLook(const CheckEntry& entry) {
  using State = CheckEntry::State;
  switch (entry.state) {
    case State::NotRun: return {QStringLiteral("unknown"), Tone::Muted};
    case State::Waiting: return {QStringLiteral("waiting"), Tone::Muted};
    case State::Running: return {QStringLiteral("refresh"), Tone::Muted};
    case State::Hung: return {QStringLiteral("waiting"), Tone::Warning};
    case State::Cancelled: return {QStringLiteral("cancelled"), Tone::Muted};
    case State::Done: break;
  }
  const setup::Grade worst = setup::worst(entry.findings);
  return {words::gradeIcon(worst), words::gradeTone(worst)};
}

CheckRow::CheckRow(const Theme& theme, const CheckEntry& entry, QWidget* parent)
    : QFrame(parent), m_mark(new GradeMark(theme)), m_detail(parts::muted({})), m_cancel(nullptr) {
  setProperty("role", QStringLiteral("card"));
  const QString title = words::said(entry.title);
  m_cancel = new QPushButton(tr("Cancel"));
  m_cancel->setAccessibleName(tr("Cancel the check: %1").arg(title));
  m_cancel->setToolTip(tr("End this check at once; the others go on"));
  const QString id = QString::fromStdString(entry.id);
  connect(m_cancel, &QPushButton::clicked, this, [this, id] { Q_EMIT cancelWanted(id); });
  m_detail->setWordWrap(true);
  auto* texts = new QVBoxLayout;
  texts->setSpacing(2);
  QLabel* heading = parts::heading(words::labelled(words::area(entry.area), title));
  heading->setWordWrap(true);
  texts->addWidget(heading);
  texts->addWidget(m_detail);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, 12, parts::kMargin, 12);
  layout->setSpacing(12);
  layout->addWidget(m_mark, 0, Qt::AlignTop);
  layout->addLayout(texts, 1);
  layout->addWidget(m_cancel, 0, Qt::AlignTop);
}

void CheckRow::refreshLook() { m_mark->refreshLook(); }

void CheckRow::show(const CheckEntry& entry, std::chrono::milliseconds runningFor) {
  using State = CheckEntry::State;
  const auto [icon, tone] = checkStateLook(entry);
  const QString word = entry.state == State::Hung      ? tr("Hangs")
                       : entry.state == State::Running ? tr("Running")
                                                       : tr("Waiting");
  m_mark->show(icon, word, tone);
  const QString deadline = words::duration(entry.deadline.count());
  switch (entry.state) {
    case State::Hung:
      m_detail->setText(tr("It had %1 and has not returned for %2. The other checks go on. Cancel it, or wait: what "
                           "it finds is shown if it returns after all.")
                            .arg(deadline, words::duration(runningFor.count())));
      break;
    case State::Running:
      m_detail->setText(tr("%1 of at most %2").arg(words::duration(runningFor.count()), deadline));
      break;
    default: m_detail->setText(tr("Begins when another check ends")); break;
  }
}

}  // namespace lk::ui
