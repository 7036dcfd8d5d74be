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

  // Each row: a chain of nft, a rule's expressions, what becomes of the packet or of the answer to it.
  void aChainOfNft_data() {
    QTest::addColumn<QString>("chain");
    QTest::addColumn<QString>("expressions");
    QTest::addColumn<QString>("end");
    const auto row = [](const char* name, const char* hook, const char* expressions, const char* end) {
      QTest::newRow(name) << QString::fromLatin1(hook) << QString::fromLatin1(expressions) << QString::fromLatin1(end);
    };
    const char* const kNothing = R"({"counter": {"packets": 0, "bytes": 0}})";
    const char* const kOutput = R"("type": "filter", "hook": "output", "prio": 0, "policy": "drop")";
    const char* const kOpenOutput = R"("type": "filter", "hook": "output", "prio": 0, "policy": "accept")";
    const char* const kPost = R"("type": "filter", "hook": "postrouting", "prio": 0, "policy": "drop")";
    row("output: nothing accepted", kOutput, kNothing, "dropped");
    row("output: what is established accepted", kOutput,
        R"({"match": {"op": "in", "left": {"ct": {"key": "state"}}, "right": ["established", "related"]}},
        {"accept": null})",
        "open");
    row("output: what is new accepted", kOutput,
        R"({"match": {"op": "==", "left": {"ct": {"key": "state"}}, "right": "new"}}, {"accept": null})", "dropped");
    row("output: replies dropped", kOpenOutput,
        R"({"match": {"op": "==", "left": {"ct": {"key": "direction"}}, "right": "reply"}}, {"drop": null})",
        "dropped");
    row("output: by a status that is not known", kOpenOutput,
        R"({"match": {"op": "in", "left": {"ct": {"key": "status"}}, "right": "seen-reply"}}, {"drop": null})",
        "unknown");
    row("output: the port accepted", kOutput,
        R"({"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "sport"}}, "right": 7600}},
        {"accept": null})",
        "open");
    row("output: the port of others accepted", kOutput,
        R"({"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": 80}},
        {"accept": null})",
        "dropped");
    row("output: to the devices' network accepted", kOutput,
        R"({"match": {"op": "==", "left": {"payload": {"protocol": "ip", "field": "daddr"}},
        "right": {"prefix": {"addr": "10.77.0.0", "len": 16}}}}, {"accept": null})",
        "open");
    row("output: from the own address dropped", kOpenOutput,
        R"({"match": {"op": "==", "left": {"payload": {"protocol": "ip", "field": "saddr"}}, "right": "10.77.0.1"}},
        {"drop": null})",
        "dropped");
    row("output: from this machine's addresses dropped", kOpenOutput,
        R"({"match": {"op": "==", "left": {"fib": {"result": "type", "flags": "saddr"}}, "right": "local"}},
        {"drop": null})",
        "dropped");
    row("output: by the interface", kOutput,
        R"({"match": {"op": "==", "left": {"meta": {"key": "oifname"}}, "right": "lan0"}}, {"accept": null})", "open");
    row("output: by where it came in, which kernels take differently", kOpenOutput,
        R"({"match": {"op": "!=", "left": {"meta": {"key": "iifname"}}, "right": "lan0"}}, {"drop": null})", "unknown");
    row("output: of a kind that is not known", kOpenOutput,
        R"({"match": {"op": "==", "left": {"meta": {"key": "pkttype"}}, "right": "host"}}, {"drop": null})", "unknown");
    row("output: refused, of which the device hears nothing", kOpenOutput, R"({"reject": null})", "dropped");
    row("output: SYN-ACK by its flags", kOpenOutput,
        R"({"match": {"op": "==", "left": {"&": [{"payload": {"protocol": "tcp", "field": "flags"}},
        ["fin", "syn", "rst", "ack"]]}, "right": ["syn", "ack"]}}, {"drop": null})",
        "dropped");
    row("output: SYN by its flags", kOpenOutput,
        R"({"match": {"op": "==", "left": {"&": [{"payload": {"protocol": "tcp", "field": "flags"}},
        ["fin", "syn", "rst", "ack"]]}, "right": "syn"}}, {"drop": null})",
        "open");
    row("output: before connections are known", R"("type": "filter", "hook": "output", "prio": -300, "policy": "drop")",
        R"({"match": {"op": "==", "left": {"ct": {"key": "state"}}, "right": "established"}}, {"accept": null})",
        "unknown");
    row("output: NAT does not see the answer", R"("type": "nat", "hook": "output", "prio": -100, "policy": "drop")",
        kNothing, "open");
    row("postrouting: nothing accepted", kPost, kNothing, "dropped");
    row("postrouting: what is established accepted", kPost,
        R"({"match": {"op": "==", "left": {"ct": {"key": "state"}}, "right": "established"}}, {"accept": null})",
        "open");
    row("egress: of another interface",
        R"("type": "filter", "hook": "egress", "dev": "lan1", "prio": 0, "policy": "drop")", kNothing, "open");
    row("egress: of the interface", R"("type": "filter", "hook": "egress", "dev": "lan0", "prio": 0, "policy": "drop")",
        kNothing, "dropped");
    row("forward is not on the way", R"("type": "filter", "hook": "forward", "prio": 0, "policy": "drop")", kNothing,
        "open");
    row("prerouting: before connections are known",
        R"("type": "filter", "hook": "prerouting", "prio": -300, "policy": "drop")",
        R"({"match": {"op": "==", "left": {"ct": {"key": "state"}}, "right": "new"}}, {"accept": null})", "unknown");
    const char* const kInput = R"("type": "filter", "hook": "input", "prio": 0, "policy": "accept")";
    row("input: by where it goes out, which kernels take differently", kInput,
        R"({"match": {"op": "!=", "left": {"meta": {"key": "oifname"}}, "right": "lan0"}}, {"drop": null})", "unknown");
    row("input: by where it goes out, and all others", kInput,
        R"({"vmap": {"key": {"meta": {"key": "oifname"}}, "data": {"set": [["lan1", {"accept": null}],
        ["*", {"drop": null}]]}}})",
        "unknown");
    row("input: no status yet", kInput,
        R"({"match": {"op": "in", "left": {"ct": {"key": "status"}}, "right": ["assured", "confirmed"]}},
        {"drop": null})",
        "open");
  }
  void aChainOfNft() {
    QFETCH(QString, chain);
    QFETCH(QString, expressions);
    QTEST(endOf(readNftRuleset(nftJson(chain, expressions), "", kKnock, {})), "end");
  }

  void theFixOfAnAnswerIsOfItsOwnPort() {
    const QString chain = QStringLiteral(R"("type": "filter", "hook": "output", "prio": 0, "policy": "drop")");
    const Fate nft = fateOf(readNftRuleset(nftJson(chain, QStringLiteral(R"({"log": null})")), "", kKnock, {}).value());
    QCOMPARE(nft.because, std::vector<std::string>{"table inet t, chain c: policy drop"});
    QCOMPARE(nft.letIn.shellText(), std::string("nft insert rule inet t c tcp sport 7600 accept"));
    const Fate iptables = fateOf(readIptablesSave("*filter\n:OUTPUT DROP [0:0]\nCOMMIT\n", kKnock).value());
    QCOMPARE(iptables.letIn.shellText(), std::string("iptables -t filter -I OUTPUT -p tcp --sport 7600 -j ACCEPT"));
    QCOMPARE(iptables.takeBack.shellText(), std::string("iptables -t filter -D OUTPUT -p tcp --sport 7600 -j ACCEPT"));
  }

  // Each row: what iptables-save says but for its COMMIT, and what becomes of the packet or of the answer to it.
  void aTableOfIptables_data() {
    QTest::addColumn<QString>("saved");
    QTest::addColumn<QString>("end");
    const auto row = [](const char* saved, const char* end) {
      QTest::newRow(saved) << QString::fromLatin1(saved) << QString::fromLatin1(end);
    };
    const auto output = [](const char* policy, const char* rule, const char* end) {
      QTest::newRow(rule) << QStringLiteral("*filter\n:INPUT ACCEPT [0:0]\n:OUTPUT %1 [0:0]\n%2")
                                 .arg(QLatin1StringView(policy), QLatin1StringView(rule))
                          << QString::fromLatin1(end);
    };
    output("DROP", "", "dropped");
    output("DROP", "-A OUTPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", "open");
    output("DROP", "-A OUTPUT -m state --state NEW -j ACCEPT", "dropped");
    output("DROP", "-A OUTPUT -o lan0 -p tcp -m tcp --sport 7600 -j ACCEPT", "open");
    output("DROP", "-A OUTPUT -o lo -j ACCEPT", "dropped");
    output("DROP", "-A OUTPUT -p tcp -m tcp --dport 80 -j ACCEPT", "dropped");
    output("DROP", "-A OUTPUT -p tcp -m multiport --ports 7600 -j ACCEPT", "open");
    output("DROP", "-A OUTPUT -m owner --uid-owner 0 -j ACCEPT", "unknown");
    output("DROP", "-A OUTPUT ! -i lo -j ACCEPT", "open");
    output("ACCEPT", "-A OUTPUT -s 10.77.0.1/32 -j DROP", "dropped");
    output("ACCEPT", "-A OUTPUT -d 10.78.0.0/16 -j DROP", "open");
    output("ACCEPT", "-A OUTPUT -m iprange --src-range 10.77.0.1-10.77.0.1 --dst-range 10.77.0.0-10.77.0.255 -j DROP",
           "dropped");
    output("ACCEPT", "-A OUTPUT -m addrtype --src-type LOCAL --dst-type UNICAST -j DROP", "dropped");
    output("ACCEPT", "-A OUTPUT -m pkttype --pkt-type unicast -j DROP", "unknown");
    output("ACCEPT", "-A OUTPUT -p tcp --syn -j DROP", "open");
    output("ACCEPT", "-A OUTPUT -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j DROP", "open");
    output("ACCEPT", "-A OUTPUT -p tcp -m tcp --tcp-flags SYN,ACK SYN,ACK -j DROP", "dropped");
    output("ACCEPT", "-A OUTPUT -p tcp -m tcp --tcp-flags ALL SYN,ACE -j DROP", "unknown");
    output("ACCEPT", "-A OUTPUT -p tcp -j REJECT --reject-with tcp-reset", "dropped");
    row("*raw\n:OUTPUT DROP [0:0]\n-A OUTPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT", "unknown");
    row("*mangle\n:POSTROUTING DROP [0:0]", "dropped");
    row("*nat\n:OUTPUT DROP [0:0]\n:POSTROUTING DROP [0:0]", "open");
    row("*filter\n:INPUT ACCEPT [0:0]\n-A INPUT ! -o lan0 -j DROP", "dropped");
    row("*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp -m tcp --tcp-flags ALL NONE -j DROP", "open");
    row("*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp -m tcp --tcp-flags ALL ALL -j DROP", "open");
    row("*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp -m tcp --tcp-flags SYN,RST SYN -j DROP", "dropped");
  }
  void aTableOfIptables() {
    QFETCH(QString, saved);
    QTEST(endOf(readIptablesSave(saved.toStdString() + "\nCOMMIT\n", kKnock)), "end");
  }

  void connectionsThatAreNotTrackedAreNotKnown() {
    const QString raw = QStringLiteral(R"("type": "filter", "hook": "prerouting", "prio": -300, "policy": "accept")");
    const auto nft = [&raw](const char* port, const Knock& knock) {
      const QString match = QStringLiteral(
          R"({"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": %1}},
          {"notrack": null})");
      return readNftRuleset(nftJson(raw, match.arg(QLatin1StringView(port))), "", knock, {}).value();
    };
    QVERIFY(mayUntrack(nft("7600", kKnock)));
    QVERIFY(!mayUntrack(nft("53", kKnock)));
    QCOMPARE(fateOf(nft("7600", kKnock)).end, Fate::End::Open);
    const auto iptables = [](const char* rule, const Knock& knock) {
      const std::string saved = std::string("*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING ") + rule + "\nCOMMIT\n";
      const char* const filter = "*filter\n:INPUT DROP [0:0]\n-A INPUT -m conntrack --ctstate NEW -j ACCEPT\nCOMMIT\n";
      return readIptablesSave(saved + filter, knock).value();
    };
    QVERIFY(mayUntrack(iptables("-p tcp -m tcp --dport 7600 -j CT --notrack", kKnock)));
    QVERIFY(mayUntrack(iptables("-j NOTRACK", kKnock)));
    QVERIFY(!mayUntrack(iptables("-p tcp -m tcp --dport 53 -j CT --notrack", kKnock)));
    QVERIFY(!mayUntrack(iptables("-p tcp -m tcp --dport 7600 -j CT --helper ftp", kKnock)));
    QCOMPARE(fateOf(iptables("-j NOTRACK", kKnock)).end, Fate::End::Open);
    Knock untracked = kKnock;
    untracked.isTracked = false;
    QCOMPARE(fateOf(iptables("-j NOTRACK", untracked)).end, Fate::End::Unknown);
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
