// What tools and files answer that are not what they should be, as fuzzers and sharp eyes found it.
#include <QTest>

#include "server/setup/linux_firewall.h"
#include "server/setup/nginx_edit.h"
#include "server/setup/nginx_pick.h"
#include "server/setup/nginx_stream.h"
#include "server/setup/numbers.h"
#include "tests/setup/recorded_system.h"

using namespace lk::setup;

namespace {

const std::string kFile = "/etc/nginx/nginx.conf";

// What should lead to one node, where this configuration is in use.
struct Made {
  explicit Made(const char* configuration) : text(configuration) {
    lk::test::RecordedSystem system;
    system.file(kFile, text);
    around.nodes = {{.id = "n1", .host = "a", .listen = {"10.0.0.11:7600"}}};
    config = *readNginxConfig(system, kFile);
    inUse = findInUse(config, around, {});
    block = wantedBlock(inUse ? &*inUse : nullptr, around, {}, {});
  }
  Made(const Made&) = delete;
  Made& operator=(const Made&) = delete;

  std::string text;
  Surroundings around;
  NginxConfig config;
  std::optional<NginxInUse> inUse;  // points into config
  lk::Result<NginxBlock> block = lk::Error{};
};

}  // namespace

class HostileAnswersTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void anNftRuleThatComparesNothingIsNotDecided_data();
  void anNftRuleThatComparesNothingIsNotDecided();
  void weightsBeyondAllReasonTakeNoMemory();
  void numbersTooLargeAreStillReckonedWith();
  void aServerWithoutAnAddressIsNoReasonToFall();
  void aBraceInAnUpstreamsNameIsNoBlock();
  void whatShouldHaveABlockAndHasNoneIsNoPlace();
  void whatANodeSaysOfItselfIsNoDirective();
};

void HostileAnswersTest::anNftRuleThatComparesNothingIsNotDecided_data() {
  QTest::addColumn<QByteArray>("match");
  QTest::addColumn<int>("end");
  const auto unknown = static_cast<int>(Fate::End::Unknown);
  QTest::newRow("no part at the left") << QByteArray(R"({"op":"<","left":{"concat":[]},"right":7})") << unknown;
  QTest::newRow("no part on either side")
      << QByteArray(R"({"op":"==","left":{"concat":[]},"right":{"concat":[]}})") << unknown;
  const QByteArray port = R"({"op":"%1","left":{"payload":{"protocol":"tcp","field":"dport"}},"right":%2})";
  const auto compared = [&port](const char* op, const char* number) {
    return QByteArray(port).replace("%1", op).replace("%2", number);
  };
  const auto open = static_cast<int>(Fate::End::Open);
  QTest::newRow("above the largest number") << compared(">", "2147483647") << open;
  QTest::newRow("below the smallest number") << compared("<", "-2147483648") << open;
}

void HostileAnswersTest::anNftRuleThatComparesNothingIsNotDecided() {
  QFETCH(QByteArray, match);
  QFETCH(int, end);
  const std::string ruleset =
      R"({"nftables":[{"chain":{"family":"inet","table":"t","name":"in","type":"filter","hook":"input","prio":0,)"
      R"("policy":"accept"}},{"rule":{"family":"inet","table":"t","chain":"in","handle":4,"expr":[{"match":)" +
      match.toStdString() + R"(},{"drop":null}]}}]})";
  const Knock knock{"lan0", *parseAddressRange("10.77.0.0/24"), *parseAddressRange("10.77.0.1"), 7600};
  const auto hooks = readNftRuleset(ruleset, {}, knock, {});
  QVERIFY(hooks.ok());
  QCOMPARE(static_cast<int>(fateOf(*hooks).end), end);
}

void HostileAnswersTest::weightsBeyondAllReasonTakeNoMemory() {
  NginxBlock block;
  block.servers = {{.name = "10.0.0.1:7600", .parameters = {"weight=99999999999999999999"}},
                   {.name = "10.0.0.2:7600", .parameters = {"weight=2000000000"}}};
  const NginxPicker picker(balanceOf(block));
  const auto pick = picker.pick("10.0.0.7");
  QVERIFY(pick.has_value());
  QCOMPARE(pick->how, NginxPick::How::Turn);
  QCOMPARE(picker.ringShare(0), 0.0);
}

void HostileAnswersTest::numbersTooLargeAreStillReckonedWith() {
  constexpr std::int64_t kMost = std::int64_t{1} << 50;
  QCOMPARE(numbersIn("1 9223372036854775807 99999999999999999999 2"), (std::vector<std::int64_t>{1, kMost, kMost, 2}));
  QCOMPARE(parseNginxNumber("9223372036854775807"), std::optional(std::int64_t{1} << 31));
  QCOMPARE(parseNginxNumber("99999999999999999999"), std::optional(std::int64_t{1} << 31));
  QCOMPARE(parseNginxNumber("-1"), std::nullopt);
}

void HostileAnswersTest::aServerWithoutAnAddressIsNoReasonToFall() {
  const Made made("stream { upstream u { server; } server { listen 7700; proxy_pass u; } }\n");
  QVERIFY(made.block.ok());
  QCOMPARE(made.block->servers.size(), std::size_t{2});
}

void HostileAnswersTest::aBraceInAnUpstreamsNameIsNoBlock() {
  const Made made("stream {\n upstream \"a{b\" {\n  server 10.0.0.11:7600;\n }\n server { proxy_pass \"a{b\"; }\n}\n");
  QVERIFY(made.block.ok());
  const auto changes = editInUse(*made.inUse, *made.block, {{kFile, made.text}});
  QCOMPARE(changes.size(), std::size_t{1});
  const auto after = parseNginxConfig(*changes.front().after, kFile);
  QVERIFY2(after.ok(), changes.front().after->c_str());
  const NginxDirective* upstream = after->front().first("upstream");
  QVERIFY(upstream != nullptr);
  QCOMPARE(upstream->argument(0), std::string("a{b"));
  QVERIFY(upstream->first("hash") != nullptr);
}

void HostileAnswersTest::whatShouldHaveABlockAndHasNoneIsNoPlace() {
  const Made made("stream;\nstream { upstream u; server; }\n");
  QVERIFY(!made.inUse.has_value());
  QVERIFY(made.block.ok());
  const auto changes = addBlock(made.config, *made.block, {{kFile, made.text}}, "/etc/nginx/own.conf");
  QCOMPARE(changes.size(), std::size_t{2});
  QCOMPARE(*changes.front().after,
           std::string("stream;\nstream { upstream u; server;  include /etc/nginx/own.conf; }\n"));
}

void HostileAnswersTest::whatANodeSaysOfItselfIsNoDirective() {
  const std::string evil = "evil\n }\n error_log /tmp/pwned debug;\r #\xC3\xA9";
  QCOMPARE(nginxComment("n1"), std::string("  # n1"));
  QCOMPARE(nginxComment(""), std::string());
  Surroundings around;
  around.nodes = {{.id = evil, .host = "gw1", .listen = {"0.0.0.0:7600"}},
                  {.id = "n2", .host = "gw2;}", .listen = {"0.0.0.0:7600"}},
                  {.id = "n3", .host = "gw3", .listen = {"10.0.0.3 down;}\n:7600"}},
                  {.id = "n4", .host = "gw4", .listen = {"{"}}};
  const auto block = wantedBlock(nullptr, around, {}, {});
  QVERIFY(block.ok());
  QCOMPARE(block->servers.size(), std::size_t{1});
  QCOMPARE(block->servers[0].name, std::string("gw1:7600"));
  QCOMPARE(block->notes.size(), std::size_t{3});
  // Anew, and into what is in use: one server more, and no other directive.
  const std::string split =
      "stream {\n upstream u {\n  hash $remote_addr consistent;\n  server 10.0.0.11:7600;\n }\n"
      " server {\n  listen 7700;\n  proxy_pass u;\n }\n}\n";
  const Made inUse(split.c_str());
  NginxBlock more = *inUse.block;
  more.servers.push_back(block->servers[0]);
  const auto changes = editInUse(*inUse.inUse, more, {{kFile, split}});
  for (const std::string& text : {renderStream(*block), *changes.at(0).after}) {
    const auto parsed = parseNginxConfig(text, kFile);
    QVERIFY2(parsed.ok() && parsed->size() == 1, text.c_str());
    QCOMPARE(parsed->front().block.size(), std::size_t{2});
    QVERIFY2(text.find("  # evil } error_log /tmp/pwned debug; #\n") != std::string::npos, text.c_str());
  }
}

QTEST_GUILESS_MAIN(HostileAnswersTest)
#include "tst_hostile_answers.moc"
