// What other machines' nginx says of itself: Windows, older builds, none at all. From recordings.
#include <QTest>
#include <algorithm>

#include "server/base/clock.h"
#include "server/setup/areas.h"
#include "server/setup/nginx_block.h"
#include "server/setup/nginx_change.h"
#include "server/setup/nginx_facts.h"
#include "server/setup/nginx_nodes.h"
#include "tests/setup/check_findings.h"
#include "tests/setup/recorded_system.h"

using namespace lk;
using namespace lk::setup;
using namespace lk::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* kDebian =
    "nginx version: nginx/1.22.1\n"
    "built with OpenSSL 3.0.8 7 Feb 2023\n"
    "TLS SNI support enabled\n"
    "configure arguments: --with-cc-opt='-g -O2 -fPIC' --prefix=/usr/share/nginx --conf-path=/etc/nginx/nginx.conf "
    "--modules-path=/usr/lib/nginx/modules --with-stream_ssl_module --with-stream=dynamic\n";

constexpr const char* kWindows =
    "nginx version: nginx/1.22.1\r\n"
    "built by cl 16.00.40219.01 for 80x86\r\n"
    "configure arguments: --with-cc=cl --builddir=objs.msvc8 --with-debug --prefix= --conf-path=conf/nginx.conf "
    "--pid-path=logs/nginx.pid --sbin-path=nginx.exe --with-cc-opt=-DFD_SETSIZE=1024 --with-stream "
    "--with-stream_ssl_module\r\n";

constexpr const char* kExe = "C:\\nginx\\nginx.exe";
constexpr const char* kWindowsConf = "C:\\nginx/conf/nginx.conf";

const std::string kStream =
    "stream {\n"
    "  upstream nodes {\n"
    "    hash $remote_addr consistent;\n"
    "    server 127.0.0.1:7601;\n"
    "    server 127.0.0.1:7602;\n"
    "  }\n"
    "  server {\n"
    "    listen 7600 so_keepalive=on;\n"
    "    proxy_connect_timeout 2s;\n"
    "    proxy_timeout 15m;\n"
    "    proxy_pass nodes;\n"
    "  }\n"
    "}\n";

Surroundings twoNodes() {
  Surroundings around;
  around.nodes = {{.id = "n1", .listen = {"127.0.0.1:7601"}, .own = true},
                  {.id = "n2", .listen = {"127.0.0.1:7602"}, .own = true}};
  return around;
}

std::string commandOf(System::Kind kind) {
  return kind == System::Kind::Windows ? nginxProcessQuery().shellText() : "ps -ww -eo pid=,ppid=,etimes=,args=";
}

// nginx for Windows, unpacked to C:\nginx and started there.
RecordedSystem windowsMachine(const std::string& config) {
  RecordedSystem system(System::Kind::Windows);
  system.file(kExe, "program");
  system.file(kWindowsConf, config);
  system.record("'C:\\nginx\\nginx.exe' -V", Ran{0, {}, kWindows});
  system.recordAllLike("'C:\\nginx\\nginx.exe' ", Ran{0, {}, {}});
  system.record(commandOf(System::Kind::Windows),
                Ran{0,
                    "[{\"ProcessId\":4711,\"ParentProcessId\":900,\"ExecutablePath\":\"C:\\\\nginx\\\\nginx.exe\","
                    "\"CommandLine\":\"\\\"C:\\\\nginx\\\\nginx.exe\\\"\",\"Age\":90},"
                    "{\"ProcessId\":4712,\"ParentProcessId\":4711,\"ExecutablePath\":\"C:\\\\nginx\\\\nginx.exe\","
                    "\"CommandLine\":\"\\\"C:\\\\nginx\\\\nginx.exe\\\"\",\"Age\":88}]\r\n",
                    {}});
  system.answer("127.0.0.1:7600", {Talk::End::Answered, {}, "127.0.0.1", 90us, {}});
  return system;
}

// nginx of a Linux machine that says this of itself, with this configuration.
RecordedSystem linuxMachine(const std::string& said, const std::string& config) {
  RecordedSystem system;
  system.program("nginx", "/usr/sbin/nginx");
  system.file("/usr/sbin/nginx", "program");
  system.file("/etc/nginx/nginx.conf", config);
  system.record("/usr/sbin/nginx -V", Ran{0, {}, said});
  system.recordAllLike("/usr/sbin/nginx ", Ran{0, {}, {}});
  system.record(commandOf(System::Kind::Linux),
                Ran{0,
                    "      1       0  90000 /sbin/init\n"
                    "    700       1   3600 nginx: master process /usr/sbin/nginx -g daemon on;\n"
                    "    701     700   3600 nginx: worker process\n",
                    {}});
  system.file("/proc/701/limits", "Limit  Soft  Hard  Units\nMax open files            8192     8192     files\n");
  system.answer("127.0.0.1:7600", {Talk::End::Answered, {}, "127.0.0.1", 90us, {}});
  return system;
}

const std::string kLinuxHead =
    "load_module modules/ngx_stream_module.so;\nworker_shutdown_timeout 10m;\nevents { worker_connections 4096; }\n";

}  // namespace

class SetupNginxRecorded : public QObject {
  Q_OBJECT

  SystemClock m_clock;

  Found findings(System& system, const Surroundings& around) {
    Found found;
    found.run(nginxChecks(), system, around, m_clock);
    return found;
  }

 private Q_SLOTS:
  void buildsSayWhatTheyAre_data();
  void buildsSayWhatTheyAre();
  void whatIsNoNginxIsNotTakenForOne();
  void processesOfLinuxAreToldApart();
  void aWorkerBeingBornIsNoMaster();
  void processesOfWindowsAreToldApart();
  void aSingleProcessOfWindowsIsNoList();
  void aGoodLinuxMachineHasNoFinding();
  void whatIsRenderedHasNoFinding();
  void aGoodWindowsMachineHasNoFinding();
  void defectOfWindowsIsFound_data();
  void defectOfWindowsIsFound();
  void startedTwiceOnWindows();
  void onWindowsTheFixForSoKeepaliveIsTheWordItKnows();
  void tooOld();
  void builtWithoutStream();
  void moduleNotInstalledNamesDebiansPackage();
  void binaryThatIsSetAndNotThere();
  void noNginxAtAll();
  void anNginxForTheWebBesideOneNodeIsNoDefect();
  void nginxThatAnswersNothing();
  void configurationThatMayNotBeRead();
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
  void timesAreReadAsNginxReadsThem_data();
  void timesAreReadAsNginxReadsThem();
};

void SetupNginxRecorded::buildsSayWhatTheyAre_data() {
  QTest::addColumn<QByteArray>("said");
  QTest::addColumn<QByteArray>("version");
  QTest::addColumn<int>("stream");
  QTest::addColumn<QByteArray>("confPath");
  const auto row = [](const char* name, const QByteArray& said, const char* version, NginxBuild::Stream stream,
                      const char* confPath) {
    QTest::newRow(name) << said << QByteArray(version) << static_cast<int>(stream) << QByteArray(confPath);
  };
  row("Debian", kDebian, "1.22.1", NginxBuild::Stream::Dynamic, "/etc/nginx/nginx.conf");
  row("Windows", kWindows, "1.22.1", NginxBuild::Stream::BuiltIn, "conf/nginx.conf");
  row("OpenResty",
      "nginx version: openresty/1.21.4.1\nconfigure arguments: --with-stream --prefix=/usr/local/openresty", "1.21.4",
      NginxBuild::Stream::BuiltIn, "conf/nginx.conf");
  row("Tengine", "Tengine version: Tengine/2.3.3 (nginx/1.18.0)\nconfigure arguments: --with-stream_ssl_module",
      "1.18.0", NginxBuild::Stream::Absent, "conf/nginx.conf");
  row("old", "nginx version: nginx/1.4.6 (Ubuntu)\n", "1.4.6", NginxBuild::Stream::Absent, "conf/nginx.conf");
}

void SetupNginxRecorded::buildsSayWhatTheyAre() {
  QFETCH(QByteArray, said);
  QFETCH(QByteArray, version);
  QFETCH(int, stream);
  QFETCH(QByteArray, confPath);
  const auto build = parseNginxBuild(said.toStdString());
  QVERIFY(build);
  const auto& [major, minor, patch] = build->version;
  QCOMPARE(QStringLiteral("%1.%2.%3").arg(major).arg(minor).arg(patch).toUtf8(), version);
  QCOMPARE(static_cast<int>(build->stream), stream);
  QCOMPARE(QByteArray::fromStdString(build->confPath), confPath);
}

void SetupNginxRecorded::whatIsNoNginxIsNotTakenForOne() {
  QVERIFY(!parseNginxBuild(""));
  QVERIFY(!parseNginxBuild("GNU bash, version 5.2.15(1)-release\n"));
  QVERIFY(!parseNginxBuild("nginx version: nginx/\n"));
}

void SetupNginxRecorded::processesOfLinuxAreToldApart() {
  const auto all = parsePs(
      "  1     0 500 /sbin/init\n"
      "700     1 400 nginx: master process /usr/sbin/nginx -p /srv -c/srv/n.conf\n"
      "701   700 390 nginx: worker process is shutting down\n"
      "702   700  20 nginx: worker process\n"
      "703   700  20 nginx: cache manager process\n"
      "garbage\n");
  QCOMPARE(all.size(), std::size_t(3));
  QCOMPARE(all[0].role, NginxProcess::Role::Master);
  QCOMPARE(all[0].program, std::string("/usr/sbin/nginx"));
  QCOMPARE(all[0].flag('p'), std::string("/srv"));
  QCOMPARE(all[0].flag('c'), std::string("/srv/n.conf"));
  QCOMPARE(all[0].flag('g'), std::string());
  QCOMPARE(all[1].role, NginxProcess::Role::OldWorker);
  QCOMPARE(all[1].age, std::chrono::seconds(390));
  QCOMPARE(all[2].role, NginxProcess::Role::Worker);
  QCOMPARE(all[2].parent, std::int64_t(700));
}

void SetupNginxRecorded::aWorkerBeingBornIsNoMaster() {
  const auto born = parsePs("700 1 9 nginx: master process nginx\n701 700 0 nginx: master process nginx\n");
  QCOMPARE(born[1].role, NginxProcess::Role::Worker);
  const auto upgraded = parsePs(
      "700 1 9 nginx: master process nginx\n701 700 0 nginx: master process nginx\n702 701 0 nginx: worker process\n");
  QCOMPARE(upgraded[1].role, NginxProcess::Role::Master);
}

void SetupNginxRecorded::processesOfWindowsAreToldApart() {
  const auto all = parseWindowsProcesses(
      "[{\"ProcessId\":8,\"ParentProcessId\":2,\"ExecutablePath\":\"C:\\\\a b\\\\nginx.exe\",\"CommandLine\":"
      "\"\\\"C:\\\\a b\\\\nginx.exe\\\" -p \\\"C:\\\\a b\\\"\",\"Age\":7},"
      "{\"ProcessId\":9,\"ParentProcessId\":8,\"ExecutablePath\":null,\"CommandLine\":null,\"Age\":6}]");
  QCOMPARE(all.size(), std::size_t(2));
  QCOMPARE(all[0].role, NginxProcess::Role::Master);
  QCOMPARE(all[0].flag('p'), std::string("C:\\a b"));
  QCOMPARE(all[1].role, NginxProcess::Role::Worker);
}

void SetupNginxRecorded::aSingleProcessOfWindowsIsNoList() {
  QCOMPARE(parseWindowsProcesses("{\"ProcessId\":8,\"ParentProcessId\":2}").size(), std::size_t(1));
  QVERIFY(parseWindowsProcesses("").empty());
  QVERIFY(parseWindowsProcesses("[]").empty());
  QVERIFY(parseWindowsProcesses("无法识别").empty());
}

void SetupNginxRecorded::aGoodLinuxMachineHasNoFinding() {
  RecordedSystem system = linuxMachine(kDebian, kLinuxHead + kStream);
  system.file("/usr/share/nginx/modules/ngx_stream_module.so", "module");
  const auto found = findings(system, twoNodes());
  QVERIFY2(worst(found.findings()) == Grade::Good, found.all());
}

void SetupNginxRecorded::whatIsRenderedHasNoFinding() {
  const auto block = wantedBlock(nullptr, twoNodes(), {}, [](const std::string&) { return std::nullopt; });
  QVERIFY2(block, block ? "" : block.error().text.c_str());
  QVERIFY(block->listens.size() == 1);
  RecordedSystem system = linuxMachine(kDebian, kLinuxHead + renderStream(*block));
  system.file("/usr/share/nginx/modules/ngx_stream_module.so", "module");
  const auto listen = parseNginxListen(block->listens.front().front());
  QVERIFY(listen);
  system.answer(Address{"127.0.0.1", listen->port}.text(), {Talk::End::Answered, {}, "127.0.0.1", 90us, {}});
  const auto found = findings(system, twoNodes());
  QVERIFY2(found.nothingWrong(), found.all());
}

void SetupNginxRecorded::aGoodWindowsMachineHasNoFinding() {
  RecordedSystem system =
      windowsMachine("worker_shutdown_timeout 10m;\nevents { use poll; worker_connections 4096; }\n" + kStream);
  const auto found = findings(system, twoNodes());
  QVERIFY2(worst(found.findings()) == Grade::Good, found.all());
}

void SetupNginxRecorded::defectOfWindowsIsFound_data() {
  QTest::addColumn<QByteArray>("head");
  QTest::addColumn<QByteArray>("id");
  QTest::addColumn<QByteArray>("evidence");
  QTest::newRow("more workers than work")
      << QByteArray("worker_processes 4;\nevents { use poll; worker_connections 4096; }\n")
      << QByteArray("nginx.windows-workers") << QByteArray("nginx.conf:2");
  QTest::newRow("room of idle workers") << QByteArray(
                                               "worker_processes 2;\nevents { use poll; worker_connections 1024; }\n")
                                        << QByteArray("nginx.worker-connections-low") << QByteArray("nginx.conf:3");
  QTest::newRow("select and its limit") << QByteArray("events { worker_connections 1024; }\n")
                                        << QByteArray("nginx.windows-select") << QByteArray("nginx.conf:2");
  QTest::newRow("more connections than select takes")
      << QByteArray("events {\n use select;\n worker_connections 65536; }\n") << QByteArray("nginx.windows-select")
      << QByteArray("nginx.conf:3: use select");
}

void SetupNginxRecorded::defectOfWindowsIsFound() {
  QFETCH(QByteArray, head);
  QFETCH(QByteArray, id);
  QFETCH(QByteArray, evidence);
  RecordedSystem system = windowsMachine("worker_shutdown_timeout 10m;\n" + head.toStdString() + kStream);
  const auto found = findings(system, twoNodes());
  const Finding* finding = found.find(id.toStdString());
  QVERIFY2(finding, found.all());
  QVERIFY2(finding->grade > Grade::Unknown, found.all());
  QVERIFY2(evidenceHas(*finding, evidence.toStdString()), found.all());
  QVERIFY(finding->fix && finding->fix->commands.front().starts_with("& "));
}

void SetupNginxRecorded::startedTwiceOnWindows() {
  const std::string one = ",\"ExecutablePath\":\"C:\\\\nginx\\\\nginx.exe\",\"CommandLine\":\"nginx\",\"Age\":5}";
  RecordedSystem twice(System::Kind::Windows);
  twice.file(kExe, "program");
  twice.file(kWindowsConf, "events { use poll; worker_connections 4096; }\n" + kStream);
  twice.record("'C:\\nginx\\nginx.exe' -V", Ran{0, {}, kWindows});
  twice.record(commandOf(System::Kind::Windows), Ran{0,
                                                     "[{\"ProcessId\":10,\"ParentProcessId\":1" + one +
                                                         ",{\"ProcessId\":11,\"ParentProcessId\":2" + one + "]",
                                                     {}});
  const auto found = findings(twice, twoNodes());
  QVERIFY2(found.find("nginx.several-masters"), found.all());
}

void SetupNginxRecorded::onWindowsTheFixForSoKeepaliveIsTheWordItKnows() {
  std::string stream = kStream;
  stream.erase(stream.find(" so_keepalive=on"), 16);
  RecordedSystem system = windowsMachine("events { use poll; worker_connections 4096; }\n" + stream);
  const auto found = findings(system, twoNodes());
  const Finding* finding = found.find("nginx.so-keepalive-missing");
  QVERIFY2(finding, found.all());
  QVERIFY(finding->fix->text.plain().find("listen 7600 so_keepalive=on;") != std::string::npos);
}

void SetupNginxRecorded::tooOld() {
  RecordedSystem system = linuxMachine("nginx version: nginx/1.4.6 (Ubuntu)\n", "events {}\n");
  const auto found = findings(system, twoNodes());
  QVERIFY2(found.find("nginx.too-old"), found.all());
}

void SetupNginxRecorded::builtWithoutStream() {
  RecordedSystem system = linuxMachine(
      "nginx version: nginx/1.22.1\nconfigure arguments: --conf-path=/etc/nginx/nginx.conf --with-stream_ssl_module\n",
      "events {}\n");
  const auto found = findings(system, twoNodes());
  QVERIFY2(found.find("nginx.stream-absent"), found.all());
}

void SetupNginxRecorded::moduleNotInstalledNamesDebiansPackage() {
  RecordedSystem system = linuxMachine(kDebian, "events {}\n");
  const auto found = findings(system, twoNodes());
  const Finding* finding = found.find("nginx.stream-not-loaded");
  QVERIFY2(finding, found.all());
  QVERIFY(evidenceHas(*finding, "/usr/lib/nginx/modules/ngx_stream_module.so"));
  QCOMPARE(finding->fix->commands, std::vector<std::string>{"apt-get install libnginx-mod-stream"});
}

void SetupNginxRecorded::binaryThatIsSetAndNotThere() {
  RecordedSystem system = linuxMachine(kDebian, kLinuxHead + kStream);
  Surroundings around = twoNodes();
  around.settings.nginxBinary = "/opt/nginx";
  const auto found = findings(system, around);
  const Finding* finding = found.find("nginx.binary-missing");
  QVERIFY2(finding && finding->grade == Grade::Problem, found.all());
}

void SetupNginxRecorded::noNginxAtAll() {
  RecordedSystem system;
  system.record(commandOf(System::Kind::Linux), Ran{0, "1 0 9 /sbin/init\n", {}});
  const auto several = findings(system, twoNodes());
  const Finding* finding = several.find("nginx.binary-missing");
  QVERIFY2(finding && finding->grade == Grade::Warning, several.all());
  Surroundings one = twoNodes();
  one.nodes.pop_back();
  QVERIFY2(worst(findings(system, one).findings()) == Grade::Unknown, "one node needs no nginx");
}

void SetupNginxRecorded::anNginxForTheWebBesideOneNodeIsNoDefect() {
  RecordedSystem system = linuxMachine(kDebian, "events { worker_connections 64; }\nhttp { server { listen 80; } }\n");
  Surroundings one = twoNodes();
  one.nodes.pop_back();
  const auto found = findings(system, one);
  QVERIFY2(worst(found.findings()) == Grade::Unknown, found.all());
  QVERIFY2(found.find("nginx.stream-missing"), found.all());
  QVERIFY2(worst(findings(system, twoNodes()).findings()) == Grade::Problem, "two nodes need it");
}

void SetupNginxRecorded::nginxThatAnswersNothing() {
  RecordedSystem system = linuxMachine("", kLinuxHead + kStream);
  const auto found = findings(system, twoNodes());
  QVERIFY2(found.find("nginx.binary-silent"), found.all());
}

void SetupNginxRecorded::configurationThatMayNotBeRead() {
  RecordedSystem system = linuxMachine(kDebian, kLinuxHead + kStream);
  system.deny("/etc/nginx/nginx.conf");
  const auto found = findings(system, twoNodes());
  const Finding* finding = found.find("nginx.config-unreadable");
  QVERIFY2(finding && finding->grade == Grade::Unknown, found.all());
  QVERIFY2(worst(found.findings()) == Grade::Unknown, found.all());
}

void SetupNginxRecorded::testThatMayNotBeRunIsUnknown() {
  RecordedSystem system = linuxMachine(kDebian, kLinuxHead + kStream);
  system.file("/usr/share/nginx/modules/ngx_stream_module.so", "module");
  system.record("/usr/sbin/nginx -t -q",
                Ran{1, {}, "nginx: [emerg] open() \"/run/nginx.pid\" failed (13: Permission denied)\n"});
  const auto found = findings(system, twoNodes());
  QVERIFY2(found.find("nginx.test-not-run"), found.all());
  QVERIFY2(worst(found.findings()) == Grade::Unknown, found.all());
}

void SetupNginxRecorded::processesThatCannotBeListedAreUnknown() {
  RecordedSystem system;
  system.program("nginx", "/usr/sbin/nginx");
  system.file("/usr/sbin/nginx", "program");
  system.file("/etc/nginx/nginx.conf", kLinuxHead + kStream);
  system.file("/usr/share/nginx/modules/ngx_stream_module.so", "module");
  system.record("/usr/sbin/nginx -V", Ran{0, {}, kDebian});
  system.record("/usr/sbin/nginx -t -q", Ran{0, {}, {}});
  const auto found = findings(system, twoNodes());
  QVERIFY2(found.find("nginx.processes-unknown"), found.all());
  QVERIFY2(found.find("nginx.descriptors-unknown"), found.all());
}

void SetupNginxRecorded::portThatAFirewallDrops() {
  RecordedSystem system = linuxMachine(kDebian, kLinuxHead + kStream);
  system.answer("127.0.0.1:7600", {Talk::End::NoAnswer, {}, {}, {}, "connection timed out"});
  const auto found = findings(system, twoNodes());
  QVERIFY2(found.find("nginx.port-no-answer"), found.all());
}

void SetupNginxRecorded::addressThatIsNotThisMachines() {
  std::string stream = kStream;
  stream.replace(stream.find("listen 7600"), 11, "listen 192.0.2.1:7600");
  RecordedSystem system = linuxMachine(kDebian, kLinuxHead + stream);
  system.answer("192.0.2.1:7600", {Talk::End::Unreachable, {}, {}, {}, "network is unreachable"});
  const auto found = findings(system, twoNodes());
  QVERIFY2(found.find("nginx.port-unreachable"), found.all());
}

void SetupNginxRecorded::workersThatMayOpenTooFewFiles() {
  RecordedSystem system = linuxMachine(kDebian, kLinuxHead + kStream);
  system.file("/proc/701/limits", "Max open files            1024                 524288               files     \n");
  const auto found = findings(system, twoNodes());
  const Finding* finding = found.find("nginx.descriptors-low");
  QVERIFY2(finding, found.all());
  QVERIFY(evidenceHas(*finding, "process 701 may open 1024 files"));
}

void SetupNginxRecorded::nodesOfOtherMachinesAreMatchedByPort() {
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

void SetupNginxRecorded::aNameInTheUpstreamIsNotTakenForDead() {
  std::string stream = kStream;
  stream.replace(stream.find("127.0.0.1:7602"), 14, "gw2.example:7609");
  RecordedSystem system = linuxMachine(kDebian, kLinuxHead + stream);
  Surroundings around = twoNodes();
  around.nodes.pop_back();
  const auto found = findings(system, around);
  QVERIFY2(found.find("nginx.node-by-name"), found.all());
  QVERIFY2(!found.find("nginx.dead-node"), found.all());
}

// One of two files may not be written: the other one is as it was, and nginx has heard nothing of it.
void SetupNginxRecorded::whatWasNotWrittenNeedsNoTakingBack() {
  std::string stream = kStream;
  const std::size_t first = stream.find("    server 127.0.0.1:7601");
  stream.replace(first, stream.find("  }\n", first) - first, "    include /srv/nodes.conf;\n");
  stream.replace(stream.find("proxy_timeout 15m"), 17, "proxy_timeout 15s");
  RecordedSystem system = linuxMachine(kDebian, kLinuxHead + stream);
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

void SetupNginxRecorded::aVariableThatDecidesIsNotFollowed() {
  std::string stream = kStream;
  stream.replace(stream.find("proxy_pass nodes"), 16, "proxy_pass $node");
  RecordedSystem system = linuxMachine(kDebian, kLinuxHead + stream);
  const auto found = findings(system, twoNodes());
  const Finding* finding = found.find("nginx.proxy-pass-variable");
  QVERIFY2(finding && finding->grade == Grade::Unknown, found.all());
  QVERIFY2(evidenceHas(*finding, "/etc/nginx/nginx.conf:14: proxy_pass $node"), found.all());
}

void SetupNginxRecorded::withoutNodesTheListCannotBeCompared() {
  RecordedSystem system = linuxMachine(kDebian, kLinuxHead + kStream);
  system.file("/usr/share/nginx/modules/ngx_stream_module.so", "module");
  const auto found = findings(system, {});
  QVERIFY2(found.has("nginx.nodes-unknown", Grade::Unknown), found.all());
  QVERIFY2(worst(found.findings()) == Grade::Unknown, found.all());
}

void SetupNginxRecorded::aNodeOnAllAddressesHasNginxsPort_data() {
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

void SetupNginxRecorded::aNodeOnAllAddressesHasNginxsPort() {
  QFETCH(QByteArray, node);
  QFETCH(QByteArray, nginx);
  QFETCH(bool, both);
  std::string stream = kStream;
  stream.replace(stream.find("listen 7600"), 11, "listen " + nginx.toStdString());
  RecordedSystem system = linuxMachine(kDebian, kLinuxHead + stream);
  Surroundings around = twoNodes();
  around.nodes[0].listen.push_back(node.toStdString());
  const auto found = findings(system, around);
  QVERIFY2((found.find("nginx.port-of-node") != nullptr) == both, found.all());
}

void SetupNginxRecorded::anEntranceThatWantsTlsIsNotTried() {
  std::string stream = kStream;
  stream.replace(stream.find("listen 7600"), 11, "listen 7600 ssl");
  RecordedSystem system = linuxMachine(kDebian, kLinuxHead + stream);
  Found found;
  found.run(reachChecks(), system, twoNodes(), m_clock);
  const Finding* finding = found.find("reach.tls");
  QVERIFY2(finding && finding->grade == Grade::Unknown, found.all());
  QVERIFY2(evidenceHas(*finding, "listen 7600 ssl"), found.all());
}

void SetupNginxRecorded::timesAreReadAsNginxReadsThem_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<qint64>("ms");  // -1: none
  const auto row = [](const char* text, qint64 ms) { QTest::newRow(text) << QByteArray(text) << ms; };
  row("60", 60'000);
  row("500ms", 500);
  row("10s", 10'000);
  row("10m", 600'000);
  row("1h 30m", 5'400'000);
  row("1h30m", 5'400'000);
  row("1d", 86'400'000);
  row("0", 0);
  row("ten", -1);
  row("5x", -1);
  row("-1s", -1);
  row("99999999999999999999", -1);
  row("9999999999999y", -1);
}

void SetupNginxRecorded::timesAreReadAsNginxReadsThem() {
  QFETCH(QByteArray, text);
  QFETCH(qint64, ms);
  const auto time = parseNginxTime(text.toStdString());
  QCOMPARE(time ? static_cast<qint64>(time->count()) : -1, ms);
}

QTEST_GUILESS_MAIN(SetupNginxRecorded)
#include "tst_nginx_recorded.moc"
