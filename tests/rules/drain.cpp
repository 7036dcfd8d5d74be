#include <QTest>
#include <memory>
#include <vector>

#include "tests/cli/program.h"
#include "tests/cli/running_node.h"
#include "tests/rules/raw_device.h"

using namespace lk::test;

namespace {

std::vector<std::unique_ptr<RawDevice>> joined(quint16 port, int count) {
  std::vector<std::unique_ptr<RawDevice>> devices;
  for (int i = 0; i < count; ++i) {
    devices.push_back(std::make_unique<RawDevice>());
    if (!devices.back()->join(port, "d" + QByteArray::number(i))) return {};
  }
  return devices;
}

}  // namespace

class Drain : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // The listener is closed first; then the sessions go at the drain rate; then the program ends with 0.
  void closesListenerThenSessionsThenEnds() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1"), {QStringLiteral("--set"), QStringLiteral("node.drain-rate=20")}));
    auto devices = joined(node.port(), 40);
    QCOMPARE(devices.size(), std::size_t{40});
    QElapsedTimer timer;
    timer.start();
    const auto draining = makeProcess(place, words("drain n1"));
    draining->start();
    QVERIFY(node.logs("draining"));
    RawDevice late;
    QVERIFY(!late.connectTo(node.port()));
    for (const auto& device : devices) QCOMPARE(onlyClose(device->untilEnd()), 5);
    QVERIFY2(timer.elapsed() > 1'500, qPrintable(QString::number(timer.elapsed())));
    for (const auto& device : devices) device->leave();
    QCOMPARE(finish(*draining).code, 0);
    QCOMPARE(finish(node.process()).code, 0);
  }

  void theVerbTakesARateAndWaits() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place));
    auto devices = joined(node.port(), 10);
    QCOMPARE(devices.size(), std::size_t{10});
    const auto draining = makeProcess(place, words("drain n1 --rate 1000 --json"));
    draining->start();
    for (const auto& device : devices) QCOMPARE(onlyClose(device->untilEnd()), 5);
    devices.clear();
    const Outcome outcome = finish(*draining);
    QVERIFY2(outcome.code == 0, outcome.said());
    QCOMPARE(finish(node.process()).code, 0);
  }
};

QTEST_GUILESS_MAIN(Drain)
#include "drain.moc"
