#include <QTest>

#include "server/node/accept_pace.h"
#include "tests/unit/manual_clock.h"

using namespace lk;
using namespace lk::node;
using namespace std::chrono_literals;

class TestAcceptPace : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void withNoLagAllComeInSomeAtATime() {
    const test::ManualClock clock;
    AcceptPace pace;
    for (int i = 0; i < 100; ++i) {
      const std::size_t allowed = pace.allow(clock.steady(), {});
      QVERIFY(allowed > 0 && allowed <= 64);
    }
  }

  void thoseConnectedComeFirstWhileAThreadLags() {
    test::ManualClock clock;
    AcceptPace pace;
    QVERIFY(pace.allow(clock.steady(), {.lag = 19ms}) > 0);
    for (int i = 0; i < 10; ++i) QCOMPARE(pace.allow(clock.steady(), {.lag = 20ms}), std::size_t{0});
    clock.advance(5ms);
    QCOMPARE(pace.allow(clock.steady(), {.lag = 25ms}), std::size_t{0});
    QVERIFY2(pace.allow(clock.steady(), {}) > 0, "it has come round");
  }

  void thoseConnectedComeFirstWhileTheBusIsBehind() {
    const test::ManualClock clock;
    AcceptPace pace;
    QVERIFY2(pace.allow(clock.steady(), {.claiming = 250}) <= 6, "no more than there is room for");
    QCOMPARE(pace.allow(clock.steady(), {.claiming = 256}), std::size_t{0});
    QCOMPARE(pace.allow(clock.steady(), {.claiming = 10'000}), std::size_t{0});
    QVERIFY(pace.allow(clock.steady(), {.claiming = 100}) > 0);
  }

  // A node that lags for ever, by what is sent to it or by what else its machine does, still lets devices in.
  void aLagThatDoesNotEndKeepsNobodyOutForEver() {
    test::ManualClock clock;
    AcceptPace pace;
    QVERIFY(pace.allow(clock.steady(), {}) > 0);
    std::size_t allowed = 0;
    for (int ms = 0; ms < 1'000; ms += 5) {
      clock.advance(5ms);
      allowed += pace.allow(clock.steady(), {.lag = 10s, .claiming = 1'000});
    }
    QVERIFY2(allowed >= 500 && allowed <= 1'000, QByteArray::number(quint64{allowed}).constData());
  }
};

QTEST_APPLESS_MAIN(TestAcceptPace)
#include "tst_accept_pace.moc"
