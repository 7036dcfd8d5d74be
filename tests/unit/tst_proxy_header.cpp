#include <QTest>

#include "server/wire/proxy_header.h"

using namespace lk::wire;

namespace {

using Status = ProxyDecoded::Status;
using Kind = ProxyHeader::Kind;

const QByteArray kSignature = QByteArray::fromHex("0d0a0d0a000d0a515549540a");
// 192.0.2.1:56324 to 192.0.2.2:443, and the same of 2001:db8::/32.
const QByteArray kEnds4 = QByteArray::fromHex("c0000201c0000202dc0401bb");
const QByteArray kEnds6 = QByteArray::fromHex(
    "20010db800000000000000000000000120010db8000000000000000000000002"
    "dc0401bb");

QByteArray shortBytes(qsizetype number) {
  return QByteArray(1, static_cast<char>(number >> 8)) + QByteArray(1, static_cast<char>(number & 0xFF));
}
QByteArray v2(int versionAndCommand, int family, const QByteArray& block) {
  return kSignature + static_cast<char>(versionAndCommand) + static_cast<char>(family) + shortBytes(block.size()) +
         block;
}
QByteArray tlv(int type, const QByteArray& value) {
  return QByteArray(1, static_cast<char>(type)) + shortBytes(value.size()) + value;
}

struct Seen {
  ProxyDecoded decoded;
  QByteArray after;

  [[nodiscard]] QByteArray text() const {
    static const char* const kStatuses[] = {"more", "header", "none", "bad"};
    static const char* const kKinds[] = {"proxied", "unknown", "local"};
    const ProxyHeader& header = decoded.header;
    const auto ip = QByteArray(reinterpret_cast<const char*>(header.source.data()), 16).toHex();
    return QByteArray(kStatuses[int(decoded.status)]) + ' ' + kKinds[int(header.kind)] + ' ' + ip + ' ' +
           QByteArray::number(header.sourcePort) + ' ' + QByteArray(decoded.why.data(), qsizetype(decoded.why.size())) +
           " after " + after;
  }
};

// Feeds pieces of the given sizes, in turn.
Seen feed(const QByteArray& bytes, const std::vector<qsizetype>& sizes) {
  ProxyReader reader;
  Seen seen;
  qsizetype at = 0;
  for (std::size_t i = 0; at < bytes.size() && seen.decoded.status == Status::NeedMore; ++i) {
    // A piece of its own memory, so that reading past it would be seen.
    const std::string piece = bytes.mid(at, sizes[i % sizes.size()]).toStdString();
    std::string_view rest = piece;
    seen.decoded = reader.feed(rest);
    at += static_cast<qsizetype>(piece.size() - rest.size());
  }
  if (seen.decoded.status != Status::Bad) seen.after = bytes.mid(at);
  return seen;
}

}  // namespace

class TestProxyHeader : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void reads_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<int>("port");
    const auto row = [](const char* name, const QByteArray& bytes, Kind kind, const char* source = "::", int port = 0) {
      QTest::newRow(name) << bytes << int(kind) << QByteArray(source) << port;
    };
    row("v1, the text's example", "PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n", Kind::Proxied,
        "::ffff:192.168.0.1", 56324);
    row("v1, the longest of IPv4", "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n", Kind::Proxied,
        "::ffff:255.255.255.255", 65535);
    row("v1, least", "PROXY TCP4 0.0.0.0 0.0.0.0 0 0\r\n", Kind::Proxied, "::ffff:0.0.0.0", 0);
    row("v1, IPv6", "PROXY TCP6 2001:db8::1 2001:DB8::2 56324 443\r\n", Kind::Proxied, "2001:db8::1", 56324);
    row("v1, the longest of IPv6",
        "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n",
        Kind::Proxied, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 65535);
    row("v1, mapped IPv4, as nginx writes it", "PROXY TCP6 ::ffff:127.0.0.9 ::ffff:127.0.0.1 4000 7600\r\n",
        Kind::Proxied, "::ffff:127.0.0.9", 4000);
    row("v1, unknown", "PROXY UNKNOWN\r\n", Kind::Unknown);
    row("v1, unknown with addresses", "PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n", Kind::Unknown);
    row("v1, unknown with anything", "PROXY UNKNOWN " + QByteArray::fromHex("00ff") + "PROXY TCP4\r\n", Kind::Unknown);
    row("v1, 107 bytes", "PROXY UNKNOWN " + QByteArray(91, 'x') + "\r\n", Kind::Unknown);

    row("v2, IPv4", v2(0x21, 0x11, kEnds4), Kind::Proxied, "::ffff:192.0.2.1", 56324);
    row("v2, IPv6", v2(0x21, 0x21, kEnds6), Kind::Proxied, "2001:db8::1", 56324);
    row("v2, with TLVs", v2(0x21, 0x11, kEnds4 + tlv(1, "h2") + tlv(4, "") + tlv(0xEA, "vpce-1")), Kind::Proxied,
        "::ffff:192.0.2.1", 56324);
    row("v2, with a checksum",
        QByteArray::fromHex("0d0a0d0a000d0a515549540a21110019c0000201c0000202dc0401bb04000370616403000428eaf688"),
        Kind::Proxied, "::ffff:192.0.2.1", 56324);
    row("v2, 1024 bytes", v2(0x21, 0x11, kEnds4 + tlv(4, QByteArray(993, 'x'))), Kind::Proxied, "::ffff:192.0.2.1",
        56324);
    row("v2, local", v2(0x20, 0x00, ""), Kind::Local);
    row("v2, local with addresses", v2(0x20, 0x11, kEnds4), Kind::Local);
    row("v2, local with a family and no addresses", v2(0x20, 0x21, "xy"), Kind::Local);
    row("v2, local with nonsense", v2(0x20, 0xFF, "xyz"), Kind::Local);
    row("v2, unspecified", v2(0x21, 0x00, ""), Kind::Unknown);
    row("v2, unspecified with bytes", v2(0x21, 0x00, "anything"), Kind::Unknown);
    row("v2, unspecified protocol", v2(0x21, 0x10, ""), Kind::Unknown);
    row("v2, unspecified family", v2(0x21, 0x01, ""), Kind::Unknown);
    row("v2, UDP", v2(0x21, 0x12, kEnds4), Kind::Unknown);
    row("v2, UDP of IPv6", v2(0x21, 0x22, kEnds6), Kind::Unknown);
    row("v2, unix", v2(0x21, 0x31, QByteArray("/run/a").leftJustified(216, '\0')), Kind::Unknown);
    row("v2, unix datagrams", v2(0x21, 0x32, QByteArray(216, '\0') + tlv(5, "id")), Kind::Unknown);
  }

  void reads() {
    QFETCH(QByteArray, bytes);
    QFETCH(int, kind);
    QFETCH(QByteArray, source);
    QFETCH(int, port);
    const auto decoded = decodeProxyHeader({bytes.data(), std::size_t(bytes.size())});
    QVERIFY2(decoded.status == Status::Header, std::string(decoded.why).c_str());
    QCOMPARE(qsizetype(decoded.consumed), bytes.size());
    QCOMPARE(int(decoded.header.kind), kind);
    QVERIFY(decoded.header.source == lk::parseIpv6(source.toStdString()));
    QCOMPARE(int(decoded.header.sourcePort), port);

    // Nothing shorter is a header, and what follows is not looked at.
    for (qsizetype size = 0; size < bytes.size(); ++size) {
      const QByteArray part = bytes.left(size);
      QVERIFY(decodeProxyHeader({part.data(), std::size_t(size)}).status == Status::NeedMore);
    }
    checkSplits(bytes + "LK\r\n\x01PROXY");
    QCOMPARE(feed(bytes + "LK", {1}).after, QByteArray("LK"));
  }

  void refuses_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("why");
    const auto row = [](const char* name, const QByteArray& bytes, const char* why) {
      QTest::newRow(name) << bytes << QByteArray(why);
    };
    const auto line = [&](const char* rest, const char* why) {
      QTest::newRow(rest) << "PROXY " + QByteArray(rest) + "\r\n" << QByteArray(why);
    };
    row("lower case", "proxy", "");
    row("a word like it", "PROXIES", "neither");
    row("two blanks", "PROXY  TCP4 1.1.1.1 2.2.2.2 1 2\r\n", "neither");
    row("a tab", "PROXY\tTCP4 1.1.1.1 2.2.2.2 1 2\r\n", "neither");
    line("", "neither");
    line("TCP5 1.1.1.1 2.2.2.2 1 2", "neither");
    line("tcp4 1.1.1.1 2.2.2.2 1 2", "neither");
    line("UDP4 1.1.1.1 2.2.2.2 1 2", "neither");
    line("TCP4", "neither");
    line("UNKNOWNS", "neither");
    line("UNKNOW", "neither");
    line("TCP4 ", "none");
    line("TCP4 1.1.1.1", "none");
    line("TCP4 1.1.1.1 2.2.2.2 1", "none");
    line("TCP4 1.1.1.1 2.2.2.2 1 2 ", "none");
    line("TCP4 1.1.1.1 2.2.2.2 1 2 3", "none");
    line("TCP4  1.1.1.1 2.2.2.2 1 2", "none");
    line("TCP4 1.1.1.1 2.2.2.2  1 2", "none");
    line("TCP4 1.1.1.01 2.2.2.2 1 2", "none");
    line("TCP4 1.1.1.256 2.2.2.2 1 2", "none");
    line("TCP4 1.1.1 2.2.2.2 1 2", "none");
    line("TCP4 1.1.1.1 2.2.2 1 2", "none");
    line("TCP4 1.1.1.1 2.2.2.2 65536 2", "none");
    line("TCP4 1.1.1.1 2.2.2.2 1 65536", "none");
    line("TCP4 1.1.1.1 2.2.2.2 01 2", "none");
    line("TCP4 1.1.1.1 2.2.2.2 -1 2", "none");
    line("TCP4 1.1.1.1 2.2.2.2 +1 2", "none");
    line("TCP4 1.1.1.1 2.2.2.2 0x1 2", "none");
    line("TCP4 ::1 ::1 1 2", "none");
    line("TCP6 1.1.1.1 2.2.2.2 1 2", "none");
    line("TCP6 ::1::1 ::2 1 2", "none");
    line("TCP6 ::1%lo ::2 1 2", "none");
    line("TCP6 [::1] ::2 1 2", "none");
    row("a line ended by LF", "PROXY TCP4 1.1.1.1 2.2.2.2 1 2\n", "CR LF");
    row("a line ended by CR", "PROXY TCP4 1.1.1.1 2.2.2.2 1 2\rLK", "CR LF");
    row("an unknown's line ended by LF", "PROXY UNKNOWN x\n", "CR LF");
    row("unknown, then LF", "PROXY UNKNOWN\n", "neither");
    row("108 bytes", "PROXY UNKNOWN " + QByteArray(92, 'x') + "\r\n", "longer");
    row("no end", "PROXY TCP4 " + QByteArray(4000, '1'), "longer");

    row("a broken signature", QByteArray::fromHex("0d0a0d0a000d0a515549540b"), "neither");
    row("an empty line", "\r\n\r\nGET", "neither");
    row("version 1 in binary", v2(0x11, 0x11, kEnds4), "version");
    row("version 3", v2(0x31, 0x11, kEnds4), "version");
    row("command 2", v2(0x22, 0x11, kEnds4), "command");
    row("command 15", v2(0x2F, 0x11, kEnds4), "command");
    row("family 4", v2(0x21, 0x41, kEnds4), "family");
    row("protocol 3", v2(0x21, 0x13, kEnds4), "family");
    row("IPv4 cut short", v2(0x21, 0x11, kEnds4.left(11)), "shorter");
    row("IPv6 in the place of IPv4", v2(0x21, 0x21, kEnds4), "shorter");
    row("unix cut short", v2(0x21, 0x31, QByteArray(215, '\0')), "shorter");
    row("1025 bytes", v2(0x21, 0x11, kEnds4 + tlv(4, QByteArray(994, 'x'))), "longer");
    row("a length of 65535", kSignature + QByteArray::fromHex("2111ffff"), "longer");
    row("a length of 65535, local", kSignature + QByteArray::fromHex("2000ffff"), "longer");
    row("a TLV's head cut short", v2(0x21, 0x11, kEnds4 + QByteArray::fromHex("0100")), "TLV");
    row("a TLV cut short", v2(0x21, 0x11, kEnds4 + QByteArray::fromHex("0100036832")), "TLV");
    row("a checksum of three bytes", v2(0x21, 0x11, kEnds4 + tlv(3, "abc")), "checksum");
    row("a wrong checksum", v2(0x21, 0x11, kEnds4 + tlv(3, "abcd")), "checksum");
    row("two checksums", v2(0x21, 0x11, kEnds4 + tlv(3, "abcd") + tlv(3, "abcd")), "checksum");
    row("an address changed under its checksum",
        QByteArray::fromHex("0d0a0d0a000d0a515549540a21110019c0000203c0000202dc0401bb04000370616403000428eaf688"),
        "checksum");
  }

  void refuses() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, why);
    const auto decoded = decodeProxyHeader({bytes.data(), std::size_t(bytes.size())});
    QVERIFY(decoded.status == (why.isEmpty() ? Status::NoHeader : Status::Bad));
    QVERIFY2(decoded.why.find(why.toStdString()) != std::string_view::npos, std::string(decoded.why).c_str());
    checkSplits(bytes);
  }

  void whatBeginsOtherwiseIsNoHeader() {
    for (int first = 0; first < 256; ++first) {
      if (first == 'P' || first == '\r') continue;
      const char byte = static_cast<char>(first);
      const auto decoded = decodeProxyHeader({&byte, 1});
      QVERIFY(decoded.status == Status::NoHeader);
      QCOMPARE(decoded.consumed, std::size_t{0});
    }
    QVERIFY(decodeProxyHeader({}).status == Status::NeedMore);
  }

  void keepsNoMoreThanHasArrived() {
    const QByteArray header = v2(0x21, 0x11, kEnds4 + tlv(4, QByteArray(993, 'x')));
    ProxyReader reader;
    for (qsizetype i = 0; i + 1 < header.size(); ++i) {
      std::string_view byte(header.data() + i, 1);
      QVERIFY(reader.feed(byte).status == Status::NeedMore);
      QCOMPARE(reader.pendingBytes(), std::size_t(i + 1));
    }
    std::string_view last(header.data() + header.size() - 1, 1);
    QVERIFY(reader.feed(last).status == Status::Header);
    QVERIFY(last.empty());
    QCOMPARE(reader.pendingBytes(), std::size_t{0});
  }

 private:
  static void checkSplits(const QByteArray& bytes) {
    const QByteArray whole = feed(bytes, {bytes.size()}).text();
    for (qsizetype at = 1; at < std::min<qsizetype>(bytes.size(), 1200); ++at) {
      QCOMPARE(feed(bytes, {at, bytes.size()}).text(), whole);
    }
    for (const qsizetype size : {1, 2, 3, 5, 16, 100}) QCOMPARE(feed(bytes, {size}).text(), whole);
  }
};

QTEST_APPLESS_MAIN(TestProxyHeader)
#include "tst_proxy_header.moc"
