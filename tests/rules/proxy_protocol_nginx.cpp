#include <QHostAddress>
#include <QTest>
#include <memory>
#include <vector>

#include "tests/cli/running_node.h"
#include "tests/rules/proxied_device.h"
#include "tests/rules/raw_device.h"
#include "tests/support/nginx_stream.h"

using namespace lk::test;

namespace {

QStringList proxyProtocol(const char* use) {
  return {QStringLiteral("--set"), QStringLiteral("node.proxy-protocol=") + QLatin1StringView(use)};
}

}  // namespace

// What devices behind a real nginx look like to a node.
class ProxyProtocolNginx : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void sessionsShowTheDevicesAddresses_data() {
    QTest::addColumn<QByteArray>("use");
    QTest::newRow("required") << QByteArray("required");
    QTest::newRow("optional") << QByteArray("optional");
  }
  void sessionsShowTheDevicesAddresses() {
    QFETCH(QByteArray, use);
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1"), proxyProtocol(use.constData())));
    NginxStream nginx;
    nginx.setProxyProtocol(true);
    QVERIFY(nginx.start({node.port()}));

    std::vector<std::unique_ptr<RawDevice>> devices;
    for (int i = 1; i <= 20; ++i) {
      auto device = std::make_unique<RawDevice>();
      QVERIFY(device->socket().bind(QHostAddress(0x7F000500U + static_cast<quint32>(i))));
      QVERIFY(device->join(nginx.port(), "d" + QByteArray::number(i)));
      devices.push_back(std::move(device));
    }
    for (int i = 1; i <= 20; ++i) {
      const RawDevice& device = *devices[static_cast<std::size_t>(i - 1)];
      QCOMPARE(addressOf(place, "d" + QByteArray::number(i)),
               "127.0.5." + QByteArray::number(i) + ' ' + QByteArray::number(device.localPort()));
    }
    for (const auto& device : devices) QVERIFY(device->answersPing());
  }

  void theLimitIsOfTheDevicesAddress() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1"),
                       proxyProtocol("required") +
                           QStringList{QStringLiteral("--set"), QStringLiteral("node.max-connections-per-address=1")}));
    NginxStream nginx;
    nginx.setProxyProtocol(true);
    QVERIFY(nginx.start({node.port()}));
    RawDevice one;
    QVERIFY(one.socket().bind(QHostAddress(QStringLiteral("127.0.5.1"))) && one.join(nginx.port(), "one"));
    RawDevice two;
    QVERIFY(two.socket().bind(QHostAddress(QStringLiteral("127.0.5.2"))) && two.join(nginx.port(), "two"));
    RawDevice more;
    QVERIFY(more.socket().bind(QHostAddress(QStringLiteral("127.0.5.1"))) && more.connectTo(nginx.port()));
    more.send(helloBytes("more"));
    QCOMPARE(onlyClose(more.untilEnd()), 6);
    QVERIFY(one.answersPing() && two.answersPing());
  }

  void anNginxThatDoesNotSayItIsFound() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1"), proxyProtocol("required")));
    NginxStream nginx;
    QVERIFY(nginx.start({node.port()}));
    RawDevice device;
    QVERIFY(device.connectTo(nginx.port()));
    device.send(helloBytes("d"));
    QCOMPARE(onlyClose(device.untilEnd()), 1);
    QVERIFY(node.logs("must begin with a PROXY header"));
  }
};

QTEST_GUILESS_MAIN(ProxyProtocolNginx)
#include "proxy_protocol_nginx.moc"
