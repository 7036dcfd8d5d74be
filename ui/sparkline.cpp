#include "ui/sparkline.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <numeric>

#include "ui/theme.h"

namespace lk::ui {

namespace {

constexpr int kBin = 5;  // values that one point stands for: more would be noise at this size

}  // namespace

Sparkline::Sparkline(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
  setMinimumHeight(36);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void Sparkline::setValues(const std::deque<double>& values, std::size_t whole) {
  m_values.clear();
  // Bins end at the newest value, so the oldest may be a short one.
  for (std::size_t end = values.size(); end > 0;) {
    const std::size_t begin = end - std::min<std::size_t>(kBin, end);
    const auto first = values.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = values.begin() + static_cast<std::ptrdiff_t>(end);
    m_values.push_front(std::accumulate(first, last, 0.0) / static_cast<double>(end - begin));
    end = begin;
  }
  m_whole = std::max<std::size_t>(whole / kBin, 2);
  update();
}

void Sparkline::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const QRectF area = QRectF(rect()).adjusted(0, 2, -3, -1.5);
  painter.setPen(QPen(m_theme.colors().border, 1));
  painter.drawLine(QPointF(area.left(), height() - 0.5), QPointF(width(), height() - 0.5));
  if (m_values.size() < 2) return;

  const double top = std::max(*std::ranges::max_element(m_values) * 1.1, 1e-9);
  const double step = area.width() / static_cast<double>(m_whole - 1);
  const auto pointOf = [&](std::size_t i) {
    const double x = area.right() - step * static_cast<double>(m_values.size() - 1 - i);
    return QPointF(x, area.bottom() - area.height() * m_values[i] / top);
  };
  QPainterPath line(pointOf(0));
  for (std::size_t i = 1; i < m_values.size(); ++i) line.lineTo(pointOf(i));
  const QPointF newest = pointOf(m_values.size() - 1);
  QPainterPath ground = line;
  ground.lineTo(newest.x(), height());
  ground.lineTo(pointOf(0).x(), height());

  painter.setRenderHint(QPainter::Antialiasing);
  QColor tint = m_theme.colors().accent;
  tint.setAlphaF(0.14F);
  painter.fillPath(ground, tint);
  painter.setPen(QPen(m_theme.colors().accent, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPath(line);
  painter.setPen(Qt::NoPen);
  painter.setBrush(m_theme.colors().accent);
  painter.drawEllipse(newest, 2.5, 2.5);
}

}  // namespace lk::ui
