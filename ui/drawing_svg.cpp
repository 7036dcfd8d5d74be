#include <QBuffer>
#include <QFile>
#include <QImageReader>

#include "ui/drawing.h"

namespace lk::ui {

namespace {

QString pathOf(const QString& name) { return QStringLiteral(":/icons/%1.svg").arg(name); }

}  // namespace

bool canDraw(const QString& name) {
  return QFile::exists(pathOf(name)) && QImageReader::supportedImageFormats().contains("svg");
}

QImage draw(const QString& name, const QColor& color, QSize pixels) {
  QFile file(pathOf(name));
  if (!file.open(QIODevice::ReadOnly)) return {};
  QByteArray svg = file.readAll();
  svg.replace("currentColor", color.name().toLatin1());
  QBuffer buffer(&svg);
  QImageReader reader(&buffer, "svg");
  reader.setScaledSize(pixels);
  return reader.read();
}

}  // namespace lk::ui
