#include <QTest>

#include "server/bus/commands_here.h"

using namespace lk::bus;

class TestCommandsHere : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void withNoneThereIsRoomForAPage() {
    const CommandsHere here;
    QCOMPARE(here.roomOf("a").commands, CommandsHere::kMost);
    QCOMPARE(here.roomOf("a").bytes, CommandsHere::kMostBytes);
    QVERIFY(here.hasRoom("a", 1) && here.hasRoom("a", 2));
  }

  void whatIsHereTakesRoomUntilItGoes() {
    CommandsHere here;
    here.came("a", {keptOf("1", 100), keptOf("2", 50)});
    QCOMPARE(here.roomOf("a").commands, CommandsHere::kMost - 2);
    QCOMPARE(here.roomOf("a").bytes, CommandsHere::kMostBytes - 150);
    QCOMPARE(here.roomOf("b").commands, CommandsHere::kMost);
    here.went("a", "1");
    QCOMPARE(here.roomOf("a").bytes, CommandsHere::kMostBytes - 50);
    here.forget("a");
    QCOMPARE(here.roomOf("a").commands, CommandsHere::kMost);
  }

  // A claim, a pull and a notice may all bring the same.
  void oneThatComesTwiceIsHereOnce() {
    CommandsHere here;
    here.came("a", {keptOf("1", 100)});
    here.came("a", {keptOf("1", 100)});
    QCOMPARE(here.roomOf("a").bytes, CommandsHere::kMostBytes - 100);
    here.went("a", "1");
    here.went("a", "1");
    here.went("b", "1");
    QCOMPARE(here.roomOf("a").bytes, CommandsHere::kMostBytes);
  }

  void soManyAreAPage() {
    CommandsHere here;
    for (std::size_t i = 0; i < CommandsHere::kMost / 2; ++i) here.came("a", {keptOf(std::to_string(i), 1)});
    QVERIFY(here.hasRoom("a", 1));
    QVERIFY(!here.hasRoom("a", 2));
    for (std::size_t i = 0; i < CommandsHere::kMost; ++i) here.came("a", {keptOf(std::to_string(i), 1)});
    QVERIFY(!here.hasRoom("a", 1));
    QCOMPARE(here.roomOf("a").commands, std::size_t{1});  // Redis is never asked for none
  }

  void soManyBytesAreAPage() {
    CommandsHere here;
    here.came("a", {keptOf("1", CommandsHere::kMostBytes / 2)});
    QVERIFY(here.hasRoom("a", 1));
    QVERIFY(!here.hasRoom("a", 2));
    here.came("a", {keptOf("2", CommandsHere::kMostBytes)});
    QVERIFY(!here.hasRoom("a", 1));
    QCOMPARE(here.roomOf("a").bytes, std::size_t{1});
    here.went("a", "2");
    QVERIFY(here.hasRoom("a", 1));
  }

 private:
  static Kept keptOf(const std::string& id, std::size_t bytes) {
    Kept kept;
    kept.command.id = id;
    kept.command.payload = std::string(bytes, 'x');
    return kept;
  }
};

QTEST_APPLESS_MAIN(TestCommandsHere)
#include "tst_commands_here.moc"
