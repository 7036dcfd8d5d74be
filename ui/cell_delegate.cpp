#include "ui/cell_delegate.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/parts.h"
#include "ui/theme.h"

namespace lk::ui {

namespace {

constexpr int kPadding = 8;
constexpr int kDot = 7;

QRect textPlace(const QRect& cell, const QModelIndex& index) {
  const int dot = index.data(kDotRole).toBool() ? kDot + kPadding - 1 : 0;
  return cell.adjusted(kPadding + dot, 0, -kPadding, 0);
}

QFont fontOf(const QStyleOptionViewItem& option, const QModelIndex& index) {
  QFont font = option.font;
  if (index.data(kMonospaceRole).toBool()) font.setFamilies(parts::monospace(option.font).families());
  return font;
}

// Text of devices, in which nothing is markup.
QString asTip(const QString& text) { return Qt::mightBeRichText(text) ? text.toHtmlEscaped() : text; }

}  // namespace

CellDelegate::CellDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const ThemeColors& colors = m_theme.colors();
  const bool isSelected = option.state.testFlag(QStyle::State_Selected);
  const QColor color = colors.of(static_cast<Tone>(index.data(kToneRole).toInt()));

  painter->save();
  if (isSelected) painter->fillRect(option.rect, colors.selection);
  // Whole pixels of the screen, or at 125 % one line is twice as thick as the next.
  QPen line(colors.hover, std::max(1.0, std::floor(painter->device()->devicePixelRatioF())));
  line.setCosmetic(true);
  painter->setPen(line);
  painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());

  const QRect text = textPlace(option.rect, index);
  if (index.data(kDotRole).toBool()) {
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(color);
    painter->drawEllipse(QRectF(option.rect.left() + kPadding, text.center().y() - kDot / 2.0 + 0.5, kDot, kDot));
  }
  const QFont font = fontOf(option, index);
  painter->setFont(font);
  painter->setPen(color);
  const auto alignment = static_cast<Qt::Alignment>(index.data(Qt::TextAlignmentRole).toInt());
  const Qt::TextElideMode left = index.data(kMiddleRole).toBool() ? Qt::ElideMiddle : Qt::ElideRight;
  const QString shown = QFontMetrics(font).elidedText(index.data(Qt::DisplayRole).toString(), left, text.width());
  painter->drawText(text, static_cast<int>(alignment) | Qt::TextSingleLine, shown);

  const bool hasFocus = option.state.testFlag(QStyle::State_HasFocus);
  if (hasFocus) {
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setPen(QPen(colors.accent, 1, Qt::DotLine));
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(option.rect.adjusted(0, 0, -1, -2));
  }
  painter->restore();
}

bool CellDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                             const QModelIndex& index) {
  const QString text = index.data(Qt::DisplayRole).toString();
  const bool isCut =
      QFontMetrics(fontOf(option, index)).horizontalAdvance(text) > textPlace(option.rect, index).width();
  const QString tip = index.data(Qt::ToolTipRole).toString();
  if (event->type() != QEvent::ToolTip || !isCut || tip.contains(text)) {
    return QStyledItemDelegate::helpEvent(event, view, option, index);
  }
  QToolTip::showText(event->globalPos(), asTip(tip.isEmpty() ? text : text + QLatin1Char('\n') + tip), view);
  return true;
}

}  // namespace lk::ui
