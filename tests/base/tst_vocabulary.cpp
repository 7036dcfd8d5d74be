#include <QTest>
#include <set>
#include <string>

#include "server/base/vocabulary.h"

using lk::CloseReason;
using lk::CommandStatus;

class VocabularyTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void closeReasonsAreTheWiresNumbers();
  void everyWordIsOneOfAKindAndReadsBack();
  void unknownWordsAreNone();
  void finalStatuses_data();
  void finalStatuses();
  void deviceIds_data();
  void deviceIds();
};

void VocabularyTest::closeReasonsAreTheWiresNumbers() {
  QCOMPARE(int(CloseReason::Normal), 0);
  QCOMPARE(int(CloseReason::ProtocolError), 1);
  QCOMPARE(int(CloseReason::NotAuthorised), 2);
  QCOMPARE(int(CloseReason::Replaced), 3);
  QCOMPARE(int(CloseReason::KeepaliveMissed), 4);
  QCOMPARE(int(CloseReason::Draining), 5);
  QCOMPARE(int(CloseReason::OverLimit), 6);
  QCOMPARE(int(CloseReason::Kicked), 7);
}

void VocabularyTest::everyWordIsOneOfAKindAndReadsBack() {
  std::set<std::string_view> words;
  for (const CloseReason reason : lk::kCloseReasons) {
    QVERIFY(words.insert(lk::toText(reason)).second);
    QVERIFY(lk::closeReasonFromText(lk::toText(reason)) == reason);
  }
  words.clear();
  for (const CommandStatus status : lk::kCommandStatuses) {
    QVERIFY(words.insert(lk::toText(status)).second);
    QVERIFY(lk::commandStatusFromText(lk::toText(status)) == status);
  }
}

void VocabularyTest::unknownWordsAreNone() {
  QVERIFY(!lk::closeReasonFromText("gone").has_value());
  QVERIFY(!lk::closeReasonFromText("").has_value());
  QVERIFY(!lk::commandStatusFromText("Done").has_value());
  QVERIFY(!lk::commandStatusFromText("").has_value());
}

void VocabularyTest::finalStatuses_data() {
  QTest::addColumn<QByteArray>("word");
  QTest::addColumn<bool>("endsLive");
  QTest::addColumn<bool>("endsDurable");
  QTest::newRow("queued") << QByteArray("queued") << false << false;
  QTest::newRow("written") << QByteArray("written") << false << false;
  QTest::newRow("done") << QByteArray("done") << true << true;
  QTest::newRow("failed") << QByteArray("failed") << true << true;
  QTest::newRow("unacknowledged") << QByteArray("unacknowledged") << true << false;
  QTest::newRow("disconnected") << QByteArray("disconnected") << true << false;
  QTest::newRow("offline") << QByteArray("offline") << true << true;
  QTest::newRow("expired") << QByteArray("expired") << true << true;
  QTest::newRow("rejected") << QByteArray("rejected") << true << true;
}

void VocabularyTest::finalStatuses() {
  QFETCH(QByteArray, word);
  QFETCH(bool, endsLive);
  QFETCH(bool, endsDurable);
  const auto status = lk::commandStatusFromText(word.toStdString());
  QVERIFY(status.has_value());
  QCOMPARE(lk::isFinal(*status, false), endsLive);
  QCOMPARE(lk::isFinal(*status, true), endsDurable);
}

void VocabularyTest::deviceIds_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<bool>("good");
  QTest::newRow("one letter") << QByteArray("a") << true;
  QTest::newRow("every kind") << QByteArray("AZaz09._:-") << true;
  QTest::newRow("64 characters") << QByteArray(64, 'x') << true;
  QTest::newRow("65 characters") << QByteArray(65, 'x') << false;
  QTest::newRow("nothing") << QByteArray() << false;
  QTest::newRow("a blank") << QByteArray("dev 1") << false;
  QTest::newRow("a slash") << QByteArray("dev/1") << false;
  QTest::newRow("a brace, as in a hash tag") << QByteArray("dev{1}") << false;
  QTest::newRow("a line end") << QByteArray("dev\n") << false;
  QTest::newRow("a zero byte") << QByteArray("a\0b", 3) << false;
  QTest::newRow("beyond ASCII") << QByteArray("d\xC3\xA9v") << false;
}

void VocabularyTest::deviceIds() {
  QFETCH(QByteArray, text);
  QFETCH(bool, good);
  QCOMPARE(lk::isDeviceId(text.toStdString()), good);
}

QTEST_GUILESS_MAIN(VocabularyTest)
#include "tst_vocabulary.moc"
