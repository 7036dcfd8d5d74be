#include <QTest>

#include "server/node/waited_peak.h"

using lk::node::WaitedPeak;

namespace {

constexpr std::uint64_t kMiB = 1024 * 1024;

}  // namespace

class TestWaitedPeak : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void littleIsNotWorthIt() {
    WaitedPeak peak;
    QVERIFY(!peak.hasGone(0));
    peak.see(4 * kMiB - 1);
    QVERIFY(!peak.hasGone(0));
  }

  void muchIsOnceHalfOfItIsGone() {
    WaitedPeak peak;
    peak.see(100 * kMiB);
    peak.see(90 * kMiB);
    QVERIFY(!peak.hasGone(51 * kMiB));
    QVERIFY(peak.hasGone(50 * kMiB));
    QVERIFY2(!peak.hasGone(50 * kMiB), "it is given back already");
    QVERIFY2(peak.hasGone(25 * kMiB), "and now half of the rest");
  }
};

QTEST_APPLESS_MAIN(TestWaitedPeak)
#include "tst_waited_peak.moc"
