#include <QTest>

#include "tests/cli/running_node.h"
#include "tests/rules/raw_device.h"

using namespace lk::test;

namespace {

QByteArray header(const char* hex) { return QByteArray::fromHex(hex); }

}  // namespace

class Rule05BadFrames : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QVERIFY(m_node.start(m_place)); }

  void helloThatBreaksItsForm_data() {
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char* name, const QByteArray& json) { QTest::newRow(name) << json; };
    row("empty", "");
    row("no JSON", "hello");
    row("cut", R"({"device":"d")");
    row("list", R"([{"device":"d"}])");
    row("number", "42");
    row("no device", "{}");
    row("device null", R"({"device":null})");
    row("device number", R"({"device":5})");
    row("device empty", R"({"device":""})");
    row("device with slash", R"({"device":"a/b"})");
    row("device with line end", R"({"device":"a\n"})");
    row("device not ASCII", "{\"device\":\"\xc3\xa4\"}");
    row("device half a surrogate", R"({"device":"\ud800"})");
    row("device of 65", R"({"device":")" + QByteArray(65, 'a') + R"("})");
    row("not UTF-8", "{\"device\":\"d\",\"token\":\"\xff\xfe\"}");
    row("token a number", R"({"device":"d","token":7})");
    row("keepalive a text", R"({"device":"d","keepalive":"60"})");
    row("keepalive 4", R"({"device":"d","keepalive":4})");
    row("keepalive 3601", R"({"device":"d","keepalive":3601})");
    row("keepalive negative", R"({"device":"d","keepalive":-60})");
    row("keepalive huge", R"({"device":"d","keepalive":18446744073709551676})");
    row("meta a list", R"({"device":"d","meta":[]})");
    row("meta of numbers", R"({"device":"d","meta":{"a":1}})");
    row("meta nested", R"({"device":"d","meta":{"a":{"b":"c"}}})");
    row("meta over 1 KiB", R"({"device":"d","meta":{"a":")" + QByteArray(1100, 'm') + R"("}})");
    row("unknown escape", R"({"device":"d","x":"\q"})");
    row("bare control character", "{\"device\":\"d\",\"x\":\"\t\"}");
    row("nested 60000 deep", QByteArray(60'000, '['));
  }
  void helloThatBreaksItsForm() {
    QFETCH(QByteArray, json);
    RawDevice device;
    QVERIFY(device.connectTo(m_node.port()));
    device.send(frameBytes(kHello, 0, json));
    QCOMPARE(onlyClose(device.untilEnd()), 1);
  }

  void badFirstBytes_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("HTTP") << QByteArray("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    QTest::newRow("TLS") << header("16030102000100001fc0303f");
    QTest::newRow("magic swapped") << header("4B4C0101") + QByteArray(8, '\0');
    QTest::newRow("version 0") << header("4C4B0001") + QByteArray(8, '\0');
    QTest::newRow("version 2") << header("4C4B0201") + QByteArray(8, '\0');
    QTest::newRow("type 0") << header("4C4B0100") + QByteArray(8, '\0');
    QTest::newRow("type 10") << header("4C4B010A") + QByteArray(8, '\0');
    QTest::newRow("length of all ones") << header("4C4B010100000000FFFFFFFF");
    QTest::newRow("length one over the limit") << header("4C4B01010000000000010001");
  }
  void badFirstBytes() {
    QFETCH(QByteArray, bytes);
    RawDevice device;
    QVERIFY(device.connectTo(m_node.port()));
    device.send(bytes);
    QCOMPARE(onlyClose(device.untilEnd()), 1);
  }

  void badLaterFrames_data() {
    QTest::addColumn<QByteArray>("bytes");
    badFirstBytesAfterHello();
    QTest::newRow("PING with payload") << frameBytes(kPing, 1, "x");
    QTest::newRow("PONG with payload") << frameBytes(kPong, 1, "x");
    QTest::newRow("COMMAND_ACK without status") << frameBytes(kCommandAck, 1);
    QTest::newRow("CLOSE without reason") << frameBytes(kClose);
    QTest::newRow("WELCOME from a device") << frameBytes(kWelcome, 0, "{}");
    QTest::newRow("REPORT_ACK from a device") << frameBytes(kReportAck, 1);
    QTest::newRow("COMMAND from a device") << frameBytes(kCommand, 1, "x");
  }
  // Nothing after the bad frame is read: the PING behind it gets no answer.
  void badLaterFrames() {
    QFETCH(QByteArray, bytes);
    RawDevice device;
    QVERIFY(device.join(m_node.port(), "good-at-first"));
    device.send(bytes + frameBytes(kPing, 77));
    QCOMPARE(onlyClose(device.untilEnd()), 1);
  }

  void thePayloadLimitItselfIsGood() {
    RawDevice device;
    QVERIFY(device.join(m_node.port(), "large"));
    device.send(frameBytes(kReport, 5, QByteArray(65'536, 'x')));
    const auto frame = device.next();
    QVERIFY(frame && frame->type == kReportAck && frame->id == 5);
  }

 private:
  static void badFirstBytesAfterHello() {
    QTest::newRow("wrong magic") << QByteArray("XX") + QByteArray(10, '\0');
    QTest::newRow("wrong version") << header("4C4B0305") + QByteArray(8, '\0');
    QTest::newRow("unknown type") << header("4C4B0163") + QByteArray(8, '\0');
    QTest::newRow("too long") << header("4C4B01050000000000010001");
  }

  Place m_place;
  RunningNode m_node;
};

QTEST_GUILESS_MAIN(Rule05BadFrames)
#include "rule_05_bad_frames.moc"
