#pragma once

#include <QProxyStyle>

namespace lk::ui {

// Fusion, with pictures of our own family where Qt would put its own: in message boxes and in fields that can be
// cleared. Buttons of dialogs bear none.
class ConsoleStyle final : public QProxyStyle {
  Q_OBJECT

 public:
  ConsoleStyle();

  [[nodiscard]] QIcon standardIcon(StandardPixmap which, const QStyleOption* option,
                                   const QWidget* widget) const override;
  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                QStyleHintReturn* more) const override;
};

}  // namespace lk::ui
