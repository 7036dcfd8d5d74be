#pragma once

#include <QEvent>
#include <QLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <algorithm>

namespace lk::ui {

// As low as what is in it can be made at its width, with no text cut: a scroll area by itself takes for the least
// height of what holds wrapped text the one that it would like best.
class LowPage final : public QWidget {
 public:
  explicit LowPage(QWidget* page) : m_page(page) { page->setParent(this); }

  [[nodiscard]] QSize sizeHint() const override { return m_page->sizeHint(); }
  [[nodiscard]] QSize minimumSizeHint() const override {
    const QSize least = m_page->minimumSizeHint();
    const QLayout* layout = m_page->layout();
    if (layout == nullptr || !layout->hasHeightForWidth()) return least;
    return {least.width(), layout->totalMinimumHeightForWidth(std::max(width(), least.width()))};
  }

 protected:
  bool event(QEvent* event) override {
    if (event->type() == QEvent::LayoutRequest) updateGeometry();
    return QWidget::event(event);
  }
  void resizeEvent(QResizeEvent* event) override {
    m_page->setGeometry(rect());
    QWidget::resizeEvent(event);
    updateGeometry();
  }

 private:
  QWidget* m_page;
};

// Around a page: in a window that is lower than the page can be, the page is scrolled. So the window can be made small,
// however many banners stand above the page.
class LowArea final : public QScrollArea {
 public:
  LowArea(QWidget* page, const QString& name) : m_page(page) {
    setAccessibleName(name);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidget(new LowPage(page));
    setWidgetResizable(true);
    verticalScrollBar()->installEventFilter(this);
  }

  [[nodiscard]] QSize sizeHint() const override { return widget()->sizeHint(); }
  [[nodiscard]] QSize minimumSizeHint() const override {
    const QSize page = widget()->minimumSizeHint();
    return {page.width(), std::min(page.height(), kLowest)};
  }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    // A page that has become wider is one that the window has to be wider for.
    if (watched == widget() && event->type() == QEvent::LayoutRequest) updateGeometry();
    const bool isShown = event->type() == QEvent::Show;
    if (watched == verticalScrollBar() && (isShown || event->type() == QEvent::Hide)) giveTheBarTheMargin(isShown);
    return QScrollArea::eventFilter(watched, event);
  }

 private:
  static constexpr int kLowest = 320;  // pixels

  // The scroll bar stands in the page's margin, so that what is in the page ends where the banners end.
  void giveTheBarTheMargin(bool isShown) {
    QLayout* layout = m_page->layout();
    if (layout == nullptr) return;
    QMargins margins = layout->contentsMargins();
    const int wide = margins.left();
    margins.setRight(isShown ? std::max(0, wide - verticalScrollBar()->width()) : wide);
    layout->setContentsMargins(margins);
  }

  QWidget* m_page;
};

}  // namespace lk::ui
