// A device's way to a node: tried with the real program behind the real nginx, and with recordings of networks that
// this machine does not have.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QTcpSocket>
#include <QTest>

#include "server/setup/areas.h"
#include "server/setup/local_system.h"
#include "server/setup/probe.h"
#include "server/wire/frame.h"
#include "server/wire/hello.h"
#include "tests/cli/running_node.h"
#include "tests/cli/wire_device.h"
#include "tests/setup/check_findings.h"
#include "tests/setup/recorded_system.h"
#include "tests/support/free_port.h"
#include "tests/support/nginx_stream.h"
#include "tests/support/redis_server.h"

using namespace lk;
using namespace lk::setup;
using namespace lk::test;

namespace {

constexpr auto kShort = std::chrono::milliseconds(500);  // for what does not answer

Talk welcome(const std::string& node) {
  std::string heard;
  wire::appendFrame(heard, wire::FrameType::Welcome, 0, wire::welcomePayload({7, 60}, node));
  return {Talk::End::Answered, heard, "127.0.0.1", std::chrono::microseconds(90), {}};
}

Talk closed(CloseReason reason, std::string_view sentence) {
  std::string heard;
  wire::appendClose(heard, reason, 0, sentence);
  return {Talk::End::Answered, heard, "127.0.0.1", std::chrono::microseconds(90), {}};
}

Surroundings behindNginx() {
  Surroundings around;
  around.settings.nginxListen = {"0.0.0.0:7700"};
  return around;
}

// A machine whose nginx answers on loopback, and in some way at its address in the network.
RecordedSystem machine(const Talk& far) {
  RecordedSystem system;
  system.ownAddress("192.168.1.5");
  system.answer("127.0.0.1:7700", welcome("n1"));
  system.answer("192.168.1.5:7700", far);
  return system;
}

}  // namespace

class ReachChecksTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void answersAreTold_data() {
    QTest::addColumn<Talk::End>("end");
    QTest::addColumn<QByteArray>("heard");
    QTest::addColumn<Probed::End>("probed");
    const auto bytes = [](const Talk& talk) { return QByteArray::fromStdString(talk.heard); };
    QTest::newRow("a node") << Talk::End::Answered << bytes(welcome("n1")) << Probed::End::Welcomed;
    QTest::newRow("a node that drains") << Talk::End::Answered << bytes(closed(CloseReason::Draining, "later"))
                                        << Probed::End::TurnedAway;
    QTest::newRow("a CLOSE before a reset")
        << Talk::End::Reset << bytes(closed(CloseReason::OverLimit, "full")) << Probed::End::TurnedAway;
    QTest::newRow("HTTP") << Talk::End::Answered << QByteArray("HTTP/1.1 400 Bad Request\r\n")
                          << Probed::End::WrongProtocol;
    QTest::newRow("one byte of something else")
        << Talk::End::Silent << QByteArray("\x15") << Probed::End::WrongProtocol;
    QTest::newRow("another version") << Talk::End::Answered << QByteArray("LK\x02") << Probed::End::WrongProtocol;
    QTest::newRow("a frame that no node says first")
        << Talk::End::Answered << QByteArray("LK\1\4\0\0\0\0\0\0\0\0", 12) << Probed::End::WrongProtocol;
    QTest::newRow("WELCOME without a node")
        << Talk::End::Answered << QByteArray("LK\1\2\0\0\0\0\0\0\0\2{}", 14) << Probed::End::WrongProtocol;
    QTest::newRow("half a frame, then an end") << Talk::End::Closed << QByteArray("LK\1\2") << Probed::End::Closed;
    QTest::newRow("refused") << Talk::End::Refused << QByteArray() << Probed::End::Refused;
    QTest::newRow("dropped") << Talk::End::NoAnswer << QByteArray() << Probed::End::Dropped;
    QTest::newRow("unreachable") << Talk::End::Unreachable << QByteArray() << Probed::End::Unreachable;
    QTest::newRow("silent") << Talk::End::Silent << QByteArray() << Probed::End::Silent;
    QTest::newRow("closed") << Talk::End::Closed << QByteArray() << Probed::End::Closed;
    QTest::newRow("reset") << Talk::End::Reset << QByteArray() << Probed::End::Reset;
  }
  void answersAreTold() {
    QFETCH(Talk::End, end);
    QFETCH(QByteArray, heard);
    QFETCH(Probed::End, probed);
    RecordedSystem system;
    system.answer("10.0.0.1:7600", {end, heard.toStdString(), {}, {}, "words"});
    const Probed said = probe(system, {"10.0.0.1", 7600}, false, Patience(m_clock, kShort));
    QCOMPARE(toText(said.end), toText(probed));
    QVERIFY(!said.says().plain().empty());
    if (probed == Probed::End::Welcomed) QCOMPARE(said.node, std::string("n1"));
  }

  void whatIsHeardIsMadePrintable() {
    QCOMPARE(printable("a\r\n\x01\xff", 99), std::string("a\\r\\n\\x01\\xff"));
    QCOMPARE(printable("abcdef", 3), std::string("abc…"));
  }

  void theProbeSaysGoodbye() {
    RunningNode node;
    Place place;
    QVERIFY(node.start(place));
    const Address at{"127.0.0.1", node.port()};
    const Probed said = probe(m_system, at, false, Patience(m_clock, std::chrono::seconds(10)));
    QCOMPARE(toText(said.end), std::string_view("welcomed"));
    QCOMPARE(said.node, std::string("n1"));
    QCOMPARE(said.from, std::string("127.0.0.1"));
    // It left by CLOSE 0, not by breaking off: nobody has to wonder about a lost device.
    RunningNode counting;
    QVERIFY(counting.start(place, QStringLiteral("n2"), {QStringLiteral("--metrics"), QStringLiteral("127.0.0.1:0")}));
    QVERIFY(
        probe(m_system, {"127.0.0.1", counting.port()}, false, Patience(m_clock, std::chrono::seconds(10))).welcomed());
    QTRY_VERIFY(metricsOf(counting).contains("linekeeper_closes_total{reason=\"normal\"} 1"));
  }

  void aProbeOfARealDropIsDropped() {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* general = reinterpret_cast<sockaddr*>(&address);
    QCOMPARE(::bind(listener, general, length), 0);
    QCOMPARE(::listen(listener, 0), 0);
    QCOMPARE(::getsockname(listener, general, &length), 0);
    const int first = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    QCOMPARE(::connect(first, general, length), 0);
    const Probed said = probe(m_system, {"127.0.0.1", ntohs(address.sin_port)}, false, Patience(m_clock, kShort));
    QCOMPARE(toText(said.end), std::string_view("dropped"));
    ::close(first);
    ::close(listener);
  }

  // The classic trap: all well on the machine, and nothing from elsewhere.
  void nginxThatAFirewallHidesInTheNetworkIsTheTrap() {
    RecordedSystem system = machine({Talk::End::NoAnswer, {}, {}, {}, "timed out"});
    m_found.run(reachChecks(), system, behindNginx(), m_clock);
    QVERIFY2(m_found.only("reach.lan-dropped", Grade::Problem), m_found.all());
    const Finding& finding = *m_found.find("reach.lan-dropped");
    QCOMPARE(finding.title.plain(),
             std::string("nginx answers on this machine itself, but not at its address 192.168.1.5:7700"));
    QCOMPARE(finding.fix->commands.front(), std::string("linekeeper check firewall --fix-plan"));
  }
  void nginxThatIsRefusedInTheNetworkIsTheTrap() {
    RecordedSystem system = machine({Talk::End::Refused, {}, {}, {}, "refused"});
    m_found.run(reachChecks(), system, behindNginx(), m_clock);
    QVERIFY2(m_found.only("reach.lan-refused", Grade::Problem), m_found.all());
  }
  void nginxThatAnswersEverywhereIsGood() {
    RecordedSystem system = machine(welcome("n2"));
    m_found.run(reachChecks(), system, behindNginx(), m_clock);
    QVERIFY2(m_found.nothingWrong() && m_found.has("reach.through-nginx", Grade::Good), m_found.all());
    QVERIFY2(QByteArray(m_found.all()).contains("node n2"), m_found.all());
  }
  void aNodeOfAnotherClusterIsFound() {
    RecordedSystem system = machine(welcome("stranger"));
    Surroundings around = behindNginx();
    around.nodes.push_back({.id = "n1"});
    around.wholeCluster = true;
    m_found.run(reachChecks(), system, around, m_clock);
    QVERIFY2(m_found.only("reach.foreign-node", Grade::Problem), m_found.all());
  }
  void nothingToTryIsSaid() {
    RecordedSystem system;
    m_found.run(reachChecks(), system, {}, m_clock);
    QVERIFY2(m_found.has("reach.nothing-to-try", Grade::Unknown), m_found.all());
  }
  void aNodeOnLoopbackWithNothingBeforeItIsFound() {
    RecordedSystem system;
    system.answer("127.0.0.1:7600", welcome("n1"));
    Surroundings around;
    around.nodes.push_back({.id = "n1", .listen = {"127.0.0.1:7600"}, .own = true});
    m_found.run(reachChecks(), system, around, m_clock);
    QVERIFY2(m_found.only("reach.loopback-only", Grade::Warning), m_found.all());
  }
  void aNodeOnLoopbackBehindNginxIsGood() {
    RecordedSystem system = machine(welcome("n1"));
    system.answer("127.0.0.1:7600", welcome("n1"));
    Surroundings around = behindNginx();
    around.nodes.push_back({.id = "n1", .listen = {"127.0.0.1:7600"}, .own = true});
    m_found.run(reachChecks(), system, around, m_clock);
    QVERIFY2(m_found.nothingWrong() && m_found.has("reach.node", Grade::Good), m_found.all());
  }
  void aFullNodeIsNoBrokenWay() {
    RecordedSystem system = machine(closed(CloseReason::OverLimit, "full"));
    system.answer("127.0.0.1:7700", closed(CloseReason::OverLimit, "full"));
    m_found.run(reachChecks(), system, behindNginx(), m_clock);
    QVERIFY2(m_found.only("reach.turned-away", Grade::Warning), m_found.all());
  }

  void realWaysThroughRealNginx() {
    Place place;
    RunningNode node;
    QVERIFY(node.start(place));
    NginxStream nginx;
    QVERIFY(nginx.start({node.port()}));
    Surroundings around;
    around.settings.nginxListen = {"127.0.0.1:" + std::to_string(nginx.port())};
    around.settings.nginxConfig = nginx.process().path(QStringLiteral("nginx.conf")).toStdString();
    around.nodes.push_back({.id = "n1", .listen = {node.listen().toStdString()}, .own = true});
    look(around);
    QVERIFY2(m_found.has("reach.through-nginx", Grade::Good) && m_found.has("reach.node", Grade::Good), m_found.all());
    QVERIFY2(QByteArray(m_found.all()).contains("A device gets to node n1 through nginx"), m_found.all());

    // Its node is gone: nginx takes the connection, and cuts it.
    node.process().kill();
    QVERIFY(node.process().waitForFinished());
    around.nodes.clear();
    look(around);
    QVERIFY2(m_found.has("reach.reset", Grade::Problem) || m_found.has("reach.closed", Grade::Problem), m_found.all());
    QVERIFY2(QByteArray(m_found.all()).contains("takes the connection and"), m_found.all());

    // nginx leads to something else.
    NginxStream greeter;
    QVERIFY(greeter.startWith([](quint16 port) {
      return NginxStream::preamble() + "stream { server { listen 127.0.0.1:" + QByteArray::number(port) +
             "; return \"220 no node\\r\\n\"; } }\n";
    }));
    QVERIFY(nginx.reload({greeter.port()}));
    look(around);
    QVERIFY2(m_found.has("reach.wrong-protocol", Grade::Problem), m_found.all());
    QVERIFY2(QByteArray(m_found.all()).contains("220 no node"), m_found.all());

    // Its node hangs: a Redis waits for the end of the line.
    RedisServer redis;
    QVERIFY(redis.start());
    QVERIFY(nginx.reload({redis.port()}));
    look(around);
    QVERIFY2(m_found.has("reach.silent", Grade::Problem), m_found.all());

    nginx.stop();
    look(around);
    QVERIFY2(m_found.has("reach.refused", Grade::Problem), m_found.all());
  }

  void realNodesThatSendDevicesAway() {
    Place place;
    RunningNode full;
    QVERIFY(full.start(place, QStringLiteral("n1"), {QStringLiteral("--set"), QStringLiteral("node.max-sessions=1")}));
    WireDevice device;
    QVERIFY(device.join(full.port(), "dev-1"));
    Surroundings around;
    around.nodes.push_back({.id = "n1", .listen = {full.listen().toStdString()}, .own = true});
    look(around);
    QVERIFY2(m_found.has("reach.turned-away", Grade::Warning), m_found.all());

    RunningNode proxied;
    QVERIFY(proxied.start(place, QStringLiteral("n2"),
                          {QStringLiteral("--set"), QStringLiteral("node.proxy-protocol=required")}));
    around.nodes.front().listen = {proxied.listen().toStdString()};
    look(around);
    QVERIFY2(!m_found.has("reach.node", Grade::Good), m_found.all());
    around.settings.proxyProtocol = "required";
    look(around);
    QVERIFY2(m_found.has("reach.node", Grade::Good), m_found.all());
  }

 private:
  void look(const Surroundings& around) { m_found.run(reachChecks(), m_system, around, m_clock); }
  static QByteArray metricsOf(const RunningNode& node) {
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), node.metrics().section(QLatin1Char(':'), 1).toUShort());
    socket.write("GET /metrics HTTP/1.0\r\n\r\n");
    QByteArray all;
    while (socket.waitForReadyRead(2'000)) all += socket.readAll();
    return all;
  }

  SystemClock m_clock;
  LocalSystem m_system;
  Found m_found;
};

QTEST_GUILESS_MAIN(ReachChecksTest)
#include "tst_reach_checks.moc"
