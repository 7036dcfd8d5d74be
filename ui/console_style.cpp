#include "ui/console_style.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QIcon>
#include <QPainter>
#include <QPalette>
#include <QStyleOption>
#include <algorithm>

#include "ui/icons.h"
#include "ui/theme.h"

namespace lk::ui {

namespace {

// The style goes on when a window and its theme have ended, so it asks the palette which look is on.
ThemeColors colorsOfNow() {
  const QPalette palette = QApplication::palette();
  return palette.color(QPalette::Window).lightness() < 128 ? ThemeColors::dark() : ThemeColors::light();
}

QIcon drawn(const char* name, const QColor& color) {
  return makeIcon(QString::fromLatin1(name), {color, color, colorsOfNow().muted});
}

void drawTickBox(QPainter& painter, const QStyleOption& option) {
  const ThemeColors colors = colorsOfNow();
  const bool enabled = option.state.testFlag(QStyle::State_Enabled);
  const bool ticked = option.state.testFlag(QStyle::State_On);
  const QColor ground = !enabled ? colors.window : ticked ? colors.accent : colors.field;
  const bool lit = option.state.testFlag(QStyle::State_MouseOver) || option.state.testFlag(QStyle::State_HasFocus);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  const double side = std::min(option.rect.width(), option.rect.height()) - 1.0;
  QRectF box(0, 0, side, side);
  box.moveCenter(QRectF(option.rect).center());
  painter.setBrush(ground);
  painter.setPen(QPen(enabled ? (ticked || lit ? colors.accent : colors.muted) : colors.controlBorder, 1));
  painter.drawRoundedRect(box, 2.5, 2.5);
  painter.setPen(QPen(enabled ? (ticked ? colors.onAccent : colors.accent) : colors.muted, side / 7, Qt::SolidLine,
                      Qt::RoundCap, Qt::RoundJoin));
  const auto at = [&box, side](double x, double y) { return box.topLeft() + QPointF(x * side, y * side); };
  if (ticked) {
    const QPointF tick[] = {at(0.24, 0.52), at(0.43, 0.71), at(0.77, 0.31)};
    painter.drawPolyline(tick, 3);
  } else if (option.state.testFlag(QStyle::State_NoChange)) {
    painter.drawLine(at(0.28, 0.5), at(0.72, 0.5));
  }
  painter.restore();
}

}  // namespace

ConsoleStyle::ConsoleStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

QIcon ConsoleStyle::standardIcon(StandardPixmap which, const QStyleOption* option, const QWidget* widget) const {
  const ThemeColors colors = colorsOfNow();
  QIcon icon;
  switch (which) {
    case SP_MessageBoxInformation: icon = drawn("info", colors.accent); break;
    case SP_MessageBoxQuestion: icon = drawn("unknown", colors.accent); break;
    case SP_MessageBoxWarning: icon = drawn("warning", colors.warning); break;
    case SP_MessageBoxCritical: icon = drawn("problem", colors.bad); break;
    case SP_LineEditClearButton: icon = drawn("clear", colors.muted); break;
    default: break;
  }
  return icon.isNull() ? QProxyStyle::standardIcon(which, option, widget) : icon;
}

void ConsoleStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                 const QWidget* widget) const {
  if (element == PE_IndicatorCheckBox || element == PE_IndicatorItemViewItemCheck) {
    return drawTickBox(*painter, *option);
  }
  // As CellDelegate draws it in tables, and not over the text.
  if (element == PE_FrameFocusRect && qobject_cast<const QAbstractItemView*>(widget) != nullptr) {
    painter->save();
    painter->setPen(QPen(colorsOfNow().accent, 1, Qt::DotLine));
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
    painter->restore();
    return;
  }
  QProxyStyle::drawPrimitive(element, option, painter, widget);
}

// The arrow of a sorted column stands above its name: at the end it would lie on the names of numbers, which end there.
QRect ConsoleStyle::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const {
  if (element != SE_HeaderArrow) return QProxyStyle::subElementRect(element, option, widget);
  QRect arrow(0, 0, 9, 9);
  arrow.moveCenter(option->rect.center());
  arrow.moveTop(option->rect.top() + 1);
  return arrow;
}

int ConsoleStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                            QStyleHintReturn* more) const {
  if (hint == SH_DialogButtonBox_ButtonsHaveIcons) return 0;
  return QProxyStyle::styleHint(hint, option, widget, more);
}

}  // namespace lk::ui
