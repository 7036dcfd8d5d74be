#include <QGuiApplication>
#include <QImageReader>
#include <QTest>
#include <QXmlStreamReader>

#include "tests/cli/place.h"

using lk::test::contents;

namespace {

QString resource(const char* name) { return QStringLiteral(LINEKEEPER_RESOURCES "/") + QString::fromUtf8(name); }

QImage drawn(int size) {
  QImageReader reader(resource("icons/application.svg"), "svg");
  reader.setScaledSize({size, size});
  return reader.read().convertToFormat(QImage::Format_ARGB32);
}

// Per channel of a pixel, of 255.
double difference(const QImage& a, const QImage& b) {
  qint64 sum = 0;
  for (int y = 0; y < a.height(); ++y) {
    for (int x = 0; x < a.width(); ++x) {
      const QRgb one = qPremultiply(a.pixel(x, y));
      const QRgb other = qPremultiply(b.pixel(x, y));
      for (const int shift : {0, 8, 16, 24})
        sum += qAbs(qint64((one >> shift) & 0xFF) - qint64((other >> shift) & 0xFF));
    }
  }
  return double(sum) / (4.0 * a.width() * a.height());
}

}  // namespace

// What stands in resources/windows, which no other system looks at.
class WindowsResourcesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theIconIsTheProgramsInEverySize();
  void theManifestSaysWhatTheProgramCanDo();
};

// Fails when the drawing has changed and the target windows-icon was not built.
void WindowsResourcesTest::theIconIsTheProgramsInEverySize() {
  QImageReader reader(resource("windows/linekeeper.ico"), "ico");
  QList<int> sizes;
  do {
    const QImage image = reader.read().convertToFormat(QImage::Format_ARGB32);
    QVERIFY2(!image.isNull() && image.width() == image.height(), qPrintable(reader.errorString()));
    sizes += image.width();
    const double off = difference(image, drawn(image.width()));
    QVERIFY2(off < 1.5, qPrintable(QStringLiteral("%1 pixels: off by %2").arg(image.width()).arg(off)));
  } while (reader.jumpToNextImage());
  QCOMPARE(sizes, QList<int>({16, 20, 24, 32, 40, 48, 64, 128, 256}));
}

void WindowsResourcesTest::theManifestSaysWhatTheProgramCanDo() {
  QXmlStreamReader xml(contents(resource("windows/linekeeper.manifest")));
  QMap<QString, QString> settings;
  QString systems;
  while (!xml.atEnd()) {
    if (xml.readNext() != QXmlStreamReader::StartElement) continue;
    const QString name = xml.name().toString();
    if (xml.namespaceUri().contains(QStringLiteral("/WindowsSettings"))) settings[name] = xml.readElementText();
    if (name == QLatin1StringView("supportedOS")) systems += xml.attributes().value(QStringLiteral("Id"));
    if (name == QLatin1StringView("requestedExecutionLevel")) {
      settings[name] = xml.attributes().value(QStringLiteral("level")).toString();
    }
  }
  QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
  QVERIFY(settings.value(QStringLiteral("dpiAwareness")).startsWith(QStringLiteral("PerMonitorV2")));
  QCOMPARE(settings.value(QStringLiteral("longPathAware")), QStringLiteral("true"));
  QCOMPARE(settings.value(QStringLiteral("activeCodePage")), QStringLiteral("UTF-8"));
  QCOMPARE(settings.value(QStringLiteral("requestedExecutionLevel")), QStringLiteral("asInvoker"));
  QCOMPARE(systems, QStringLiteral("{8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a}"));  // Windows 10 and 11
}

QTEST_MAIN(WindowsResourcesTest)
#include "tst_windows_resources.moc"
