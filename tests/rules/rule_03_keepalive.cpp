#include <QTest>
#include <memory>
#include <vector>

#include "tests/cli/running_node.h"
#include "tests/rules/raw_device.h"

using namespace lk::test;

class Rule03Keepalive : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QVERIFY(m_node.start(m_place)); }

  // Side by side, as each takes its time: one is silent, one sends half a frame now and then, the others speak.
  void silenceIsClosedAndAnyFrameIsALife() {
    RawDevice silent;
    RawDevice dribbling;
    // From before their last whole frames.
    QElapsedTimer timer;
    timer.start();
    QVERIFY(silent.join(m_node.port(), "silent", R"(,"keepalive":5)"));
    QVERIFY(dribbling.join(m_node.port(), "dribbling", R"(,"keepalive":5)"));
    const QList<QByteArray> signs = {frameBytes(kPing, 1), frameBytes(kPong, 1), frameBytes(kReport, 0, "r"),
                                     frameBytes(kCommandAck, 9, QByteArray(1, '\0'))};
    std::vector<std::unique_ptr<RawDevice>> speaking;
    for (int i = 0; i < signs.size(); ++i) {
      speaking.push_back(std::make_unique<RawDevice>());
      QVERIFY(speaking.back()->join(m_node.port(), "speaking-" + QByteArray::number(i), R"(,"keepalive":5)"));
    }
    dribbling.send(frameBytes(kReport, 0, QByteArray(100, 'x')).left(13));

    qint64 silentEndedAt = 0;
    qint64 dribblingEndedAt = 0;
    QList<WireFrame> toSilent;
    QList<WireFrame> toDribbling;
    while (timer.elapsed() < 12'000) {
      for (int i = 0; i < signs.size(); ++i) speaking[std::size_t(i)]->send(signs[i]);
      if (dribblingEndedAt == 0) dribbling.send("x");
      QTest::qWait(500);
      if (const auto frame = silent.next(1)) toSilent.push_back(*frame);
      if (const auto frame = dribbling.next(1)) toDribbling.push_back(*frame);
      if (silent.ended() && silentEndedAt == 0) silentEndedAt = timer.elapsed();
      if (dribbling.ended() && dribblingEndedAt == 0) dribblingEndedAt = timer.elapsed();
    }
    QCOMPARE(onlyClose(toSilent), 4);
    QCOMPARE(onlyClose(toDribbling), 4);
    QVERIFY2(silentEndedAt >= 7'400, qPrintable(QString::number(silentEndedAt)));
    QVERIFY(dribblingEndedAt >= 7'400);
    for (const auto& device : speaking) QVERIFY(!device->ended());
  }

 private:
  Place m_place;
  RunningNode m_node;
};

QTEST_GUILESS_MAIN(Rule03Keepalive)
#include "rule_03_keepalive.moc"
