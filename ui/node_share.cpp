#include "ui/node_share.h"

#include <QGridLayout>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>
#include <numeric>

#include "ui/parts.h"
#include "ui/theme.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr std::size_t kLines = 5;

}  // namespace

NodeShare::NodeShare(const Theme& theme, const NodesModel& nodes, QAction* all, bool addresses, QWidget* parent)
    : QFrame(parent),
      m_theme(theme),
      m_nodes(nodes),
      m_addresses(addresses),
      m_heading(parts::heading(tr("The cluster"))),
      m_note(parts::muted({})),
      m_grid(new QGridLayout) {
  setProperty("role", QStringLiteral("card"));
  m_note->setWordWrap(true);
  m_grid->setHorizontalSpacing(12);
  m_grid->setVerticalSpacing(6);
  m_grid->setColumnStretch(2, 1);
  auto* head = new QHBoxLayout;
  head->addWidget(m_heading, 1, Qt::AlignTop);
  QPushButton* button = parts::button(all);
  if (m_addresses) head->addWidget(button);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, 12, parts::kMargin, 12);
  layout->setSpacing(parts::kGap);
  layout->addLayout(head);
  layout->addLayout(m_grid);
  layout->addWidget(m_note);
  layout->addStretch(1);
  // A narrow card has no room for it beside the heading.
  if (!m_addresses) layout->addWidget(button, 0, Qt::AlignLeft);
  connect(&m_nodes, &NodesModel::counted, this, &NodeShare::show);
  show();
}

void NodeShare::show() {
  std::vector<int> rows(static_cast<std::size_t>(m_nodes.rowCount()));
  std::iota(rows.begin(), rows.end(), 0);
  if (rows.size() > kLines) {
    std::ranges::stable_sort(rows, std::ranges::greater(), [this](int row) { return m_nodes.shareOf(row); });
    rows.resize(kLines);
    std::ranges::sort(rows);
  }
  makeLines(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) showLine(m_lines[i], rows[i]);
  const int all = m_nodes.rowCount();
  const int up = m_nodes.up();
  m_heading->setText(all == 0    ? tr("The cluster")
                     : up == all ? tr("The cluster: %n node(s)", nullptr, all)
                                 : tr("The cluster: %1 of %n node(s) answer", nullptr, all).arg(up));
  const int more = all - static_cast<int>(rows.size());
  m_note->setText(all == 0 && !m_nodes.busUp() ? tr("Redis is away, so no node can be seen.")
                  : all == 0 ? tr("No node is known yet. Each node that shares this Redis is listed here.")
                  : more > 0 ? tr("and %n more", nullptr, more)
                             : QString());
  m_note->setVisible(!m_note->text().isEmpty());
}

void NodeShare::makeLines(std::size_t count) {
  while (m_lines.size() < count) {
    const int row = static_cast<int>(m_lines.size());
    const Line line{parts::value(tr("Node")), parts::value(tr("Address for devices")), new ShareBar(m_theme),
                    parts::value(tr("Sessions and share"))};
    line.address->setFont(parts::monospace(line.address->font()));
    m_grid->addWidget(line.name, row, 0);
    m_grid->addWidget(line.address, row, 1);
    m_grid->addWidget(line.bar, row, 2, Qt::AlignVCenter);
    m_grid->addWidget(line.share, row, 3, Qt::AlignRight);
    m_lines.push_back(line);
  }
  for (std::size_t i = 0; i < m_lines.size(); ++i) {
    const Line& line = m_lines[i];
    for (QWidget* part : std::initializer_list<QWidget*>{line.name, line.bar, line.share}) part->setVisible(i < count);
    line.address->setVisible(m_addresses && i < count);
  }
}

void NodeShare::showLine(const Line& line, int row) {
  const node::NodeRow& node = *m_nodes.at(row);
  const Tone tone = m_nodes.stateTone(row);
  line.name->setText(node.info.id);
  line.address->setText(addressOf(node));
  line.bar->show(m_nodes.shareOf(row), tone);
  const QString share = tr("%1 (%2)").arg(words::count(node.figures.sessions), words::percent(m_nodes.shareOf(row)));
  line.share->setText(node.state == node::NodeState::Up ? share : m_nodes.stateText(row));
  parts::setStyleProperty(line.share, "role",
                          tone == Tone::Bad       ? QStringLiteral("error")
                          : tone == Tone::Warning ? QStringLiteral("warning")
                                                  : QStringLiteral("value"));
  setAccessibleName(m_heading->text());
}

ShareBar::ShareBar(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setFixedHeight(8);
  setMinimumWidth(40);
  connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ShareBar::show(double share, Tone tone) {
  if (m_share == share && m_tone == tone) return;
  m_share = share;
  m_tone = tone;
  update();
}

void ShareBar::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  const QRectF whole(rect());
  const double radius = whole.height() / 2;
  painter.setBrush(m_theme.colors().hover);
  painter.drawRoundedRect(whole, radius, radius);
  if (m_share <= 0) return;
  const bool isWell = m_tone == Tone::Good || m_tone == Tone::Normal;
  painter.setBrush(isWell ? m_theme.colors().accent : m_theme.colors().of(m_tone));
  painter.drawRoundedRect(QRectF(0, 0, std::max(whole.width() * m_share, whole.height()), whole.height()), radius,
                          radius);
}

}  // namespace lk::ui
