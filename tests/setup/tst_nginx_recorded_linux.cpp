// What the checks find of nginx on other Linux machines: older builds, modules that are not there, none at all. From
// recordings.
#include <QTest>
#include <algorithm>

#include "server/base/clock.h"
#include "server/setup/areas.h"
#include "server/setup/nginx_block.h"
#include "server/setup/nginx_change.h"
#include "server/setup/nginx_nodes.h"
#include "server/setup/nginx_stream.h"
#include "tests/setup/check_findings.h"
#include "tests/setup/recorded_nginx.h"

using namespace lk;
using namespace lk::setup;
using namespace lk::test;
using namespace std::chrono_literals;

class SetupNginxRecordedLinux : public QObject {
  Q_OBJECT

  SystemClock m_clock;

 private Q_SLOTS:
  void aGoodLinuxMachineHasNoFinding();
  void whatIsRenderedHasNoFinding();
  void tooOld();
  void builtWithoutStream();
  void moduleNotInstalledNamesDebiansPackage();
  void binaryThatIsSetAndNotThere();
  void noNginxAtAll();
  void anNginxForTheWebBesideOneNodeIsNoDefect();
  void nginxThatAnswersNothing();
  void configurationThatMayNotBeRead();
  void aFileThatIsYoungerThanTheWorkersIsNotLoaded();
  void anNginxInAContainerIsNotThisMachines_data();
  void anNginxInAContainerIsNotThisMachines();
  void testThatMayNotBeRunIsUnknown();
  void processesThatCannotBeListedAreUnknown();
  void portThatAFirewallDrops();
  void addressThatIsNotThisMachines();
  void workersThatMayOpenTooFewFiles();
  void nodesOfOtherMachinesAreMatchedByPort();
  void aNameInTheUpstreamIsNotTakenForDead();
  void whatWasNotWrittenNeedsNoTakingBack();
  void aVariableThatDecidesIsNotFollowed();
  void withoutNodesTheListCannotBeCompared();
  void aNodeOnAllAddressesHasNginxsPort_data();
  void aNodeOnAllAddressesHasNginxsPort();
  void anEntranceThatWantsTlsIsNotTried();
};

void SetupNginxRecordedLinux::aGoodLinuxMachineHasNoFinding() {
  RecordedSystem system = linuxMachine(kDebianBuild, kLinuxHead + kStream);
  system.file("/usr/share/nginx/modules/ngx_stream_module.so", "module");
  const auto found = nginxFindings(system, twoNodes());
  QVERIFY2(worst(found.findings()) == Grade::Good, found.all());
}

void SetupNginxRecordedLinux::whatIsRenderedHasNoFinding() {
  const auto block = wantedBlock(nullptr, twoNodes(), {}, [](const std::string&) { return std::nullopt; });
  QVERIFY2(block, block ? "" : block.error().text.c_str());
  QVERIFY(block->listens.size() == 1);
  RecordedSystem system = linuxMachine(kDebianBuild, kLinuxHead + renderStream(*block));
  system.file("/usr/share/nginx/modules/ngx_stream_module.so", "module");
  const auto listen = parseNginxListen(block->listens.front().front());
  QVERIFY(listen);
  system.answer(Address{"127.0.0.1", listen->port}.text(), {Talk::End::Answered, {}, "127.0.0.1", 90us, {}});
  const auto found = nginxFindings(system, twoNodes());
  QVERIFY2(found.nothingWrong(), found.all());
}

void SetupNginxRecordedLinux::tooOld() {
  RecordedSystem system = linuxMachine("nginx version: nginx/1.4.6 (Ubuntu)\n", "events {}\n");
  const auto found = nginxFindings(system, twoNodes());
  QVERIFY2(found.find("nginx.too-old"), found.all());
}

void SetupNginxRecordedLinux::builtWithoutStream() {
  RecordedSystem system = linuxMachine(
      "nginx version: nginx/1.22.1\nconfigure arguments: --conf-path=/etc/nginx/nginx.conf --with-stream_ssl_module\n",
      "events {}\n");
  const auto found = nginxFindings(system, twoNodes());
  QVERIFY2(found.find("nginx.stream-absent"), found.all());
}

void SetupNginxRecordedLinux::moduleNotInstalledNamesDebiansPackage() {
  RecordedSystem system = linuxMachine(kDebianBuild, "events {}\n");
  const auto found = nginxFindings(system, twoNodes());
  const Finding* finding = found.find("nginx.stream-not-loaded");
  QVERIFY2(finding, found.all());
  QVERIFY(evidenceHas(*finding, "/usr/lib/nginx/modules/ngx_stream_module.so"));
  QCOMPARE(finding->fix->commands, std::vector<std::string>{"apt-get install libnginx-mod-stream"});
}

void SetupNginxRecordedLinux::binaryThatIsSetAndNotThere() {
  RecordedSystem system = linuxMachine(kDebianBuild, kLinuxHead + kStream);
  Surroundings around = twoNodes();
  around.settings.nginxBinary = "/opt/nginx";
  const auto found = nginxFindings(system, around);
  const Finding* finding = found.find("nginx.binary-missing");
  QVERIFY2(finding && finding->grade == Grade::Problem, found.all());
}

void SetupNginxRecordedLinux::noNginxAtAll() {
  RecordedSystem system;
  system.record(processCommandOf(System::Kind::Linux), Ran{0, "1 0 9 /sbin/init\n", {}});
  const auto several = nginxFindings(system, twoNodes());
  const Finding* finding = several.find("nginx.binary-missing");
  QVERIFY2(finding && finding->grade == Grade::Warning, several.all());
  // For an nginx elsewhere, which nobody here can change.
  const std::string& block = finding->fix->block;
  QVERIFY2(block.starts_with("stream {\n    upstream ") && block.ends_with("}\n"), block.c_str());
  for (const NodeFact& node : twoNodes().nodes) QVERIFY2(block.find("# " + node.id) != block.npos, block.c_str());
  QVERIFY(finding->fix->text.plain().find("Where nginx is on another machine") != std::string::npos);
  const Surroundings nobody;
  const auto none = nginxFindings(system, nobody);
  QVERIFY2(none.find("nginx.binary-missing")->fix->block.empty(), "there is no node to lead devices to");
  Surroundings one = twoNodes();
  one.nodes.pop_back();
  QVERIFY2(worst(nginxFindings(system, one).findings()) == Grade::Unknown, "one node needs no nginx");
}

void SetupNginxRecordedLinux::anNginxForTheWebBesideOneNodeIsNoDefect() {
  RecordedSystem system =
      linuxMachine(kDebianBuild, "events { worker_connections 64; }\nhttp { server { listen 80; } }\n");
  Surroundings one = twoNodes();
  one.nodes.pop_back();
  const auto found = nginxFindings(system, one);
  QVERIFY2(worst(found.findings()) == Grade::Unknown, found.all());
  QVERIFY2(found.find("nginx.stream-missing"), found.all());
  QVERIFY2(worst(nginxFindings(system, twoNodes()).findings()) == Grade::Problem, "two nodes need it");
}

void SetupNginxRecordedLinux::nginxThatAnswersNothing() {
  RecordedSystem system = linuxMachine("", kLinuxHead + kStream);
  const auto found = nginxFindings(system, twoNodes());
  QVERIFY2(found.find("nginx.binary-silent"), found.all());
}

void SetupNginxRecordedLinux::configurationThatMayNotBeRead() {
  RecordedSystem system = linuxMachine(kDebianBuild, kLinuxHead + kStream);
  system.deny("/etc/nginx/nginx.conf");
  const auto found = nginxFindings(system, twoNodes());
  const Finding* finding = found.find("nginx.config-unreadable");
  QVERIFY2(finding && finding->grade == Grade::Unknown, found.all());
  QVERIFY2(worst(found.findings()) == Grade::Unknown, found.all());
}

void SetupNginxRecordedLinux::aFileThatIsYoungerThanTheWorkersIsNotLoaded() {
  RecordedSystem system = linuxMachine(kDebianBuild, kLinuxHead + "include nodes.conf;\n");
  system.file("/etc/nginx/nodes.conf", kStream);
  // The worker is 3600 s old. In the same second both may have been; a clock that is ahead tells nothing.
  for (const auto age : {3'599s, 3'600s, 4'000s, -5s}) {
    system.age("/etc/nginx/nginx.conf", 5'000s);
    system.age("/etc/nginx/nodes.conf", age);
    const auto found = nginxFindings(system, twoNodes());
    QVERIFY2(!found.find("nginx.not-reloaded"), found.all());
  }
  system.age("/etc/nginx/nginx.conf", 3'000s);
  system.age("/etc/nginx/nodes.conf", 3'590s);
  const auto found = nginxFindings(system, twoNodes());
  const Finding* finding = found.find("nginx.not-reloaded");
  QVERIFY2(finding && finding->grade == Grade::Warning, found.all());
  QVERIFY(evidenceHas(*finding, "/etc/nginx/nginx.conf: changed 3000 s ago"));
  QVERIFY(evidenceHas(*finding, "3600 s old"));
  QCOMPARE(finding->fix->commands, (std::vector<std::string>{"/usr/sbin/nginx -t", "/usr/sbin/nginx -s reload"}));
}

void SetupNginxRecordedLinux::anNginxInAContainerIsNotThisMachines_data() {
  QTest::addColumn<QByteArray>("spaces");  // empty: they may not be read
  QTest::addColumn<QByteArray>("own");     // cgroup
  QTest::addColumn<QByteArray>("its");
  QTest::addColumn<bool>("contained");
  const QByteArray same = "mnt:[1]\nmnt:[1]\npid:[3]\npid:[3]\n";
  const QByteArray others = "mnt:[1]\nmnt:[2]\npid:[3]\npid:[4]\n";
  const QByteArray ownMounts = "mnt:[1]\nmnt:[2]\npid:[3]\npid:[3]\n";
  const QByteArray session = "0::/user.slice/user-0.slice/session-1.scope\n";
  const QByteArray service = "0::/system.slice/nginx.service\n";
  const QByteArray docker = "0::/system.slice/docker-" + QByteArray(64, 'a') + ".scope\n";
  const QByteArray otherDocker = "12:pids:/docker/" + QByteArray(64, 'b') + "\n0::/\n";
  QTest::newRow("the machine's") << same << session << service << false;
  QTest::newRow("a container") << others << session << docker << true;
  QTest::newRow("a container without a name") << others << session << QByteArray("0::/\n") << true;
  QTest::newRow("a service with PrivateTmp") << ownMounts << session << service << false;
  QTest::newRow("a container with the machine's processes") << ownMounts << session << docker << true;
  QTest::newRow("only cgroups, a service") << QByteArray() << session << service << false;
  QTest::newRow("only cgroups, systemd-run")
      << QByteArray() << session << "0::/system.slice/run-r" + QByteArray(32, 'a') + ".service\n"
      << false;
  QTest::newRow("only cgroups, Docker") << QByteArray() << session << docker << true;
  QTest::newRow("only cgroups, the same Docker") << QByteArray() << docker << docker << false;
  QTest::newRow("only cgroups, another Docker") << QByteArray() << docker << otherDocker << true;
  QTest::newRow("only cgroups, LXC") << QByteArray() << session << QByteArray("0::/lxc.payload.web/system.slice\n")
                                     << true;
  QTest::newRow("only cgroups, nspawn") << QByteArray() << session
                                        << QByteArray("0::/machine.slice/machine-web.scope/payload\n") << true;
  QTest::newRow("nothing can be read") << QByteArray() << QByteArray() << QByteArray() << false;
}

void SetupNginxRecordedLinux::anNginxInAContainerIsNotThisMachines() {
  QFETCH(QByteArray, spaces);
  QFETCH(QByteArray, own);
  QFETCH(QByteArray, its);
  QFETCH(bool, contained);
  RecordedSystem system = linuxMachine(kDebianBuild, kLinuxHead + kStream);
  if (!spaces.isEmpty()) {
    system.record("readlink -- /proc/self/ns/mnt /proc/700/ns/mnt /proc/self/ns/pid /proc/700/ns/pid",
                  Ran{0, spaces.toStdString(), {}});
  }
  if (!own.isEmpty()) system.file("/proc/self/cgroup", own.toStdString());
  if (!its.isEmpty()) system.file("/proc/700/cgroup", its.toStdString());
  const auto found = nginxFindings(system, twoNodes());
  QVERIFY2((found.find("nginx.in-container") != nullptr) == contained, found.all());
  QVERIFY2((found.find("nginx.not-running") != nullptr) == contained, found.all());
  // Named by the settings or not, it is never the one that is stopped or changed.
  Surroundings around = twoNodes();
  NginxChange change(system, m_clock);
  for (const char* named : {"", "/etc/nginx/nginx.conf"}) {
    around.settings.nginxConfig = named;
    const auto stop = change.plan(NginxOperation::Stop, around, Patience(m_clock, 10s));
    QCOMPARE(stop.ok(), !contained);
    if (contained) QVERIFY2(stop.error().text.starts_with("no nginx runs with"), stop.error().text.c_str());
    if (!contained) QCOMPARE(stop->nginx.master, 700);
  }
}

void SetupNginxRecordedLinux::testThatMayNotBeRunIsUnknown() {
  RecordedSystem system = linuxMachine(kDebianBuild, kLinuxHead + kStream);
  system.file("/usr/share/nginx/modules/ngx_stream_module.so", "module");
  system.record("/usr/sbin/nginx -t -q",
                Ran{1, {}, "nginx: [emerg] open() \"/run/nginx.pid\" failed (13: Permission denied)\n"});
  const auto found = nginxFindings(system, twoNodes());
  QVERIFY2(found.find("nginx.test-not-run"), found.all());
  QVERIFY2(worst(found.findings()) == Grade::Unknown, found.all());
}

void SetupNginxRecordedLinux::processesThatCannotBeListedAreUnknown() {
  RecordedSystem system;
  system.program("nginx", "/usr/sbin/nginx");
  system.file("/usr/sbin/nginx", "program");
  system.file("/etc/nginx/nginx.conf", kLinuxHead + kStream);
  system.file("/usr/share/nginx/modules/ngx_stream_module.so", "module");
  system.record("/usr/sbin/nginx -V", Ran{0, {}, kDebianBuild});
  system.record("/usr/sbin/nginx -t -q", Ran{0, {}, {}});
  const auto found = nginxFindings(system, twoNodes());
  QVERIFY2(found.find("nginx.processes-unknown"), found.all());
  QVERIFY2(found.find("nginx.descriptors-unknown"), found.all());
}

void SetupNginxRecordedLinux::portThatAFirewallDrops() {
  RecordedSystem system = linuxMachine(kDebianBuild, kLinuxHead + kStream);
  system.answer("127.0.0.1:7600", {Talk::End::NoAnswer, {}, {}, {}, "connection timed out"});
  const auto found = nginxFindings(system, twoNodes());
  QVERIFY2(found.find("nginx.port-no-answer"), found.all());
}

void SetupNginxRecordedLinux::addressThatIsNotThisMachines() {
  std::string stream = kStream;
  stream.replace(stream.find("listen 7600"), 11, "listen 192.0.2.1:7600");
  RecordedSystem system = linuxMachine(kDebianBuild, kLinuxHead + stream);
  system.answer("192.0.2.1:7600", {Talk::End::Unreachable, {}, {}, {}, "network is unreachable"});
  const auto found = nginxFindings(system, twoNodes());
  QVERIFY2(found.find("nginx.port-unreachable"), found.all());
}

void SetupNginxRecordedLinux::workersThatMayOpenTooFewFiles() {
  RecordedSystem system = linuxMachine(kDebianBuild, kLinuxHead + kStream);
  system.file("/proc/701/limits", "Max open files            1024                 524288               files     \n");
  const auto found = nginxFindings(system, twoNodes());
  const Finding* finding = found.find("nginx.descriptors-low");
  QVERIFY2(finding, found.all());
  QVERIFY(evidenceHas(*finding, "process 701 may open 1024 files"));
}

void SetupNginxRecordedLinux::nodesOfOtherMachinesAreMatchedByPort() {
  const std::vector<NodeFact> nodes = {{.id = "here", .listen = {"0.0.0.0:7600"}, .own = true},
                                       {.id = "far", .host = "gw2", .listen = {"0.0.0.0:7600"}},
                                       {.id = "gone", .host = "gw3", .listen = {"10.0.0.3:7600"}, .live = false},
                                       {.id = "new", .host = "gw4", .listen = {"10.0.0.4:7600"}}};
  NginxUpstream upstream{"nodes", {"f", 1}, nullptr, {}};
  for (const char* address : {"10.0.0.1:7600", "10.0.0.2:7600", "10.0.0.3:7600"}) upstream.peers.push_back({address});
  const NginxNodes matched = matchNodes(upstream, nodes, {"10.0.0.1"});
  QCOMPARE(matched.lines[0].node, &nodes[0]);
  QVERIFY(!matched.lines[0].taken);
  QCOMPARE(matched.lines[1].node, &nodes[1]);
  QVERIFY2(matched.lines[1].taken, "its address is not known, the port is");
  QCOMPARE(matched.lines[2].node, &nodes[2]);
  QCOMPARE(matched.missing, std::vector<const NodeFact*>{&nodes[3]});
}

void SetupNginxRecordedLinux::aNameInTheUpstreamIsNotTakenForDead() {
  std::string stream = kStream;
  stream.replace(stream.find("127.0.0.1:7602"), 14, "gw2.example:7609");
  RecordedSystem system = linuxMachine(kDebianBuild, kLinuxHead + stream);
  Surroundings around = twoNodes();
  around.nodes.pop_back();
  const auto found = nginxFindings(system, around);
  QVERIFY2(found.find("nginx.node-by-name"), found.all());
  QVERIFY2(!found.find("nginx.dead-node"), found.all());
}

// One of two files may not be written: the other one is as it was, and nginx has heard nothing of it.
void SetupNginxRecordedLinux::whatWasNotWrittenNeedsNoTakingBack() {
  std::string stream = kStream;
  const std::size_t first = stream.find("    server 127.0.0.1:7601");
  stream.replace(first, stream.find("  }\n", first) - first, "    include /srv/nodes.conf;\n");
  stream.replace(stream.find("proxy_timeout 15m"), 17, "proxy_timeout 15s");
  RecordedSystem system = linuxMachine(kDebianBuild, kLinuxHead + stream);
  system.file("/srv/nodes.conf", "server 127.0.0.1:7601;\n");
  system.protect("/srv/nodes.conf");
  const auto before = system.files();
  NginxChange change(system, m_clock);
  const Patience patience(m_clock, 30s);
  const auto plan = change.plan(NginxOperation::Apply, twoNodes(), patience);
  QVERIFY2(plan, plan ? "" : plan.error().text.c_str());
  QCOMPARE(plan->changes.size(), std::size_t(2));
  const NginxOutcome outcome = change.carryOut(*plan, patience);
  std::string told;
  for (const NginxStep& step : outcome.steps) told += step.id + ": " + step.what.plain() + '\n';
  QVERIFY2(!outcome.done && outcome.rolledBack, told.c_str());
  QVERIFY2(system.files() == before, told.c_str());
  const auto failed = std::ranges::count(outcome.steps, NginxStep::End::Failed, &NginxStep::end);
  QVERIFY2(failed == 1 && told.find("write: /srv/nodes.conf could not be written") != std::string::npos, told.c_str());
  QVERIFY2(told.find("restore: /etc/nginx/nginx.conf is as it was before") != std::string::npos, told.c_str());
  for (const std::string& ran : system.ran()) QVERIFY2(ran.find("-s reload") == std::string::npos, ran.c_str());
}

void SetupNginxRecordedLinux::aVariableThatDecidesIsNotFollowed() {
  std::string stream = kStream;
  stream.replace(stream.find("proxy_pass nodes"), 16, "proxy_pass $node");
  RecordedSystem system = linuxMachine(kDebianBuild, kLinuxHead + stream);
  const auto found = nginxFindings(system, twoNodes());
  const Finding* finding = found.find("nginx.proxy-pass-variable");
  QVERIFY2(finding && finding->grade == Grade::Unknown, found.all());
  QVERIFY2(evidenceHas(*finding, "/etc/nginx/nginx.conf:14: proxy_pass $node"), found.all());
}

void SetupNginxRecordedLinux::withoutNodesTheListCannotBeCompared() {
  RecordedSystem system = linuxMachine(kDebianBuild, kLinuxHead + kStream);
  system.file("/usr/share/nginx/modules/ngx_stream_module.so", "module");
  const auto found = nginxFindings(system, {});
  QVERIFY2(found.has("nginx.nodes-unknown", Grade::Unknown), found.all());
  QVERIFY2(worst(found.findings()) == Grade::Unknown, found.all());
}

void SetupNginxRecordedLinux::aNodeOnAllAddressesHasNginxsPort_data() {
  QTest::addColumn<QByteArray>("node");
  QTest::addColumn<QByteArray>("nginx");
  QTest::addColumn<bool>("both");
  const auto row = [](const char* node, const char* nginx, bool both) {
    QTest::addRow("node at %s, nginx at %s", node, nginx) << QByteArray(node) << QByteArray(nginx) << both;
  };
  row("0.0.0.0:7600", "7600", true);
  row("[::]:7600", "7600", true);
  row("[::]:7600", "127.0.0.1:7600", true);
  row("[::]:7600", "[::]:7600", true);
  row("192.168.1.5:7600", "7600", true);
  row("0.0.0.0:7600", "[::]:7600", false);
  row("0.0.0.0:7600", "[::]:7600 ipv6only=off", true);
  row("[::1]:7600", "7600", false);
  row("127.0.0.1:7609", "7600", false);
}

void SetupNginxRecordedLinux::aNodeOnAllAddressesHasNginxsPort() {
  QFETCH(QByteArray, node);
  QFETCH(QByteArray, nginx);
  QFETCH(bool, both);
  std::string stream = kStream;
  stream.replace(stream.find("listen 7600"), 11, "listen " + nginx.toStdString());
  RecordedSystem system = linuxMachine(kDebianBuild, kLinuxHead + stream);
  Surroundings around = twoNodes();
  around.nodes[0].listen.push_back(node.toStdString());
  const auto found = nginxFindings(system, around);
  QVERIFY2((found.find("nginx.port-of-node") != nullptr) == both, found.all());
}

void SetupNginxRecordedLinux::anEntranceThatWantsTlsIsNotTried() {
  std::string stream = kStream;
  stream.replace(stream.find("listen 7600"), 11, "listen 7600 ssl");
  RecordedSystem system = linuxMachine(kDebianBuild, kLinuxHead + stream);
  Found found;
  found.run(reachChecks(), system, twoNodes(), m_clock);
  const Finding* finding = found.find("reach.tls");
  QVERIFY2(finding && finding->grade == Grade::Unknown, found.all());
  QVERIFY2(evidenceHas(*finding, "listen 7600 ssl"), found.all());
}

QTEST_GUILESS_MAIN(SetupNginxRecordedLinux)
#include "tst_nginx_recorded_linux.moc"
