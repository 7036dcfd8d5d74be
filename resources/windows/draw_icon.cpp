// Draws Windows' icon from the program's: draw_icon SVG ICO. Run by hand when the drawing changes, as the result is
// kept beside this file; wants Qt's plugin for SVG.
#include <QBuffer>
#include <QFile>
#include <QGuiApplication>
#include <QImageReader>
#include <QSaveFile>
#include <cstdio>

namespace {

constexpr int kSizes[] = {16, 20, 24, 32, 40, 48, 64, 128, 256};

void put(QByteArray& bytes, quint32 value, int size) {
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i));
}

QImage drawn(const QString& path, int size) {
  QImageReader reader(path, "svg");
  reader.setScaledSize({size, size});
  return reader.read().convertToFormat(QImage::Format_ARGB32);
}

QByteArray pngOf(const QImage& image) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  image.save(&buffer, "PNG");
  return bytes;
}

// As icons hold it: a header of twice the height, rows from below, and a mask of one bit that nobody needs beside
// alpha.
QByteArray bitmapOf(const QImage& image) {
  const auto size = static_cast<quint32>(image.width());
  const quint32 maskRow = (size + 31) / 32 * 4;
  QByteArray bytes;
  put(bytes, 40, 4);
  put(bytes, size, 4);
  put(bytes, size * 2, 4);
  put(bytes, 1, 2);   // planes
  put(bytes, 32, 2);  // bits
  put(bytes, 0, 4);   // not compressed
  put(bytes, size * size * 4 + maskRow * size, 4);
  for (int i = 0; i < 4; ++i) put(bytes, 0, 4);
  for (int y = image.height() - 1; y >= 0; --y) {
    for (int x = 0; x < image.width(); ++x) put(bytes, image.pixel(x, y), 4);
  }
  bytes += QByteArray(maskRow * size, '\0');
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  const QGuiApplication application(argc, argv);
  const QStringList arguments = QGuiApplication::arguments();
  if (arguments.size() != 3) return std::fputs("usage: draw_icon SVG ICO\n", stderr), 2;
  QByteArray list;
  QByteArray pictures;
  put(list, 0, 2);
  put(list, 1, 2);  // an icon
  put(list, static_cast<quint32>(std::size(kSizes)), 2);
  const auto listSize = static_cast<quint32>(list.size()) + 16 * static_cast<quint32>(std::size(kSizes));
  for (const int size : kSizes) {
    const QImage image = drawn(arguments[1], size);
    if (image.isNull()) return std::fputs("draw_icon: the drawing can't be read\n", stderr), 1;
    // Of small ones, programs that are old read only bitmaps.
    const QByteArray picture = size < 256 ? bitmapOf(image) : pngOf(image);
    put(list, static_cast<quint32>(size) % 256, 1);
    put(list, static_cast<quint32>(size) % 256, 1);
    put(list, 0, 2);
    put(list, 1, 2);
    put(list, 32, 2);
    put(list, static_cast<quint32>(picture.size()), 4);
    put(list, listSize + static_cast<quint32>(pictures.size()), 4);
    pictures += picture;
  }
  QSaveFile file(arguments[2]);
  const bool written = file.open(QIODevice::WriteOnly) && file.write(list + pictures) > 0 && file.commit();
  return written ? 0 : 1;
}
