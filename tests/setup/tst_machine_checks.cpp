// Ports, limits and ways: defects from recordings of Linux and Windows, and on this machine with real sockets.
#include <QTcpServer>
#include <QTest>

#include "server/setup/all_checks.h"
#include "server/setup/areas.h"
#include "server/setup/listening_ports.h"
#include "server/setup/local_system.h"
#include "server/setup/numbers.h"
#include "server/setup/powershell.h"
#include "tests/setup/check_findings.h"
#include "tests/setup/recorded_system.h"
#include "tests/support/free_port.h"

using namespace lk;
using namespace lk::setup;
using namespace lk::test;

namespace {

constexpr const char* kLimits = "/proc/self/limits";
const std::string kSs = "ss -ltnpH";

std::string openFiles(const std::string& soft) {
  return "Limit                     Soft Limit           Hard Limit           Units     \n"
         "Max processes             96365                96365                processes \n"
         "Max open files            " +
         soft + "                1048576              files     \n";
}

// A machine on which nothing is wrong.
RecordedSystem goodMachine() {
  RecordedSystem system;
  system.record(kSs, Ran{0, "", ""});
  system.file(kLimits, openFiles("1048576"));
  system.file("/proc/sys/net/core/somaxconn", "4096\n");
  system.file("/proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n");
  system.file("/proc/sys/net/ipv4/ip_local_reserved_ports", "\n");
  system.file("/proc/sys/net/ipv4/ip_unprivileged_port_start", "1024\n");
  return system;
}

NodeFact ownNode(const std::string& listen) {
  return {.id = "n1", .host = {}, .listen = {listen}, .live = true, .draining = false, .own = true, .sessions = 0};
}

}  // namespace

class MachineChecksTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void allAreasHaveChecksOfTheirOwn() {
    QCOMPARE(areaFromText("nothing"), std::nullopt);
    std::set<std::string> ids;
    std::size_t count = 0;
    for (const Area area : kAreas) {
      QCOMPARE(areaFromText(toText(area)), area);
      const Checks checks = checksOf(area, m_clock);
      QVERIFY(!checks.empty());
      for (const auto& check : checks) {
        QCOMPARE(check->area(), area);
        QVERIFY(check->id().starts_with(std::string(toText(area)) + '.'));
        ids.insert(std::string(check->id()));
        ++count;
      }
    }
    QCOMPARE(ids.size(), count);
    QCOMPARE(allChecks(m_clock).size(), count);
  }

  void aGoodMachineIsLeftInPeace() {
    RecordedSystem system = goodMachine();
    m_found.run(portChecks(), system, {}, m_clock);
    QVERIFY2(m_found.nothingWrong() && m_found.has("ports.free", Grade::Good), m_found.all());
    m_found.run(limitChecks(m_clock), system, {}, m_clock);
    QVERIFY2(m_found.nothingWrong(), m_found.all());
  }

  // Ports.
  void ssIsRead() {
    const auto ports = readSs(
        "LISTEN 0      511          0.0.0.0:80         0.0.0.0:*    "
        "users:((\"nginx\",pid=12,fd=6),(\"nginx\",pid=11,fd=6))\n"
        "LISTEN 0      4096   127.0.0.53%lo:53         0.0.0.0:*\n"
        "LISTEN 0      128             [::]:7600          [::]:*    users:((\"linekeeper\",pid=99,fd=7))\n"
        "LISTEN 0      50                 *:9100             *:*\n"
        "garbage\nLISTEN\nLISTEN 0 1 noport *\n");
    QCOMPARE(ports.size(), 4UL);
    QVERIFY((ports[0] == ListeningPort{{"0.0.0.0", 80}, "nginx", 12, 511}));
    QVERIFY((ports[1] == ListeningPort{{"127.0.0.53", 53}, "", 0, 4096}));
    QVERIFY((ports[2] == ListeningPort{{"::", 7600}, "linekeeper", 99, 128}));
    QVERIFY((ports[3] == ListeningPort{{"::", 9100}, "", 0, 50}));
  }
  void procNetTcpIsRead() {
    const auto ports = readProcNetTcp(
        "  sl  local_address rem_address   st tx_queue rx_queue\n"
        "   0: 0100007F:1DB0 00000000:0000 0A 00000000:00000000 00:00000000\n"
        "   1: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000\n"
        "   2: 0100007F:1DB1 0100007F:0050 01 00000000:00000000 00:00000000\n"
        "   3: 00000000000000000000000001000000:1DB0 00000000000000000000000000000000:0000 0A\n"
        "   4: 00000000000000000000000000000000:1DB2 00000000000000000000000000000000:0000 0A\n"
        "   5: B80D0120000000000000000001000000:0016 00000000000000000000000000000000:0000 0A\n"
        "   6: zz:1DB0 : 0A\n");
    std::vector<std::string> addresses;
    for (const ListeningPort& port : ports) addresses.push_back(port.address.text());
    QCOMPARE(addresses, (std::vector<std::string>{"127.0.0.1:7600", "0.0.0.0:80", "[::1]:7600", "[::]:7602",
                                                  "[2001:db8:0:0:0:0:0:1]:22"}));
  }
  void powershellsObjectsAreRead() {
    const auto ports =
        readPortObjects(R"([{"address":"0.0.0.0","port":7600,"pid":4711,"program":"C:\\Programme\\linekeeper.exe"},)"
                        R"({"address":"fe80::1%12","port":135,"pid":4,"program":null},{"port":-1},5])");
    QVERIFY(ports.has_value());
    QCOMPARE(ports->size(), 2UL);
    QVERIFY(((*ports)[0] == ListeningPort{{"0.0.0.0", 7600}, "C:\\Programme\\linekeeper.exe", 4711, 0}));
    QCOMPARE((*ports)[1].address.host, std::string("fe80::1"));
    QVERIFY(!readPortObjects("Get-NetTCPConnection : 拒绝访问").has_value());
  }
  void doorsThatExcludeEachOther() {
    QVERIFY(sameDoor({"0.0.0.0", 1}, {"127.0.0.1", 1}));
    QVERIFY(sameDoor({"::", 1}, {"127.0.0.1", 1}));
    QVERIFY(!sameDoor({"127.0.0.1", 1}, {"127.0.0.2", 1}));
    QVERIFY(!sameDoor({"0.0.0.0", 1}, {"::1", 1}));
    QVERIFY(!sameDoor({"0.0.0.0", 1}, {"0.0.0.0", 2}));
  }
  void rangesAreRead() {
    QCOMPARE(numbersIn("a 12 b-7,99999999999999999999 0"),
             (std::vector<std::int64_t>{12, 7, std::int64_t{1} << 50, 0}));
    QVERIFY(inRanges("7600,40000-40010\n", 7600));
    QVERIFY(inRanges("7600,40000-40010\n", 40005));
    QVERIFY(!inRanges("7600,40000-40010\n", 40011));
    QVERIFY(!inRanges("", 0));
  }

  void aPortThatAnotherProgramHasIsTaken() {
    RecordedSystem system = goodMachine();
    holds(system, "0.0.0.0:7600", "java");
    m_found.run(portChecks(), system, {}, m_clock);
    QVERIFY2(m_found.only("ports.taken", Grade::Problem), m_found.all());
    QVERIFY2(QByteArray(m_found.all()).contains("java, process 77, listens on 0.0.0.0:7600"), m_found.all());
  }
  void aPortThatNginxHasIsTakenFromTheNode() {
    RecordedSystem system = goodMachine();
    holds(system, "0.0.0.0:7600", "nginx");
    m_found.run(portChecks(), system, {}, m_clock);
    QVERIFY2(m_found.only("ports.taken", Grade::Problem), m_found.all());
    QVERIFY(QByteArray::fromStdString(m_found.find("ports.taken")->fix->text.plain()).contains("upstream"));
  }
  void theOwnNodeMayHaveItsPort() {
    RecordedSystem system = goodMachine();
    holds(system, "0.0.0.0:7600", "linekeeper");
    Surroundings around;
    around.nodes.push_back(ownNode("0.0.0.0:7600"));
    m_found.run(portChecks(), system, around, m_clock);
    QVERIFY2(m_found.nothingWrong() && m_found.has("ports.own", Grade::Good), m_found.all());
  }
  void nginxMayHaveItsOwnPortAndNobodyElse() {
    Surroundings around;
    around.settings.listen.clear();
    around.settings.nginxListen = {"0.0.0.0:7700"};
    RecordedSystem system = goodMachine();
    holds(system, "0.0.0.0:7700", "nginx");
    m_found.run(portChecks(), system, around, m_clock);
    QVERIFY2(m_found.nothingWrong(), m_found.all());
    RecordedSystem other = goodMachine();
    holds(other, "0.0.0.0:7700", "haproxy");
    m_found.run(portChecks(), other, around, m_clock);
    QVERIFY2(m_found.only("ports.taken", Grade::Problem), m_found.all());
  }
  void withoutSsTheKernelsTableSaysWhatIsTaken() {
    RecordedSystem system;
    system.file("/proc/net/tcp", "   0: 00000000:1DB0 00000000:0000 0A 00000000:00000000\n");
    m_found.run(portChecks(), system, {}, m_clock);
    QVERIFY2(m_found.only("ports.taken", Grade::Problem), m_found.all());
    RecordedSystem nothing;
    m_found.run(portChecks(), nothing, {}, m_clock);
    QVERIFY2(m_found.has("ports.not-seen", Grade::Unknown), m_found.all());
  }
  void aPortAmongTheEphemeralOnesIsFound() {
    RecordedSystem system = goodMachine();
    Surroundings around;
    around.settings.listen = {"0.0.0.0:40000"};
    m_found.run(portChecks(), system, around, m_clock);
    QVERIFY2(m_found.only("ports.in-ephemeral-range", Grade::Warning), m_found.all());
    system.file("/proc/sys/net/ipv4/ip_local_reserved_ports", "39999-40001\n");
    m_found.run(portChecks(), system, around, m_clock);
    QVERIFY2(m_found.nothingWrong(), m_found.all());
  }
  void aPrivilegedPortIsFound() {
    RecordedSystem system = goodMachine();
    Surroundings around;
    around.settings.listen = {"0.0.0.0:443"};
    m_found.run(portChecks(), system, around, m_clock);
    QVERIFY2(m_found.only("ports.privileged", Grade::Warning), m_found.all());
  }
  void windowsPortsAreSeenByTheirObjects() {
    RecordedSystem system(System::Kind::Windows);
    system.recordAllLike("powershell.exe",
                         Ran{0, R"({"address":"::","port":7600,"pid":9,"program":"C:\\x\\svchost.exe"})", ""});
    m_found.run(portChecks(), system, {}, m_clock);
    QVERIFY2(m_found.only("ports.taken", Grade::Problem), m_found.all());
    QVERIFY2(QByteArray(m_found.all()).contains("svchost.exe"), m_found.all());
  }
  void noPortAskedForIsNoneToBeTaken() {
    RecordedSystem system = goodMachine();
    Surroundings around;
    around.settings.listen.clear();
    m_found.run(portChecks(), system, around, m_clock);
    QVERIFY2(m_found.has("ports.none", Grade::Good), m_found.all());
  }
  void aRealListenerIsFoundOut() {
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    LocalSystem system;
    Surroundings around;
    around.settings.listen = {"0.0.0.0:" + std::to_string(server.serverPort())};
    m_found.run(portChecks(), system, around, m_clock);
    const Finding* finding = m_found.find("ports.taken");
    QVERIFY2(finding != nullptr, m_found.all());
    const std::string pid = std::to_string(QCoreApplication::applicationPid());
    QVERIFY2(QByteArray(m_found.all()).contains(("process " + pid).c_str()), m_found.all());
    server.close();
    m_found.run(portChecks(), system, around, m_clock);
    QVERIFY2(m_found.has("ports.free", Grade::Good), m_found.all());
  }

  // Limits.
  void tooFewDescriptorsForMaxSessionsAreFound() {
    RecordedSystem system = goodMachine();
    system.file(kLimits, openFiles("1024"));
    Surroundings around;
    around.settings.maxSessions = 5'000;
    m_found.run(limitChecks(m_clock), system, around, m_clock);
    QVERIFY2(m_found.only("limits.descriptors-below-max-sessions", Grade::Problem), m_found.all());
    around.settings.maxSessions = 0;
    m_found.run(limitChecks(m_clock), system, around, m_clock);
    QVERIFY2(m_found.only("limits.few-descriptors", Grade::Warning), m_found.all());
    system.file(kLimits, openFiles("unlimited"));
    m_found.run(limitChecks(m_clock), system, around, m_clock);
    QVERIFY2(m_found.nothingWrong(), m_found.all());
  }
  void theLimitsAreThoseOfTheRunningNode() {
    RecordedSystem system;
    system.record(kSs, Ran{0, "LISTEN 0 4096 0.0.0.0:7600 0.0.0.0:* users:((\"linekeeper\",pid=77,fd=9))\n", ""});
    system.file("/proc/77/limits", openFiles("256"));
    system.file("/proc/sys/net/core/somaxconn", "4096\n");
    system.file("/proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n");
    Surroundings around;
    around.nodes.push_back(ownNode("0.0.0.0:7600"));
    m_found.run(limitChecks(m_clock), system, around, m_clock);
    QVERIFY2(m_found.only("limits.few-descriptors", Grade::Warning), m_found.all());
    QVERIFY(m_found.find("limits.few-descriptors")->fix->commands.front().find("prlimit --pid 77") !=
            std::string::npos);
  }
  void aShortQueueIsFound() {
    RecordedSystem system = goodMachine();
    system.file("/proc/sys/net/core/somaxconn", "128\n");
    m_found.run(limitChecks(m_clock), system, {}, m_clock);
    QVERIFY2(m_found.only("limits.somaxconn-low", Grade::Warning), m_found.all());
    const Action& action = *m_found.find("limits.somaxconn-low")->fix->action;
    QVERIFY(action.elevated);
    QCOMPARE(action.commands.front().shellText(), std::string("sysctl -w net.core.somaxconn=4096"));
    QCOMPARE(action.undo.front().shellText(), std::string("sysctl -w net.core.somaxconn=128"));
  }
  void aListenerOfBeforeTheChangeIsFound() {
    RecordedSystem system;
    system.record(kSs, Ran{0, "LISTEN 0 128 0.0.0.0:7600 0.0.0.0:* users:((\"linekeeper\",pid=77,fd=9))\n", ""});
    system.file("/proc/77/limits", openFiles("65536"));
    system.file("/proc/sys/net/core/somaxconn", "4096\n");
    system.file("/proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n");
    Surroundings around;
    around.nodes.push_back(ownNode("0.0.0.0:7600"));
    m_found.run(limitChecks(m_clock), system, around, m_clock);
    QVERIFY2(m_found.only("limits.backlog-of-before", Grade::Warning), m_found.all());
  }
  void moreDevicesThanPortsTowardANodeAreFound() {
    RecordedSystem system = goodMachine();
    Surroundings around;
    around.nodes.push_back(ownNode("0.0.0.0:7600"));
    around.nodes.back().own = false;
    around.nodes.back().sessions = 25'000;
    m_found.run(limitChecks(m_clock), system, around, m_clock);
    QVERIFY2(m_found.only("limits.ephemeral-ports-near", Grade::Warning), m_found.all());
    around.settings.nginxExpectedDevices = 50'000;
    m_found.run(limitChecks(m_clock), system, around, m_clock);
    QVERIFY2(m_found.only("limits.ephemeral-ports-too-few", Grade::Problem), m_found.all());
    around.nodes.back().listen.emplace_back("0.0.0.0:7601");
    around.nodes.back().listen.emplace_back("0.0.0.0:7602");
    m_found.run(limitChecks(m_clock), system, around, m_clock);
    QVERIFY2(m_found.nothingWrong(), m_found.all());
  }
  void windowsPortsTowardANodeAreCounted() {
    RecordedSystem system(System::Kind::Windows);
    system.recordAllLike("powershell.exe", Ran{0, "49152 16384\r\n", ""});
    Surroundings around;
    around.settings.maxSessions = 20'000;
    m_found.run(limitChecks(m_clock), system, around, m_clock);
    QVERIFY2(m_found.only("limits.ephemeral-ports-too-few", Grade::Problem), m_found.all());
    QVERIFY2(QByteArray(m_found.all()).contains("16384 ports"), m_found.all());
  }
  void aFirewallsFullTableIsFound() {
    RecordedSystem system = goodMachine();
    system.file("/proc/sys/net/netfilter/nf_conntrack_max", "65536\n");
    system.file("/proc/sys/net/netfilter/nf_conntrack_count", "65000\n");
    m_found.run(limitChecks(m_clock), system, {}, m_clock);
    QVERIFY2(m_found.only("limits.conntrack-near", Grade::Problem), m_found.all());
    system.file("/proc/sys/net/netfilter/nf_conntrack_count", "10\n");
    m_found.run(limitChecks(m_clock), system, {}, m_clock);
    QVERIFY2(m_found.nothingWrong(), m_found.all());
  }
  void aFullDiskIsFound() {
    RecordedSystem system = goodMachine();
    system.free(std::uint64_t{100} << 20);
    Surroundings around;
    around.places = {"/home/x/linekeeper.ini"};
    m_found.run(limitChecks(m_clock), system, around, m_clock);
    QVERIFY2(m_found.only("limits.disk-full", Grade::Warning), m_found.all());
    system.free(std::uint64_t{1} << 20);
    m_found.run(limitChecks(m_clock), system, around, m_clock);
    QVERIFY2(m_found.only("limits.disk-full", Grade::Problem), m_found.all());
  }
  void aRedisThatIsAwayTellsNoTime() {
    RecordedSystem system = goodMachine();
    Surroundings around;
    around.settings.redisUrl = "redis://127.0.0.1:" + std::to_string(freePort());
    m_found.run(limitChecks(m_clock), system, around, m_clock);
    QVERIFY2(m_found.has("limits.clock-not-seen", Grade::Unknown), m_found.all());
  }
  void thisMachinesLimitsCanBeSeen() {
    LocalSystem system;
    m_found.run(limitChecks(m_clock), system, {}, m_clock);
    for (const char* id : {"limits.descriptors-not-seen", "limits.backlog-not-seen", "limits.ephemeral-not-seen",
                           "limits.disk-not-seen"}) {
      QVERIFY2(m_found.find(id) == nullptr, m_found.all());
    }
  }

 private:
  static void holds(RecordedSystem& system, const std::string& address, const std::string& program) {
    const std::string line = "LISTEN 0 511 " + address + " 0.0.0.0:* users:((\"" + program + "\",pid=77,fd=6))\n";
    RecordedSystem with = goodMachineWith(line);
    system = with;
  }
  static RecordedSystem goodMachineWith(const std::string& line) {
    RecordedSystem system;
    system.record(kSs, Ran{0, line, ""});
    system.file("/proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n");
    system.file("/proc/sys/net/ipv4/ip_unprivileged_port_start", "1024\n");
    return system;
  }

  SystemClock m_clock;
  Found m_found;
};

QTEST_GUILESS_MAIN(MachineChecksTest)
#include "tst_machine_checks.moc"
