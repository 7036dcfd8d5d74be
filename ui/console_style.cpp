#include "ui/console_style.h"

#include <QApplication>
#include <QIcon>
#include <QPalette>

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

int ConsoleStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                            QStyleHintReturn* more) const {
  if (hint == SH_DialogButtonBox_ButtonsHaveIcons) return 0;
  return QProxyStyle::styleHint(hint, option, widget, more);
}

}  // namespace lk::ui
