#pragma once

#include <QLayout>
#include <QResizeEvent>
#include <QScrollArea>

namespace lk::ui {

// As high as what is in it at the width that it has, and no higher; where there is less room, it scrolls.
class FittedArea final : public QScrollArea {
 public:
  FittedArea(QWidget* content, const QString& name) {
    setAccessibleName(name);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    setWidget(content);
    setWidgetResizable(true);
  }

  [[nodiscard]] QSize sizeHint() const override {
    if (widget() == nullptr || widget()->layout() == nullptr) return QScrollArea::sizeHint();
    return {QScrollArea::sizeHint().width(), widget()->layout()->totalHeightForWidth(viewport()->width())};
  }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (watched == widget() && event->type() == QEvent::LayoutRequest) updateGeometry();
    return QScrollArea::eventFilter(watched, event);
  }
  void resizeEvent(QResizeEvent* event) override {
    QScrollArea::resizeEvent(event);
    if (event->size().width() != event->oldSize().width()) updateGeometry();
  }
};

}  // namespace lk::ui
