// Which node nginx chooses: the algorithm alone, and beside real nginx.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QTest>
#include <atomic>
#include <numeric>
#include <thread>

#include "server/setup/nginx_pick.h"
#include "tests/support/nginx_stream.h"

using namespace lk::setup;
using lk::test::NginxStream;

namespace {

// Nodes that tell whoever connects which of them they are.
class Backends {
 public:
  explicit Backends(int count) {
    for (int i = 0; i < count; ++i) {
      const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      sockaddr_in address{};
      address.sin_family = AF_INET;
      address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      socklen_t size = sizeof address;
      if (::bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(fd, 1024) != 0 ||
          ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        qFatal("no backend");
      }
      m_sockets.push_back({fd, POLLIN, 0});
      m_ports.push_back(ntohs(address.sin_port));
    }
    m_thread = std::thread([this] { serve(); });
  }
  ~Backends() {
    m_running = false;
    m_thread.join();
    for (const pollfd& socket : m_sockets) ::close(socket.fd);
  }
  Backends(const Backends&) = delete;
  Backends& operator=(const Backends&) = delete;

  [[nodiscard]] quint16 port(std::size_t i) const { return m_ports[i]; }

 private:
  void serve() {
    while (m_running) {
      if (::poll(m_sockets.data(), m_sockets.size(), 20) <= 0) continue;
      for (std::size_t i = 0; i < m_sockets.size(); ++i) {
        if (m_sockets[i].revents == 0) continue;
        const int fd = ::accept(m_sockets[i].fd, nullptr, nullptr);
        const char number = static_cast<char>(i);
        if (::send(fd, &number, 1, MSG_NOSIGNAL) == 1) ::close(fd);
      }
    }
  }

  std::vector<pollfd> m_sockets;
  std::vector<quint16> m_ports;
  std::atomic<bool> m_running = true;
  std::thread m_thread;
};

std::string sourceOf(std::uint32_t i) {
  return "127." + std::to_string(1 + i % 7) + '.' + std::to_string(i / 250) + '.' + std::to_string(1 + i % 250);
}

// The backend that a connection from there is led to; -1: none.
int ledTo(quint16 port, const std::string& source) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in from{};
  from.sin_family = AF_INET;
  ::inet_pton(AF_INET, source.c_str(), &from.sin_addr);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  to.sin_port = htons(port);
  char number = -1;
  if (::bind(fd, reinterpret_cast<sockaddr*>(&from), sizeof from) != 0 ||
      ::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0 || ::recv(fd, &number, 1, 0) != 1) {
    number = -1;
  }
  ::close(fd);
  return number;
}

NginxBalance threeNodes() {
  return {.key = "$remote_addr",
          .consistent = true,
          .servers = {{.name = "10.0.0.1:7600"}, {.name = "10.0.0.2:7600"}, {.name = "10.0.0.3:7600"}}};
}

constexpr std::uint32_t kSources = 2'000;

}  // namespace

class NginxPickTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void agreesWithRealNginx_data();
  void agreesWithRealNginx();
  void theServersNameCountsAsWritten();
  void partsOfAServersName_data();
  void partsOfAServersName();
  void addressesAsNginxWritesThem_data();
  void addressesAsNginxWritesThem();
  void withoutAHashTheAddressDecidesNothing();
  void keysOfOtherVariablesAreNotForetold();
  void oneServerIsTheOnly();
  void ofServersThatAreAllDownNoneIsPicked();
  void removingANodeMovesOnlyItsDevices();
  void ringSharesAreAWhole();
  void aNatGoesToOneNode();
};

void NginxPickTest::agreesWithRealNginx_data() {
  QTest::addColumn<QByteArray>("method");
  QTest::addColumn<QList<int>>("weights");  // 0: down
  QTest::addColumn<bool>("names");
  const QByteArray consistent = "hash $remote_addr consistent;";
  const QByteArray plain = "hash $remote_addr;";
  QTest::newRow("2 nodes") << consistent << QList<int>{1, 1} << false;
  QTest::newRow("3 nodes") << consistent << QList<int>{1, 1, 1} << false;
  QTest::newRow("5 nodes") << consistent << QList<int>{1, 1, 1, 1, 1} << false;
  QTest::newRow("2 nodes with weights") << consistent << QList<int>{1, 4} << false;
  QTest::newRow("3 nodes with weights") << consistent << QList<int>{3, 1, 2} << false;
  QTest::newRow("5 nodes with weights") << consistent << QList<int>{5, 1, 1, 2, 3} << false;
  QTest::newRow("3 nodes by name") << consistent << QList<int>{1, 1, 1} << true;
  QTest::newRow("4 nodes of which one is down") << consistent << QList<int>{1, 0, 1, 2} << false;
  QTest::newRow("a key with more around it")
      << QByteArray("hash \"dev-${remote_addr}!\" consistent;") << QList<int>{1, 1, 1} << false;
  QTest::newRow("binary addresses") << QByteArray("hash $binary_remote_addr consistent;") << QList<int>{1, 1, 1}
                                    << false;
  QTest::newRow("not consistent, 2 nodes") << plain << QList<int>{1, 1} << false;
  QTest::newRow("not consistent, 3 nodes with weights") << plain << QList<int>{3, 1, 2} << false;
  QTest::newRow("not consistent, 5 nodes of which one is down") << plain << QList<int>{1, 1, 0, 1, 1} << false;
}

void NginxPickTest::agreesWithRealNginx() {
  QFETCH(QByteArray, method);
  QFETCH(QList<int>, weights);
  QFETCH(bool, names);
  const Backends backends(static_cast<int>(weights.size()));
  NginxBalance balance{.key = method.contains('"')        ? "dev-${remote_addr}!"
                              : method.contains("binary") ? "$binary_remote_addr"
                                                          : "$remote_addr",
                       .consistent = method.contains("consistent")};
  QByteArray servers;
  for (qsizetype i = 0; i < weights.size(); ++i) {
    const std::string name =
        (names && i > 0 ? "localhost:" : "127.0.0.1:") + std::to_string(backends.port(static_cast<std::size_t>(i)));
    const int weight = std::max(weights[i], 1);
    balance.servers.push_back({.name = name, .weight = static_cast<std::uint32_t>(weight), .down = weights[i] == 0});
    servers += "    server " + QByteArray::fromStdString(name) + " weight=" + QByteArray::number(weight) +
               (weights[i] == 0 ? " down" : "") + ";\n";
  }
  NginxStream nginx;
  QVERIFY(nginx.startWith([&](quint16 port) {
    return NginxStream::preamble() + "stream {\n  upstream nodes {\n    " + method + '\n' + servers +
           "  }\n  server {\n    listen 127.0.0.1:" + QByteArray::number(port) + " backlog=4096;\n" +
           "    proxy_connect_timeout 5s;\n    proxy_pass nodes;\n  }\n}\n";
  }));
  const NginxPicker picker(balance);
  std::vector<int> met(balance.servers.size());
  for (std::uint32_t i = 0; i < kSources; ++i) {
    const std::string source = sourceOf(i);
    const auto pick = picker.pick(source);
    QVERIFY(pick && pick->how == NginxPick::How::Hash);
    const int real = ledTo(nginx.port(), source);
    QVERIFY2(real == static_cast<int>(pick->server), qPrintable(QStringLiteral("%1: nginx chose %2, foretold was %3")
                                                                    .arg(QString::fromStdString(source))
                                                                    .arg(real)
                                                                    .arg(pick->server)));
    ++met[pick->server];
  }
  qInfo("%u of %u addresses led where foretold, to %zu servers", std::accumulate(met.begin(), met.end(), 0U), kSources,
        met.size());
  for (std::size_t i = 0; i < met.size(); ++i) QCOMPARE(met[i] > 0, !balance.servers[i].down);
}

void NginxPickTest::theServersNameCountsAsWritten() {
  NginxBalance other = threeNodes();
  for (NginxServer& server : other.servers) server.name = "node" + server.name.substr(5);
  const NginxPicker byAddress(threeNodes());
  const NginxPicker byName(other);
  int moved = 0;
  for (std::uint32_t i = 0; i < kSources; ++i) {
    moved += byAddress.pick(sourceOf(i))->server != byName.pick(sourceOf(i))->server;
  }
  QVERIFY2(moved > 1'000, qPrintable(QString::number(moved)));
}

void NginxPickTest::partsOfAServersName_data() {
  QTest::addColumn<QString>("host");
  QTest::addColumn<QString>("port");
  const auto row = [](const char* name, const char* host, const char* port) {
    QTest::newRow(name) << QString::fromUtf8(host) << QString::fromUtf8(port);
  };
  row("10.0.0.1:7600", "10.0.0.1", "7600");
  row("[fd00::1]:7600", "[fd00::1]", "7600");
  row("gw1", "gw1", "");
  row("12345", "12345", "");
  row("10.0.0.1:", "10.0.0.1", "");
  row("unix:/run/node.sock", "/run/node.sock", "");
  row("UNIX:/run/node:1", "/run/node:1", "");
}

void NginxPickTest::partsOfAServersName() {
  QFETCH(QString, host);
  QFETCH(QString, port);
  const auto parts = serverParts(QTest::currentDataTag());
  QCOMPARE(QString::fromStdString(std::string(parts.host)), host);
  QCOMPARE(QString::fromStdString(std::string(parts.port)), port);
}

void NginxPickTest::addressesAsNginxWritesThem_data() {
  QTest::addColumn<QString>("written");
  QTest::newRow("10.0.0.1") << QStringLiteral("10.0.0.1");
  QTest::newRow("FD00:0:0:0::1") << QStringLiteral("fd00::1");
  QTest::newRow("::ffff:10.0.0.1") << QStringLiteral("::ffff:10.0.0.1");
  QTest::newRow("fe80::1%eth0") << QStringLiteral("fe80::1");
  QTest::newRow("pump-7") << QString();
  QTest::newRow("10.0.0.1:80") << QString();
}

void NginxPickTest::addressesAsNginxWritesThem() {
  QFETCH(QString, written);
  const auto address = nginxAddress(QTest::currentDataTag());
  QCOMPARE(address ? QString::fromStdString(*address) : QString(), written);
}

void NginxPickTest::withoutAHashTheAddressDecidesNothing() {
  NginxBalance balance = threeNodes();
  balance.key.clear();
  QCOMPARE(NginxPicker(balance).pick("10.9.9.9")->how, NginxPick::How::Turn);
  const auto shares = predictShares(NginxPicker(balance), {{"10.9.9.9", 7}});
  QCOMPARE(shares.sessions, 0U);
  QCOMPARE(shares.unpredicted, 7U);
}

void NginxPickTest::keysOfOtherVariablesAreNotForetold() {
  for (const char* key : {"$remote_port", "$remote_addr$remote_port", "$proxy_protocol_addr", "all alike"}) {
    NginxBalance balance = threeNodes();
    balance.key = key;
    QVERIFY2(!NginxPicker(balance).pick("10.9.9.9"), key);
  }
}

void NginxPickTest::oneServerIsTheOnly() {
  const NginxPicker picker({.key = "$remote_addr", .consistent = true, .servers = {{.name = "10.0.0.1:7600"}}});
  QCOMPARE(picker.pick("10.9.9.9")->how, NginxPick::How::Only);
  QCOMPARE(picker.ringShare(0), 1.0);
}

void NginxPickTest::ofServersThatAreAllDownNoneIsPicked() {
  NginxBalance balance = threeNodes();
  for (NginxServer& server : balance.servers) server.down = true;
  QCOMPARE(NginxPicker(balance).pick("10.9.9.9")->how, NginxPick::How::None);
  QCOMPARE(NginxPicker({.key = "$remote_addr", .consistent = true}).pick("10.9.9.9")->how, NginxPick::How::None);
}

void NginxPickTest::removingANodeMovesOnlyItsDevices() {
  NginxBalance two = threeNodes();
  two.servers.pop_back();
  const NginxPicker before(threeNodes());
  const NginxPicker after(two);
  for (std::uint32_t i = 0; i < kSources; ++i) {
    const auto was = before.pick(sourceOf(i))->server;
    if (was != 2) QCOMPARE(after.pick(sourceOf(i))->server, was);
  }
}

void NginxPickTest::ringSharesAreAWhole() {
  for (const bool consistent : {true, false}) {
    NginxBalance balance = threeNodes();
    balance.consistent = consistent;
    balance.servers[1].weight = 3;
    const NginxPicker picker(balance);
    const double sum = picker.ringShare(0) + picker.ringShare(1) + picker.ringShare(2);
    QVERIFY(qAbs(sum - 1) < 1e-9);
    QVERIFY(picker.ringShare(1) > 0.45 && picker.ringShare(1) < 0.75);
  }
}

void NginxPickTest::aNatGoesToOneNode() {
  const NginxPicker picker(threeNodes());
  std::vector<PeerFact> peers = {{"203.0.113.7", 900}, {"no address", 5}};
  for (std::uint32_t i = 0; i < 100; ++i) peers.push_back({sourceOf(i), 1});
  const auto shares = predictShares(picker, peers);
  QCOMPARE(shares.sessions, 1'000U);
  QCOMPARE(shares.unpredicted, 5U);
  QCOMPARE(shares.largest.address, std::string("203.0.113.7"));
  QVERIFY(qAbs(shares.largestPart - 900.0 / 1'005) < 1e-9);
  const auto at = picker.pick("203.0.113.7")->server;
  QVERIFY(shares.servers[at].part >= 0.9);
  QVERIFY(shares.servers[at].ringPart < 0.5);
  QCOMPARE(shares.servers[at].largest.sessions, 900U);
  std::uint64_t addresses = 0;
  for (const NginxShare& share : shares.servers) addresses += share.addresses;
  QCOMPARE(addresses, 101U);
}

QTEST_GUILESS_MAIN(NginxPickTest)
#include "tst_nginx_pick.moc"
