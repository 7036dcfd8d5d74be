#include "ui/icons.h"

#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>

#include "ui/drawing.h"

namespace lk::ui {

namespace {

class DrawnIcon final : public QIconEngine {
 public:
  DrawnIcon(QString name, IconColors colors) : m_name(std::move(name)), m_colors(colors) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
    const qreal scale = painter->device()->devicePixelRatioF();
    painter->drawPixmap(rect, scaledPixmap(rect.size() * scale, mode, state, scale));
  }

  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    return scaledPixmap(size, mode, state, 1.0);
  }

  QPixmap scaledPixmap(const QSize& pixels, QIcon::Mode mode, QIcon::State state, qreal scale) override {
    const QColor color = mode == QIcon::Disabled ? m_colors.disabled
                         : state == QIcon::On    ? m_colors.checked
                                                 : m_colors.normal;
    const QString key = QStringLiteral("lk/%1/%2/%3").arg(m_name, color.name()).arg(pixels.width());
    QPixmap found;
    if (!QPixmapCache::find(key, &found)) {
      found = QPixmap::fromImage(draw(m_name, color, pixels));
      QPixmapCache::insert(key, found);
    }
    found.setDevicePixelRatio(scale);
    return found;
  }

  [[nodiscard]] QIconEngine* clone() const override { return new DrawnIcon(m_name, m_colors); }

 private:
  QString m_name;
  IconColors m_colors;
};

}  // namespace

QIcon makeIcon(const QString& name, const IconColors& colors) {
  return canDraw(name) ? QIcon(new DrawnIcon(name, colors)) : QIcon();
}

}  // namespace lk::ui
