#include <QTest>

#include "server/bus/release_queue.h"
#include "tests/unit/manual_clock.h"

using namespace lk;
using namespace lk::bus;
using namespace std::chrono_literals;

class TestReleaseQueue : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theyComeInTurn() {
    Queue test;
    test.releases.add("b", 1);
    test.releases.add("a", 2);
    QCOMPARE(test.releases.size(), std::size_t{2});
    QCOMPARE(test.next(), std::string("b 1"));
    QCOMPARE(test.next(), std::string("a 2"));
    QCOMPARE(test.next(), std::string());
    QCOMPARE(test.releases.size(), std::size_t{0});
  }

  // In whichever order they were released: the number that Redis compares with is the newest's.
  void ofADeviceItIsTheNewestSessions() {
    Queue test;
    test.releases.add("a", 1);
    test.releases.add("b", 2);
    test.releases.add("a", 4);
    test.releases.add("a", 3);
    QCOMPARE(test.next(), std::string("a 4"));
    QCOMPARE(test.next(), std::string("b 2"));
    QCOMPARE(test.next(), std::string());
  }

  void whoIsBackIsPassedOver() {
    Queue test;
    test.releases.add("a", 1);
    test.releases.add("b", 2);
    test.held.put("a", {.session = 3});
    QCOMPARE(test.next(), std::string("b 2"));
    QVERIFY(!test.releases.contains("a"));
    QCOMPARE(test.next(), std::string());
  }

  void soManyAreUnderWayAndNoMore() {
    Queue test;
    for (std::uint64_t i = 0; i < RequestPace::kAtATime + 2; ++i) test.releases.add(std::to_string(i), i);
    for (std::size_t i = 0; i < RequestPace::kAtATime; ++i) QVERIFY(!test.next().empty());
    QCOMPARE(test.next(), std::string());
    test.releases.heard();
    QCOMPARE(test.next(), std::string("256 256"));
    QCOMPARE(test.next(), std::string());
    const auto last = test.releases.nextAtOnce();
    QVERIFY(last && last->session == 257);
  }

  void whatFailedIsLastAndNotAtOnce() {
    Queue test;
    test.releases.add("a", 1);
    const auto failed = test.releases.next();
    QVERIFY(failed.has_value());
    QVERIFY(!test.releases.contains("a"));
    test.releases.add("b", 2);
    test.releases.failed(*failed);
    QVERIFY(test.releases.contains("a"));
    test.clock.advance(499ms);
    QCOMPARE(test.next(), std::string());
    test.clock.advance(1ms);
    QCOMPARE(test.next(), std::string("b 2"));
    QCOMPARE(test.next(), std::string("a 1"));
  }

  void whatFailedIsMadeForANewerOneThatWasReleasedMeanwhile() {
    Queue test;
    test.releases.add("a", 1);
    const auto failed = test.releases.next();
    QVERIFY(failed.has_value());
    test.releases.add("a", 2);
    test.releases.failed(*failed);
    QVERIFY(test.releases.nextAtOnce()->session == 2);
    QVERIFY(!test.releases.nextAtOnce());
  }

 private:
  struct Queue {
    test::ManualClock clock;
    HeldSessions held;
    ReleaseQueue releases{held, clock};

    std::string next() {
      const auto release = releases.next();
      return release ? release->device + ' ' + std::to_string(release->session) : std::string();
    }
  };
};

QTEST_APPLESS_MAIN(TestReleaseQueue)
#include "tst_release_queue.moc"
