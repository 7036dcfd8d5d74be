#pragma once

#include <QEvent>
#include <QScrollArea>
#include <algorithm>

namespace lk::ui {

// Around a page: in a window that is lower than the page would like, the page is scrolled. So the window can be made
// small, however many banners stand above the page.
class LowArea final : public QScrollArea {
 public:
  LowArea(QWidget* page, const QString& name) {
    setAccessibleName(name);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidget(page);
    setWidgetResizable(true);
  }

  [[nodiscard]] QSize sizeHint() const override { return widget()->sizeHint(); }
  [[nodiscard]] QSize minimumSizeHint() const override {
    const QSize page = widget()->minimumSizeHint();
    // The scroll bar takes no more than the page's margin.
    return {page.width(), std::min(page.height(), kLowest)};
  }

 protected:
  // A page that has become wider is one that the window has to be wider for.
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (watched == widget() && event->type() == QEvent::LayoutRequest) updateGeometry();
    return QScrollArea::eventFilter(watched, event);
  }

 private:
  static constexpr int kLowest = 320;  // pixels
};

}  // namespace lk::ui
