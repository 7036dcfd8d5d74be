#include "ui/drain_dialog.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/dialogs.h"
#include "ui/parts.h"
#include "ui/words.h"

namespace lk::ui {

DrainDialog::DrainDialog(const node::NodeRow& node, int rate, bool own, QWidget* parent)
    : QDialog(parent),
      m_node(node.info.id),
      m_devices(static_cast<int>(node.figures.sessions)),
      m_rate(new QSpinBox),
      m_duration(parts::muted({})) {
  setWindowTitle(tr("Drain a node"));
  setModal(true);
  QLabel* heading = parts::heading(tr("Send %Ln device(s) of %1 away?", nullptr, m_devices).arg(m_node));
  QLabel* text = parts::muted(own ? tr("The node is in this program. It lets no new device in, and tells those it has "
                                       "to come back elsewhere. Only a restart lets devices in again.")
                                  : tr("The node lets no new device in, and tells those it has to come back elsewhere. "
                                       "A headless node ends when it is empty."));
  text->setWordWrap(true);
  m_rate->setRange(1, 1'000'000);
  m_rate->setValue(rate);
  m_rate->setGroupSeparatorShown(true);
  m_rate->setSuffix(tr(" a second"));
  m_rate->setMinimumWidth(150);
  m_rate->selectAll();  // whoever types writes another rate
  m_rate->setAccessibleName(tr("Devices to send away each second"));
  m_rate->setToolTip(tr("So that the other nodes can take them in; it can be changed while the node drains"));
  connect(m_rate, &QSpinBox::valueChanged, this, &DrainDialog::showDuration);

  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
  QPushButton* cancel = buttons->button(QDialogButtonBox::Cancel);
  cancel->setIcon({});
  cancel->setAccessibleName(tr("Cancel"));
  cancel->setToolTip(tr("Leave the node as it is"));
  auto* yes = new QPushButton(tr("Drain %1: send %Ln device(s) away", nullptr, m_devices).arg(m_node));
  yes->setAccessibleName(yes->text());
  yes->setToolTip(tr("Begin at once"));
  parts::makeDangerous(yes);
  buttons->addButton(yes, QDialogButtonBox::DestructiveRole);
  dialogs::letEnterGoOn(m_rate, yes);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(yes, &QPushButton::clicked, this, [this] {
    Q_EMIT drainRequested(m_node, m_rate->value());
    accept();
  });

  auto* pace = new QHBoxLayout;
  pace->setSpacing(parts::kGap);
  pace->addWidget(parts::muted(tr("At most")));
  pace->addWidget(m_rate);
  pace->addWidget(m_duration, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, parts::kMargin, parts::kMargin, parts::kMargin);
  layout->setSpacing(parts::kGap);
  layout->addWidget(heading);
  layout->addWidget(text);
  layout->addLayout(pace);
  layout->addSpacing(parts::kGap);
  layout->addWidget(buttons);
  dialogs::giveAnswers(yes, cancel);
  setMinimumWidth(460);
  showDuration();
}

void DrainDialog::showDuration() {
  const qint64 seconds = (m_devices + m_rate->value() - 1) / m_rate->value();
  m_duration->setText(tr("takes about %1").arg(words::duration(std::max<qint64>(seconds, 1) * 1'000)));
}

}  // namespace lk::ui
