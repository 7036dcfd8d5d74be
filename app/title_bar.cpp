#include "app/title_bar.h"

#include <QApplication>
#include <QEvent>

namespace lk::app {

namespace {

bool hasFrame(const QWidget& widget) {
  const Qt::WindowType type = widget.windowType();
  return widget.isWindow() && type != Qt::Popup && type != Qt::ToolTip && type != Qt::SplashScreen;
}

bool isDark(const QPalette& palette) {
  return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

}  // namespace

TitleBars::TitleBars(Paint paint) : m_paint(std::move(paint)) {
  if (m_paint) qApp->installEventFilter(this);
}

bool TitleBars::eventFilter(QObject* object, QEvent* event) {
  const QEvent::Type type = event->type();
  if (object->isWidgetType() &&
      (type == QEvent::Show || type == QEvent::PaletteChange || type == QEvent::WinIdChange)) {
    const auto* widget = static_cast<QWidget*>(object);
    // 0: the system has no window of it yet, and one that shows comes again.
    if (const WId window = widget->internalWinId(); window != 0 && hasFrame(*widget)) {
      m_paint(window, isDark(widget->palette()));
    }
  }
  return QObject::eventFilter(object, event);
}

}  // namespace lk::app
