#include <QTest>

#include "server/base/duration.h"

using std::chrono::milliseconds;

class DurationTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void readsWhatPeopleWrite_data();
  void readsWhatPeopleWrite();
  void refuses_data();
  void refuses();
  void writesInTheLargestWholeUnit_data();
  void writesInTheLargestWholeUnit();
  void readsBackWhatItWrites();
};

void DurationTest::readsWhatPeopleWrite_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<qint64>("ms");
  QTest::newRow("milliseconds") << QByteArray("250ms") << qint64{250};
  QTest::newRow("seconds") << QByteArray("10s") << qint64{10'000};
  QTest::newRow("minutes") << QByteArray("5m") << qint64{300'000};
  QTest::newRow("hours") << QByteArray("2h") << qint64{7'200'000};
  QTest::newRow("zero with a unit") << QByteArray("0h") << qint64{0};
  QTest::newRow("zero needs no unit") << QByteArray("0") << qint64{0};
  QTest::newRow("the longest in ms") << QByteArray("9223372036854775807ms") << qint64{9'223'372'036'854'775'807};
}

void DurationTest::readsWhatPeopleWrite() {
  QFETCH(QByteArray, text);
  QFETCH(qint64, ms);
  const auto duration = lk::parseDuration(text.toStdString());
  QVERIFY2(duration.ok(), text.constData());
  QCOMPARE(qint64{duration->count()}, ms);
}

void DurationTest::refuses_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::newRow("nothing") << QByteArray("");
  QTest::newRow("no unit") << QByteArray("10");
  QTest::newRow("no number") << QByteArray("s");
  QTest::newRow("negative") << QByteArray("-1s");
  QTest::newRow("signed") << QByteArray("+1s");
  QTest::newRow("a fraction") << QByteArray("1.5s");
  QTest::newRow("an unknown unit") << QByteArray("3d");
  QTest::newRow("a capital unit") << QByteArray("10S");
  QTest::newRow("two units") << QByteArray("1m30s");
  QTest::newRow("a blank between") << QByteArray("10 s");
  QTest::newRow("a blank after") << QByteArray("10s ");
  QTest::newRow("more than 64 bits") << QByteArray("9223372036854775808ms");
  QTest::newRow("past 64 bits in its unit") << QByteArray("9223372036854776s");
  QTest::newRow("far past 64 bits in its unit") << QByteArray("9223372036854775807h");
}

void DurationTest::refuses() {
  QFETCH(QByteArray, text);
  const auto duration = lk::parseDuration(text.toStdString());
  QVERIFY(!duration.ok());
  QCOMPARE(duration.error().code, lk::Error::Code::Settings);
  const auto sentence = QByteArray::fromStdString(duration.error().text);
  QVERIFY2(sentence.contains("'" + text + "'"), sentence.constData());
  QVERIFY2(sentence.contains("ms, s, m or h"), sentence.constData());
}

void DurationTest::writesInTheLargestWholeUnit_data() {
  QTest::addColumn<qint64>("ms");
  QTest::addColumn<QByteArray>("text");
  QTest::newRow("zero") << qint64{0} << QByteArray("0s");
  QTest::newRow("less than a second") << qint64{999} << QByteArray("999ms");
  QTest::newRow("a second and a half") << qint64{1500} << QByteArray("1500ms");
  QTest::newRow("seconds") << qint64{90'000} << QByteArray("90s");
  QTest::newRow("a minute") << qint64{60'000} << QByteArray("1m");
  QTest::newRow("an hour") << qint64{3'600'000} << QByteArray("1h");
  QTest::newRow("an hour and a minute") << qint64{3'660'000} << QByteArray("61m");
}

void DurationTest::writesInTheLargestWholeUnit() {
  QFETCH(qint64, ms);
  QFETCH(QByteArray, text);
  QCOMPARE(QByteArray::fromStdString(lk::formatDuration(milliseconds{ms})), text);
}

void DurationTest::readsBackWhatItWrites() {
  for (std::int64_t ms = 0; ms < 10'000'000; ms = ms * 3 / 2 + 1) {
    const auto back = lk::parseDuration(lk::formatDuration(milliseconds{ms}));
    QVERIFY(back.ok());
    QCOMPARE(qint64{back->count()}, qint64{ms});
  }
}

QTEST_GUILESS_MAIN(DurationTest)
#include "tst_duration.moc"
