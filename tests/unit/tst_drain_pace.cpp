#include <QTest>
#include <numeric>
#include <vector>

#include "server/node/drain_pace.h"

using namespace lk::node;
using namespace std::chrono_literals;
using Counts = std::vector<std::size_t>;

class TestDrainPace : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void itKeepsItsRateWhateverTheTick() {
    for (const auto tick : {7ms, 50ms, 333ms}) {
      DrainPace pace;
      pace.setRate(30);
      std::size_t ended = 0;
      for (auto passed = 0ms; passed < 100s; passed += tick) ended += pace.due(tick, 100'000);
      QVERIFY2(ended >= 2'999 && ended <= 3'011, QByteArray::number(quint64{ended}).constData());
    }
  }

  void itMayChangeOnTheWay() {
    DrainPace pace;
    pace.setRate(10);
    QCOMPARE(pace.due(1s, 1'000), std::size_t{10});
    pace.setRate(1'000);
    QCOMPARE(pace.due(100ms, 990), std::size_t{100});
  }

  // Else what could not end would all end at once, when somebody comes.
  void noMoreIsOwedThanThereIs() {
    DrainPace pace;
    pace.setRate(1'000);
    QCOMPARE(pace.due(1min, 3), std::size_t{3});
    QCOMPARE(pace.due(1ms, 100), std::size_t{1});
  }

  void threadsShareEvenly() {
    QCOMPARE(drainShares(6, Counts{100, 100, 100}), (Counts{2, 2, 2}));
    QCOMPARE(drainShares(1, Counts{100, 100}), (Counts{1, 0}));
    QCOMPARE(drainShares(0, Counts{100, 100}), (Counts{0, 0}));
    QCOMPARE(drainShares(4, Counts{100}), Counts{4});
    QVERIFY(drainShares(4, {}).empty());
  }

  void whoHasMoreEndsWhatOthersDoNotHave() {
    QCOMPARE(drainShares(4, Counts{0, 100}), (Counts{0, 4}));
    QCOMPARE(drainShares(4, Counts{100, 0}), (Counts{4, 0}));
    QCOMPARE(drainShares(8, Counts{1, 100, 1, 0}), (Counts{1, 6, 1, 0}));
  }

  // That is what it knew a moment ago.
  void whatNobodyHasIsLeftToTheLast() {
    QCOMPARE(drainShares(4, Counts{1, 0}), (Counts{1, 3}));
    QCOMPARE(drainShares(4, Counts{0, 0}), (Counts{0, 4}));
  }

  void allThatIsDueIsShared() {
    for (std::size_t count = 0; count < 40; ++count) {
      for (const Counts& has : {Counts{3, 9, 0, 5}, Counts{20, 0, 0, 20}, Counts{0, 0, 40, 0}}) {
        const Counts shares = drainShares(count, has);
        QCOMPARE(std::accumulate(shares.begin(), shares.end(), std::size_t{0}), count);
      }
    }
  }
};

QTEST_APPLESS_MAIN(TestDrainPace)
#include "tst_drain_pace.moc"
