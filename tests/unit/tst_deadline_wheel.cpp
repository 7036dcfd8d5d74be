#include <QTest>
#include <map>

#include "server/node/deadline_wheel.h"

using namespace lk::node;

class TestDeadlineWheel : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void looksNeverEarlyAndAtMostASlotLate() {
    for (const std::int64_t start : {0LL, 999LL, 123'456'789LL}) {
      for (const std::int64_t after : {0LL, 1LL, 999LL, 1000LL, 7'500LL, 90'000LL, 127'000LL}) {
        DeadlineWheel wheel(start);
        const std::int64_t deadline = start + after;
        wheel.put(SessionRef{1}, deadline);
        std::int64_t lookedAt = -1;
        for (std::int64_t now = start; now <= start + 510'000 && lookedAt < 0; now += 10) {
          wheel.advance(now, [&](SessionRef, std::int64_t) { lookedAt = now; });
        }
        QVERIFY2(lookedAt >= deadline, qPrintable(QString::number(after)));
        QVERIFY2(lookedAt <= deadline + DeadlineWheel::kSlotMs + 10, qPrintable(QString::number(after)));
      }
    }
  }

  void farDeadlinesAreLookedAtOnTheWay() {
    DeadlineWheel wheel(0);
    wheel.put(SessionRef{1}, 5'400'000);
    int looks = 0;
    bool reached = false;
    for (std::int64_t now = 0; now <= 5'402'000; now += 500) {
      wheel.advance(now, [&](SessionRef session, std::int64_t) {
        ++looks;
        if (now < 5'400'000) {
          wheel.put(session, 5'400'000);
        } else {
          reached = true;
        }
      });
    }
    QVERIFY(reached);
    QVERIFY(looks < 50);
  }

  void aLongPauseMissesNobody() {
    DeadlineWheel wheel(0);
    for (std::uint64_t i = 1; i <= 300; ++i) wheel.put(SessionRef{i}, static_cast<std::int64_t>(i) * 1000);
    std::map<std::uint64_t, int> seen;
    wheel.advance(10'000'000, [&](SessionRef session, std::int64_t) { ++seen[session.value]; });
    QCOMPARE(seen.size(), std::size_t{300});
  }

  // Its thread sleeps until then, but for a second at the most.
  void saysWhenToLookNext() {
    DeadlineWheel wheel(0);
    QCOMPARE(wheel.nextMs(), std::int64_t{1'000});
    wheel.put(SessionRef{1}, 90'000);
    QCOMPARE(wheel.nextMs(), std::int64_t{1'000});
    wheel.put(SessionRef{2}, 600);
    QCOMPARE(wheel.nextMs(), std::int64_t{750});
    wheel.advance(800, [](SessionRef, std::int64_t) {});
    QCOMPARE(wheel.nextMs(), std::int64_t{1'750});
  }

  void saysWhichTurnCounts() {
    DeadlineWheel wheel(0);
    const std::int64_t turn = wheel.put(SessionRef{1}, 4'200);
    std::int64_t looked = 0;
    wheel.advance(10'000, [&](SessionRef, std::int64_t at) { looked = at; });
    QCOMPARE(looked, turn);
  }
};

QTEST_APPLESS_MAIN(TestDeadlineWheel)
#include "tst_deadline_wheel.moc"
