#include <QTest>

#include "tests/cli/running_node.h"
#include "tests/rules/raw_device.h"

using namespace lk::test;

class Rule01HelloFirst : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QVERIFY(m_node.start(m_place, QStringLiteral("n1"),
                         {QStringLiteral("--set"), QStringLiteral("node.hello-timeout=1500ms")}));
  }

  void anythingElseIsAProtocolError_data() {
    QTest::addColumn<int>("type");
    for (int type = 2; type <= 9; ++type) QTest::addRow("type %d", type) << type;
  }
  void anythingElseIsAProtocolError() {
    QFETCH(int, type);
    RawDevice device;
    QVERIFY(device.connectTo(m_node.port()));
    device.send(frameBytes(static_cast<quint8>(type), 1, type == 9 ? QByteArray(1, '\0') : QByteArray()) +
                helloBytes("too-late"));
    QCOMPARE(onlyClose(device.untilEnd()), 1);
    QVERIFY(device.ended());
  }

  void silenceEndsWithTheHelloTimeout() {
    RawDevice device;
    QVERIFY(device.connectTo(m_node.port()));
    QVERIFY(!device.next(1200));
    QVERIFY(!device.ended());
    QCOMPARE(onlyClose(device.untilEnd()), 1);
  }

  // The timeout is for the whole HELLO: bytes on the way do not extend it.
  void aByteNowAndThenDoesNotHelp() {
    RawDevice device;
    QVERIFY(device.connectTo(m_node.port()));
    QElapsedTimer timer;
    timer.start();
    device.sendSlowly(helloBytes("slow"), 300);
    QVERIFY(timer.elapsed() < 300 * helloBytes("slow").size());
    QCOMPARE(onlyClose(device.untilEnd()), 1);
  }

  void aSecondHelloIsAProtocolError() {
    RawDevice device;
    QVERIFY(device.join(m_node.port(), "twice"));
    device.send(helloBytes("twice"));
    QCOMPARE(onlyClose(device.untilEnd()), 1);
  }

 private:
  Place m_place;
  RunningNode m_node;
};

QTEST_GUILESS_MAIN(Rule01HelloFirst)
#include "rule_01_hello_first.moc"
