#include <QTest>

#include "server/bus/reclaim_queue.h"
#include "tests/unit/manual_clock.h"

using namespace lk;
using namespace lk::bus;
using namespace std::chrono_literals;

class TestReclaimQueue : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatIsHeldComesOnce() {
    Queue test;
    test.hold("a", 7);
    test.reclaims.add("a");
    test.reclaims.add("a");
    QCOMPARE(test.reclaims.size(), std::size_t{1});
    QCOMPARE(test.reclaims.next(), std::optional<std::string>("a"));
    QCOMPARE(test.reclaims.next(), std::optional<std::string>());
    test.reclaims.add("a");  // while its claim is under way: that one may be in vain
    QCOMPARE(test.reclaims.next(), std::optional<std::string>("a"));
  }

  void whoIsGoneIsPassedOver() {
    Queue test;
    test.hold("a", 7);
    test.hold("b", 7);
    test.reclaims.addAllHeld();
    QCOMPARE(test.reclaims.size(), std::size_t{2});
    test.held.erase("a");
    QCOMPARE(test.reclaims.next(), std::optional<std::string>("b"));
    QCOMPARE(test.reclaims.next(), std::optional<std::string>());
    test.reclaims.answered();
    QVERIFY(test.reclaims.idle());
  }

  void allThatAreHeldAreNoOthers() {
    Queue test;
    test.reclaims.add("gone");
    test.hold("a", 7);
    test.reclaims.addAllHeld();
    QCOMPARE(test.reclaims.size(), std::size_t{1});
    QCOMPARE(test.reclaims.next(), std::optional<std::string>("a"));
  }

  // Its first claim is not answered: asked again it would be a HELLO of just now.
  void theYoungWaitUntilTheyAreOld() {
    Queue test;
    test.hold("young", 0);
    test.hold("known", 7);
    test.reclaims.add("young");
    test.reclaims.add("known");
    QCOMPARE(test.reclaims.next(), std::optional<std::string>("known"));
    test.reclaims.answered();
    test.clock.advance(499ms);
    test.reclaims.turnToTooYoung();
    QCOMPARE(test.reclaims.next(), std::optional<std::string>());
    QVERIFY2(!test.reclaims.idle(), "it waits still");
    test.clock.advance(1ms);
    QCOMPARE(test.reclaims.next(), std::optional<std::string>());  // not before its next turn
    test.reclaims.turnToTooYoung();
    QCOMPARE(test.reclaims.next(), std::optional<std::string>("young"));
  }

  void theYoungWhoseClaimWasAnsweredWaitNoMore() {
    Queue test;
    test.hold("a", 0);
    test.reclaims.add("a");
    QCOMPARE(test.reclaims.next(), std::optional<std::string>());
    test.held.find("a")->epoch = 7;
    test.reclaims.turnToTooYoung();
    QCOMPARE(test.reclaims.next(), std::optional<std::string>("a"));
  }

  void soManyAreUnderWayAndNoMore() {
    Queue test;
    for (std::size_t i = 0; i <= RequestPace::kAtATime; ++i) test.hold(std::to_string(i), 7);
    test.reclaims.addAllHeld();
    for (std::size_t i = 0; i < RequestPace::kAtATime; ++i) QVERIFY(test.reclaims.next().has_value());
    QVERIFY(!test.reclaims.next());
    test.reclaims.answered();
    QVERIFY(test.reclaims.next().has_value());
    QVERIFY(!test.reclaims.next());
    QVERIFY2(!test.reclaims.idle(), "they are under way");
  }

  void afterOneInVainNoneIsMadeForAWhile() {
    Queue test;
    test.hold("a", 7);
    test.hold("b", 7);
    test.reclaims.add("a");
    test.reclaims.addFailed("b");
    test.clock.advance(499ms);
    QCOMPARE(test.reclaims.next(), std::optional<std::string>());
    test.clock.advance(1ms);
    QCOMPARE(test.reclaims.next(), std::optional<std::string>("a"));
    QCOMPARE(test.reclaims.next(), std::optional<std::string>("b"));
  }

 private:
  struct Queue {
    test::ManualClock clock;
    HeldSessions held;
    ReclaimQueue reclaims{held, clock};

    void hold(const std::string& device, std::uint64_t epoch) {
      held.put(device, {.session = 1, .epoch = epoch, .since = clock.steady()});
    }
  };
};

QTEST_APPLESS_MAIN(TestReclaimQueue)
#include "tst_reclaim_queue.moc"
