#include "ui/icons.h"

#include <QBuffer>
#include <QFile>
#include <QIconEngine>
#include <QImageReader>
#include <QPainter>
#include <QPixmapCache>

namespace lk::ui {

namespace {

QByteArray readDrawing(const QString& name) {
  QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// The drawings say currentColor, as on the web; the image plugin draws what stands there instead.
QImage draw(QByteArray svg, const QColor& color, QSize pixels) {
  svg.replace("currentColor", color.name().toLatin1());
  QBuffer buffer(&svg);
  QImageReader reader(&buffer, "svg");
  reader.setScaledSize(pixels);
  return reader.read();
}

class DrawnIcon final : public QIconEngine {
 public:
  DrawnIcon(QString name, QByteArray svg, IconColors colors)
      : m_name(std::move(name)), m_svg(std::move(svg)), m_colors(colors) {}

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
      found = QPixmap::fromImage(draw(m_svg, color, pixels));
      QPixmapCache::insert(key, found);
    }
    found.setDevicePixelRatio(scale);
    return found;
  }

  [[nodiscard]] QIconEngine* clone() const override { return new DrawnIcon(m_name, m_svg, m_colors); }

 private:
  QString m_name;
  QByteArray m_svg;
  IconColors m_colors;
};

}  // namespace

QIcon makeIcon(const QString& name, const IconColors& colors) {
  const QByteArray svg = readDrawing(name);
  if (svg.isEmpty() || !QImageReader::supportedImageFormats().contains("svg")) return {};
  return QIcon(new DrawnIcon(name, svg, colors));
}

}  // namespace lk::ui
