#include <QSignalSpy>
#include <QTest>

#include "server/node/bus_control_server.h"
#include "server/node/bus_line_channel.h"
#include "tests/control/fake_node_service.h"
#include "tests/unit/manual_clock.h"

using namespace std::chrono_literals;
using lk::node::BusControlServer;
using lk::node::BusLineChannel;
using lk::test::FakeNodeService;
using lk::test::ManualClock;

namespace {

// Two ends of a talk, with what lies on the bus between them in the hands of the test.
struct Talk {
  QByteArrayList toNode, toConsole;
  BusLineChannel console{7, [this](const QByteArray& message) { toNode.push_back(message); }, nullptr};
  BusLineChannel node{7, [this](const QByteArray& message) { toConsole.push_back(message); }, nullptr};
  QByteArrayList nodeRead, consoleRead;

  Talk() {
    QObject::connect(&node, &BusLineChannel::lineArrived, &node, [this](const QByteArray& line) { nodeRead += line; });
    QObject::connect(&console, &BusLineChannel::lineArrived, &console,
                     [this](const QByteArray& line) { consoleRead += line; });
  }

  static void hand(BusLineChannel& channel, const QByteArray& message) {
    const auto parsed = BusLineChannel::parse(message);
    QVERIFY2(parsed.has_value(), message.constData());
    channel.take(*parsed);
  }
  // Until nothing is on its way.
  void carry() {
    while (!toNode.isEmpty() || !toConsole.isEmpty()) {
      if (!toNode.isEmpty()) hand(node, toNode.takeFirst());
      if (!toConsole.isEmpty()) hand(console, toConsole.takeFirst());
    }
  }
};

}  // namespace

class BusLineChannelTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void messagesAreParsed_data();
  void messagesAreParsed();
  void linesPassInOrderBothWays();
  void aRepeatedMessageIsTakenOnce();
  void aLostMessageEndsBothEnds();
  void theOthersTalkIsNotOurs();
  void unreadIsWhatTheOtherHasNotTaken();
  void muchThatIsReadIsSaidUnasked();
  void creditThatCannotBeIsPassedOver();
  void afterTheEndNothingIsSaidOrHeard();
  void aByeEndsWithoutAnAnswer();

  void theServerTakesATalkFromItsFirstLineOn();
  void aNewerTalkReplacesTheOlder();
  void consolesBeyondTheLimitAreSentAway();
  void theSilentAreForgotten();
};

void BusLineChannelTest::messagesAreParsed_data() {
  QTest::addColumn<QByteArray>("message");
  QTest::addColumn<bool>("good");
  QTest::addColumn<quint64>("number");
  QTest::addColumn<QByteArray>("line");
  QTest::newRow("a line") << QByteArray("7 3 120 {\"id\":1}") << true << quint64{3} << QByteArray("{\"id\":1}");
  QTest::newRow("blanks in the line") << QByteArray("7 3 120 a b  c ") << true << quint64{3} << QByteArray("a b  c ");
  QTest::newRow("only heard") << QByteArray("7 0 120 ") << true << quint64{0} << QByteArray();
  QTest::newRow("the largest") << QByteArray("18446744073709551615 18446744073709551615 18446744073709551615 x") << true
                               << std::numeric_limits<quint64>::max() << QByteArray("x");
  QTest::newRow("nothing") << QByteArray() << false << quint64{0} << QByteArray();
  QTest::newRow("no line") << QByteArray("7 3 120") << false << quint64{0} << QByteArray();
  QTest::newRow("two numbers") << QByteArray("7 3 x") << false << quint64{0} << QByteArray();
  QTest::newRow("a negative one") << QByteArray("7 -3 120 x") << false << quint64{0} << QByteArray();
  QTest::newRow("too large") << QByteArray("7 18446744073709551616 0 x") << false << quint64{0} << QByteArray();
  QTest::newRow("two blanks") << QByteArray("7  3 120 x") << false << quint64{0} << QByteArray();
  QTest::newRow("words") << QByteArray("this is no message") << false << quint64{0} << QByteArray();
}

void BusLineChannelTest::messagesAreParsed() {
  QFETCH(QByteArray, message);
  QFETCH(bool, good);
  const auto parsed = BusLineChannel::parse(message);
  QCOMPARE(parsed.has_value(), good);
  if (!good) return;
  QTEST(parsed->number, "number");
  QTEST(parsed->line, "line");
}

void BusLineChannelTest::linesPassInOrderBothWays() {
  Talk talk;
  talk.console.write("hello");
  talk.console.write("fetch");
  QCOMPARE(talk.toNode, (QByteArrayList{"7 1 0 hello", "7 2 0 fetch"}));
  talk.carry();
  talk.node.write("answer");
  QCOMPARE(talk.toConsole, QByteArrayList{"7 1 10 answer"});  // with what was heard
  talk.carry();
  QCOMPARE(talk.nodeRead, (QByteArrayList{"hello", "fetch"}));
  QCOMPARE(talk.consoleRead, QByteArrayList{"answer"});
}

// Redis may answer an outage with the same message twice.
void BusLineChannelTest::aRepeatedMessageIsTakenOnce() {
  Talk talk;
  talk.console.write("one");
  talk.console.write("two");
  const QByteArrayList sent = talk.toNode;
  talk.carry();
  for (const QByteArray& message : sent) Talk::hand(talk.node, message);
  QCOMPARE(talk.nodeRead, (QByteArrayList{"one", "two"}));
  QVERIFY(talk.node.isOpen());
  talk.console.write("three");
  talk.carry();
  QCOMPARE(talk.nodeRead.last(), QByteArray("three"));
}

void BusLineChannelTest::aLostMessageEndsBothEnds() {
  Talk talk;
  const QSignalSpy nodeEnded(&talk.node, &BusLineChannel::ended);
  const QSignalSpy consoleEnded(&talk.console, &BusLineChannel::ended);
  talk.console.write("one");
  talk.console.write("two");
  talk.console.write("three");
  talk.toNode.removeAt(1);
  talk.carry();
  QCOMPARE(talk.nodeRead, QByteArrayList{"one"});
  QVERIFY(!talk.node.isOpen() && !talk.console.isOpen());
  QCOMPARE(nodeEnded.size(), 1);
  QVERIFY(nodeEnded.front().front().toString().contains(QStringLiteral("lost")));
  QCOMPARE(consoleEnded.size(), 1);
}

void BusLineChannelTest::theOthersTalkIsNotOurs() {
  Talk talk;
  Talk::hand(talk.node, "6 1 0 of before");
  Talk::hand(talk.node, "8 1 0 of after");
  Talk::hand(talk.node, "6 0 0 bye");
  QVERIFY(talk.node.isOpen());
  QVERIFY(talk.nodeRead.isEmpty() && talk.toConsole.isEmpty());
}

void BusLineChannelTest::unreadIsWhatTheOtherHasNotTaken() {
  Talk talk;
  const QSignalSpy room(&talk.console, &BusLineChannel::roomMade);
  talk.console.write("12345");
  talk.console.write("678");
  QCOMPARE(talk.console.unread(), 8);
  Talk::hand(talk.node, talk.toNode.takeFirst());
  QCOMPARE(talk.console.unread(), 8);
  talk.node.sayHeard();
  talk.carry();
  QCOMPARE(talk.console.unread(), 3);
  QCOMPARE(room.size(), 1);
  talk.node.write("and this says it, too");
  talk.carry();
  QCOMPARE(talk.console.unread(), 0);
  QCOMPARE(room.size(), 2);
}

// Else a writer that waits for room and a reader that has nothing to say would wait for each other.
void BusLineChannelTest::muchThatIsReadIsSaidUnasked() {
  Talk talk;
  const QByteArray large(50'000, 'x');
  for (int i = 0; i < 40; ++i) talk.node.write(large);
  QVERIFY(talk.node.unread() > 1'900'000);
  talk.carry();
  QCOMPARE(talk.consoleRead.size(), 40);
  QVERIFY2(talk.node.unread() < 150'000, QByteArray::number(talk.node.unread()));
}

void BusLineChannelTest::creditThatCannotBeIsPassedOver() {
  Talk talk;
  const QSignalSpy room(&talk.console, &BusLineChannel::roomMade);
  talk.console.write("12345");
  Talk::hand(talk.console, "7 0 6 ");  // more than was ever written
  QCOMPARE(talk.console.unread(), 5);
  Talk::hand(talk.console, "7 0 4 ");
  Talk::hand(talk.console, "7 0 2 ");  // an older one that was overtaken
  QCOMPARE(talk.console.unread(), 1);
  QCOMPARE(room.size(), 1);
}

void BusLineChannelTest::afterTheEndNothingIsSaidOrHeard() {
  Talk talk;
  const QSignalSpy ended(&talk.console, &BusLineChannel::ended);
  talk.console.end();
  QCOMPARE(talk.toNode, QByteArrayList{BusLineChannel::farewell(7)});
  talk.console.end();
  talk.console.abort();
  talk.console.write("late");
  talk.console.sayHeard();
  Talk::hand(talk.console, "7 1 0 late, too");
  QCOMPARE(talk.toNode.size(), 1);
  QVERIFY(talk.consoleRead.isEmpty());
  QCOMPARE(ended.size(), 1);
}

void BusLineChannelTest::aByeEndsWithoutAnAnswer() {
  Talk talk;
  const QSignalSpy ended(&talk.node, &BusLineChannel::ended);
  Talk::hand(talk.node, BusLineChannel::farewell(7));
  QVERIFY(!talk.node.isOpen());
  QCOMPARE(ended.size(), 1);
  QVERIFY2(talk.toConsole.isEmpty(), "two that say bye to each other would go on for ever");
}

namespace {

// The node's end of many consoles.
struct Server {
  FakeNodeService node;
  ManualClock clock;
  QList<std::pair<QByteArray, QByteArray>> told;  // console, message
  BusControlServer server{node,
                          [this](const std::string& console, std::string_view line) {
                            told.push_back({QByteArray::fromStdString(console),
                                            QByteArray(line.data(), static_cast<qsizetype>(line.size()))});
                          },
                          clock};

  [[nodiscard]] QByteArrayList toldTo(const QByteArray& console) const {
    QByteArrayList messages;
    for (const auto& [to, message] : told) {
      if (to == console) messages.push_back(message);
    }
    return messages;
  }
};

QByteArray hello(quint64 talk, quint64 number = 1) {
  return QByteArray::number(talk) + ' ' + QByteArray::number(number) + R"( 0 {"v":1,"id":1,"op":"hello"})";
}

QByteArray trace(quint64 talk, quint64 number) {
  return QByteArray::number(talk) + ' ' + QByteArray::number(number) +
         R"( 0 {"v":1,"id":2,"op":"trace","device":"dev-1","on":true})";
}

}  // namespace

void BusLineChannelTest::theServerTakesATalkFromItsFirstLineOn() {
  Server one;
  // The middle of a talk that this node, started anew, knows nothing of: both begin anew.
  one.server.lineArrived("a", hello(5, 4).toStdString());
  QCOMPARE(one.toldTo("a"), QByteArrayList{BusLineChannel::farewell(5)});
  one.server.lineArrived("a", BusLineChannel::farewell(5).toStdString());
  one.server.lineArrived("a", "no message at all");
  QCOMPARE(one.told.size(), 1);
  one.server.lineArrived("a", hello(6).toStdString());
  QVERIFY(one.toldTo("a").last().startsWith("6 1 "));
  QVERIFY(one.toldTo("a").last().contains("\"info\""));
}

void BusLineChannelTest::aNewerTalkReplacesTheOlder() {
  Server one;
  one.server.lineArrived("a", hello(5).toStdString());
  one.server.lineArrived("a", trace(5, 2).toStdString());
  QCOMPARE(one.node.traced().value(QStringLiteral("dev-1")), 1);
  one.server.lineArrived("a", hello(6).toStdString());
  QVERIFY(one.toldTo("a").last().startsWith("6 1 "));
  QTRY_VERIFY2(one.node.traced().isEmpty(), "what the older switched on ends with it");
  const qsizetype told = one.told.size();
  one.server.lineArrived("a", hello(5, 3).toStdString());  // a message of the older that comes late
  QCOMPARE(one.told.size(), told);
}

void BusLineChannelTest::consolesBeyondTheLimitAreSentAway() {
  Server one;
  for (int i = 0; i < 64; ++i) one.server.lineArrived("c" + std::to_string(i), hello(5).toStdString());
  one.server.lineArrived("one more", hello(5).toStdString());
  QCOMPARE(one.toldTo("one more"), QByteArrayList{BusLineChannel::farewell(5)});
  one.server.lineArrived("c7", hello(6).toStdString());
  QVERIFY(one.toldTo("c7").last().startsWith("6 1 "));
}

void BusLineChannelTest::theSilentAreForgotten() {
  Server one;
  one.server.lineArrived("silent", hello(5).toStdString());
  one.server.lineArrived("silent", trace(5, 2).toStdString());
  one.clock.advance(20s);
  one.server.lineArrived("talks", hello(5).toStdString());
  one.clock.advance(15s);
  QTRY_VERIFY_WITH_TIMEOUT(one.node.traced().isEmpty(), 20'000);
  QCOMPARE(one.toldTo("silent").last(), BusLineChannel::farewell(5));
  one.server.lineArrived("talks", hello(5, 2).toStdString());
  QVERIFY(one.toldTo("talks").last().startsWith("5 2 "));
}

QTEST_GUILESS_MAIN(BusLineChannelTest)
#include "tst_bus_line_channel.moc"
