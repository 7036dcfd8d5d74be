#include "ui/drain_strip.h"

#include <QGridLayout>
#include <QPushButton>
#include <algorithm>

#include "ui/node_share.h"
#include "ui/parts.h"
#include "ui/retranslate.h"
#include "ui/words.h"

namespace lk::ui {

DrainStrip::DrainStrip(const Theme& theme, const NodesModel& nodes, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_nodes(nodes), m_grid(new QGridLayout(this)) {
  setProperty("role", QStringLiteral("card"));
  m_grid->setContentsMargins(parts::kMargin, 10, parts::kMargin, 10);
  m_grid->setHorizontalSpacing(12);
  m_grid->setVerticalSpacing(6);
  m_grid->setColumnStretch(1, 1);
  connect(&m_nodes, &NodesModel::counted, this, &DrainStrip::show);
  whenRetranslated(this, [this] { show(); });
  show();
}

void DrainStrip::show() {
  std::vector<int> rows;
  for (int row = 0; row < m_nodes.rowCount(); ++row) {
    if (m_nodes.at(row)->state == node::NodeState::Draining) rows.push_back(row);
  }
  while (m_lines.size() < rows.size()) addLine();
  for (std::size_t i = 0; i < m_lines.size(); ++i) {
    Line& line = m_lines[i];
    const bool isShown = i < rows.size();
    for (QWidget* part : std::initializer_list<QWidget*>{line.name, line.bar, line.text, line.change}) {
      part->setVisible(isShown);
    }
    if (isShown) showLine(line, rows[i]);
  }
  setVisible(!rows.empty());
}

void DrainStrip::addLine() {
  const int row = static_cast<int>(m_lines.size());
  const Line line{parts::heading({}),
                  new ShareBar(m_theme),
                  parts::value(tr("How the drain goes")),
                  new QPushButton(tr("Change the rate…")),
                  {}};
  line.change->setToolTip(tr("Send its devices away faster or slower"));
  m_grid->addWidget(line.name, row, 0);
  m_grid->addWidget(line.bar, row, 1, Qt::AlignVCenter);
  m_grid->addWidget(line.text, row, 2);
  m_grid->addWidget(line.change, row, 3);
  const std::size_t place = m_lines.size();
  connect(line.change, &QPushButton::clicked, this, [this, place] { Q_EMIT rateRequested(m_lines[place].node); });
  m_lines.push_back(line);
}

void DrainStrip::showLine(Line& line, int row) {
  const node::NodeRow& node = *m_nodes.at(row);
  const quint64 left = node.figures.connections;
  const quint64 whole = std::max({m_nodes.drainedFrom(row), left, quint64{1}});
  line.node = node.info.id;
  line.name->setText(node.isDrained() ? tr("%1 is drained").arg(node.info.id) : tr("%1 drains").arg(node.info.id));
  line.change->setVisible(!node.isDrained());
  line.change->setAccessibleName(tr("Change the rate of %1").arg(node.info.id));
  line.bar->show(static_cast<double>(whole - left) / static_cast<double>(whole), Tone::Good);
  if (node.isDrained()) return line.text->setText(tr("every connection has ended; a restart lets devices in again"));
  QString text = tr("%1 of %2 left").arg(words::count(left), words::count(whole));
  const QString pace = words::rate(m_nodes.leavingPerS(row));
  const int asked = m_rates.value(node.info.id);
  text += QStringLiteral("  ·  ") +
          (asked > 0 ? tr("%1 a second of the %2 asked for").arg(pace, words::count(static_cast<quint64>(asked)))
                     : tr("%1 a second").arg(pace));
  const qint64 leftMs = m_nodes.drainLeftMs(row);
  if (leftMs >= 0) text += QStringLiteral("  ·  ") + tr("about %1 more").arg(words::duration(leftMs + 999));
  line.text->setText(text);
}

}  // namespace lk::ui
