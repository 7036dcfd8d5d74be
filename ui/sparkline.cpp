#include "ui/sparkline.h"

#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/theme.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr double kPointEvery = 2.5;  // pixels: finer would be noise at this size
constexpr qint64 kGapMs = 5'000;
constexpr double kRight = 3;  // room for the newest one's dot

}  // namespace

Sparkline::Sparkline(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
  setMinimumHeight(36);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void Sparkline::setValues(std::vector<Value> values, qint64 spanMs) {
  m_values = std::move(values);
  m_spanMs = std::max<qint64>(spanMs, 1);
  describe();
  update();
}

// For those who do not see it.
void Sparkline::describe() {
  if (!m_words || m_values.empty()) return;
  const auto [least, most] = std::ranges::minmax(m_values, {}, &Value::second);
  setAccessibleName(tr("The last 10 minutes: least %1, most %2").arg(m_words(least.second), m_words(most.second)));
}

double Sparkline::xOf(qint64 atMs, double width) const {
  const double ago = static_cast<double>(m_values.back().first - atMs) / static_cast<double>(m_spanMs);
  return width - kRight - ago * (width - kRight);
}

// Values that stand too close for the eye become their mean. Which of them do depends on their time alone, so that the
// line moves and does not flicker.
std::vector<Sparkline::Point> Sparkline::points(double width) const {
  std::vector<Point> points;
  if (m_values.empty() || width <= 2 * kRight) return points;
  const auto binMs = std::max<qint64>(1, std::llround(static_cast<double>(m_spanMs) * kPointEvery / (width - kRight)));
  qint64 lastAtMs = 0;
  for (std::size_t i = 0; i < m_values.size();) {
    const qint64 bin = m_values[i].first / binMs;
    double sum = 0;
    double times = 0;
    std::size_t n = 0;
    const std::size_t first = i;
    for (; i < m_values.size() && m_values[i].first / binMs == bin; ++i, ++n) {
      sum += m_values[i].second;
      times += static_cast<double>(m_values[i].first - m_values[first].first);
    }
    const auto atMs = m_values[first].first + std::llround(times / static_cast<double>(n));
    const bool isLast = i == m_values.size();
    const bool joined = !points.empty() && m_values[first].first - lastAtMs < std::max(kGapMs, 2 * binMs);
    points.push_back({xOf(isLast ? m_values.back().first : atMs, width), sum / static_cast<double>(n), joined});
    lastAtMs = m_values[i - 1].first;
  }
  return points;
}

void Sparkline::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setPen(QPen(m_theme.colors().border, 1));
  painter.drawLine(QPointF(0, height() - 0.5), QPointF(width(), height() - 0.5));
  const std::vector<Point> all = points(width());
  if (all.size() < 2) return;

  const double bottom = height() - 1.5;
  const double most = std::ranges::max_element(all, {}, &Point::value)->value;
  const double top = std::max(most * 1.1, 1e-9);
  const auto place = [&](const Point& point) { return QPointF(point.x, bottom - (bottom - 2) * point.value / top); };
  QPainterPath line;
  QPainterPath ground;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const QPointF at = place(all[i]);
    const bool isLast = i + 1 == all.size() || !all[i + 1].joined;
    if (!all[i].joined) {
      line.moveTo(at);
      ground.moveTo(at.x(), height());
    }
    line.lineTo(at);
    ground.lineTo(at);
    if (isLast) ground.lineTo(at.x(), height());
  }
  painter.setRenderHint(QPainter::Antialiasing);
  QColor tint = m_theme.colors().accent;
  tint.setAlphaF(0.14F);
  painter.fillPath(ground, tint);
  painter.setPen(QPen(m_theme.colors().accent, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPath(line);
  painter.setPen(Qt::NoPen);
  painter.setBrush(m_theme.colors().accent);
  painter.drawEllipse(place(all.back()), 2.5, 2.5);
}

QString Sparkline::textAt(double x) const {
  if (!m_words || m_values.empty() || width() <= 2 * kRight) return {};
  const auto nearest = std::ranges::min_element(
      m_values, {}, [&](const Value& value) { return std::abs(xOf(value.first, width()) - x); });
  if (std::abs(xOf(nearest->first, width()) - x) > 2 * kPointEvery) return {};
  return tr("%1 at %2").arg(m_words(nearest->second), words::timeOfDay(nearest->first).left(8));
}

bool Sparkline::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const QString text = textAt(help->pos().x());
    // Where nothing is known, the card says what it shows.
    if (!text.isEmpty()) {
      QToolTip::showText(help->globalPos(), text, this);
      return true;
    }
  }
  return QWidget::event(event);
}

}  // namespace lk::ui
