#include <QTest>

#include "server/bus/waiting_claims.h"
#include "tests/unit/manual_clock.h"

using namespace lk;
using namespace lk::bus;
using namespace std::chrono_literals;

class TestWaitingClaims : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatIsAnsweredInTimeIsHeardByWhoClaimed() {
    test::ManualClock clock;
    WaitingClaims waiting(clock);
    int heard = 0;
    const auto ticket = waiting.add("a", 1, [&heard](const Claimed&) { ++heard; });
    const auto other = waiting.add("b", 2, [](const Claimed&) {});
    QVERIFY(ticket != other);
    const auto call = waiting.answered(ticket);
    QVERIFY(call.has_value());
    (*call)({});
    QCOMPARE(heard, 1);
    clock.advance(500ms);
    const auto givenUp = waiting.giveUpNext();
    QVERIFY(givenUp.has_value());
    QCOMPARE(givenUp->device, std::string("b"));
    QVERIFY2(!waiting.giveUpNext(), "the other was answered");
  }

  void whatWasGivenUpMayBeAnsweredLate() {
    test::ManualClock clock;
    WaitingClaims waiting(clock);
    int heard = 0;
    const auto ticket = waiting.add("a", 7, [&heard](const Claimed&) { ++heard; });
    clock.advance(499ms);
    QVERIFY(!waiting.giveUpNext());
    QVERIFY(!waiting.anyLate());
    clock.advance(1ms);
    const auto givenUp = waiting.giveUpNext();
    QVERIFY(givenUp.has_value());
    QCOMPARE(givenUp->session, std::uint64_t{7});
    givenUp->claimed({});
    QCOMPARE(heard, 1);
    QVERIFY(waiting.anyLate());
    QVERIFY(!waiting.answered(ticket));
    QVERIFY(!waiting.anyLate());
  }

  void theyAreGivenUpInOrder() {
    test::ManualClock clock;
    WaitingClaims waiting(clock);
    QVERIFY(waiting.add("a", 1, {}) > 0);
    clock.advance(100ms);
    QVERIFY(waiting.add("b", 2, {}) > 0);
    clock.advance(450ms);
    QCOMPARE(waiting.giveUpNext()->device, std::string("a"));
    QVERIFY(!waiting.giveUpNext());
    clock.advance(50ms);
    QCOMPARE(waiting.giveUpNext()->device, std::string("b"));
  }
};

QTEST_APPLESS_MAIN(TestWaitingClaims)
#include "tst_waiting_claims.moc"
