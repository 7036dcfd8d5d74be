// The block that leads devices to nodes: what is decided, what is written, and that nginx takes it.
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

#include "server/setup/nginx_edit.h"
#include "tests/setup/recorded_system.h"
#include "tests/support/nginx_stream.h"

using namespace lk;
using namespace lk::setup;
using namespace std::chrono_literals;
using lk::test::NginxStream;
using lk::test::RecordedSystem;

using Nodes = std::vector<NodeFact>;
Q_DECLARE_METATYPE(Nodes)

namespace {

NodeFact local(const char* id, const char* listen) { return {.id = id, .host = {}, .listen = {listen}, .own = true}; }
NodeFact remote(const char* id, const char* host, const char* listen) {
  return {.id = id, .host = host, .listen = {listen}};
}
NodeFact dead(NodeFact node) {
  node.live = false;
  return node;
}
NodeFact draining(NodeFact node) {
  node.draining = true;
  return node;
}

// Empty: nginx takes it; else what it says.
QByteArray refusedByNginx(const std::string& text) {
  const QTemporaryDir folder;
  QFile file(folder.filePath(QStringLiteral("nginx.conf")));
  const QByteArray whole = NginxStream::preamble() + QByteArray::fromStdString(text);
  if (!file.open(QIODevice::WriteOnly) || file.write(whole) != whole.size()) return "could not be written";
  file.close();
  QProcess nginx;
  nginx.setProcessChannelMode(QProcess::MergedChannels);
  nginx.start(QStringLiteral("/usr/sbin/nginx"),
              {QStringLiteral("-t"), QStringLiteral("-p"), folder.path() + QLatin1Char('/'), QStringLiteral("-c"),
               file.fileName(), QStringLiteral("-e"), folder.filePath(QStringLiteral("log"))});
  if (!nginx.waitForFinished()) return "did not end";
  return nginx.exitCode() == 0 ? QByteArray() : nginx.readAll() + "\n" + whole;
}

const std::string kMain = "/etc/nginx/nginx.conf";
const std::vector<std::string> kOwn = {"192.0.2.10"};

// A configuration, and what becomes of it.
struct Edited {
  std::string text;  // of the main file, afterwards
  std::vector<FileChange> changes;
  NginxBlock block;
};

Result<Edited> edit(const FileTexts& files, const Surroundings& around, const AskWhoIsThere& ask = {}) {
  RecordedSystem system;
  for (const auto& [path, text] : files) system.file(path, text);
  const auto config = readNginxConfig(system, kMain);
  if (!config) return config.error();
  const auto inUse = findInUse(*config, around, kOwn);
  auto block = wantedBlock(inUse ? &*inUse : nullptr, around, kOwn, ask);
  if (!block) return block.error();
  Edited edited{files.at(kMain), {}, std::move(*block)};
  edited.changes = inUse ? editInUse(*inUse, edited.block, files)
                         : addBlock(*config, edited.block, files, "/etc/nginx/linekeeper-stream.conf");
  for (const FileChange& change : edited.changes) {
    if (change.path == kMain) edited.text = *change.after;
  }
  return edited;
}

std::string servers(const NginxBlock& block) {
  std::string all;
  for (const NginxBlockServer& server : block.servers) all += (all.empty() ? "" : " ") + server.name;
  return all;
}

const char* const kGood = R"(# the operator's own
stream {
    log_format short '$remote_addr $status';   # kept
    upstream devices {
        hash $remote_addr consistent;
        # the first machine
        server 127.0.0.1:7600 max_fails=2 fail_timeout=10s;
        server 127.0.0.1:7601 weight=2 max_fails=3 fail_timeout=5s;   # the second
    }
    server {
        listen 7700 so_keepalive=on;
        proxy_pass devices;
        proxy_timeout 20m;
        proxy_connect_timeout 1s;
        preread_buffer_size 4k;   # not ours
    }
}
)";

}  // namespace

class NginxBlockTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void nginxTakesWhatIsRendered_data();
  void nginxTakesWhatIsRendered();
  void whatIsInUseBecomesGood_data();
  void whatIsInUseBecomesGood();
  void aGoodBlockStaysByteByByte();
  void whatIsAddedIsIndentedAsItsNeighbours();
  void serversInAnIncludedFileAreChangedThere();
  void withoutStreamAFileOfItsOwnIsIncluded();
  void aStreamThatIsThereTakesTheInclude();
  void someoneElsesNodeStaysWhereNotAllNodesAreKnown();
  void aServerThatAnswersAsANodeIsThatNode();
  void withoutALiveNodeThereIsNoBlock();
  void linesEndAsTheFileHasIt();
  void loadModuleComesFirst();
  void wordsThatNeedQuotesGetThem();
};

void NginxBlockTest::nginxTakesWhatIsRendered_data() {
  QTest::addColumn<Nodes>("nodes");
  QTest::addColumn<QStringList>("listen");
  QTest::addColumn<QString>("proxyProtocol");
  QTest::addColumn<int>("keepaliveMaxS");
  const Nodes one = {local("n1", "0.0.0.0:7600")};
  const Nodes three = {local("n1", "0.0.0.0:7600"), remote("n2", "gw2", "10.0.0.2:7601"),
                       remote("n3", "gw3", "10.0.0.3:7600")};
  const Nodes v6 = {local("n1", "[::]:7600"), local("n2", "[::1]:7601"), remote("n3", "gw3", "[fd00::3]:7600")};
  Nodes many;
  for (int i = 0; i < 60; ++i) {
    many.push_back(local(("n" + std::to_string(i)).c_str(), ("127.0.0.1:" + std::to_string(7600 + i)).c_str()));
  }
  const QString off = QStringLiteral("off");
  const QString required = QStringLiteral("required");
  QTest::newRow("one node") << one << QStringList{} << off << 300;
  QTest::newRow("three nodes") << three << QStringList{} << off << 300;
  QTest::newRow("IPv6") << v6 << QStringList{QStringLiteral("[::]:7700")} << off << 300;
  QTest::newRow("sixty nodes") << many << QStringList{} << off << 300;
  QTest::newRow("PROXY protocol") << three << QStringList{} << required << 300;
  QTest::newRow("two listeners") << one << QStringList{QStringLiteral("127.0.0.1:7700"), QStringLiteral("[::1]:7701")}
                                 << off << 300;
  QTest::newRow("a short keepalive") << one << QStringList{} << off << 5;
  QTest::newRow("a long keepalive") << one << QStringList{} << required << 3600;
}

void NginxBlockTest::nginxTakesWhatIsRendered() {
  QFETCH(Nodes, nodes);
  QFETCH(QStringList, listen);
  QFETCH(QString, proxyProtocol);
  QFETCH(int, keepaliveMaxS);
  Surroundings around{.settings = {}, .nodes = nodes};
  around.settings.proxyProtocol = proxyProtocol.toStdString();
  around.settings.keepaliveMax = std::chrono::seconds(keepaliveMaxS);
  for (const QString& address : listen) around.settings.nginxListen.push_back(address.toStdString());
  const auto block = wantedBlock(nullptr, around, kOwn, {});
  QVERIFY(block.ok());
  QCOMPARE(block->servers.size(), nodes.size());
  const std::string text = renderStream(*block);
  QCOMPARE(refusedByNginx(text), QByteArray());
  QVERIFY(!cutsSilentDevices(block->proxyTimeout, around.settings));
  QCOMPARE(text.find("proxy_protocol on;") != std::string::npos, proxyProtocol == QLatin1StringView("required"));
  // What was rendered is found again, and needs nothing more.
  const auto again = edit({{kMain, text}}, around);
  QVERIFY(again.ok());
  QVERIFY2(again->changes.empty(), diffOf(again->changes).c_str());
}

void NginxBlockTest::whatIsInUseBecomesGood_data() {
  QTest::addColumn<QByteArray>("what");  // in kGood …
  QTest::addColumn<QByteArray>("instead");
  QTest::addColumn<Nodes>("nodes");
  QTest::addColumn<QByteArray>("becomes");  // a part of the text
  QTest::addColumn<QByteArray>("gone");
  const NodeFact n1 = local("n1", "0.0.0.0:7600");
  const NodeFact n2 = local("n2", "127.0.0.1:7601");
  const Nodes both = {n1, n2};
  const auto row = [](const char* name, const char* what, const char* instead, const Nodes& nodes, const char* becomes,
                      const char* gone) {
    QTest::newRow(name) << QByteArray(what) << QByteArray(instead) << nodes << QByteArray(becomes) << QByteArray(gone);
  };
  row("a node is missing", "", "", {n1, n2, local("n3", "127.0.0.1:7602")},
      "# the second\n        server 127.0.0.1:7602 max_fails=1 fail_timeout=10s;  # n3\n    }\n", "");
  row("a node is dead", "", "", {n1, dead(n2)}, "fail_timeout=10s;\n    }\n", "7601");
  row("a node drains", "", "", {n1, draining(n2)}, "fail_timeout=10s;\n    }\n", "7601");
  row("no hash", "        hash $remote_addr consistent;\n", "", both,
      "    upstream devices {\n        hash $remote_addr consistent;\n        # the first machine\n", "");
  row("a hash that is not consistent", "hash $remote_addr consistent;", "hash $remote_addr;", both,
      "hash $remote_addr consistent;", "hash $remote_addr;");
  row("a hash of something else", "hash $remote_addr consistent;", "hash $remote_port consistent;", both,
      "hash $remote_addr consistent;", "$remote_port");
  row("least_conn", "hash $remote_addr consistent;", "least_conn;", both, "hash $remote_addr consistent;",
      "least_conn");
  row("a timeout that cuts silent devices", "proxy_timeout 20m;", "proxy_timeout 60s;", both, "proxy_timeout 10m;",
      "60s");
  row("no timeout", "        proxy_timeout 20m;\n", "", both, "# not ours\n        proxy_timeout 10m;\n    }\n", "");
  row("devices wait long behind a dead node", "proxy_connect_timeout 1s;", "proxy_connect_timeout 60s;", both,
      "proxy_connect_timeout 2s;", "60s");
  row("no keepalive of the connection", "listen 7700 so_keepalive=on;", "listen 7700 backlog=2048;", both,
      "listen 7700 backlog=2048 so_keepalive=on;", "");
  row("a PROXY header that the node does not take", "proxy_pass devices;", "proxy_pass devices; proxy_protocol on;",
      both, "proxy_protocol off;", "proxy_protocol on");
  row("failures do not count", "max_fails=3 fail_timeout=5s", "max_fails=0", both,
      "127.0.0.1:7601 weight=2 max_fails=1 fail_timeout=10s;", "max_fails=0");
  row("a name stays as it is written", "server 127.0.0.1:7600 ", "server localhost:7600 ", both, "localhost:7600",
      "127.0.0.1:7600");
  row("a server that is down stays down", "127.0.0.1:7601 weight=2", "127.0.0.1:7601 down weight=2", both,
      "127.0.0.1:7601 down weight=2", "");
}

void NginxBlockTest::whatIsInUseBecomesGood() {
  QFETCH(QByteArray, what);
  QFETCH(QByteArray, instead);
  QFETCH(Nodes, nodes);
  QFETCH(QByteArray, becomes);
  QFETCH(QByteArray, gone);
  QByteArray text = kGood;
  if (!what.isEmpty()) {
    QCOMPARE(text.count(what), 1);
    text.replace(what, instead);
  }
  const Surroundings around{.settings = {}, .nodes = nodes, .wholeCluster = true};
  const auto edited = edit({{kMain, text.toStdString()}}, around);
  QVERIFY(edited.ok());
  const QByteArray after = QByteArray::fromStdString(edited->text);
  QVERIFY2(after.contains(becomes), after.constData());
  if (!gone.isEmpty()) QVERIFY2(!after.contains(gone), after.constData());
  for (const char* kept : {"# the operator's own", "# kept", "# the first machine", "# not ours"}) {
    QVERIFY2(after.contains(kept), after.constData());
  }
  QCOMPARE(refusedByNginx(edited->text), QByteArray());
  const auto again = edit({{kMain, edited->text}}, around);
  QVERIFY(again.ok());
  QVERIFY2(again->changes.empty(), diffOf(again->changes).c_str());
}

void NginxBlockTest::aGoodBlockStaysByteByByte() {
  const Surroundings around{.settings = {}, .nodes = {local("n1", "0.0.0.0:7600"), local("n2", "127.0.0.1:7601")}};
  const auto edited = edit({{kMain, kGood}}, around);
  QVERIFY(edited.ok());
  QVERIFY2(edited->changes.empty(), diffOf(edited->changes).c_str());
  // As one line, too.
  const std::string line =
      "stream{upstream u{hash $remote_addr consistent;server 127.0.0.1:7600;}server{listen 7700;proxy_pass u;}}";
  const auto made = edit({{kMain, line}}, around);
  QVERIFY(made.ok());
  QCOMPARE(servers(made->block), std::string("127.0.0.1:7600 127.0.0.1:7601"));
  QCOMPARE(refusedByNginx(made->text), QByteArray());
  const auto again = edit({{kMain, made->text}}, around);
  QVERIFY(again.ok() && again->changes.empty());
}

void NginxBlockTest::whatIsAddedIsIndentedAsItsNeighbours() {
  const Surroundings around{.settings = {}, .nodes = {local("n1", "0.0.0.0:7600"), local("n2", "127.0.0.1:7601")}};
  for (const std::string& step : {std::string("  "), std::string("\t"), std::string("        ")}) {
    const std::string text = "stream {\n" + step + "upstream u {\n" + step + step + "server 127.0.0.1:7600;\n" + step +
                             "}\n" + step + "server {\n" + step + step + "listen 7700;\n" + step + step +
                             "proxy_pass u;\n" + step + "}\n}\n";
    const auto edited = edit({{kMain, text}}, around);
    QVERIFY(edited.ok());
    for (const char* line : {"hash $remote_addr consistent;", "server 127.0.0.1:7601 max_fails=1 fail_timeout=10s;",
                             "proxy_connect_timeout 2s;", "proxy_timeout 10m;"}) {
      QVERIFY2(edited->text.find('\n' + step + step + line) != std::string::npos, edited->text.c_str());
    }
  }
}

void NginxBlockTest::serversInAnIncludedFileAreChangedThere() {
  const std::string list = "/etc/nginx/nodes.list";
  std::string main = kGood;
  const std::size_t first = main.find("        server 127.0.0.1:7600");
  main.replace(first, main.find("    }\n", first) - first, "        include nodes.list;\n");
  const Surroundings around{.settings = {}, .nodes = {local("n1", "0.0.0.0:7600"), local("n3", "127.0.0.1:7603")}};
  const auto edited = edit({{kMain, main}, {list, "server 127.0.0.1:7600 max_fails=1 fail_timeout=2s;\n"}}, around);
  QVERIFY(edited.ok());
  QCOMPARE(edited->changes.size(), std::size_t{1});
  QCOMPARE(edited->changes[0].path, list);
  QCOMPARE(*edited->changes[0].after, std::string("server 127.0.0.1:7600 max_fails=1 fail_timeout=2s;\n"
                                                  "server 127.0.0.1:7603 max_fails=1 fail_timeout=10s;  # n3\n"));
}

void NginxBlockTest::withoutStreamAFileOfItsOwnIsIncluded() {
  const Surroundings around{.settings = {}, .nodes = {local("n1", "0.0.0.0:7600")}};
  const auto edited = edit({{kMain, "events { }\nhttp { }"}}, around);
  QVERIFY(edited.ok());
  QCOMPARE(edited->text, std::string("events { }\nhttp { }\ninclude /etc/nginx/linekeeper-stream.conf;\n"));
  QCOMPARE(edited->changes.size(), std::size_t{2});
  QVERIFY(!edited->changes[1].before);
  QVERIFY(edited->changes[1].after->find("\nstream {\n    upstream linekeeper_nodes {\n") != std::string::npos);
  QVERIFY(edited->changes[1].after->find("listen 0.0.0.0:7700 so_keepalive=on backlog=4096;") != std::string::npos);
  QCOMPARE(refusedByNginx(*edited->changes[1].after), QByteArray());
}

void NginxBlockTest::aStreamThatIsThereTakesTheInclude() {
  const Surroundings around{.settings = {}, .nodes = {local("n1", "0.0.0.0:7600")}};
  const std::string main = "stream {\n  server { listen 53 udp; proxy_pass 127.0.0.1:5353; }\n}\n";
  const auto edited = edit({{kMain, main}}, around);
  QVERIFY(edited.ok());
  QCOMPARE(edited->text, std::string("stream {\n  server { listen 53 udp; proxy_pass 127.0.0.1:5353; }\n"
                                     "  include /etc/nginx/linekeeper-stream.conf;\n}\n"));
  const std::string own = *edited->changes[1].after;
  QVERIFY(own.find("stream {") == std::string::npos);
  QCOMPARE(refusedByNginx("stream {\n" + own + "}\n"), QByteArray());
}

void NginxBlockTest::someoneElsesNodeStaysWhereNotAllNodesAreKnown() {
  Surroundings around{.settings = {}, .nodes = {local("n1", "0.0.0.0:7600")}};
  auto edited = edit({{kMain, kGood}}, around);
  QVERIFY(edited.ok());
  QCOMPARE(servers(edited->block), std::string("127.0.0.1:7600 127.0.0.1:7601"));
  QVERIFY(edited->block.notes.at(0).plain().find("without --redis") != std::string::npos);
  around.wholeCluster = true;
  edited = edit({{kMain, kGood}}, around);
  QVERIFY(edited.ok());
  QCOMPARE(servers(edited->block), std::string("127.0.0.1:7600"));
}

void NginxBlockTest::aServerThatAnswersAsANodeIsThatNode() {
  // The other machine's node listens on all of its addresses: only asking tells which address that is.
  const Surroundings around{.settings = {},
                            .nodes = {local("n1", "0.0.0.0:7600"), remote("n2", "gw2", "0.0.0.0:7600")},
                            .wholeCluster = true};
  std::string text = kGood;
  text.replace(text.find("127.0.0.1:7601"), 14, "10.0.0.2:7600");
  QStringList asked;
  const auto edited = edit({{kMain, text}}, around, [&](const std::string& server) -> std::optional<std::string> {
    asked.push_back(QString::fromStdString(server));
    return server == "10.0.0.2:7600" ? std::optional<std::string>("n2") : std::nullopt;
  });
  QVERIFY(edited.ok());
  QCOMPARE(asked, QStringList{QStringLiteral("10.0.0.2:7600")});
  QCOMPARE(servers(edited->block), std::string("127.0.0.1:7600 10.0.0.2:7600"));
  QVERIFY2(edited->changes.empty(), diffOf(edited->changes).c_str());
}

void NginxBlockTest::withoutALiveNodeThereIsNoBlock() {
  const Surroundings around{.settings = {}, .nodes = {dead(local("n1", "0.0.0.0:7600"))}, .wholeCluster = true};
  const auto edited = edit({{kMain, kGood}}, around);
  QVERIFY(!edited.ok());
  QVERIFY(edited.error().text.find("no live node") != std::string::npos);
  // One that listens for its own machine only can't be reached from here.
  const Surroundings far{.settings = {}, .nodes = {remote("n2", "gw2", "127.0.0.1:7600")}, .wholeCluster = true};
  QVERIFY(!wantedBlock(nullptr, far, kOwn, {}).ok());
}

void NginxBlockTest::linesEndAsTheFileHasIt() {
  const QByteArray text = QByteArray(kGood).replace("\n", "\r\n");
  const Surroundings around{
      .settings = {},
      .nodes = {local("n1", "0.0.0.0:7600"), local("n2", "127.0.0.1:7601"), local("n3", "127.0.0.1:7602")}};
  const auto edited = edit({{kMain, text.toStdString()}}, around);
  QVERIFY(edited.ok());
  QVERIFY(edited->text.find("7602") != std::string::npos);
  QCOMPARE(std::ranges::count(edited->text, '\r'), std::ranges::count(edited->text, '\n'));
}

void NginxBlockTest::loadModuleComesFirst() {
  std::vector<FileChange> changes;
  addLoadModule(changes, kMain, {{kMain, "events { }\n"}}, "/usr/lib/nginx/modules/ngx_stream_module.so");
  QCOMPARE(*changes.at(0).after, std::string("load_module /usr/lib/nginx/modules/ngx_stream_module.so;\nevents { }\n"));
}

void NginxBlockTest::wordsThatNeedQuotesGetThem() {
  QCOMPARE(nginxWord("127.0.0.1:7600"), std::string("127.0.0.1:7600"));
  QCOMPARE(nginxWord("C:/my nginx/a.conf"), std::string("\"C:/my nginx/a.conf\""));
  QCOMPARE(nginxWord("a\"b\\c"), std::string("\"a\\\"b\\\\c\""));
  QCOMPARE(nginxWord(""), std::string("\"\""));
  for (const char* word : {"a;b", "{", "#no", "it's", "${remote_addr}x", "back\\slash", "tab\there"}) {
    const auto parsed = parseNginxConfig("name " + nginxWord(word) + ";", "f");
    QVERIFY2(parsed.ok() && parsed->at(0).arguments == std::vector<std::string>{word}, word);
  }
}

QTEST_GUILESS_MAIN(NginxBlockTest)
#include "tst_nginx_block.moc"
