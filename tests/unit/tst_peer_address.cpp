#include <QHostAddress>
#include <QTest>

#include "server/base/ip_address.h"
#include "server/node/peer_address.h"

class TestPeerAddress : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void isWrittenAsPeopleDo_data() {
    QTest::addColumn<QString>("text");
    for (const char* text : {"0.0.0.0", "10.0.0.7", "127.0.0.1", "255.255.255.255", "100.20.3.40", "::", "::1",
                             "fe80::1", "2001:db8::7", "1:2:3:4:5:6:7:8"}) {
      QTest::newRow(text) << QString::fromUtf8(text);
    }
  }
  void isWrittenAsPeopleDo() {
    QFETCH(QString, text);
    const std::string plain = text.toStdString();
    const auto v4 = lk::parseIpv4(plain);
    const lk::node::PeerAddress peer{v4 ? *v4 : lk::parseIpv6(plain).value(), 7};
    QCOMPARE(peer.address(), plain);
    QCOMPARE(QHostAddress(QString::fromStdString(peer.address())), QHostAddress(text));
  }
};

QTEST_APPLESS_MAIN(TestPeerAddress)
#include "tst_peer_address.moc"
