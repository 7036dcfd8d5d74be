#include <QFile>
#include <QPainter>

#include "ui/drawing.h"

namespace lk::ui {

namespace {

// Drawn in black where the drawing says currentColor: only how much of each pixel is covered counts.
QString maskOf(const QString& name) { return QStringLiteral(":/icons/%1.png").arg(name); }
// Of a drawing that has colours of its own.
QString pictureOf(const QString& name) { return QStringLiteral(":/pictures/%1.png").arg(name); }

}  // namespace

bool canDraw(const QString& name) { return QFile::exists(maskOf(name)) || QFile::exists(pictureOf(name)); }

QImage draw(const QString& name, const QColor& color, QSize pixels) {
  const bool isMask = QFile::exists(maskOf(name));
  const QImage large(isMask ? maskOf(name) : pictureOf(name));
  // Each pixel becomes the average of what it covers, which is how the drawing itself would be drawn at that size.
  QImage image = large.convertToFormat(QImage::Format_ARGB32_Premultiplied)
                     .scaled(pixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
  if (isMask && !image.isNull()) {
    QPainter painter(&image);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(image.rect(), color);
  }
  return image;
}

}  // namespace lk::ui
