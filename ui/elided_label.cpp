#include "ui/elided_label.h"

#include <QHelpEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>
#include <algorithm>

namespace lk::ui {

namespace {

constexpr int kFewest = 8;  // characters that are always seen

}  // namespace

ElidedLabel::ElidedLabel(const char* role, QWidget* parent) : QLabel(parent) {
  setProperty("role", QLatin1StringView(role));
  setTextFormat(Qt::PlainText);
}

QSize ElidedLabel::minimumSizeHint() const {
  const QSize whole = QLabel::minimumSizeHint();
  return {std::min(whole.width(), kFewest * fontMetrics().averageCharWidth()), whole.height()};
}

bool ElidedLabel::fits() const { return fontMetrics().horizontalAdvance(text()) <= contentsRect().width(); }

bool ElidedLabel::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip || fits()) return QLabel::event(event);
  QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), text(), this);
  return true;
}

void ElidedLabel::paintEvent(QPaintEvent* event) {
  if (fits()) return QLabel::paintEvent(event);
  QPainter painter(this);
  const QRect rect = contentsRect();
  const QString shown = fontMetrics().elidedText(text(), Qt::ElideMiddle, rect.width());
  const int flags = static_cast<int>(QStyle::visualAlignment(layoutDirection(), alignment())) | Qt::TextSingleLine;
  style()->drawItemText(&painter, rect, flags, palette(), isEnabled(), shown, foregroundRole());
}

}  // namespace lk::ui
