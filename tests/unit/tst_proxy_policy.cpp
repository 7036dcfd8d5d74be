#include <QTest>

#include "server/node/proxy_policy.h"

using namespace lk;
using namespace lk::node;

namespace {

constexpr int kRefused = -1;

int aheadOf(const char* use, const QList<QByteArray>& trusted, const char* from) {
  Settings settings;
  settings.proxyProtocol = use;
  settings.proxyTrusted.clear();
  for (const QByteArray& text : trusted) settings.proxyTrusted.push_back(text.toStdString());
  const auto v4 = parseIpv4(from);
  PeerAddress peer;
  peer.bytes = v4 ? *v4 : parseIpv6(from).value();
  const auto ahead = ProxyPolicy(settings).aheadOf(peer);
  return ahead ? int(*ahead) : kRefused;
}

}  // namespace

class TestProxyPolicy : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void saysWhatStandsAheadOfHello_data() {
    QTest::addColumn<QByteArray>("use");
    QTest::addColumn<int>("trusted");
    QTest::addColumn<int>("other");
    QTest::newRow("off") << QByteArray("off") << int(Ahead::Nothing) << int(Ahead::Nothing);
    QTest::newRow("optional") << QByteArray("optional") << int(Ahead::Either) << int(Ahead::NoHeader);
    QTest::newRow("required") << QByteArray("required") << int(Ahead::Header) << kRefused;
  }
  void saysWhatStandsAheadOfHello() {
    QFETCH(QByteArray, use);
    QFETCH(int, trusted);
    QFETCH(int, other);
    const QList<QByteArray> proxies = {"10.0.0.7", "10.1.0.0/16", "fd00::/8"};
    for (const char* from : {"10.0.0.7", "10.1.255.255", "::ffff:10.1.0.1", "fd12::1"}) {
      QVERIFY2(aheadOf(use.constData(), proxies, from) == trusted, from);
    }
    for (const char* from : {"10.0.0.8", "10.2.0.0", "127.0.0.1", "::1", "fe80::1"}) {
      QVERIFY2(aheadOf(use.constData(), proxies, from) == other, from);
    }
  }

  void withNobodyTrustedNobodySpeaksForOthers() {
    QCOMPARE(aheadOf("optional", {}, "127.0.0.1"), int(Ahead::NoHeader));
    QCOMPARE(aheadOf("required", {}, "127.0.0.1"), kRefused);
  }
};

QTEST_APPLESS_MAIN(TestProxyPolicy)
#include "tst_proxy_policy.moc"
