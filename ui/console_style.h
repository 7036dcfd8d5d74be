#pragma once

#include <QProxyStyle>

namespace lk::ui {

// Fusion, with pictures of our own family where Qt would put its own: in message boxes, in fields that can be cleared
// and in boxes to tick, whose frame Fusion makes too faint on dark ground. Buttons of dialogs bear none.
class ConsoleStyle final : public QProxyStyle {
  Q_OBJECT

 public:
  ConsoleStyle();

  [[nodiscard]] QIcon standardIcon(StandardPixmap which, const QStyleOption* option,
                                   const QWidget* widget) const override;
  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
  [[nodiscard]] QRect subElementRect(SubElement element, const QStyleOption* option,
                                     const QWidget* widget) const override;
  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                QStyleHintReturn* more) const override;
};

}  // namespace lk::ui
