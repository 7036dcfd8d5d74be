#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "tests/cli/running_node.h"
#include "tests/rules/raw_device.h"

using namespace lk::test;

class Rule02WelcomeOrClose : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QVERIFY(m_node.start(m_place, QStringLiteral("node-2"))); }

  void welcomeSaysSessionNodeAndKeepalive_data() {
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<int>("keepalive");
    QTest::newRow("none asked") << QByteArray() << 60;
    QTest::newRow("asked") << QByteArray(R"(,"keepalive":45)") << 45;
    QTest::newRow("more than the node allows") << QByteArray(R"(,"keepalive":3600)") << 300;
    QTest::newRow("meta and token") << QByteArray(R"(,"token":"t","meta":{"fw":"1"})") << 60;
  }
  void welcomeSaysSessionNodeAndKeepalive() {
    QFETCH(QByteArray, more);
    QFETCH(int, keepalive);
    RawDevice device;
    QVERIFY(device.connectTo(m_node.port()));
    device.send(helloBytes("d", more));
    const auto frame = device.next();
    QVERIFY(frame && frame->type == kWelcome);
    QCOMPARE(frame->id, 0U);
    const QJsonObject welcome = QJsonDocument::fromJson(frame->payload).object();
    QVERIFY(welcome.value(QStringLiteral("session")).toString().toULongLong() > 0);
    QCOMPARE(welcome.value(QStringLiteral("node")).toString(), QStringLiteral("node-2"));
    QCOMPARE(welcome.value(QStringLiteral("keepalive")).toInt(), keepalive);
  }

  // What came with the HELLO is answered behind the WELCOME.
  void nothingLeavesBeforeWelcome() {
    RawDevice device;
    QVERIFY(device.connectTo(m_node.port()));
    device.send(helloBytes("eager") + frameBytes(kPing, 1) + frameBytes(kReport, 2, "r"));
    QCOMPARE(device.next().value_or(WireFrame{}).type, kWelcome);
    QCOMPARE(device.next().value_or(WireFrame{}).type, kPong);
    QCOMPARE(device.next().value_or(WireFrame{}).type, kReportAck);
  }

  void sessionsHaveNumbersOfTheirOwn() {
    QSet<QString> numbers;
    for (int i = 0; i < 50; ++i) {
      RawDevice device;
      QVERIFY(device.connectTo(m_node.port()));
      device.send(helloBytes("d" + QByteArray::number(i)));
      const auto frame = device.next();
      QVERIFY(frame.has_value());
      numbers.insert(QJsonDocument::fromJson(frame->payload).object().value(QStringLiteral("session")).toString());
    }
    QCOMPARE(numbers.size(), 50);
  }

 private:
  Place m_place;
  RunningNode m_node;
};

QTEST_GUILESS_MAIN(Rule02WelcomeOrClose)
#include "rule_02_welcome_or_close.moc"
