// Every defect of nginx that devices suffer from, planted in a configuration of the real nginx 1.22 and found, with
// file and line; and nothing found where there is none.
#include <QTest>
#include <algorithm>
#include <chrono>

#include "server/setup/areas.h"
#include "tests/setup/nginx_checks_test.h"

using namespace lk;
using namespace lk::setup;
using namespace lk::test;
using namespace std::chrono_literals;

namespace {

const QByteArray& kGood = goodNginxConfig();
const QByteArray kStream = kGood.mid(kGood.indexOf("stream {"));

using Edit = void (*)(Surroundings&);

}  // namespace

class SetupNginxChecks : public NginxChecksTest {
  Q_OBJECT

  int lineOf(const QByteArray& text, const QByteArray& words) const {
    const auto at = text.indexOf(words);
    return at < 0 ? 0 : static_cast<int>(text.left(at).count('\n')) + 1;
  }

 private Q_SLOTS:
  void nothingIsFoundInAGoodConfiguration_data();
  void nothingIsFoundInAGoodConfiguration();
  void defectIsFoundAtItsLine_data();
  void defectIsFoundAtItsLine();
  void streamInAnIncludedFileOfHttpIsFoundThere();
  void aSingleServerIsSaidToHaveItsLimitsIgnored();
};

void SetupNginxChecks::nothingIsFoundInAGoodConfiguration_data() {
  QTest::addColumn<QByteArray>("from");
  QTest::addColumn<QByteArray>("to");
  QTest::addColumn<Edit>("edit");
  const Edit none = [](Surroundings&) {};
  const auto row = [&](const char* name, const QByteArray& from, const QByteArray& to, Edit edit) {
    QTest::newRow(name) << from << to << edit;
  };
  row("as it is", {}, {}, none);
  row("nodes that listen on all addresses", {}, {}, [](Surroundings& around) {
    for (NodeFact& node : around.nodes) node.listen[0].replace(0, 9, "0.0.0.0");
  });
  row("quotes and braces", "$remote_addr consistent", "\"${remote_addr}\" 'consistent'", none);
  row("settings of the stream block count", "  upstream nodes", "  proxy_protocol off;\n  upstream nodes", none);
  row("weights by cores", "SECOND max", "SECOND weight=4 max", none);
  row("PROXY protocol on both sides", "    proxy_pass", "    proxy_protocol on;\n    proxy_pass",
      [](Surroundings& around) { around.settings.proxyProtocol = "required"; });
  row("PROXY protocol that the node does not need", {}, {},
      [](Surroundings& around) { around.settings.proxyProtocol = "optional"; });
  row("behind a proxy, by what it says", "$remote_addr consistent;", "$proxy_protocol_addr consistent;", none);
  row("a dead node that is marked down", "SECOND max_fails=1 fail_timeout=10s", "SECOND down",
      [](Surroundings& around) { around.nodes[1].live = false; });
  row("a node on another machine", "127.0.0.1:SECOND", "192.0.2.7:7600",
      [](Surroundings& around) { around.nodes[1] = {.id = "n2", .host = "far", .listen = {"0.0.0.0:7600"}}; });
  row("http beside stream", "stream {", "http {\n  server { listen 127.0.0.1:FIRST; }\n}\nstream {", none);
}

void SetupNginxChecks::nothingIsFoundInAGoodConfiguration() {
  QFETCH(QByteArray, from);
  QFETCH(QByteArray, to);
  QFETCH(Edit, edit);
  QByteArray text = kGood;
  if (!from.isEmpty()) {
    QVERIFY(text.contains(from));
    text.replace(from, to);
  }
  if (to.contains("$proxy_protocol_addr")) text.replace("LISTEN so", "LISTEN proxy_protocol so");
  QVERIFY(write(text));
  QVERIFY(nginxTakesIt());
  Surroundings known = around();
  edit(known);
  const auto found = findings(known);
  QVERIFY2(worst(found.findings()) == Grade::Good, found.all());
  for (const auto& check : nginxChecks()) QVERIFY2(found.find(check->id()), std::string(check->id()).c_str());
}

void SetupNginxChecks::defectIsFoundAtItsLine_data() {
  QTest::addColumn<QByteArray>("from");
  QTest::addColumn<QByteArray>("to");
  QTest::addColumn<QByteArray>("id");
  QTest::addColumn<QByteArray>("at");  // words of the line that must be named; empty: no line
  QTest::addColumn<Edit>("edit");
  QTest::addColumn<bool>("taken");  // by nginx itself, which sees no defect then
  const Edit none = [](Surroundings&) {};
  const auto row = [&](const char* name, const QByteArray& from, const QByteArray& to, const char* id, const char* at,
                       bool taken = true, Edit edit = nullptr) {
    QTest::newRow(name) << from << to << QByteArray(id) << QByteArray(at) << (edit ? edit : none) << taken;
  };
  const bool refused = false;

  row("stream module not loaded", "load_module /usr/lib/nginx/modules/ngx_stream_module.so;", "",
      "nginx.stream-not-loaded", "", refused);
  row("stream module loaded from where it is not", "/usr/lib/nginx/modules/ngx", "modules/ngx", "nginx.module-missing",
      "load_module", refused);
  row("brace missing", "  }\n}\n", "  }\n# end", "nginx.config-broken", "# end", refused);
  row("brace too many", "stream {", "}\nstream {", "nginx.config-broken", "}\nstream", refused);
  row("included file missing", "  upstream nodes", "  include none.conf;\n  upstream nodes", "nginx.config-missing",
      "include none", refused);
  row("unknown directive", "  upstream nodes", "  upstreams on;\n  upstream nodes", "nginx.test-failed", "upstreams on",
      refused);
  row("byte order mark", "load_module", "\xEF\xBB\xBFload_module", "nginx.byte-order-mark", "load_module", refused);
  row("stream inside http", kStream, "http {\n" + kStream + "}\n", "nginx.stream-inside-http", "stream {", refused);
  row("stream inside another block", kStream, "events {\n" + kStream + "}\n", "nginx.stream-misplaced", "stream {",
      refused);
  row("stream missing", "stream {", "http {", "nginx.stream-missing", "upstream nodes", refused);
  row("stream without a server for devices", "proxy_pass nodes;", "return bye;", "nginx.stream-server-missing",
      "stream {");

  row("live node missing", "    server 127.0.0.1:SECOND max_fails=1 fail_timeout=10s;\n", "", "nginx.node-missing",
      "upstream nodes");
  row("dead node", {}, {}, "nginx.dead-node", "SECOND", true, [](Surroundings& known) { known.nodes[1].live = false; });
  row("address of no node", "    server 127.0.0.1:SECOND", "    server 127.0.0.1:9 ;\n    server 127.0.0.1:SECOND",
      "nginx.dead-node", "server 127.0.0.1:9 ");
  row("draining node", {}, {}, "nginx.draining-node", "SECOND", true,
      [](Surroundings& known) { known.nodes[1].draining = true; });
  row("live node marked down", "SECOND max_fails=1", "SECOND down max_fails=1", "nginx.node-marked-down", "SECOND");
  row("node on another machine dead", "127.0.0.1:SECOND", "192.0.2.7:7600", "nginx.dead-node", "192.0.2.7", true,
      [](Surroundings& known) {
        known.nodes[1] = {.id = "n2", .host = "far", .listen = {"192.0.2.7:7600"}, .live = false};
      });
  row("hash missing", "    hash $remote_addr consistent;\n", "", "nginx.hash-missing", "upstream nodes");
  row("least_conn instead of hash", "hash $remote_addr consistent;", "least_conn;", "nginx.hash-missing", "least_conn");
  row("hash not consistent", "$remote_addr consistent", "$remote_addr", "nginx.hash-not-consistent", "hash");
  row("hash of the device's port", "$remote_addr", "$remote_port", "nginx.hash-other-variable", "hash");
  row("hash of nginx's own address", "$remote_addr", "$server_addr", "nginx.hash-other-variable", "hash");
  row("hash of what no proxy says", "$remote_addr", "$proxy_protocol_addr", "nginx.hash-other-variable", "hash");
  row("hash of another proxy's address", "LISTEN so", "LISTEN proxy_protocol so", "nginx.hash-behind-proxy", "hash");
  row("max_fails off", "SECOND max_fails=1", "SECOND max_fails=0", "nginx.max-fails-off", "SECOND");
  row("max_fails too high", "SECOND max_fails=1", "SECOND max_fails=50", "nginx.max-fails-high", "SECOND");
  row("fail_timeout too long", "FIRST max_fails=1 fail_timeout=10s", "FIRST fail_timeout=1h", "nginx.fail-timeout-long",
      "FIRST");
  row("fail_timeout too short", "FIRST max_fails=1 fail_timeout=10s", "FIRST fail_timeout=0",
      "nginx.fail-timeout-short", "FIRST");
  row("weights far apart", "SECOND max", "SECOND weight=100 max", "nginx.weight-uneven", "SECOND");
  row("weights too large", "FIRST max_fails=1 fail_timeout=10s;\n    server 127.0.0.1:SECOND max",
      "FIRST weight=900;\n    server 127.0.0.1:SECOND weight=900 max", "nginx.weight-large", "upstream nodes");

  row("proxy_timeout below the keepalive", "proxy_timeout 15m", "proxy_timeout 5m", "nginx.proxy-timeout-short",
      "proxy_timeout");
  row("proxy_timeout just not above 1.5 keepalives", "proxy_timeout 15m", "proxy_timeout 450s",
      "nginx.proxy-timeout-short", "proxy_timeout");
  row("proxy_timeout of the stream block", "    proxy_timeout 15m;\n    proxy_pass nodes;\n  }\n",
      "    proxy_pass nodes;\n  }\n  proxy_timeout 1m;\n", "nginx.proxy-timeout-short", "proxy_timeout");
  row("proxy_timeout not set, keepalive longer than its default", "    proxy_timeout 15m;\n", "",
      "nginx.proxy-timeout-short", "", true, [](Surroundings& known) { known.settings.keepaliveMax = 20min; });
  row("proxy_connect_timeout too long", "proxy_connect_timeout 2s", "proxy_connect_timeout 30s",
      "nginx.connect-timeout-long", "proxy_connect_timeout");
  row("proxy_connect_timeout not set", "    proxy_connect_timeout 2s;\n", "", "nginx.connect-timeout-long", "");
  row("proxy_connect_timeout too short", "proxy_connect_timeout 2s", "proxy_connect_timeout 50ms",
      "nginx.connect-timeout-short", "proxy_connect_timeout");
  row("no other node tried", "    proxy_pass", "    proxy_next_upstream off;\n    proxy_pass",
      "nginx.next-upstream-off", "proxy_next_upstream");
  row("PROXY protocol that the node does not expect", "    proxy_pass", "    proxy_protocol on;\n    proxy_pass",
      "nginx.proxy-protocol-unexpected", "proxy_protocol");
  row("PROXY protocol that the node requires", {}, {}, "nginx.proxy-protocol-missing", "", true,
      [](Surroundings& known) { known.settings.proxyProtocol = "required"; });
  row("nginx that the node does not trust", "    proxy_pass", "    proxy_protocol on;\n    proxy_pass",
      "nginx.proxy-not-trusted", "proxy_protocol", true, [](Surroundings& known) {
        known.settings.proxyProtocol = "required";
        known.settings.proxyTrusted = {"10.0.0.0/8"};
      });
  row("limit for one address behind nginx", {}, {}, "nginx.address-limit-behind-proxy", "", true,
      [](Surroundings& known) { known.settings.maxConnectionsPerAddress = 4; });
  row("so_keepalive missing", " so_keepalive=60s:10s:3", "", "nginx.so-keepalive-missing", "listen");
  row("so_keepalive off", "so_keepalive=60s:10s:3", "so_keepalive=off", "nginx.so-keepalive-missing", "listen");

  row("events block missing", "events { worker_connections 4096; }\n", "", "nginx.events-missing", "", refused);
  row("worker_connections too low", "worker_connections 4096", "worker_connections 1024",
      "nginx.worker-connections-low", "worker_connections");
  row("worker_connections not set", "worker_connections 4096;", "", "nginx.worker-connections-low", "");
  row("worker_connections too low for the devices expected", {}, {}, "nginx.worker-connections-low",
      "worker_connections", true, [](Surroundings& known) { known.settings.nginxExpectedDevices = 5'000; });
  row("worker_connections too low for the sessions there are", {}, {}, "nginx.worker-connections-low",
      "worker_connections", true, [](Surroundings& known) { known.nodes[0].sessions = 5'000; });
  row("descriptors too few", "nofile 16384", "nofile 1024", "nginx.descriptors-low", "worker_rlimit_nofile");
  row("descriptors fewer than connections", "nofile 16384", "nofile 3000", "nginx.descriptors-below-connections",
      "worker_rlimit_nofile");
  row("descriptors above the system's limit", "nofile 16384", "nofile 2000000000", "nginx.descriptors-above-system",
      "worker_rlimit_nofile");

  row("worker_shutdown_timeout missing", "worker_shutdown_timeout 10m;\n", "", "nginx.shutdown-timeout-missing", "");
  row("worker_shutdown_timeout too short", "worker_shutdown_timeout 10m", "worker_shutdown_timeout 1s",
      "nginx.shutdown-timeout-short", "worker_shutdown_timeout");
  row("listen address of another machine", "listen 127.0.0.1:LISTEN", "listen 192.0.2.99:LISTEN", "nginx.port",
      "listen", refused);
}

void SetupNginxChecks::defectIsFoundAtItsLine() {
  QFETCH(QByteArray, from);
  QFETCH(QByteArray, to);
  QFETCH(QByteArray, id);
  QFETCH(QByteArray, at);
  QFETCH(Edit, edit);
  QFETCH(bool, taken);
  QByteArray text = kGood;
  if (!from.isEmpty()) {
    QVERIFY(text.contains(from));
    text.replace(from, to);
  }
  QVERIFY(write(text));
  QCOMPARE(nginxTakesIt(), taken);
  Surroundings known = around();
  edit(known);
  const auto found = findings(known);
  const auto byId = std::ranges::find_if(found.findings(), [&](const Finding& finding) {
    return QByteArray::fromStdString(finding.id).startsWith(id) && finding.grade > Grade::Unknown;
  });
  QVERIFY2(byId != found.findings().end(), found.all());
  if (!at.isEmpty()) {
    const std::string place = configFile().toStdString() + ':' + std::to_string(lineOf(text, at));
    QVERIFY2(evidenceHas(*byId, place), (place + found.all()).c_str());
  }
  QVERIFY(!byId->title.empty() && !byId->why.empty() && byId->fix && !byId->fix->text.empty());
  // What nginx takes has this one defect alone.
  if (taken) {
    const auto defects =
        std::ranges::count_if(found.findings(), [](const Finding& f) { return f.grade > Grade::Unknown; });
    QVERIFY2(defects == 1, found.all());
  }
}

void SetupNginxChecks::streamInAnIncludedFileOfHttpIsFoundThere() {
  const auto streamAt = kGood.indexOf("stream {");
  QVERIFY(m_nginx->write(QStringLiteral("devices.conf"), filled("# devices\n" + kGood.mid(streamAt))));
  const QByteArray main = kGood.left(streamAt) + "http {\n  include devices.conf;\n}\n";
  QVERIFY(write(main));
  const auto found = findings(around());
  const Finding* finding = found.find("nginx.stream-inside-http");
  QVERIFY2(finding, found.all());
  QVERIFY(evidenceHas(*finding, m_nginx->path(QStringLiteral("devices.conf")).toStdString() + ":2"));
  QVERIFY(finding->fix->text.plain().find("stream.d") != std::string::npos);
  QVERIFY2(!found.find("nginx.stream-missing"), "one cause, one finding");
}

void SetupNginxChecks::aSingleServerIsSaidToHaveItsLimitsIgnored() {
  QByteArray text = kGood;
  text.replace("    server 127.0.0.1:SECOND max_fails=1 fail_timeout=10s;\n", "").replace("max_fails=1", "max_fails=0");
  QVERIFY(write(text));
  Surroundings known = around();
  known.nodes.pop_back();
  const auto found = findings(known);
  QVERIFY2(found.find("nginx.single-server"), found.all());
  QVERIFY2(worst(found.findings()) == Grade::Good, found.all());
}

QTEST_GUILESS_MAIN(SetupNginxChecks)
#include "tst_nginx_checks.moc"
