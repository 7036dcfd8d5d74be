// What the firewall check says of a Linux machine's rules, against what a device's attempt to connect really meets:
// rules put in by nft and iptables, in a network of the test's own.
#include <QTest>
#include <memory>

#include "server/setup/areas.h"
#include "server/setup/firewall_look.h"
#include "tests/setup/network_namespaces.h"

using namespace lk;
using namespace lk::setup;
using lk::test::NamespaceSystem;
using lk::test::NetworkNamespaces;

namespace {

constexpr std::uint16_t kPort = 7600;

QString saidOf(const std::vector<Finding>& findings) {
  QStringList all;
  for (const Finding& finding : findings) {
    all << QString::fromStdString(finding.id + ": " + finding.title.plain());
    for (const Text& line : finding.evidence) all << QStringLiteral("    ") + QString::fromStdString(line.plain());
  }
  return all.join(QLatin1Char('\n'));
}

QString verdict(const Finding& finding) {
  if (finding.id == "firewall.undecided") return QStringLiteral("unknown");
  return QString::fromStdString(finding.id).section(QLatin1Char('.'), 1);
}

}  // namespace

class LinuxFirewall : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    m_networks = std::make_unique<NetworkNamespaces>();
    QVERIFY2(m_networks->ok(), qPrintable(m_networks->problem()));
    QVERIFY2(m_networks->listen(kPort), qPrintable(m_networks->problem()));
  }

  void init() {
    QVERIFY2(m_networks->sh(QStringLiteral("PATH=$PATH:/usr/sbin:/sbin; nft flush ruleset")),
             qPrintable(m_networks->problem()));
  }

  // Each row: rules, and what becomes of connections to lan0 (IPv4), lan1 (IPv4) and lan0 (IPv6). Empty where the rules
  // keep neighbours from finding each other, which no port depends on.
  void theFindingIsWhatADeviceMeets_data() {
    QTest::addColumn<QString>("rules");
    QTest::addColumn<QString>("lan0");
    QTest::addColumn<QString>("lan1");
    QTest::addColumn<QString>("lan0v6");
    const QString open = QStringLiteral("open");
    const QString dropped = QStringLiteral("dropped");
    const QString refused = QStringLiteral("refused");
    const QString unknown = QStringLiteral("unknown");
    const auto chain = [](const char* policy, const char* rules) {
      return QStringLiteral(
                 "nft -f - <<'E'\ntable inet t {\n chain in {\n type filter hook input priority 0; policy %1;\n "
                 "%2\n }\n}\nE")
          .arg(QLatin1StringView(policy), QLatin1StringView(rules));
    };
    const auto nft = [](const char* text) {
      return QStringLiteral("nft -f - <<'E'\n%1\nE").arg(QLatin1StringView(text));
    };
    // IPv6 has to learn its neighbour before it connects.
    const char* const kNeighbours = "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept\n";

    QTest::newRow("no rules") << QString() << open << open << open;
    QTest::newRow("nft: policy drop") << chain("drop", kNeighbours) << dropped << dropped << dropped;
    QTest::newRow("nft: policy drop, the port accepted") << chain("drop",
                                                                  "tcp dport 7600 accept; icmpv6 type { "
                                                                  "nd-neighbor-solicit, nd-neighbor-advert } accept")
                                                         << open << open << open;
    QTest::newRow("nft: another port accepted")
        << chain("drop", "tcp dport { 80, 7601-7700 } accept; meta l4proto ipv6-icmp accept") << dropped << dropped
        << dropped;
    QTest::newRow("nft: only established accepted")
        << chain("drop", "ct state { established, related } accept; meta l4proto ipv6-icmp accept") << dropped
        << dropped << dropped;
    QTest::newRow("nft: a verdict map of states")
        << chain("accept", "ct state vmap { established : accept, new : drop }") << dropped << dropped << QString();
    QTest::newRow("nft: a verdict map that catches all but what is established, and none of the states that come later")
        << chain("accept",
                 "iifname \"lan0\" ct state vmap { established : accept, related : accept, * : drop }\n iifname "
                 "\"lan1\" ct state & (established | related) == 0 drop")
        << dropped << dropped << QString();
    QTest::newRow("nft: a verdict map that leads all but ICMP to a chain")
        << nft("table inet t {\n chain svc { tcp dport 7600 accept\n }\n chain in {\n type filter hook input priority "
               "0; policy drop;\n meta l4proto vmap { ipv6-icmp : accept, icmp : accept, * : jump svc }\n }\n}")
        << open << open << open;
    QTest::newRow("nft: reject by reset")
        << chain("accept", "tcp dport 7600 reject with tcp reset") << refused << refused << refused;
    QTest::newRow("nft: reject by ICMP") << chain("accept", "tcp dport 7600 reject") << refused << refused << refused;
    QTest::newRow("nft: one interface dropped")
        << chain("accept", "iifname \"lan1\" tcp dport 7600 drop") << open << dropped << open;
    QTest::newRow("nft: interfaces by their beginning, but for one")
        << chain("accept", "iifname \"lan*\" iifname != \"lan1\" tcp dport 7600 drop") << dropped << open << dropped;
    QTest::newRow("nft: the interface's number")
        << chain("accept", "iif \"lan1\" tcp dport >= 7600 drop") << open << dropped << open;
    QTest::newRow("nft: a network of sources accepted")
        << chain("drop", "ip saddr 10.77.0.0/16 tcp dport 7600 accept; meta l4proto ipv6-icmp accept") << open
        << dropped << dropped;
    QTest::newRow("nft: a part of a network accepted, nothing can be said of all")
        << chain("drop", "ip saddr 10.77.0.0/28 tcp dport 7600 accept; meta l4proto ipv6-icmp accept") << unknown
        << dropped << dropped;
    QTest::newRow("nft: one family only")
        << nft("table ip6 t {\n chain in {\n type filter hook input priority 0;\n tcp dport 7600 drop\n }\n}") << open
        << open << dropped;
    QTest::newRow("nft: SYN dropped by its flags")
        << chain("accept", "tcp flags & (fin | syn | rst | ack) == syn drop") << dropped << dropped << dropped;
    QTest::newRow("nft: a named set of ports") << nft("table inet t {\n set p { type inet_service; flags interval; "
                                                      "elements = { 80, 7000-8000 } }\n chain in {\n "
                                                      "type filter hook input priority 0; policy drop;\n tcp dport @p "
                                                      "accept\n meta l4proto ipv6-icmp accept\n "
                                                      "}\n}")
                                               << open << open << open;
    QTest::newRow("nft: a named set without the port")
        << nft("table inet t {\n set p { type inet_service; elements = { 80 } }\n chain in {\n type filter hook input "
               "priority 0; policy drop;\n tcp dport @p accept\n meta l4proto ipv6-icmp accept\n }\n}")
        << dropped << dropped << dropped;
    QTest::newRow("nft: interface and port together in a set")
        << chain("accept", "iifname . tcp dport { \"lan1\" . 7600, \"lan0\" . 80 } drop") << open << dropped << open;
    QTest::newRow("nft: jump, return, and goto") << nft("table inet t {\n chain ports { tcp dport 7600 return\n drop\n "
                                                        "}\n chain zone { iifname \"lan1\" drop\n }\n "
                                                        "chain in {\n type filter hook input priority 0;\n tcp dport "
                                                        "7600 jump ports\n meta l4proto tcp goto zone\n "
                                                        "drop\n }\n}")
                                                 << open << dropped << QString();
    QTest::newRow("nft: a map of interfaces to chains")
        << nft("table inet t {\n chain a { tcp dport 7600 accept\n drop\n }\n chain b { reject\n }\n chain in {\n type "
               "filter "
               "hook input priority 0;\n iifname vmap { \"lan0\" : jump a, \"lan1\" : jump b }\n }\n}")
        << open << refused << QString();
    QTest::newRow("nft: a state that is not tracked, a chain that its words alone tell, nothing can be said")
        << nft("table inet t {\n chain pre {\n type filter hook prerouting priority raw;\n iifname \"lan0\" notrack\n "
               "}\n chain in {\n type filter hook input priority 0;\n ct state untracked drop\n iifname \"lan1\" jump "
               "{ "
               "tcp dport 7600 drop; }\n }\n}")
        << unknown << unknown << unknown;
    QTest::newRow("nft: a table that is off")
        << nft("table inet t {\n flags dormant\n chain in {\n type filter hook input priority 0; policy drop;\n }\n}")
        << open << open << open;
    QTest::newRow("nft: accepted in one table, dropped in the next")
        << nft("table inet a {\n chain in {\n type filter hook input priority 0;\n tcp dport 7600 accept\n }\n}\n"
               "table inet b {\n chain in {\n type filter hook input priority 10;\n tcp dport 7600 drop\n }\n}")
        << dropped << dropped << dropped;
    QTest::newRow("nft: dropped before routing") << nft("table inet raw0 {\n chain pre {\n type filter hook prerouting "
                                                        "priority raw;\n iifname \"lan1\" tcp dport 7600 "
                                                        "drop\n }\n}")
                                                 << open << dropped << open;
    QTest::newRow("nft: dropped as it comes in, at one interface")
        << nft("table netdev t {\n chain one {\n type filter hook ingress device \"lan1\" priority 0;\n tcp dport 7600 "
               "drop\n }\n}")
        << open << dropped << open;
    QTest::newRow("nft: dropped as it comes in, at interfaces of a list")
        << nft("table netdev t {\n chain two {\n type filter hook ingress devices = { \"lan1\", \"lo\" } priority "
               "0;\n tcp dport 7600 drop\n }\n}")
        << open << dropped << open;
    QTest::newRow("nft: accepted at a rate, nothing can be said of all")
        << chain("drop", "tcp dport 7600 limit rate 1000/second accept; meta l4proto ipv6-icmp accept") << unknown
        << unknown << unknown;
    QTest::newRow("nft: a rate for the log only")
        << chain("drop", "limit rate 5/second log prefix \"no \"; tcp dport 7600 accept; meta l4proto ipv6-icmp accept")
        << open << open << open;
    QTest::newRow("nft: led to another port, nothing can be said")
        << nft("table ip t {\n chain pre {\n type nat hook prerouting priority dstnat;\n tcp dport 7600 redirect to "
               ":7601\n "
               "}\n}")
        << unknown << unknown << open;
    QTest::newRow("nft: of the local kind, as container engines ask")
        << chain("drop", "fib daddr type local tcp dport 7600 accept; meta l4proto ipv6-icmp accept") << open << open
        << open;
    QTest::newRow("nft: rules of UDP and of what is established concern no device")
        << chain("accept",
                 "udp dport 7600 drop; ct state established accept; ct state invalid drop; iifname \"lo\" drop")
        << open << open << open;

    QTest::newRow("nft: no answer gets out")
        << nft("table inet t {\n chain out {\n type filter hook output priority 0; policy drop;\n oifname \"lan1\" "
               "accept\n icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept\n }\n}")
        << dropped << open << dropped;
    QTest::newRow("nft: answers get out as what is established, but are refused at one interface")
        << nft("table inet t {\n chain out {\n type filter hook output priority 0; policy drop;\n oifname \"lan1\" tcp "
               "sport 7600 reject with tcp reset\n ct state established,related accept\n meta l4proto ipv6-icmp "
               "accept\n }\n chain nat {\n type nat hook output priority 0; policy drop;\n }\n}")
        << open << dropped << open;
    QTest::newRow("iptables: policy drop") << QStringLiteral("iptables -P INPUT DROP") << dropped << dropped << open;
    QTest::newRow("iptables: policy drop, the port accepted")
        << QStringLiteral("iptables -P INPUT DROP; iptables -A INPUT -p tcp --dport 7600 -j ACCEPT") << open << open
        << open;
    QTest::newRow("iptables: reject by reset on one interface")
        << QStringLiteral("iptables -A INPUT -i lan1 -p tcp -m tcp --dport 7600 -j REJECT --reject-with tcp-reset")
        << open << refused << open;
    QTest::newRow("iptables: several ports, of new connections")
        << QStringLiteral(
               "iptables -A INPUT -p tcp -m multiport --dports 80,7000:7700 -m conntrack --ctstate NEW -j DROP")
        << dropped << dropped << open;
    QTest::newRow("iptables: not from this network")
        << QStringLiteral("iptables -A INPUT ! -s 10.77.0.0/24 -p tcp --dport 7600 -j DROP") << open << dropped << open;
    QTest::newRow("iptables: SYN by its flags, from interfaces by their beginning")
        << QStringLiteral("iptables -A INPUT -i lan+ -p tcp --syn -j DROP") << dropped << dropped << open;
    QTest::newRow("iptables: chains as ufw makes them")
        << QStringLiteral(
               "iptables -P INPUT DROP; iptables -N ufw-user-input; iptables -N ufw-not-local; iptables -N ufw-before; "
               "iptables -A INPUT -j ufw-before; iptables -A ufw-before -m conntrack --ctstate RELATED,ESTABLISHED -j "
               "ACCEPT; iptables -A ufw-before -j ufw-not-local; iptables -A ufw-not-local -m addrtype --dst-type "
               "LOCAL "
               "-j RETURN; iptables -A ufw-not-local -j DROP; iptables -A ufw-before -j ufw-user-input; "
               "iptables -A ufw-user-input -i lan0 -p tcp -m tcp --dport 7600 -m comment --comment 'for devices' -j "
               "ACCEPT")
        << open << dropped << open;
    QTest::newRow("iptables: a rate, nothing can be said of all")
        << QStringLiteral(
               "iptables -A INPUT -p tcp --dport 7600 -m limit --limit 5/min -j ACCEPT; "
               "iptables -A INPUT -p tcp --dport 7600 -j DROP")
        << unknown << unknown << open;
    QTest::newRow("iptables: dropped before routing")
        << QStringLiteral("iptables -t raw -A PREROUTING -i lan1 -p tcp --dport 7600 -j DROP") << open << dropped
        << open;
    QTest::newRow("iptables: answers get out as what is established")
        << QStringLiteral(
               "iptables -P OUTPUT DROP; iptables -A OUTPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT; "
               "iptables -t nat -A OUTPUT -p tcp -j REDIRECT --to-ports 9; iptables -t mangle -A POSTROUTING -p tcp "
               "--syn -j DROP")
        << open << open << open;
    QTest::newRow("iptables: IPv6 only") << QStringLiteral("ip6tables -A INPUT -p tcp --dport 7600 -j REJECT") << open
                                         << open << refused;
    QTest::newRow("iptables accepts, nft drops")
        << QStringLiteral("iptables -A INPUT -p tcp --dport 7600 -j ACCEPT; ") + chain("accept", "tcp dport 7600 drop")
        << dropped << dropped << dropped;
  }
  void theFindingIsWhatADeviceMeets() {
    QFETCH(QString, rules);
    QFETCH(QString, lan0);
    QFETCH(QString, lan1);
    QFETCH(QString, lan0v6);
    const QString script = QStringLiteral("set -e; PATH=$PATH:/usr/sbin:/sbin\n") + rules;
    QVERIFY2(m_networks->sh(script), qPrintable(m_networks->problem()));
    NamespaceSystem system(*m_networks);
    const Patience patience(m_clock, std::chrono::minutes(1));
    struct Place {
      QString expected;
      std::string host;
    };
    const Place places[] = {{lan0, "10.77.0.1"}, {lan1, "10.78.0.1"}, {lan0v6, "fd77::1"}};
    std::vector<ExposedPort> ports;
    QStringList hosts;
    for (const Place& place : places) {
      ports.push_back({"Linekeeper", {place.host, kPort}});
      hosts << QString::fromStdString(place.host);
    }
    const std::vector<Finding> findings = lookAtLinuxFirewall(system, ports, patience);
    QVERIFY2(findings.size() == 3, qPrintable(saidOf(findings)));
    const QStringList met = m_networks->connect(hosts, kPort);
    for (std::size_t i = 0; i < 3; ++i) {
      const Place& place = places[i];
      if (place.expected.isEmpty()) continue;
      QVERIFY2(verdict(findings[i]) == place.expected,
               qPrintable(QStringLiteral("expected %1, found %2").arg(place.expected, saidOf({findings[i]}))));
      if (place.expected != QStringLiteral("unknown")) QCOMPARE(met[static_cast<qsizetype>(i)], place.expected);
    }
  }

  // The commands that a fix shows, run as they stand: the device gets in. The undo, where there is one: it does not.
  void theFixLetsTheDeviceIn_data() {
    QTest::addColumn<QString>("rules");
    QTest::addColumn<QString>("met");
    QTest::addColumn<bool>("undo");
    QTest::newRow("nft: policy drop")
        << QStringLiteral(
               "nft add table inet t; nft 'add chain inet t in { type filter hook input priority 0; policy "
               "drop; }'")
        << QStringLiteral("dropped") << false;
    QTest::newRow("nft: refused in a chain that is jumped to")
        << QStringLiteral(
               "nft add table ip t; nft add chain ip t a; nft add rule ip t a tcp dport 7600 reject; nft 'add "
               "chain ip t in { type filter hook input priority 0; }'; nft add rule ip t in jump a")
        << QStringLiteral("refused") << false;
    QTest::newRow("iptables: policy drop")
        << QStringLiteral("iptables -P INPUT DROP") << QStringLiteral("dropped") << true;
    QTest::newRow("iptables: dropped before routing")
        << QStringLiteral("iptables -t raw -A PREROUTING -p tcp --dport 7600 -j DROP") << QStringLiteral("dropped")
        << true;
    QTest::newRow("iptables: no answer gets out")
        << QStringLiteral("iptables -P OUTPUT DROP") << QStringLiteral("dropped") << true;
  }
  void theFixLetsTheDeviceIn() {
    QFETCH(QString, rules);
    QFETCH(QString, met);
    QFETCH(bool, undo);
    const QString before = QStringLiteral("set -e; PATH=$PATH:/usr/sbin:/sbin; sudo() { \"$@\"; }\n");
    const QStringList host{QStringLiteral("10.77.0.1")};
    QVERIFY2(m_networks->sh(before + rules), qPrintable(m_networks->problem()));
    NamespaceSystem system(*m_networks);
    const std::vector<Finding> findings =
        lookAtLinuxFirewall(system, {{"Linekeeper", {"10.77.0.1", kPort}}}, Patience(m_clock, std::chrono::minutes(1)));
    QCOMPARE(verdict(findings.at(0)), met);
    QCOMPARE(m_networks->connect(host, kPort), QStringList{met});
    const Fix& fix = *findings.at(0).fix;
    QVERIFY(!fix.commands.empty());
    for (const std::string& command : fix.commands) {
      QVERIFY2(m_networks->sh(before + QString::fromStdString(command)), qPrintable(m_networks->problem()));
    }
    QCOMPARE(m_networks->connect(host, kPort), QStringList{QStringLiteral("open")});
    QCOMPARE(fix.action.has_value(), undo);
    if (!undo) return;
    for (const CommandLine& command : fix.action->undo) {
      QVERIFY2(m_networks->sh(before + QString::fromStdString(command.shellText())), qPrintable(m_networks->problem()));
    }
    QCOMPARE(m_networks->connect(host, kPort), QStringList{met});
  }

 private:
  SystemClock m_clock;
  std::unique_ptr<NetworkNamespaces> m_networks;
};

QTEST_GUILESS_MAIN(LinuxFirewall)
#include "tst_linux_firewall.moc"
