#include <QTest>

#include "tests/cli/program.h"
#include "tests/cli/running_node.h"
#include "tests/rules/raw_device.h"

using namespace lk::test;

class Rule07Order : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QVERIFY(m_node.start(m_place)); }

  void answersComeInTheOrderOfTheFrames() {
    RawDevice device;
    QVERIFY(device.join(m_node.port(), "orderly"));
    constexpr quint32 kFrames = 5000;
    for (quint32 i = 1; i <= kFrames; ++i) {
      device.send(i % 3 == 0 ? frameBytes(kPing, i) : frameBytes(kReport, i, QByteArray(i % 50, 'x')));
    }
    for (quint32 i = 1; i <= kFrames; ++i) {
      const auto frame = device.next();
      QVERIFY(frame.has_value());
      QCOMPARE(frame->id, i);
      QCOMPARE(frame->type, i % 3 == 0 ? kPong : kReportAck);
    }
  }

  void commandsComeInTheOrderSent_data() {
    QTest::addColumn<QString>("ttl");
    QTest::newRow("live") << QStringLiteral("0");
    QTest::newRow("durable") << QStringLiteral("60");
  }
  void commandsComeInTheOrderSent() {
    QFETCH(QString, ttl);
    RawDevice device;
    QVERIFY(device.join(m_node.port(), "obedient"));
    for (int i = 0; i < 10; ++i) {
      const auto sent = run(m_place, {QStringLiteral("send"), QStringLiteral("obedient"), QString::number(i),
                                      QStringLiteral("--no-wait"), QStringLiteral("--ttl"), ttl});
      QCOMPARE(sent.code, 0);
    }
    for (int i = 0; i < 10; ++i) {
      const auto frame = device.next();
      QVERIFY(frame && frame->type == kCommand);
      QCOMPARE(frame->payload, QByteArray::number(i));
      device.send(frameBytes(kCommandAck, frame->id, QByteArray(1, '\0')));
    }
  }

 private:
  Place m_place;
  RunningNode m_node;
};

QTEST_GUILESS_MAIN(Rule07Order)
#include "rule_07_order.moc"
