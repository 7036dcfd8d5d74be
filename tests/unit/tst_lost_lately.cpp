#include <QTest>

#include "server/node/lost_lately.h"
#include "tests/unit/manual_clock.h"

using namespace lk;
using namespace lk::node;
using namespace std::chrono_literals;

class TestLostLately : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aDeviceIsLostForAMoment() {
    test::ManualClock clock;
    clock.advance(1h);
    LostLately lost;
    QVERIFY(!lost.contains("a", clock.steady()));
    lost.note("a", clock.steady());
    clock.advance(150ms);
    QVERIFY(lost.contains("a", clock.steady()));
    QVERIFY(!lost.contains("b", clock.steady()));
    lost.note("b", clock.steady());
    clock.advance(51ms);
    QVERIFY(!lost.contains("a", clock.steady()));
    QVERIFY(lost.contains("b", clock.steady()));
    clock.advance(150ms);
    QVERIFY(!lost.contains("b", clock.steady()));
  }
};

QTEST_APPLESS_MAIN(TestLostLately)
#include "tst_lost_lately.moc"
