#include <QSet>
#include <QTest>
#include <csignal>
#include <memory>
#include <vector>

#include "tests/cli/running_node.h"
#include "tests/rules/raw_device.h"

using namespace lk::test;

class Rule08RetryAfter : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aRefusedFleetIsSpread() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1"), {QStringLiteral("--set"), QStringLiteral("node.max-sessions=2")}));
    RawDevice one;
    RawDevice two;
    QVERIFY(one.join(node.port(), "one") && two.join(node.port(), "two"));
    QSet<int> waits;
    for (int i = 0; i < 40; ++i) {
      RawDevice device;
      QVERIFY(device.connectTo(node.port()));
      device.send(helloBytes("more"));
      const QList<WireFrame> frames = device.untilEnd();
      QCOMPARE(onlyClose(frames), 6);
      QVERIFY(retryAfterOf(frames.front()) > 0);
      waits.insert(retryAfterOf(frames.front()));
    }
    QVERIFY2(waits.size() >= 8, qPrintable(QString::number(waits.size())));
    QVERIFY(one.answersPing() && two.answersPing());
  }

  void aDrainedFleetIsSpread() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place));
    std::vector<std::unique_ptr<RawDevice>> devices;
    for (int i = 0; i < 40; ++i) {
      devices.push_back(std::make_unique<RawDevice>());
      QVERIFY(devices.back()->join(node.port(), "d" + QByteArray::number(i)));
    }
    node.process().terminate();
    QSet<int> waits;
    for (const auto& device : devices) {
      const QList<WireFrame> frames = device->untilEnd();
      QCOMPARE(onlyClose(frames), 5);
      QVERIFY(retryAfterOf(frames.front()) > 0);
      waits.insert(retryAfterOf(frames.front()));
    }
    QVERIFY2(waits.size() >= 8, qPrintable(QString::number(waits.size())));
  }
};

QTEST_GUILESS_MAIN(Rule08RetryAfter)
#include "rule_08_retry_after.moc"
