#include <QTcpServer>
#include <QTimer>

#include "tests/cli/running_node.h"
#include "tests/cli/wire_device.h"
#include "tests/cluster/stand.h"
#include "tests/diagnose/diagnosed.h"
#include "tests/support/free_port.h"
#include "tests/support/nginx_stream.h"

using namespace lk::test;

namespace {

const QString kDevice = QStringLiteral("dev-1");

QString loopback(quint16 port) { return QStringLiteral("127.0.0.1:%1").arg(port); }

// A stream block, good but for what is planted in it.
struct Block {
  QByteArray hash = "hash $remote_addr consistent;";
  QByteArray timeout = "10m";
  QList<quint16> nodes;

  [[nodiscard]] QByteArray text(quint16 port) const {
    QByteArray servers;
    for (const quint16 node : nodes)
      servers += "    server 127.0.0.1:" + QByteArray::number(node) + " max_fails=2 fail_timeout=5s;\n";
    return NginxStream::preamble() + "stream {\n  upstream linekeeper_nodes {\n    " + hash + '\n' + servers +
           "  }\n  server {\n    listen 127.0.0.1:" + QByteArray::number(port) +
           " so_keepalive=on;\n    proxy_connect_timeout 2s;\n    proxy_timeout " + timeout +
           ";\n    proxy_pass linekeeper_nodes;\n  }\n}\n";
  }
};

// Stands before a node as a NAT or a firewall does that forgets connections that are silent for two seconds.
class Forgetful {
 public:
  [[nodiscard]] bool listen(quint16 node) {
    QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this, node] {
      while (QTcpSocket* device = m_server.nextPendingConnection()) join(device, node);
    });
    return m_server.listen(QHostAddress::LocalHost);
  }
  [[nodiscard]] quint16 port() const { return m_server.serverPort(); }

 private:
  void join(QTcpSocket* device, quint16 node) {
    auto* behind = new QTcpSocket(device);
    auto* silence = new QTimer(device);
    silence->setSingleShot(true);
    silence->setInterval(2'000);
    const auto carry = [silence](QTcpSocket* from, QTcpSocket* to) {
      QObject::connect(from, &QTcpSocket::readyRead, to, [silence, from, to] {
        to->write(from->readAll());
        silence->start();
      });
    };
    carry(device, behind);
    carry(behind, device);
    QObject::connect(silence, &QTimer::timeout, device, [device, behind] {
      device->abort();
      behind->abort();
    });
    behind->connectToHost(QHostAddress::LocalHost, node);
  }

  QTcpServer m_server;
};

}  // namespace

// Faults on the way to a node: firewall and nginx. The device's way is named, and so is nginx's configuration.
class DiagnoseWay : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void allIsWellThroughNginx() {
    const Place place;
    RunningNode node;
    NginxStream nginx;
    QVERIFY(node.start(place));
    QVERIFY(start(nginx, {.nodes = {node.port()}}));
    WireDevice device;
    QVERIFY(device.join(nginx.port(), "dev-1"));
    const Diagnosed diagnosed = ask(place, nginx);
    QVERIFY2(diagnosed.outcome.code == 0, diagnosed.said().constData());
    QVERIFY2(diagnosed.gradeOf("session") == "green", diagnosed.said().constData());
  }

  void nginxIsDown_data() { namedOrNot(); }
  void nginxIsDown() {
    QFETCH(bool, configNamed);
    const Place place;
    RunningNode node;
    NginxStream nginx;
    QVERIFY(node.start(place));
    QVERIFY(start(nginx, {.nodes = {node.port()}}));
    WireDevice device;
    QVERIFY(device.join(nginx.port(), "dev-1"));
    nginx.stop();
    QVERIFY(device.waitForEnd());
    const Diagnosed diagnosed = ask(place, nginx, configNamed);
    LK_NAMES(diagnosed, configNamed ? "nginx.not-running" : "nginx.down");
  }

  void nginxLeadsToADeadNode_data() { namedOrNot(); }
  void nginxLeadsToADeadNode() {
    QFETCH(bool, configNamed);
    Stand stand;
    QVERIFY(stand.startRedis() && stand.startNodes(1));
    NginxStream nginx;
    QVERIFY(start(nginx, {.nodes = {freePort()}}));
    const Diagnosed diagnosed = ask(stand.place(), nginx, configNamed, {QStringLiteral("--redis"), stand.url()});
    LK_NAMES(diagnosed, configNamed ? "nginx.dead-node" : "nginx.reaches-no-node");
  }

  void aWrongHash_data() {
    QTest::addColumn<QByteArray>("hash");
    QTest::addColumn<QByteArray>("cause");
    QTest::newRow("by another variable") << QByteArray("hash $remote_port consistent;")
                                         << QByteArray("nginx.hash-other-variable");
    QTest::newRow("not consistent") << QByteArray("hash $remote_addr;") << QByteArray("nginx.hash-not-consistent");
    QTest::newRow("none at all") << QByteArray() << QByteArray("nginx.hash-missing");
  }
  void aWrongHash() {
    QFETCH(QByteArray, hash);
    QFETCH(QByteArray, cause);
    Stand stand;
    QVERIFY(stand.startRedis() && stand.startNodes(2));
    NginxStream nginx;
    QVERIFY(start(nginx, {.hash = hash, .nodes = stand.nodePorts()}));
    WireDevice device;
    QVERIFY(device.join(nginx.port(), "dev-1"));
    const Diagnosed diagnosed = ask(stand.place(), nginx, true, {QStringLiteral("--redis"), stand.url()});
    QVERIFY2(diagnosed.cause() == cause, diagnosed.said().constData());
    QCOMPARE(diagnosed.gradeOf("nginx"), QByteArray("amber"));
  }

  void aTimeoutTooShort() {
    const Place place;
    RunningNode node;
    NginxStream nginx;
    QVERIFY(node.start(place));
    QVERIFY(start(nginx, {.timeout = "2s", .nodes = {node.port()}}));
    for (int i = 0; i < 2; ++i) {
      WireDevice device;
      QVERIFY(device.join(nginx.port(), "dev-1"));
      QVERIFY(device.waitForEnd());
    }
    const Diagnosed diagnosed = ask(place, nginx);
    LK_NAMES(diagnosed, "nginx.proxy-timeout-short");
    QVERIFY2(diagnosed.said().contains("connections were cut after"), diagnosed.said().constData());
  }

  // The balancer may be elsewhere, where nobody can read its configuration.
  void aTimeoutTooShortThatOnlyTheHistoryShows() {
    const Place place;
    RunningNode node;
    Forgetful nat;
    QVERIFY(node.start(place));
    QVERIFY(nat.listen(node.port()));
    for (int i = 0; i < 3; ++i) {
      WireDevice device;
      QVERIFY(device.join(nat.port(), "dev-1"));
      QVERIFY(device.waitForEnd());
    }
    const Diagnosed diagnosed = diagnose(place, kDevice, {QStringLiteral("--via"), loopback(nat.port())});
    LK_NAMES(diagnosed, "nginx.cuts-the-silent");
    QVERIFY2(diagnosed.conclusion().contains("cuts connections that are silent"), diagnosed.said().constData());
  }

  // In a network of its own, with a firewall of this machine, a hole on the way, a route that ends there, a no.
  void aFirewallDropsWhatDevicesSend_data() {
    QTest::addColumn<QString>("network");
    QTest::addColumn<QString>("via");
    QTest::addColumn<QByteArray>("cause");
    const auto row = [](const char* name, const char* network, const char* via, const char* cause) {
      QTest::newRow(name) << QString::fromLatin1(network) << QString::fromLatin1(via) << QByteArray(cause);
    };
    row("a rule of this machine",
        "nft 'add table inet t; add chain inet t in { type filter hook input priority 0; }; add rule inet t in tcp "
        "dport %1 drop'",
        "127.0.0.1", "firewall.drops");
    row("a hole on the way, which no rule here shows",
        "ip link add far type veth peer name hole && ip link set far up && ip link set hole up && "
        "ip address add 192.0.2.1/24 dev far && ip neigh add 192.0.2.7 lladdr 02:00:00:00:00:07 nud permanent dev far",
        "192.0.2.7", "firewall.drops");
    row("a blackhole for a route", "ip route add blackhole 192.0.2.7/32", "192.0.2.7", "firewall.no-way");
    row("a prohibition for a route", "ip route add prohibit 192.0.2.7/32", "192.0.2.7", "firewall.no-way");
  }
  void aFirewallDropsWhatDevicesSend() {
    QFETCH(QString, network);
    QFETCH(QString, via);
    QFETCH(QByteArray, cause);
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place));
    QProcess process;
    process.setProcessEnvironment(place.environment());
    const QString script = (QStringLiteral("PATH=$PATH:/usr/sbin:/sbin; ip link set lo up && ") + network +
                            QStringLiteral(" && exec \"$0\" diagnose dev-1 --json --via %2:%1"))
                               .arg(QString::number(node.port()), via);
    process.start(QStringLiteral("unshare"), {QStringLiteral("-rn"), QStringLiteral("sh"), QStringLiteral("-c"), script,
                                              QString::fromUtf8(LINEKEEPER_PROGRAM)});
    Diagnosed diagnosed;
    diagnosed.outcome = finish(process);
    if (const auto json = diagnosed.outcome.json()) diagnosed.json = json->object();
    LK_NAMES(diagnosed, cause);
    QVERIFY2(diagnosed.conclusion().contains(via.toLatin1()), diagnosed.said().constData());
    QCOMPARE(diagnosed.gradeOf("firewall"), QByteArray("red"));
  }

 private:
  static void namedOrNot() {
    QTest::addColumn<bool>("configNamed");
    QTest::newRow("its configuration is known") << true;
    QTest::newRow("its configuration is not known") << false;
  }
  static bool start(NginxStream& nginx, const Block& block) {
    return nginx.startWith([&](quint16 port) { return block.text(port); });
  }
  static Diagnosed ask(const Place& place, NginxStream& nginx, bool configNamed = true, QStringList more = {}) {
    more += {QStringLiteral("--via"), loopback(nginx.port())};
    if (configNamed) {
      more += {QStringLiteral("--set"),
               QStringLiteral("nginx.config=") + nginx.process().path(QStringLiteral("nginx.conf"))};
    }
    return diagnose(place, kDevice, more);
  }
};

QTEST_GUILESS_MAIN(DiagnoseWay)
#include "tst_diagnose_way.moc"
