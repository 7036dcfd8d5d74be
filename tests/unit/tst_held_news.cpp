#include <QTest>
#include <algorithm>

#include "server/bus/held_news.h"
#include "tests/unit/manual_clock.h"

using namespace lk;
using namespace lk::bus;
using namespace std::chrono_literals;

using Devices = std::vector<std::string>;

class TestHeldNews : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theyAreToldOnce() {
    News test;
    test.held.put("a", {.session = 1});
    test.news.came("a");
    test.news.went("b");
    const auto told = test.news.take();
    QCOMPARE(told.came, Devices{"a"});
    QCOMPARE(told.went, Devices{"b"});
    const auto more = test.news.take();
    QVERIFY(more.came.empty() && more.went.empty());
  }

  void whoWentAndIsBackHasNotGone() {
    News test;
    test.news.went("a");
    test.held.put("a", {.session = 2});
    test.news.came("a");
    const auto told = test.news.take();
    QCOMPARE(told.came, Devices{"a"});
    QCOMPARE(told.went, Devices{});
  }

  // What has become of them meanwhile counts, not what was to be told.
  void whatCouldNotBeToldIsToldAgainAsItIsThen() {
    News test;
    const Devices failed{"here", "gone", "to be released"};
    test.news.failed(failed);
    test.held.put("here", {.session = 1});
    test.releases.add("to be released", 2);
    test.clock.advance(499ms);
    QVERIFY(!test.news.takeUpAgain());
    test.clock.advance(1ms);
    QVERIFY(test.news.takeUpAgain());
    auto told = test.news.take();
    std::ranges::sort(told.came);
    QCOMPARE(told.came, (Devices{"here", "to be released"}));
    QCOMPARE(told.went, Devices{"gone"});
    QVERIFY(!test.news.takeUpAgain());
  }

  void whatIsInDoubtIsToldAgain() {
    News test;
    QVERIFY(!test.news.takeUpAgain());
    test.news.doubt("a");
    test.news.doubt("a");
    QVERIFY(test.news.takeUpAgain());
    QCOMPARE(test.news.take().went, Devices{"a"});
  }

 private:
  struct News {
    test::ManualClock clock;
    HeldSessions held;
    ReleaseQueue releases{held, clock};
    HeldNews news{held, releases, clock};
  };
};

QTEST_APPLESS_MAIN(TestHeldNews)
#include "tst_held_news.moc"
