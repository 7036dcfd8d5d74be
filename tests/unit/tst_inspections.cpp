#include <QTest>
#include <optional>
#include <utility>

#include "server/node/inspections.h"

using namespace lk::node;

class TestInspections : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aReportComesOnceAllItsPartsHave() {
    Inspections inspections;
    std::optional<DeviceReport> got;
    DeviceReport begun;
    begun.device = QStringLiteral("d");
    const auto number = inspections.begin(begun, 2, [&](DeviceReport report) { got = std::move(report); });
    inspections.add(number, [](DeviceReport& report) { report.atMs = 7; });
    QVERIFY(!got);
    inspections.add(number, [](DeviceReport& report) { report.bus.answered = true; });
    QVERIFY(got.has_value());
    QCOMPARE(got->device, QStringLiteral("d"));
    QCOMPARE(got->atMs, qint64{7});
    QVERIFY(got->bus.answered);
  }

  void partsOfWhatIsOverAreNobodys() {
    Inspections inspections;
    int done = 0;
    const auto first = inspections.begin({}, 1, [&](const DeviceReport&) { ++done; });
    const auto second = inspections.begin({}, 1, [&](const DeviceReport&) { ++done; });
    QVERIFY(first != second);
    inspections.add(first, [](DeviceReport&) {});
    QCOMPARE(done, 1);
    inspections.add(first, [](DeviceReport&) { QFAIL("it is over"); });
    QCOMPARE(done, 1);
    inspections.add(second, [](DeviceReport&) {});
    QCOMPARE(done, 2);
  }

  // Whoever gets a report may ask for another.
  void oneMayBeginWhereAnotherEnds() {
    Inspections inspections;
    std::uint64_t again = 0;
    int done = 0;
    const auto number = inspections.begin(
        {}, 1, [&](const DeviceReport&) { again = inspections.begin({}, 1, [&](const DeviceReport&) { ++done; }); });
    inspections.add(number, [](DeviceReport&) {});
    QVERIFY(again != 0);
    inspections.add(again, [](DeviceReport&) {});
    QCOMPARE(done, 1);
  }
};

QTEST_APPLESS_MAIN(TestInspections)
#include "tst_inspections.moc"
