#include "ui/nginx_pick_panel.h"

#include <QAction>
#include <QGridLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/empty_state.h"
#include "ui/node_share.h"
#include "ui/parts.h"
#include "ui/retranslate.h"
#include "ui/setup_words.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr double kManyOfOne = 0.2;  // of all sessions, from one address

QLabel* cell(const QString& text, bool isHead, bool isNumber) {
  QLabel* made = isHead ? parts::muted(text) : parts::value(text);
  made->setText(text);
  made->setTextFormat(Qt::PlainText);
  made->setAlignment((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  return made;
}

}  // namespace

NginxPickPanel::NginxPickPanel(ConsoleContext& context, QAction* look, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_look(look),
      m_address(new QLineEdit),
      m_answer(parts::heading({})),
      m_detail(parts::muted({})),
      m_heading(parts::heading({})),
      m_nat(parts::value(tr("What one address does to it"))),
      m_table(parts::card()),
      m_grid(new QGridLayout),
      m_empty(new EmptyState),
      m_content(new QWidget) {
  m_address->setPlaceholderText(tr("10.2.0.7 or 2001:db8::7"));
  m_address->setAccessibleName(tr("Address of a device"));
  m_address->setToolTip(tr("The address that nginx sees, IPv4 or IPv6, without a port: behind a NAT, the NAT's"));
  m_address->setClearButtonEnabled(true);
  m_address->setMaxLength(64);
  m_address->setMaximumWidth(320);
  connect(m_address, &QLineEdit::textChanged, this, &NginxPickPanel::pick);
  m_answer->setAccessibleName(tr("The node that nginx picks"));
  for (QLabel* label : {m_answer, m_detail, m_nat}) {
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  }
  m_grid->setContentsMargins(parts::kMargin, 12, parts::kMargin, 12);
  m_grid->setHorizontalSpacing(parts::kMargin);
  m_grid->setVerticalSpacing(parts::kGap);
  m_grid->setColumnStretch(1, 1);
  m_table->setLayout(m_grid);

  auto* question = parts::card();
  auto* asked = new QVBoxLayout(question);
  asked->setContentsMargins(parts::kMargin, 12, parts::kMargin, 12);
  asked->setSpacing(parts::kGap);
  asked->addWidget(parts::heading(tr("Which node does nginx pick for this address?")));
  asked->addWidget(m_address);
  asked->addWidget(m_answer);
  asked->addWidget(m_detail);

  auto* content = new QVBoxLayout(m_content);
  content->setContentsMargins(0, 0, 0, 0);
  content->setSpacing(parts::kGap);
  content->addWidget(question);
  content->addSpacing(parts::kGap);
  content->addWidget(m_heading);
  content->addWidget(m_nat);
  content->addWidget(m_table);
  content->addStretch(1);
  auto* scroll = new QScrollArea;
  scroll->setWidget(m_content);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setAccessibleName(tr("Who goes where"));
  m_empty->setProperty("role", QStringLiteral("card"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, parts::kGap, 0, 0);
  layout->addWidget(scroll, 1);
  layout->addWidget(m_empty, 1);
  scroll->hide();
  refreshLook();
  m_empty->say(tr("nginx was not looked at yet"),
               tr("The node of each address stands here, and each node's share of the devices connected now."), m_look);
  whenRetranslated(this, [this] {
    if (m_picture) show(setup::NginxPicture(*m_picture));
  });
}

void NginxPickPanel::refreshLook() { m_empty->setPicture(m_context.theme.icon(QStringLiteral("nodes"))); }

void NginxPickPanel::show(const setup::NginxPicture& picture) {
  m_picture = picture;
  m_picker.reset();
  if (picture.balance) m_picker.emplace(*picture.balance);
  auto* scroll = findChild<QScrollArea*>();
  scroll->setVisible(m_picker.has_value());
  m_empty->setVisible(!m_picker);
  if (!m_picker) {
    const QString why = picture.trouble.empty()
                            ? tr("No server of nginx's stream block leads devices to a node, so none is picked. The "
                                 "nginx tab has a block that does.")
                            : words::sentence(QString::fromStdString(picture.trouble));
    m_empty->say(tr("There is nothing that nginx could pick"), why, m_look);
    return;
  }
  pick();
  showShares();
}

void NginxPickPanel::showProblem(const QString& problem) {
  parts::setStyleProperty(m_address, "invalid", !problem.isEmpty());
  m_answer->setText({});
  m_answer->hide();
  m_detail->setText(problem.isEmpty() ? tr("Type the address of a device, as nginx sees it.") : problem);
  parts::setStyleProperty(m_detail, "role", problem.isEmpty() ? QStringLiteral("muted") : QStringLiteral("error"));
}

void NginxPickPanel::pick() {
  if (!m_picker) return;
  const QString typed = m_address->text().trimmed();
  if (typed.isEmpty()) return showProblem({});
  const auto address = setup::nginxAddress(typed.toStdString());
  if (!address) {
    return showProblem(typed.contains(QLatin1Char(':')) && typed.contains(QLatin1Char('.'))
                           ? tr("This is no address: leave the port out, as in 10.2.0.7.")
                           : tr("This is no address: type an IPv4 or IPv6 address, as 10.2.0.7 or 2001:db8::7."));
  }
  showProblem({});
  m_answer->show();
  const auto picked = m_picker->pick(*address);
  using How = setup::NginxPick::How;
  if (!picked) {
    m_answer->setText(tr("That can't be told from the address"));
    m_detail->setText(
        tr("The hash at %1 is made of %2, which holds more than the address.")
            .arg(QString::fromStdString(m_picture->balanceAt), QString::fromStdString(m_picture->balance->key)));
    return;
  }
  const QString server = picked->how == How::Turn || picked->how == How::None
                             ? QString()
                             : QString::fromStdString(setup::serverAndNode(*m_picture, picked->server));
  switch (picked->how) {
    case How::Hash:
      m_answer->setText(server);
      m_detail->setText(tr("By its hash, so each time, while the upstream at %1 stays as it is and the server answers.")
                            .arg(QString::fromStdString(m_picture->balanceAt)));
      break;
    case How::Only:
      m_answer->setText(server);
      m_detail->setText(
          tr("It is the only server of the upstream at %1.").arg(QString::fromStdString(m_picture->balanceAt)));
      break;
    case How::Turn:
      m_answer->setText(tr("Another one each time"));
      m_detail->setText(tr("The upstream at %1 takes turns: put hash $remote_addr consistent; into it, and an address "
                           "stays with its node.")
                            .arg(QString::fromStdString(m_picture->balanceAt)));
      break;
    case How::None:
      m_answer->setText(tr("None"));
      m_detail->setText(tr("Every server of the upstream at %1 is marked as down.")
                            .arg(QString::fromStdString(m_picture->balanceAt)));
      break;
  }
}

QString NginxPickPanel::natText() const {
  const setup::NginxShares& shares = m_picture->shares;
  if (shares.largest.sessions == 0) return tr("No device is connected now, so only the ring itself is known.");
  const QString address = QString::fromStdString(shares.largest.address);
  const QString part = words::percent(shares.largestPart);
  if (shares.largestPart >= kManyOfOne && shares.largest.sessions > 1) {
    return tr("%1 of the devices come from one address, %2 (%3 devices). It is most likely a NAT: they all go to one "
              "node, whatever the weights are.")
        .arg(part, address, words::count(shares.largest.sessions));
  }
  return tr("The address with most devices is %1: %2 of them, %3 of all. No address outweighs the others.")
      .arg(address, words::count(shares.largest.sessions), part);
}

void NginxPickPanel::showShares() {
  const setup::NginxShares& shares = m_picture->shares;
  QString heading = tr("Where %n device(s) connected now would go", nullptr, static_cast<int>(shares.sessions));
  if (shares.unpredicted > 0) {
    heading += tr("; of %1 more the address does not decide").arg(words::count(shares.unpredicted));
  }
  m_heading->setText(heading);
  m_nat->setText(natText());
  while (m_grid->count() > 0) {
    const std::unique_ptr<QLayoutItem> item(m_grid->takeAt(0));
    delete item->widget();
  }
  const auto row = [this](int place, const QStringList& texts, bool isHead) {
    const std::array<int, 5> columns = {0, 2, 3, 4, 5};
    for (std::size_t i = 0; i < columns.size(); ++i) {
      m_grid->addWidget(cell(texts[static_cast<qsizetype>(i)], isHead, i > 0 && i < 4), place, columns[i]);
    }
  };
  row(0, {tr("Node (server)"), tr("Devices"), tr("Share"), tr("Of the ring"), tr("Its largest address")}, true);
  for (std::size_t i = 0; i < shares.servers.size(); ++i) {
    const setup::NginxShare& share = shares.servers[i];
    const QString largest =
        share.largest.sessions == 0
            ? tr("none")
            : tr("%1 (%2)").arg(QString::fromStdString(share.largest.address), words::count(share.largest.sessions));
    const int place = static_cast<int>(i) + 1;
    row(place,
        {QString::fromStdString(setup::serverAndNode(*m_picture, share.server)), words::count(share.sessions),
         words::percent(share.part), words::percent(share.ringPart), largest},
        false);
    auto* bar = new ShareBar(m_context.theme);
    bar->setMinimumWidth(120);
    bar->show(share.part, Tone::Good);
    m_grid->addWidget(bar, place, 1, Qt::AlignVCenter);
  }
}

}  // namespace lk::ui
