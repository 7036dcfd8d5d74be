#include <QTest>

#include "server/base/ip_address.h"

namespace {

QByteArray hex(const lk::IpBytes& bytes) {
  return QByteArray(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())).toHex();
}

std::optional<lk::IpBytes> address(const QByteArray& text) {
  const auto v4 = lk::parseIpv4(text.toStdString());
  return v4 ? v4 : lk::parseIpv6(text.toStdString());
}

}  // namespace

class IpAddressTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void reads_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char* text, const char* bytes) {
      QTest::newRow(text) << QByteArray(text) << QByteArray(bytes);
    };
    row("0.0.0.0", "00000000000000000000ffff00000000");
    row("127.0.0.1", "00000000000000000000ffff7f000001");
    row("255.255.255.255", "00000000000000000000ffffffffffff");
    row("::", "00000000000000000000000000000000");
    row("::1", "00000000000000000000000000000001");
    row("1::", "00010000000000000000000000000000");
    row("2001:db8::7", "20010db8000000000000000000000007");
    row("2001:DB8::7", "20010db8000000000000000000000007");
    row("1:2:3:4:5:6:7:8", "00010002000300040005000600070008");
    row("1:2:3:4:5:6:7::", "00010002000300040005000600070000");
    row("::2:3:4:5:6:7:8", "00000002000300040005000600070008");
    row("1:2:3::5:6:7:8", "00010002000300000005000600070008");
    row("::ffff:10.0.0.1", "00000000000000000000ffff0a000001");
    row("64:ff9b::10.0.0.1",
        "0064ff9b0000000000000000"
        "0a000001");
    row("1:2:3:4:5:6:7.8.9.10", "0001000200030004000500060708090a");
  }
  void reads() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, bytes);
    const auto read = address(text);
    QVERIFY(read.has_value());
    QCOMPARE(hex(*read), bytes);
    QCOMPARE(lk::isMappedIpv4(*read), bytes.startsWith("00000000000000000000ffff"));
  }

  void refuses_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"",
                             ".",
                             "1",
                             "1.2.3",
                             "1.2.3.4.",
                             ".1.2.3.4",
                             "1.2.3.4.5",
                             "1..3.4",
                             "256.0.0.1",
                             "01.2.3.4",
                             "1.2.3.00",
                             "+1.2.3.4",
                             "-1.2.3.4",
                             "1.2.3.4 ",
                             " 1.2.3.4",
                             "0x1.2.3.4",
                             "1e1.2.3.4",
                             ":",
                             ":::",
                             "::1::",
                             "1:2:3:4:5:6:7",
                             "1:2:3:4:5:6:7:8:9",
                             "1:2:3:4::5:6:7:8",
                             "1:2:3:4:5:6:7:8::",
                             ":1:2:3:4:5:6:7:8",
                             ":1::2",
                             "1::2:",
                             "12345::",
                             "g::",
                             "-1::",
                             "+1::",
                             "::1%lo",
                             "[::1]",
                             "::1 ",
                             "1.2.3.4::",
                             "::1.2.3.4:5",
                             "1:2:3:4:5:6:7:1.2.3.4",
                             "::1.2.3",
                             "::1.2.3.256",
                             "fe80::1/64"}) {
      QTest::newRow(*text == '\0' ? "nothing" : text) << QByteArray(text);
    }
    QTest::newRow("a zero byte") << QByteArray("1.2.3.4\0", 8);
  }
  void refuses() {
    QFETCH(QByteArray, text);
    QVERIFY(!address(text));
  }

  void networksHold_data() {
    QTest::addColumn<QByteArray>("network");
    QTest::addColumn<QByteArray>("inside");   // separated by blanks
    QTest::addColumn<QByteArray>("outside");  // likewise
    const auto row = [](const char* network, const char* inside, const char* outside) {
      QTest::newRow(network) << QByteArray(network) << QByteArray(inside) << QByteArray(outside);
    };
    row("127.0.0.1", "127.0.0.1 ::ffff:127.0.0.1", "127.0.0.2 ::1 ::127.0.0.1");
    row("127.0.0.0/8", "127.0.0.1 127.255.255.255", "126.255.255.255 128.0.0.0 7f00::");
    row("10.1.2.0/23", "10.1.2.0 10.1.3.255", "10.1.1.255 10.1.4.0");
    row("0.0.0.0/0", "1.2.3.4", "::1 2001:db8::1");
    row("10.0.0.4/32", "10.0.0.4", "10.0.0.5");
    row("::1", "::1", "::2 127.0.0.1");
    row("fd00::/8", "fd00::1 fdff::1", "fc00::1 fe00::1");
    row("2001:db8::/33", "2001:db8:7fff::1", "2001:db8:8000::1");
    row("::/0", "::1 fe80::1", "127.0.0.1 ::ffff:1.2.3.4");
    row("::ffff:10.0.0.0/104", "10.0.0.1", "11.0.0.1");
  }
  void networksHold() {
    QFETCH(QByteArray, network);
    QFETCH(QByteArray, inside);
    QFETCH(QByteArray, outside);
    const auto read = lk::parseNetwork(network.toStdString());
    QVERIFY(read.has_value());
    for (const QByteArray& text : inside.split(' ')) QVERIFY2(read->contains(address(text).value()), text.constData());
    for (const QByteArray& text : outside.split(' ')) {
      QVERIFY2(!read->contains(address(text).value()), text.constData());
    }
  }

  void refusesNetworks_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08", "10.0.0.0/8/8",
                             "10.0.0.0 /8", "10.0.0.7/8", "10.0.0.1/31", "::/129", "fd00::1/8", "10.0.0/8",
                             "10.0.0.0/255.0.0.0", "example.org", "*", "10.0.0.7:80"}) {
      QTest::newRow(*text == '\0' ? "nothing" : text) << QByteArray(text);
    }
  }
  void refusesNetworks() {
    QFETCH(QByteArray, text);
    QVERIFY(!lk::parseNetwork(text.toStdString()));
  }
};

QTEST_GUILESS_MAIN(IpAddressTest)
#include "tst_ip_address.moc"
