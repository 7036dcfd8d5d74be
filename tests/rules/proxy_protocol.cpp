#include <QHostAddress>
#include <QTest>
#include <csignal>
#include <memory>
#include <vector>

#include "tests/cli/program.h"
#include "tests/cli/running_node.h"
#include "tests/rules/proxied_device.h"
#include "tests/rules/raw_device.h"

using namespace lk::test;

namespace {

// 192.0.2.1:56324 to 192.0.2.2:443, and the same of 2001:db8::/32.
const QByteArray kEnds4 = QByteArray::fromHex("c0000201c0000202dc0401bb");
const QByteArray kEnds6 =
    QByteArray::fromHex("20010db800000000000000000000000120010db8000000000000000000000002dc0401bb");
const QByteArray kOwn = "its own";

QStringList settings(std::initializer_list<const char*> some) {
  QStringList arguments;
  for (const char* setting : some) arguments += {QStringLiteral("--set"), QString::fromLatin1(setting)};
  return arguments;
}

bool connectFrom(RawDevice& device, const char* address, quint16 port) {
  return device.socket().bind(QHostAddress(QLatin1StringView(address))) && device.connectTo(port);
}

bool welcomed(RawDevice& device) { return device.next().value_or(WireFrame{}).type == kWelcome; }

bool joinBehindProxy(RawDevice& device, quint16 port, const QByteArray& name, const QByteArray& address) {
  if (!device.connectTo(port)) return false;
  device.send(headerFor(address) + helloBytes(name));
  return welcomed(device);
}

QByteArray figure(const Place& place, const char* name) {
  const Outcome outcome = run(place, "nodes --json");
  if (!outcome.json()) return {};
  const QJsonObject node = outcome.json()->array().first().toObject();
  return node[QLatin1StringView("figures")][QLatin1StringView(name)].toString().toUtf8();
}

}  // namespace

class ProxyProtocol : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QVERIFY(m_required.start(
        m_place, QStringLiteral("n1"),
        settings({"node.proxy-protocol=required", "node.proxy-trusted=127.0.0.1", "node.hello-timeout=1500ms"})));
  }

  void theSessionHasTheAddressOfTheHeader_data() {
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("address");
    const auto row = [](const char* name, const QByteArray& header, const QByteArray& address) {
      QTest::newRow(name) << header << address;
    };
    row("v1 IPv4", lineHeader("TCP4 192.0.2.1 192.0.2.2 56324 443"), "192.0.2.1 56324");
    row("v1 IPv6", lineHeader("TCP6 2001:db8::1 2001:db8::2 56324 443"), "2001:db8::1 56324");
    row("v1 mapped IPv4", lineHeader("TCP6 ::ffff:192.0.2.1 ::ffff:192.0.2.2 1 2"), "192.0.2.1 1");
    row("v1 unknown", lineHeader("UNKNOWN"), kOwn);
    row("v1 unknown with addresses", lineHeader("UNKNOWN 192.0.2.1 192.0.2.2 56324 443"), kOwn);
    row("v2 IPv4", binaryHeader(0x21, 0x11, kEnds4), "192.0.2.1 56324");
    row("v2 IPv6", binaryHeader(0x21, 0x21, kEnds6), "2001:db8::1 56324");
    row("v2 with a TLV", binaryHeader(0x21, 0x21, kEnds6 + QByteArray::fromHex("0100026832")), "2001:db8::1 56324");
    row("v2 unix", binaryHeader(0x21, 0x31, QByteArray(216, '\0')), kOwn);
    row("v2 unspecified", binaryHeader(0x21, 0x00, "whatever"), kOwn);
    row("v2 local", binaryHeader(0x20, 0x00, {}), kOwn);
    row("v2 local with addresses", binaryHeader(0x20, 0x11, kEnds4), kOwn);
  }

  void theSessionHasTheAddressOfTheHeader() {
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, address);
    const QByteArray hello = helloBytes("proxied");
    // Joined to HELLO, apart from it, and cut within.
    const QList<QList<QByteArray>> ways = {
        {header + hello}, {header, hello}, {header.left(7), header.mid(7) + hello.left(5), hello.mid(5)}};
    for (const QList<QByteArray>& pieces : ways) {
      RawDevice device;
      QVERIFY(device.connectTo(m_required.port()));
      for (const QByteArray& piece : pieces) {
        device.send(piece);
        if (pieces.size() > 1) QTest::qWait(20);
      }
      QVERIFY(welcomed(device));
      const QByteArray own = "127.0.0.1 " + QByteArray::number(device.socket().localPort());
      QCOMPARE(addressOf(m_place, "proxied"), address == kOwn ? own : address);
      device.send(frameBytes(kReport, 7, "still whole"));
      QCOMPARE(device.next().value_or(WireFrame{}).type, kReportAck);
    }
  }

  void aHeaderInSingleBytes_data() {
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("address");
    QTest::newRow("v1") << lineHeader("TCP4 192.0.2.1 192.0.2.2 56324 443") << QByteArray("192.0.2.1 56324");
    QTest::newRow("v2") << binaryHeader(0x21, 0x21, kEnds6) << QByteArray("2001:db8::1 56324");
  }
  void aHeaderInSingleBytes() {
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, address);
    RawDevice device;
    QVERIFY(device.connectTo(m_required.port()));
    device.sendSlowly(header + helloBytes("bit-by-bit"), 1);
    QVERIFY(welcomed(device));
    QCOMPARE(addressOf(m_place, "bit-by-bit"), address);
  }

  void aBrokenHeaderIsAProtocolError_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("logged");
    const auto row = [](const char* name, const QByteArray& bytes, const char* logged) {
      QTest::newRow(name) << bytes << QByteArray(logged);
    };
    row("none", helloBytes("naked"), "must begin with a PROXY header");
    row("another protocol", "GET / HTTP/1.1\r\n\r\n", "must begin with a PROXY header");
    row("almost PROXY", "PROXIED", "neither a PROXY header nor HELLO");
    row("v1 address", lineHeader("TCP4 192.0.2.256 192.0.2.2 56324 443"), "addresses or ports are none");
    row("v1 port", lineHeader("TCP4 192.0.2.1 192.0.2.2 65536 443"), "addresses or ports are none");
    row("v1 lone LF", "PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\n", "end with CR LF");
    row("v1 endless", "PROXY TCP4 " + QByteArray(100'000, '1'), "longer than 107");
    row("v2 version", binaryHeader(0x31, 0x11, kEnds4), "neither version 1 nor 2");
    row("v2 command", binaryHeader(0x22, 0x11, kEnds4), "command is unknown");
    row("v2 family", binaryHeader(0x21, 0x51, kEnds4), "family or protocol is unknown");
    row("v2 too short", binaryHeader(0x21, 0x21, kEnds4), "shorter than its addresses");
    row("v2 too long", binaryHeader(0x21, 0x11, kEnds4 + QByteArray(60'000, '\0')), "longer than 1024");
    row("v2 TLV", binaryHeader(0x21, 0x11, kEnds4 + QByteArray::fromHex("01ffff")), "ends within a TLV");
    row("v2 checksum", binaryHeader(0x21, 0x11, kEnds4 + QByteArray::fromHex("03000401020304")), "checksum");
    row("two headers", headerFor("192.0.2.1") + headerFor("192.0.2.9"), "4C 4B");
  }
  void aBrokenHeaderIsAProtocolError() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, logged);
    RawDevice device;
    QVERIFY(device.connectTo(m_required.port()));
    QTest::qWait(120);  // the log has a few protocol errors a second
    device.send(bytes + helloBytes("too-late"));
    QCOMPARE(onlyClose(device.untilEnd()), 1);
    QVERIFY2(m_required.logs(logged), m_required.log().constData());
    QVERIFY(sessionRow(m_place, "too-late").isEmpty());
  }

  // The time is for header and HELLO together: a byte now and then does not extend it.
  void aSlowHeaderEndsWithTheHelloTimeout() {
    RawDevice silent;
    QVERIFY(silent.connectTo(m_required.port()));
    RawDevice slow;
    QVERIFY(slow.connectTo(m_required.port()));
    RawDevice halfway;
    QVERIFY(halfway.connectTo(m_required.port()));
    halfway.send(headerFor("192.0.2.1"));
    slow.sendSlowly(headerFor("192.0.2.1"), 300);
    QVERIFY(!slow.socket().bytesToWrite());
    QCOMPARE(onlyClose(slow.untilEnd()), 1);
    QCOMPARE(onlyClose(silent.untilEnd()), 1);
    QCOMPARE(onlyClose(halfway.untilEnd()), 1);
    QVERIFY(m_required.logs("no whole PROXY header within hello-timeout"));
    QVERIFY2(m_required.logs("address=192.0.2.1 reason=protocol-error: no whole HELLO within hello-timeout"),
             m_required.log().constData());
  }

  void whereAHeaderIsRequiredOthersAreSentAway() {
    for (const QByteArray& bytes : {helloBytes("direct"), headerFor("192.0.2.1") + helloBytes("direct")}) {
      RawDevice device;
      QVERIFY(connectFrom(device, "127.0.0.2", m_required.port()));
      device.send(bytes);
      QCOMPARE(onlyClose(device.untilEnd()), 2);
    }
    QVERIFY(sessionRow(m_place, "direct").isEmpty());
    QVERIFY2(m_required.logs("connection refused address=127.0.0.2 reason=not-authorised"),
             m_required.log().constData());
  }

  void whereAHeaderIsOptionalDevicesMayComeByThemselves() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1"),
                       settings({"node.proxy-protocol=optional", "node.proxy-trusted=127.0.0.1"})));
    RawDevice behind;
    QVERIFY(joinBehindProxy(behind, node.port(), "behind", "192.0.2.1"));
    QCOMPARE(addressOf(place, "behind"), QByteArray("192.0.2.1 40000"));
    RawDevice beside;
    QVERIFY(beside.join(node.port(), "beside"));
    QCOMPARE(sessionRow(place, "beside")[QLatin1StringView("address")].toString(), QStringLiteral("127.0.0.1"));
    RawDevice apart;
    QVERIFY(apart.socket().bind(QHostAddress(QStringLiteral("127.0.0.2"))) && apart.join(node.port(), "apart"));
    QCOMPARE(sessionRow(place, "apart")[QLatin1StringView("address")].toString(), QStringLiteral("127.0.0.2"));
  }

  void aSpoofedHeaderIsRefused_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("v1") << headerFor("192.0.2.1") + helloBytes("spoofed");
    QTest::newRow("v2") << binaryHeader(0x21, 0x11, kEnds4) + helloBytes("spoofed");
    QTest::newRow("v2 local") << binaryHeader(0x20, 0x00, {}) + helloBytes("spoofed");
  }
  void aSpoofedHeaderIsRefused() {
    QFETCH(QByteArray, bytes);
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1"),
                       settings({"node.proxy-protocol=optional", "node.proxy-trusted=127.0.0.1"})));
    for (const bool slowly : {false, true}) {
      RawDevice device;
      QVERIFY(connectFrom(device, "127.0.0.2", node.port()));
      slowly ? device.sendSlowly(bytes, 5) : device.send(bytes);
      QCOMPARE(onlyClose(device.untilEnd()), 1);
    }
    QVERIFY2(node.logs("address=127.0.0.2 reason=protocol-error: a PROXY header from an address that "
                       "node.proxy-trusted does not have"),
             node.log().constData());
    QVERIFY(sessionRow(place, "spoofed").isEmpty());
  }

  void switchedOffAHeaderIsABadFrame() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place));
    RawDevice device;
    QVERIFY(device.connectTo(node.port()));
    device.send(headerFor("192.0.2.1") + helloBytes("d"));
    QCOMPARE(onlyClose(device.untilEnd()), 1);
    QVERIFY(node.logs("a frame must begin with the bytes 4C 4B"));
  }

  // All places are taken: whoever comes has its own device's, or none.
  void onAFullNodeADeviceHasItsOwnPlace() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1"), settings({"node.proxy-protocol=required", "node.max-sessions=1"})));
    RawDevice older;
    QVERIFY(joinBehindProxy(older, node.port(), "pump", "192.0.2.1"));
    RawDevice stranger;
    RawDevice silent;
    QVERIFY(stranger.connectTo(node.port()) && silent.connectTo(node.port()));
    stranger.send(headerFor("192.0.2.2") + helloBytes("stranger"));
    for (RawDevice* device : {&stranger, &silent}) {
      const QList<WireFrame> frames = device->untilEnd();
      QCOMPARE(onlyClose(frames), 6);
      QVERIFY(retryAfterOf(frames.front()) > 0);
    }
    RawDevice newer;
    QVERIFY(joinBehindProxy(newer, node.port(), "pump", "192.0.2.1"));
    QCOMPARE(onlyClose(older.untilEnd()), 3);
    QVERIFY(newer.answersPing());
    QCOMPARE(figure(place, "refused"), "2");
  }

  // A load balancer looks in every few seconds: that is no trouble, and not to be logged.
  void healthChecksAreNoTrouble() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1"), settings({"node.proxy-protocol=required"})));
    const QByteArray before = node.log();
    for (int i = 0; i < 5; ++i) {
      RawDevice check;
      QVERIFY(check.connectTo(node.port()));
      if (i % 2 == 0) check.send(binaryHeader(0x20, 0x00, {}));
      check.socket().disconnectFromHost();
      QVERIFY(check.socket().state() == QAbstractSocket::UnconnectedState || check.socket().waitForDisconnected());
    }
    QTRY_COMPARE(figure(place, "connections"), QByteArray("0"));
    QCOMPARE(figure(place, "protocol_errors"), QByteArray("0"));
    QCOMPARE(figure(place, "accepted"), QByteArray("5"));
    QCOMPARE(figure(place, "refused"), QByteArray("0"));
    QCOMPARE(node.log(), before);
  }

  void theLimitIsOfTheDevicesAddress() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1"),
                       settings({"node.proxy-protocol=required", "node.max-connections-per-address=2"})));
    RawDevice one;
    RawDevice two;
    QVERIFY(joinBehindProxy(one, node.port(), "one", "192.0.2.1"));
    QVERIFY(joinBehindProxy(two, node.port(), "two", "192.0.2.1"));
    RawDevice three;
    QVERIFY(three.connectTo(node.port()));
    // With the name of a device that is there: a refused HELLO takes nobody over.
    three.send(headerFor("192.0.2.1") + helloBytes("one"));
    const QList<WireFrame> frames = three.untilEnd();
    QCOMPARE(onlyClose(frames), 6);
    QVERIFY(retryAfterOf(frames.front()) > 0);
    QVERIFY(one.answersPing());
    QVERIFY2(node.logs("connection refused address=192.0.2.1 reason=over-limit: too many connections"),
             node.log().constData());

    // The proxy's own address has four by now, and no limit.
    std::vector<std::unique_ptr<RawDevice>> others;
    for (int i = 2; i < 6; ++i) {
      others.push_back(std::make_unique<RawDevice>());
      QVERIFY(joinBehindProxy(*others.back(), node.port(), "d" + QByteArray::number(i),
                              "192.0.2." + QByteArray::number(i)));
    }
    two.leave();
    RawDevice four;
    const auto fourGetsIn = [&] {
      four.leave();
      return joinBehindProxy(four, node.port(), "four", "192.0.2.1");
    };
    QVERIFY(QTest::qWaitFor(fourGetsIn, 10'000));
    QCOMPARE(figure(place, "sessions"), QByteArray("6"));
  }

  void hangupChangesItForConnectionsToCome() {
    const Place place;
    const QString file = place.write(QStringLiteral("lk.ini"), "[node]\nproxy-protocol = required\n");
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1"), {QStringLiteral("--config"), file}));
    RawDevice before;
    QVERIFY(joinBehindProxy(before, node.port(), "before", "192.0.2.1"));
    RawDevice between;
    QVERIFY(between.connectTo(node.port()));
    QTRY_COMPARE(figure(place, "connections"), QByteArray("2"));

    QVERIFY(!place.write(QStringLiteral("lk.ini"), "[node]\nproxy-protocol = off\n").isEmpty());
    ::kill(static_cast<pid_t>(node.pid()), SIGHUP);
    QVERIFY2(node.logs("settings reloaded"), node.log().constData());
    RawDevice after;
    QVERIFY(after.join(node.port(), "after"));
    between.send(headerFor("192.0.2.2") + helloBytes("between"));
    QVERIFY(welcomed(between));
    QVERIFY(before.answersPing());
    QCOMPARE(addressOf(place, "before"), QByteArray("192.0.2.1 40000"));
  }

  void wrongSettingsSaySo_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("no choice") << settings({"node.proxy-protocol=on"}) << QByteArray("off optional required");
    QTest::newRow("a name") << settings({"node.proxy-trusted=proxy.example"}) << QByteArray("10.1.0.0/16");
    QTest::newRow("bits behind the prefix")
        << settings({"node.proxy-trusted=10.0.0.7/8"}) << QByteArray("behind the prefix");
    QTest::newRow("nobody") << settings({"node.proxy-protocol=required", "node.proxy-trusted="})
                            << QByteArray("name the proxy's address");
  }
  void wrongSettingsSaySo() {
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, said);
    const Place place;
    const Outcome outcome = run(place, words("--headless --listen 127.0.0.1:0") + arguments);
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.err.contains("node.proxy-") && outcome.err.contains(said), outcome.said().constData());
  }

 private:
  Place m_place;
  RunningNode m_required;
};

QTEST_GUILESS_MAIN(ProxyProtocol)
#include "proxy_protocol.moc"
