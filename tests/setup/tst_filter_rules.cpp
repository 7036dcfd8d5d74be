// What is read out of single rules as nft and iptables print them, and what becomes of a device's packet there.
#include <QTest>

#include "server/setup/linux_firewall.h"

using namespace lk;
using namespace lk::setup;

namespace {

const Knock kKnock{"lan0", *parseAddressRange("10.77.0.0/24"), *parseAddressRange("10.77.0.1"), 7600};

QString endOf(const Result<std::vector<FilterHook>>& hooks) {
  if (!hooks) return QString::fromStdString(hooks.error().text);
  switch (fateOf(*hooks).end) {
    case Fate::End::Open: return QStringLiteral("open");
    case Fate::End::Dropped: return QStringLiteral("dropped");
    case Fate::End::Refused: return QStringLiteral("refused");
    case Fate::End::Unknown: break;
  }
  return QStringLiteral("unknown");
}

// A table of one chain at a hook, with a chain "svc" that accepts the port; and the expressions of one rule.
std::string nftJson(const QString& chain, const QString& expressions) {
  const QString all = QStringLiteral(
      R"({"nftables": [{"table": {"family": "inet", "name": "t", "handle": 1}},
      {"map": {"family": "inet", "name": "m", "table": "t", "type": "inet_service", "handle": 3, "map": "verdict",
        "elem": [[22, {"accept": null}], [{"elem": {"val": "*", "timeout": 3600}}, {"drop": null}]]}},
      {"set": {"family": "inet", "name": "s", "table": "t", "type": "inet_service", "handle": 2, "elem": [22, "*"]}},
      {"chain": {"family": "inet", "table": "t", "name": "svc", "handle": 4}},
      {"chain": {"family": "inet", "table": "t", "name": "c", "handle": 5, %1}},
      {"rule": {"family": "inet", "table": "t", "chain": "svc", "handle": 6, "expr": [{"match": {"op": "==",
        "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": 7600}}, {"accept": null}]}},
      {"rule": {"family": "inet", "table": "t", "chain": "c", "handle": 7, "expr": [%2]}}]})");
  return all.arg(chain, expressions).toStdString();
}

QString input(const char* policy) {
  return QStringLiteral(R"("type": "filter", "hook": "input", "prio": 0, "policy": "%1")")
      .arg(QLatin1StringView(policy));
}

}  // namespace

class FilterRules : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // Each row: the policy of a chain of input, a rule's expressions as nft -j prints them, what becomes of the packet.
  void aRuleOfNft_data() {
    QTest::addColumn<QString>("policy");
    QTest::addColumn<QString>("expressions");
    QTest::addColumn<QString>("end");
    const auto row = [](const char* rule, const char* policy, const char* expressions, const char* end) {
      QTest::newRow(rule) << QString::fromLatin1(policy) << QString::fromLatin1(expressions)
                          << QString::fromLatin1(end);
    };
    row("ct state vmap { established : accept, related : accept, * : drop }", "accept",
        R"({"vmap": {"key": {"ct": {"key": "state"}}, "data": {"set": [["established", {"accept": null}],
        ["related", {"accept": null}], ["*", {"drop": null}]]}}})",
        "dropped");
    row("meta l4proto vmap { icmp : accept, * : jump svc }", "drop",
        R"({"vmap": {"key": {"meta": {"key": "l4proto"}}, "data": {"set": [["icmp", {"accept": null}],
        ["*", {"jump": {"target": "svc"}}]]}}})",
        "open");
    row("ct state vmap { new : continue, * : drop }", "accept",
        R"({"vmap": {"key": {"ct": {"key": "state"}}, "data": {"set": [["new", {"continue": null}],
        ["*", {"drop": null}]]}}})",
        "open");
    row("ip saddr vmap { 10.77.0.0/28 : accept, * : drop }", "accept",
        R"({"vmap": {"key": {"payload": {"protocol": "ip", "field": "saddr"}}, "data": {"set": [
        [{"prefix": {"addr": "10.77.0.0", "len": 28}}, {"accept": null}], ["*", {"drop": null}]]}}})",
        "unknown");
    row("iifname . tcp dport vmap { \"lo\" . 22 : accept, * : drop }", "accept",
        R"({"vmap": {"key": {"concat": [{"meta": {"key": "iifname"}}, {"payload": {"protocol": "tcp",
        "field": "dport"}}]}, "data": {"set": [[{"concat": ["lo", 22]}, {"accept": null}], ["*", {"drop": null}]]}}})",
        "dropped");
    row("udp dport vmap { * : drop }", "accept",
        R"({"vmap": {"key": {"payload": {"protocol": "udp", "field": "dport"}}, "data": {"set": [
        ["*", {"drop": null}]]}}})",
        "open");
    row("ether saddr vmap { * : drop }", "accept",
        R"({"vmap": {"key": {"payload": {"protocol": "ether", "field": "saddr"}}, "data": {"set": [
        ["*", {"drop": null}]]}}})",
        "unknown");
    row("tcp dport vmap @m", "accept",
        R"({"vmap": {"key": {"payload": {"protocol": "tcp", "field": "dport"}}, "data": "@m"}})", "dropped");
    row("a map of a form that is not known", "accept",
        R"({"vmap": {"key": {"payload": {"protocol": "tcp", "field": "dport"}}, "data": {"other": []}}})", "unknown");
    row("tcp dport @s drop", "accept",
        R"({"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": "@s"}},
        {"drop": null})",
        "dropped");
    row("tcp dport { 22, * } drop", "accept",
        R"({"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}},
        "right": {"set": [22, "*"]}}}, {"drop": null})",
        "dropped");
    const auto drops = [&row](const char* rule, const char* op, const char* left, const char* right, const char* end) {
      const QString match = QStringLiteral(R"({"match": {"op": "%1", "left": %2, "right": %3}}, {"drop": null})");
      row(rule, "accept",
          match.arg(QLatin1StringView(op), QLatin1StringView(left), QLatin1StringView(right)).toLatin1(), end);
    };
    const char* const kState = R"({"ct": {"key": "state"}})";
    const char* const kFlags = R"({"payload": {"protocol": "tcp", "field": "flags"}})";
    drops("ct state ! established,related drop", "!", kState, R"(["established", "related"])", "dropped");
    drops("ct state ! established,new drop", "!", kState, R"(["established", "new"])", "open");
    drops("ct state ! established drop", "!", kState, R"("established")", "dropped");
    drops("ct state ! established,related drop, in words of newer nft", "!", kState,
          R"({"|": ["established", "related"]})", "dropped");
    drops("ct state established,new drop", "in", kState, R"(["established", "new"])", "dropped");
    drops("ct state established,new drop, in words of newer nft", "in", kState, R"({"|": ["established", "new"]})",
          "dropped");
    drops("ct state in a form that is not known", "in", kState, R"({"other": 8})", "unknown");
    drops("ct state 8", "==", kState, R"(8)", "unknown");
    drops("an operator that is not known", "~", kState, R"("new")", "unknown");
    drops("an operator that is not known, of a set", "~", kState, R"({"set": ["established"]})", "unknown");
    drops("no operator", "", kState, R"("established")", "unknown");
    drops("udp dport ! 7", "!", R"({"payload": {"protocol": "udp", "field": "dport"}})", R"(7)", "open");
    drops("tcp flags syn,ack drop", "in", kFlags, R"(["syn", "ack"])", "dropped");
    drops("tcp flags == syn|ack drop", "==", kFlags, R"(["syn", "ack"])", "open");
    drops("tcp flags == syn drop", "==", kFlags, R"("syn")", "dropped");
    drops("tcp flags != syn drop", "!=", kFlags, R"("syn")", "open");
    drops("tcp flags ! fin,ack drop", "!", kFlags, R"(["fin", "ack"])", "dropped");
    drops("tcp flags ! syn,ack drop", "!", kFlags, R"(["syn", "ack"])", "open");
    drops("tcp flags { syn, syn|ack } drop", "==", kFlags, R"({"set": [{"|": ["syn", "ack"]}, "syn"]})", "dropped");
    drops("tcp flags with a name that is not known", "in", kFlags, R"(["syn", "ae"])", "unknown");
    drops("tcp flags & (syn|ack) == syn drop",
          "==", R"({"&": [{"payload": {"protocol": "tcp", "field": "flags"}}, ["syn", "ack"]]})", R"("syn")",
          "dropped");
    drops("tcp flags & (syn|ack) != syn drop",
          "!=", R"({"&": [{"payload": {"protocol": "tcp", "field": "flags"}}, ["syn", "ack"]]})", R"("syn")", "open");
    drops("tcp flags & (syn|ack) by an operator that is not known", "<",
          R"({"&": [{"payload": {"protocol": "tcp", "field": "flags"}}, ["syn", "ack"]]})", R"("syn")", "unknown");
    row("jump { tcp dport 7600 drop; }", "accept", R"("jump {\n\t\t\ttcp dport 7600 drop\n\t\t}")", "unknown");
    row("goto { tcp dport 7600 accept; } under a policy of drop", "drop",
        R"("goto {\n\t\t\ttcp dport 7600 accept\n\t\t}")", "unknown");
    row("udp dport 7600 jump { drop; }", "accept",
        R"({"match": {"op": "==", "left": {"payload": {"protocol": "udp", "field": "dport"}}, "right": 7600}},
        "jump {\n\t\t\tdrop\n\t\t}")",
        "open");
    row("a statement that is not known", "accept", R"({"fwd": {"dev": "lo"}})", "unknown");
    row("statements that decide nothing", "accept",
        R"({"counter": {"packets": 0, "bytes": 0}}, {"reset": {"tcp option": {"name": "mptcp"}}}, {"log": null})",
        "open");
    row("a limit that decides nothing", "accept", R"({"limit": {"rate": 5, "per": "second"}}, {"counter": null})",
        "open");
    row("a limit before a drop", "accept", R"({"limit": {"rate": 5, "per": "second"}}, {"drop": null})", "unknown");
  }
  void aRuleOfNft() {
    QFETCH(QString, policy);
    QFETCH(QString, expressions);
    const std::string json = nftJson(input(policy.toLatin1()), expressions);
    QTEST(endOf(readNftRuleset(json, "", kKnock, {})), "end");
  }

  // nft 1.0.6 garbles the flag in its JSON.
  void aTableThatIsOffDecidesNothing() {
    const std::string json = nftJson(input("drop"), QString::fromLatin1(R"({"counter": null})"));
    const std::string words = "table inet t { # handle 1\n\tflags dormant\n\n\tchain c { # handle 5\n\t}\n}\n";
    QCOMPARE(endOf(readNftRuleset(json, words, kKnock, {})), QStringLiteral("open"));
    const std::string other =
        "table inet other { # handle 9\n\tflags dormant\n}\n" +
        std::string("table inet t { # handle 1\n\tset s { # handle 2\n\t\tflags interval\n\t}\n}\n");
    QCOMPARE(endOf(readNftRuleset(json, other, kKnock, {})), QStringLiteral("dropped"));
  }

  // Its rules stand in the listing alone, over several lines.
  void aChainWithoutANameIsNamedInItsOwnWords() {
    const std::string json =
        nftJson(input("accept"), QString::fromLatin1(R"("jump {\n\t\t\ttcp dport 7600 drop\n\t\t}")"));
    const char* const words =
        "table inet t { # handle 1\n\tchain c { # handle 5\n\t\ttype filter hook input priority filter; policy "
        "accept;\n\t\ttcp dport 7600 jump {\n\t\t\ttcp dport 7600 drop\n\t\t} # handle 7\n\t}\n}\n";
    const Fate fate = fateOf(readNftRuleset(json, words, kKnock, {}).value());
    QCOMPARE(fate.because,
             std::vector<std::string>{"table inet t, chain c: tcp dport 7600 jump { tcp dport 7600 drop }"});
  }
};

QTEST_GUILESS_MAIN(FilterRules)
#include "tst_filter_rules.moc"
