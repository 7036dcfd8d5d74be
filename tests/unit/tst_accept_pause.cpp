#include <QTest>

#include "server/node/accept_pause.h"
#include "tests/unit/manual_clock.h"

using namespace lk;
using namespace lk::node;
using namespace std::chrono_literals;

class TestAcceptPause : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void itBeginsOnceAndEndsOnce() {
    test::ManualClock clock;
    AcceptPause pause;
    QVERIFY(!pause.lasts());
    QVERIFY(pause.begin(clock.steady(), false));
    QVERIFY(!pause.begin(clock.steady(), false));
    QVERIFY(pause.lasts() && !pause.noneLeft());
    clock.advance(2s);
    QVERIFY(pause.end(clock.steady(), false, false));
    QVERIFY(!pause.lasts());
    QVERIFY(!pause.end(clock.steady(), false, false));
  }

  // A fleet at the limit, of which one comes and one goes all the time.
  void itLastsForTwoSecondsAfterTheLastShortage() {
    test::ManualClock clock;
    AcceptPause pause;
    QVERIFY(pause.begin(clock.steady(), false));
    clock.advance(1'900ms);
    QVERIFY(!pause.begin(clock.steady(), false));
    clock.advance(1'900ms);
    QVERIFY(!pause.end(clock.steady(), false, false));
    clock.advance(100ms);
    QVERIFY(pause.end(clock.steady(), false, false));
  }

  void itLastsWhileFewAreLeft() {
    test::ManualClock clock;
    AcceptPause pause;
    QVERIFY(pause.begin(clock.steady(), false));
    clock.advance(1min);
    QVERIFY(!pause.end(clock.steady(), true, false));
    QVERIFY(pause.end(clock.steady(), false, false));
  }

  // Those who are refused are accepted for that, as soon as there is a descriptor for it.
  void nobodyIsEvenAcceptedWhileNoneAreLeft() {
    test::ManualClock clock;
    AcceptPause pause;
    QVERIFY(pause.begin(clock.steady(), false));
    QVERIFY2(!pause.begin(clock.steady(), true), "it goes on");
    QVERIFY(pause.noneLeft());
    QVERIFY(!pause.begin(clock.steady(), false));
    QVERIFY2(pause.noneLeft(), "somebody who was accepted already says nothing else");
    clock.advance(3s);
    QVERIFY(!pause.end(clock.steady(), true, true));
    QVERIFY(pause.noneLeft());
    QVERIFY(!pause.end(clock.steady(), true, false));
    QVERIFY(!pause.noneLeft() && pause.lasts());
  }
};

QTEST_APPLESS_MAIN(TestAcceptPause)
#include "tst_accept_pause.moc"
