// What people read and write: payloads, cells, durations, and the colours of it all.
#include <QTest>

#include "ui/payload_text.h"
#include "ui/table_text.h"
#include "ui/theme.h"
#include "ui/words.h"

using namespace lk;
using namespace lk::ui;

class UiWordsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void payloadsAreRead_data();
  void payloadsAreRead();
  void payloadsAreWrittenAgain();
  void csvNeutralisesFormulas_data();
  void csvNeutralisesFormulas();
  void everyTextColourIsReadable_data();
  void everyTextColourIsReadable();
  void durationsAreForPeople();
};

void UiWordsTest::payloadsAreRead_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<int>("form");
  QTest::addColumn<bool>("good");
  QTest::addColumn<QByteArray>("bytes");
  const int text = static_cast<int>(PayloadForm::Text);
  const int hex = static_cast<int>(PayloadForm::Hex);
  const int json = static_cast<int>(PayloadForm::Json);
  QTest::newRow("text") << QStringLiteral("relay on") << text << true << QByteArray("relay on");
  QTest::newRow("utf-8") << QStringLiteral("ä") << text << true << QByteArray("\xc3\xa4");
  QTest::newRow("empty text") << QString() << text << true << QByteArray();
  QTest::newRow("hex") << QStringLiteral("01 ff:7F\n0xa0") << hex << true << QByteArray("\x01\xff\x7f\xa0");
  QTest::newRow("half a byte") << QStringLiteral("01 f") << hex << false << QByteArray();
  QTest::newRow("no digit") << QStringLiteral("0g") << hex << false << QByteArray();
  QTest::newRow("json") << QStringLiteral(" {\"a\": 1}\n") << json << true << QByteArray("{\"a\": 1}");
  QTest::newRow("broken json") << QStringLiteral("{\"a\": }") << json << false << QByteArray();
  QTest::newRow("no json") << QString() << json << false << QByteArray();
}

void UiWordsTest::payloadsAreRead() {
  QFETCH(QString, text);
  QFETCH(int, form);
  QFETCH(bool, good);
  QFETCH(QByteArray, bytes);
  const auto payload = payloadFromText(text, static_cast<PayloadForm>(form));
  QCOMPARE(payload.ok(), good);
  if (good) QCOMPARE(*payload, bytes);
  if (!good) QVERIFY(!payload.error().text.empty());
}

void UiWordsTest::payloadsAreWrittenAgain() {
  QCOMPARE(payloadToText("{\"a\":1}").form, PayloadForm::Json);
  QCOMPARE(payloadToText("relay on").form, PayloadForm::Text);
  QCOMPARE(payloadToText(QByteArray("\x01\x02")).text, QStringLiteral("01 02"));
}

void UiWordsTest::csvNeutralisesFormulas_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("cell");
  QTest::newRow("plain") << QStringLiteral("demo-1") << QStringLiteral("demo-1");
  QTest::newRow("formula") << QStringLiteral("=1+1") << QStringLiteral("'=1+1");
  QTest::newRow("plus") << QStringLiteral("+1") << QStringLiteral("'+1");
  QTest::newRow("minus") << QStringLiteral("-1") << QStringLiteral("'-1");
  QTest::newRow("at") << QStringLiteral("@A1") << QStringLiteral("'@A1");
  QTest::newRow("quotes") << QStringLiteral("a \"b\", c") << QStringLiteral("\"a \"\"b\"\", c\"");
  QTest::newRow("line break") << QStringLiteral("a\nb") << QStringLiteral("\"a\nb\"");
}

void UiWordsTest::csvNeutralisesFormulas() {
  QFETCH(QString, text);
  QFETCH(QString, cell);
  QCOMPARE(csvCell(text), cell);
}

void UiWordsTest::everyTextColourIsReadable_data() {
  QTest::addColumn<bool>("dark");
  QTest::newRow("light") << false;
  QTest::newRow("dark") << true;
}

void UiWordsTest::everyTextColourIsReadable() {
  QFETCH(bool, dark);
  const ThemeColors colors = dark ? ThemeColors::dark() : ThemeColors::light();
  const QList<QColor> grounds = {colors.window, colors.base, colors.field, colors.hover, colors.selection};
  const QList<QColor> texts = {colors.text, colors.muted, colors.good, colors.warning, colors.bad};
  for (const QColor& ground : grounds) {
    for (const QColor& text : texts) {
      const QByteArray pair = (text.name() + QStringLiteral(" on ") + ground.name()).toUtf8();
      QVERIFY2(contrast(text, ground) >= 4.5, pair.constData());
    }
  }
  for (const QColor& ground : {colors.accent, colors.accentHover}) QVERIFY(contrast(colors.onAccent, ground) >= 4.5);
  for (const QColor& ground : {colors.bannerWarning, colors.bannerBad}) QVERIFY(contrast(colors.text, ground) >= 4.5);
  QVERIFY(contrast(colors.accent, colors.base) >= 4.5);
  QVERIFY(contrast(colors.accent, colors.window) >= 4.5);
  QVERIFY(!colors.styleSheet().isEmpty());
  QVERIFY2(!colors.styleSheet().contains(QLatin1Char('@')), "a colour of the style sheet has no value");
}

void UiWordsTest::durationsAreForPeople() {
  QCOMPARE(words::duration(-5), QStringLiteral("0 s"));
  QCOMPARE(words::duration(61'000), QStringLiteral("1 min 1 s"));
  QCOMPARE(words::duration(90'061'000), QStringLiteral("1 d 1 h"));
  QCOMPARE(words::payload("relay on"), QStringLiteral("relay on"));
  QCOMPARE(words::payload(QByteArray("\x01\xff")), QStringLiteral("01 ff"));
}

QTEST_MAIN(UiWordsTest)
#include "tst_ui_words.moc"
