#include <QTest>

#include "server/node/node_counts.h"

using namespace lk;
using namespace lk::node;

namespace {

bus::CommandResult resultOf(CommandStatus status, std::int64_t ackUs = 0) {
  bus::CommandResult result;
  result.status = status;
  result.ackUs = ackUs;
  return result;
}

Figures figuresOf(const NodeCounts& counts) {
  Figures figures;
  counts.fill(figures);
  return figures;
}

quint64 countOf(const Figures& figures, CommandStatus status) {
  return figures.commands[static_cast<std::size_t>(status)];
}

}  // namespace

class TestNodeCounts : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void closesStandInTheOrderOfTheirReasons() {
    NodeCounts counts;
    counts.addClose(CloseReason::Replaced);
    counts.addClose(CloseReason::Lost);
    counts.addClose(CloseReason::Lost);
    const Figures figures = figuresOf(counts);
    QCOMPARE(figures.closes[3], quint64{1});
    QCOMPARE(figures.closes.back(), quint64{2});
  }

  void protocolErrorsAreCountedByKind() {
    NodeCounts counts;
    counts.addProtocolError("bad-magic");
    counts.addProtocolError("bad-magic");
    counts.addProtocolError("hello-timeout");
    QCOMPARE(figuresOf(counts).protocolErrors, quint64{3});
    MetricsSample sample;
    counts.fill(sample);
    QCOMPARE(sample.protocolErrors, (std::map<std::string, quint64>{{"bad-magic", 2}, {"hello-timeout", 1}}));
  }

  void aCommandThatIsToldWithItsEndCountsAsWrittenToo() {
    NodeCounts counts;
    counts.addChange(resultOf(CommandStatus::Done, 500), true, true);
    const Figures figures = figuresOf(counts);
    QCOMPARE(countOf(figures, CommandStatus::Written), quint64{1});
    QCOMPARE(countOf(figures, CommandStatus::Done), quint64{1});
    QVERIFY(figures.ackP50Us >= 500);
  }

  void whatAnotherNodeDidIsCountedThere() {
    NodeCounts counts;
    counts.addChange(resultOf(CommandStatus::Done, 500), false, false);
    const Figures figures = figuresOf(counts);
    QCOMPARE(countOf(figures, CommandStatus::Done), quint64{0});
    QCOMPARE(figures.ackP50Us, qint64{0});
  }

  // Of acknowledgements and of the threads' lag: a minute after, only metrics have them.
  void timesAreOfTheLastMinute() {
    NodeCounts counts;
    counts.addChange(resultOf(CommandStatus::Failed, 500), true, false);
    Histogram lag;
    lag.add(2'000);
    counts.rotate(lag);
    QVERIFY(figuresOf(counts).ackP99Us >= 500);
    QVERIFY(figuresOf(counts).loopLagP99Us >= 2'000);
    for (int i = 0; i < 6; ++i) counts.rotate(lag);
    QCOMPARE(figuresOf(counts).ackP99Us, qint64{0});
    QCOMPARE(figuresOf(counts).loopLagP99Us, qint64{0});
    MetricsSample sample;
    counts.fill(sample);
    QCOMPARE(sample.commandAck.count(), std::uint64_t{1});
  }
};

QTEST_APPLESS_MAIN(TestNodeCounts)
#include "tst_node_counts.moc"
