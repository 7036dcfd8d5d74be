#include "ui/send_many_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/bulk_send.h"
#include "ui/dialogs.h"
#include "ui/parts.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

QString count(qsizetype number) { return words::count(static_cast<quint64>(number)); }

}  // namespace

SendManyDialog::SendManyDialog(DryRun* run, bool durable, int rate, QWidget* parent)
    : QDialog(parent),
      m_run(run),
      m_facts(new QGridLayout),
      m_heading(parts::heading({})),
      m_note(parts::muted({})),
      m_problem(parts::muted({})),
      m_onlyConnected(new QCheckBox(tr("Only to those that are connected now"))),
      m_rate(new QSpinBox),
      m_duration(parts::muted({})),
      m_yes(new QPushButton),
      m_durable(durable) {
  setWindowTitle(tr("Send to many"));
  setModal(true);
  setAttribute(Qt::WA_DeleteOnClose);
  run->setParent(this);
  m_facts->setHorizontalSpacing(parts::kMargin);
  m_facts->setVerticalSpacing(4);
  m_facts->setColumnStretch(1, 1);
  m_connected = addFact(tr("Connected now"), tr("A node holds them"));
  m_seen = addFact(tr("Away, seen before"), tr("No node holds them now, but this console has seen them"));
  m_unknown = addFact(tr("Unknown"), tr("No node holds them, and this console has never seen them: look for slips"));
  m_again = addFact(tr("More than once"), tr("Each time that a device stands there it gets a command"));
  m_payload = addFact(tr("Payload"), tr("The bytes for the devices, with nothing around them"));
  m_first = addFact(tr("The first one"), tr("The payload of the first command, as its device gets it"));
  m_first->setFont(parts::monospace(m_first->font()));
  for (QLabel* text : {m_note, m_problem}) text->setWordWrap(true);
  m_problem->setAccessibleName(tr("What has to be mended"));
  m_problem->setObjectName(QStringLiteral("problem"));
  m_onlyConnected->setAccessibleName(m_onlyConnected->text());
  m_onlyConnected->setToolTip(tr("The others get nothing, and do not stand in the results"));
  m_rate->setRange(1, BulkSend::kMostRate);
  m_rate->setValue(rate);
  m_rate->setGroupSeparatorShown(true);
  m_rate->setSuffix(tr(" a second"));
  m_rate->setMinimumWidth(150);
  m_rate->selectAll();  // whoever types writes another rate
  m_rate->setAccessibleName(tr("Commands to send each second"));
  m_rate->setToolTip(tr("At most so many are sent each second, so that devices and nodes keep up"));

  auto* pace = new QHBoxLayout;
  pace->setSpacing(parts::kGap);
  pace->addWidget(parts::muted(tr("At most")));
  pace->addWidget(m_rate);
  pace->addWidget(m_duration, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, parts::kMargin, parts::kMargin, parts::kMargin);
  layout->setSpacing(parts::kGap);
  layout->addWidget(m_heading);
  layout->addLayout(m_facts);
  layout->addWidget(m_note);
  layout->addWidget(m_problem);
  layout->addWidget(m_onlyConnected);
  layout->addLayout(pace);
  layout->addSpacing(parts::kGap);
  addButtons();
  setMinimumWidth(520);
  connect(m_onlyConnected, &QCheckBox::toggled, this, &SendManyDialog::showCounts);
  connect(m_rate, &QSpinBox::valueChanged, this, &SendManyDialog::showCounts);
  connect(m_run, &DryRun::progressed, this, &SendManyDialog::showCounts);
  connect(m_run, &DryRun::ended, this, &SendManyDialog::showCounts);
  showCounts();
  m_run->start();
}

QLabel* SendManyDialog::addFact(const QString& name, const QString& tip) {
  const int row = m_facts->rowCount();
  QLabel* caption = parts::muted(name);
  QLabel* value = parts::value(name);
  caption->setToolTip(tip);
  value->setToolTip(tip);
  m_facts->addWidget(caption, row, 0, Qt::AlignTop);
  m_facts->addWidget(value, row, 1);
  return value;
}

void SendManyDialog::addButtons() {
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
  QPushButton* cancel = buttons->button(QDialogButtonBox::Cancel);
  cancel->setIcon({});
  cancel->setAccessibleName(tr("Cancel"));
  cancel->setToolTip(tr("Send nothing"));
  m_yes->setObjectName(QStringLiteral("sendMany"));
  buttons->addButton(m_yes, QDialogButtonBox::AcceptRole);
  dialogs::letEnterGoOn(m_rate, m_yes);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(m_yes, &QPushButton::clicked, this, [this] {
    Q_EMIT sendRequested(m_run->plan(m_onlyConnected->isChecked()), m_rate->value());
    accept();
  });
  qobject_cast<QVBoxLayout*>(layout())->addWidget(buttons);
  dialogs::giveAnswers(m_yes, cancel);
}

qsizetype SendManyDialog::toSend() const {
  const DryRun::Counts& counts = m_run->counts();
  return m_onlyConnected->isChecked() ? counts.connected : counts.targets;
}

void SendManyDialog::showCounts() {
  const DryRun::Counts& counts = m_run->counts();
  const int number = static_cast<int>(toSend());
  m_heading->setText(m_run->finished() ? tr("Send %Ln command(s)?", nullptr, number)
                                       : tr("Looking at the targets: %1 so far").arg(count(counts.targets)));
  const qsizetype away = counts.seen + counts.unknown;
  m_connected->setText(tr("%1 of %2").arg(count(counts.connected), count(counts.targets)));
  m_seen->setText(count(counts.seen));
  const bool hasMore = counts.unknown > counts.someUnknown.size();
  const QString names = words::listed(counts.someUnknown);
  m_unknown->setText(counts.unknown == 0 ? count(0)
                     : hasMore           ? tr("%1: %2 and others").arg(count(counts.unknown), names)
                                         : tr("%1: %2").arg(count(counts.unknown), names));
  parts::setStyleProperty(m_unknown, "role", counts.unknown > 0 ? QStringLiteral("warning") : QStringLiteral("value"));
  m_again->setText(count(counts.again));
  parts::setStyleProperty(m_again, "role", counts.again > 0 ? QStringLiteral("warning") : QStringLiteral("value"));
  const QString all = words::bytes(static_cast<quint64>(counts.bytes));
  m_payload->setText(counts.least == counts.most
                         ? tr("%1 bytes each, %2 in all").arg(count(counts.most), all)
                         : tr("%1 to %2 bytes each, %3 in all").arg(count(counts.least), count(counts.most), all));
  m_first->setText(words::payload(counts.first, 60));
  m_note->setText(away == 0   ? tr("All of them are connected.")
                  : m_durable ? tr("Commands for devices that are away wait for them.")
                              : tr("Live commands for devices that are away end at once as offline."));
  m_onlyConnected->setEnabled(m_run->finished() && away > 0);
  const qsizetype seconds = (number + m_rate->value() - 1) / m_rate->value();
  m_duration->setText(tr("takes about %1").arg(words::duration(std::max<qint64>(seconds, 1) * 1'000)));
  m_yes->setText(tr("Send to %Ln device(s)", nullptr, number));
  m_yes->setAccessibleName(m_yes->text());
  m_yes->setToolTip(tr("Begin at once; it can be stopped"));
  m_yes->setEnabled(m_run->finished() && counts.wrong == 0 && number > 0);
  showProblems();
}

void SendManyDialog::showProblems() {
  const DryRun::Counts& counts = m_run->counts();
  QString text;
  if (counts.wrong > 0) {
    text = tr("%Ln payload(s) can't be sent; mend these first:", nullptr, static_cast<int>(counts.wrong)) +
           QLatin1Char('\n') + counts.someWrong.join(QLatin1Char('\n'));
  } else if (m_run->finished() && toSend() == 0) {
    text = tr("There is nobody to send to.");
  }
  parts::setStyleProperty(m_problem, "role", QStringLiteral("error"));
  m_problem->setText(text);
  m_problem->setVisible(!text.isEmpty());
}

}  // namespace lk::ui
