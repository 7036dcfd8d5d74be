#include <QTest>
#include <algorithm>
#include <random>
#include <vector>

#include "server/base/histogram.h"

using lk::Histogram;

class HistogramTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void emptyIsZero();
  void shortTimesAreExact();
  void quantilesAreNeverBelowAndAtMostASixteenthAbove();
  void mergesAndSubtracts();
  void countsWhatIsAtMost();
  void keepsTheLongestTimes();
};

void HistogramTest::emptyIsZero() {
  const Histogram histogram;
  QCOMPARE(histogram.count(), std::uint64_t{0});
  QCOMPARE(histogram.sumMicros(), std::uint64_t{0});
  QCOMPARE(histogram.quantile(0.5), std::uint64_t{0});
  QCOMPARE(histogram.countAtMost(1'000'000), std::uint64_t{0});
}

void HistogramTest::shortTimesAreExact() {
  for (std::uint64_t micros = 0; micros < 32; ++micros) {
    Histogram histogram;
    histogram.add(micros);
    QCOMPARE(histogram.quantile(1.0), micros);
  }
}

void HistogramTest::quantilesAreNeverBelowAndAtMostASixteenthAbove() {
  std::mt19937_64 random(7);  // NOLINT(cert-msc51-cpp): the same numbers in every run
  std::vector<std::uint64_t> all;
  Histogram histogram;
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t micros = random() >> (28 + random() % 36);
    all.push_back(micros);
    histogram.add(micros);
  }
  std::ranges::sort(all);
  for (const double share : {0.0, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1.0}) {
    const auto place = static_cast<std::size_t>(share * static_cast<double>(all.size() - 1));
    const std::uint64_t exact = all[place];
    const std::uint64_t said = histogram.quantile(share);
    QVERIFY2(said >= exact, qPrintable(QStringLiteral("%1: %2 < %3").arg(share).arg(said).arg(exact)));
    QVERIFY2(said - exact <= exact / 16 + 1,
             qPrintable(QStringLiteral("%1: %2 >> %3").arg(share).arg(said).arg(exact)));
  }
}

void HistogramTest::mergesAndSubtracts() {
  Histogram fast;
  fast.add(10, 90);
  Histogram slow;
  slow.add(1'000, 10);
  Histogram both = fast;
  both.merge(slow);
  QCOMPARE(both.count(), std::uint64_t{100});
  QCOMPARE(both.sumMicros(), std::uint64_t{90 * 10 + 10 * 1'000});
  QCOMPARE(both.quantile(0.5), std::uint64_t{10});
  QVERIFY(both.quantile(0.95) >= 1'000);

  both.subtract(fast);
  QCOMPARE(both.count(), slow.count());
  QCOMPARE(both.sumMicros(), slow.sumMicros());
  QCOMPARE(both.quantile(0.0), slow.quantile(0.0));
}

void HistogramTest::countsWhatIsAtMost() {
  Histogram histogram;
  histogram.add(5, 3);
  histogram.add(100, 2);
  histogram.add(1'000'000);
  QCOMPARE(histogram.countAtMost(4), std::uint64_t{0});
  QCOMPARE(histogram.countAtMost(5), std::uint64_t{3});
  QCOMPARE(histogram.countAtMost(200), std::uint64_t{5});
  QCOMPARE(histogram.countAtMost(2'000'000), std::uint64_t{6});
}

void HistogramTest::keepsTheLongestTimes() {
  Histogram histogram;
  histogram.add(std::uint64_t{1} << 40);  // 12 days: past the last cell, counted in it
  QCOMPARE(histogram.count(), std::uint64_t{1});
  QVERIFY(histogram.quantile(1.0) >= std::uint64_t{1} << 35);
}

QTEST_GUILESS_MAIN(HistogramTest)
#include "tst_histogram.moc"
