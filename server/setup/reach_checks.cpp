#include <algorithm>

#include "server/setup/areas.h"
#include "server/setup/exposed_ports.h"
#include "server/setup/nginx_look.h"
#include "server/setup/probe.h"

namespace lk::setup {

using namespace std::chrono_literals;

namespace {

constexpr auto kProbePatience = 3s;
constexpr std::size_t kMostAddresses = 4;  // of this machine that are tried

// Where devices are let in on this machine.
struct Entrance {
  Address bound;
  Text who;  // nginx, node n1
  bool ofNginx = false;
  bool proxyHeader = false;
  bool tls = false;
  Text where;  // what says so
};

// The same entrance from within the machine and by its addresses in the network.
struct Ways {
  std::vector<Address> near;
  std::vector<Address> far;
};

bool isV6(const std::string& host) { return host.find(':') != std::string::npos; }

Ways waysTo(const Address& bound, const std::vector<std::string>& own) {
  Ways ways;
  const bool all = bound.host == "0.0.0.0" || bound.host == "::";
  if (!all) {
    (isLoopback(bound.host) ? ways.near : ways.far).push_back(bound);
    return ways;
  }
  ways.near.push_back({bound.host == "::" ? "::1" : "127.0.0.1", bound.port});
  for (const std::string& host : own) {
    const bool taken = isV6(host) == (bound.host == "::");
    if (taken && ways.far.size() < kMostAddresses) ways.far.push_back({host, bound.port});
  }
  return ways;
}

std::vector<Entrance> nginxEntrances(System& system, const Surroundings& around, const Patience& patience) {
  std::vector<Entrance> entrances;
  const NginxLook look(system, around, patience);
  for (const NginxStreamServer* server : look.ours) {
    for (const NginxListen& listen : server->listens) {
      if (!listen.address || listen.udp) continue;
      const auto& words = listen.line->arguments;
      entrances.push_back({*listen.address, text("{0}", "nginx"), true, listen.proxyProtocol,
                           std::find(words.begin(), words.end(), "ssl") != words.end(), seenAt(*listen.line)});
    }
  }
  if (!entrances.empty()) return entrances;
  for (const std::string& listen : around.settings.nginxListen) {
    if (const auto address = parseAddress(listen)) {
      entrances.push_back({*address, text("{0}", "nginx"), true, false, false, text("nginx.listen = {0}", listen)});
    }
  }
  return entrances;
}

std::vector<Entrance> nodeEntrances(const Surroundings& around) {
  std::vector<Entrance> entrances;
  const bool header = around.settings.proxyProtocol == "required";
  for (const NodeFact& node : around.nodes) {
    if (!node.own || !node.live) continue;
    for (const std::string& listen : node.listen) {
      const auto address = parseAddress(listen);
      if (address)
        entrances.push_back({*address, text("node {0}", node.id), false, header, false,
                             text("node {0} listens on {1}", node.id, listen)});
    }
  }
  return entrances;
}

class ReachCheck final : public Check {
 public:
  std::string_view id() const override { return "reach.probe"; }
  Area area() const override { return Area::Reach; }
  Text title() const override { return text("A device's way to a node, from this machine"); }
  std::chrono::milliseconds deadline() const override { return 40s; }

  std::vector<Finding> run(System& system, const Surroundings& around, const Patience& patience) override {
    const std::vector<std::string> own = system.ownAddresses();
    const std::vector<Entrance> throughNginx = nginxEntrances(system, around, patience);
    const std::vector<Entrance> direct = nodeEntrances(around);
    std::vector<Finding> findings;
    for (const Entrance& entrance : throughNginx) tryOut(system, around, entrance, own, false, patience, findings);
    // Behind nginx a node need not be reached from elsewhere.
    for (const Entrance& entrance : direct) {
      tryOut(system, around, entrance, own, !throughNginx.empty(), patience, findings);
    }
    if (findings.empty()) {
      findings.push_back({"reach.nothing-to-try",
                          Grade::Unknown,
                          text("There is no entrance on this machine to try"),
                          {text("no node runs here, and no nginx is known to lead to one")},
                          {},
                          Fix{text("Start a node, or say in nginx.listen where nginx takes devices."),
                              {"linekeeper --headless", "linekeeper check reach --set nginx.listen=0.0.0.0:7700"},
                              std::nullopt}});
    }
    return findings;
  }

 private:
  static void tryOut(System& system, const Surroundings& around, const Entrance& entrance,
                     const std::vector<std::string>& own, bool behindNginx, const Patience& patience,
                     std::vector<Finding>& findings) {
    if (entrance.tls) {
      findings.push_back(
          {"reach.tls",
           Grade::Unknown,
           text("{0} at {1} wants TLS, which the probe does not speak", entrance.who, entrance.bound.text()),
           {entrance.where},
           {},
           std::nullopt});
      return;
    }
    Ways ways = waysTo(entrance.bound, own);
    // From elsewhere than trusted addresses the header would be refused, and rightly so.
    if (behindNginx || (entrance.proxyHeader && !entrance.ofNginx)) {
      if (!ways.near.empty()) ways.far.clear();
    }
    std::vector<Probed> near;
    std::vector<Probed> far;
    for (const Address& to : ways.near)
      near.push_back(probe(system, to, entrance.proxyHeader, patience.atMost(kProbePatience)));
    for (const Address& to : ways.far)
      far.push_back(probe(system, to, entrance.proxyHeader, patience.atMost(kProbePatience)));
    findings.push_back(judge(entrance, near, far, system.kind()));
    if (!behindNginx) lookAtReach(entrance, ways, findings);
    lookAtNodes(entrance, around, near, far, findings);
  }

  static Finding judge(const Entrance& entrance, const std::vector<Probed>& near, const std::vector<Probed>& far,
                       System::Kind kind) {
    std::vector<Text> evidence{entrance.where};
    for (const Probed& probed : near) evidence.push_back(probed.says());
    for (const Probed& probed : far) evidence.push_back(probed.says());
    const auto failed = [](const Probed& probed) { return !probed.welcomed(); };
    const auto nearFailed = std::find_if(near.begin(), near.end(), failed);
    const auto farFailed = std::find_if(far.begin(), far.end(), failed);
    if (nearFailed != near.end()) return failure(entrance, *nearFailed, std::move(evidence), kind);
    if (farFailed != far.end()) {
      return near.empty() ? failure(entrance, *farFailed, std::move(evidence), kind)
                          : trap(entrance, *farFailed, std::move(evidence));
    }
    const Probed& some = far.empty() ? near.front() : far.front();
    evidence.push_back(
        text("a firewall may still treat other machines differently; to be sure, from another one: "
             "linekeeper simulate --target {0} --devices 1 --seconds 5",
             some.to.text()));
    return {entrance.ofNginx ? "reach.through-nginx" : "reach.node",
            Grade::Good,
            entrance.ofNginx ? text("A device gets to node {0} through nginx at {1}", some.node, some.to.text())
                             : text("A device gets to node {0} at {1}", some.node, some.to.text()),
            std::move(evidence),
            {},
            std::nullopt};
  }

  // Works on the machine, and not from its own address in the network.
  static Finding trap(const Entrance& entrance, const Probed& far, std::vector<Text> evidence) {
    Finding finding{"reach.lan-" + std::string(toText(far.end)),
                    Grade::Problem,
                    text("{0} answers on this machine itself, but not at its address {1}", entrance.who, far.to.text()),
                    std::move(evidence),
                    text("Every test on the machine passes, and no device gets in."),
                    std::nullopt};
    const bool firewall = far.end == Probed::End::Dropped || far.end == Probed::End::Unreachable;
    std::vector<std::string> commands{"linekeeper check firewall --fix-plan"};
    if (!firewall) commands.emplace_back("linekeeper check ports");
    finding.fix =
        Fix{firewall ? text("A firewall of this machine drops it: let port {0} in.", far.to.port)
                     : text("Something else has that address and port, or a firewall refuses it: look at both."),
            std::move(commands), std::nullopt};
    return finding;
  }

  static Finding failure(const Entrance& entrance, const Probed& probed, std::vector<Text> evidence,
                         System::Kind kind) {
    const std::string where = probed.to.text();
    Finding finding{"reach." + std::string(toText(probed.end)),
                    Grade::Problem,
                    {},
                    std::move(evidence),
                    text("No device gets in by {0} at {1}.", entrance.who, where),
                    std::nullopt};
    const std::string log = kind == System::Kind::Windows ? "nginx's logs\\error.log" : "/var/log/nginx/error.log";
    switch (probed.end) {
      case Probed::End::Welcomed: break;
      case Probed::End::Refused:
        finding.title = text("Nobody listens at {0}", where);
        finding.fix =
            entrance.ofNginx
                ? Fix{text("Test nginx's configuration, then start or reload it."),
                      {"nginx -t", "nginx -s reload"},
                      std::nullopt}
                : Fix{text("Start the node, and look at what it says."), {"linekeeper --headless"}, std::nullopt};
        break;
      case Probed::End::Dropped:
        finding.title = text("Connections to {0} get no answer", where);
        finding.fix = Fix{text("A firewall drops them, or the queue of the listener is full."),
                          {"linekeeper check firewall --fix-plan", "linekeeper check limits"},
                          std::nullopt};
        break;
      case Probed::End::Unreachable:
        finding.title = text("There is no way to {0}", where);
        finding.fix = Fix{
            text("Is it an address of this machine, and its interface up? A firewall may refuse it, too."),
            {kind == System::Kind::Windows ? "Get-NetIPAddress" : "ip address", "linekeeper check firewall --fix-plan"},
            std::nullopt};
        break;
      case Probed::End::Silent:
        finding.title = text("{0} takes the connection, and no node answers", where);
        finding.fix =
            entrance.ofNginx
                ? Fix{text("The node that nginx chose does not answer: its machine is gone or a firewall lies "
                           "between. {0} names it; take it out of the upstream, and set proxy_connect_timeout "
                           "to 1 to 3 s.",
                           log),
                      {"linekeeper nodes", "linekeeper check nginx --fix-plan"},
                      std::nullopt}
                : Fix{text("The node hangs, or waits for a PROXY header (node.proxy-protocol)."),
                      {"linekeeper nodes"},
                      std::nullopt};
        break;
      case Probed::End::Closed:
      case Probed::End::Reset:
        finding.title = probed.end == Probed::End::Closed ? text("{0} takes the connection and closes it", where)
                                                          : text("{0} takes the connection and resets it", where);
        finding.fix = entrance.ofNginx
                          ? Fix{text("None of the nodes in nginx's upstream lets it in: {0} says which and why.", log),
                                {"linekeeper nodes", "linekeeper check nginx --fix-plan"},
                                std::nullopt}
                          : Fix{text("Something between cuts it, or the node has no descriptors left."),
                                {"linekeeper check limits"},
                                std::nullopt};
        break;
      case Probed::End::WrongProtocol:
        finding.title = text("What answers at {0} is no Linekeeper node", where);
        finding.fix = entrance.ofNginx
                          ? Fix{text("nginx leads to something else: its upstream must name the nodes' own ports, and "
                                     "the server must stand in stream, not in http."),
                                {"linekeeper check nginx --fix-plan"},
                                std::nullopt}
                          : Fix{text("Another program took the port."), {"linekeeper check ports"}, std::nullopt};
        break;
      case Probed::End::TurnedAway: turnedAway(entrance, probed, finding); break;
    }
    return finding;
  }

  static void turnedAway(const Entrance& entrance, const Probed& probed, Finding& finding) {
    finding.title = text("A node answers at {0}, and sends devices away: {1}", probed.to.text(), probed.sentence);
    const CloseReason reason = *probed.reason;
    if (reason == CloseReason::Draining || reason == CloseReason::OverLimit) {
      finding.grade = Grade::Warning;
      finding.why = text("Devices that come here are told to come back later.");
      finding.fix = Fix{reason == CloseReason::Draining
                            ? text("The node drains: take it out of nginx's upstream until it is back.")
                            : text("The node is full: raise its limits, or add a node."),
                        {"linekeeper nodes", "linekeeper check limits"},
                        std::nullopt};
      return;
    }
    if (reason != CloseReason::ProtocolError) return;
    finding.fix =
        Fix{entrance.ofNginx ? text("nginx and node do not agree on the PROXY protocol: write proxy_protocol on; where "
                                    "node.proxy-protocol is required, and leave it out where it is off.")
                             : text("The node did not take the probe's HELLO; a node of another version, or one that "
                                    "wants a PROXY header (node.proxy-protocol)."),
            {"linekeeper check nginx --fix-plan"},
            std::nullopt};
  }

  // An entrance that only this machine can use.
  static void lookAtReach(const Entrance& entrance, const Ways& ways, std::vector<Finding>& findings) {
    if (!isLoopback(entrance.bound.host) || !ways.far.empty()) return;
    const std::string all = isV6(entrance.bound.host) ? "[::]" : "0.0.0.0";
    const std::string port = std::to_string(entrance.bound.port);
    Fix fix = entrance.ofNginx
                  ? Fix{text("Write listen {0}; in the place of that line, then test nginx's configuration and "
                             "reload it.",
                             all + ":" + port),
                        {"nginx -t", "nginx -s reload"},
                        std::nullopt}
                  : Fix{text("Let it listen on an address that devices reach."),
                        {"linekeeper --listen " + all + ":" + port},
                        std::nullopt};
    findings.push_back(
        {"reach.loopback-only",
         Grade::Warning,
         text("{0} listens on {1} only, where no other machine gets", entrance.who, entrance.bound.text()),
         {entrance.where},
         text("It works from this machine itself; devices elsewhere are refused."),
         std::move(fix)});
  }

  static void lookAtNodes(const Entrance& entrance, const Surroundings& around, const std::vector<Probed>& near,
                          const std::vector<Probed>& far, std::vector<Finding>& findings) {
    if (!around.wholeCluster || !entrance.ofNginx) return;
    for (const std::vector<Probed>* all : {&near, &far}) {
      for (const Probed& probed : *all) {
        const bool known = std::any_of(around.nodes.begin(), around.nodes.end(),
                                       [&probed](const NodeFact& node) { return node.id == probed.node; });
        if (!probed.welcomed() || known) continue;
        findings.push_back({"reach.foreign-node",
                            Grade::Problem,
                            text("nginx leads to node {0}, which is none of this cluster", probed.node),
                            {probed.says(), entrance.where},
                            text("Devices that land there are out of reach for commands of this cluster."),
                            Fix{text("Take it out of the upstream, or give it this cluster's redis.url and "
                                     "redis.prefix."),
                                {"linekeeper nodes", "linekeeper check nginx --fix-plan"},
                                std::nullopt}});
        return;
      }
    }
  }
};

}  // namespace

Checks reachChecks() {
  Checks checks;
  checks.push_back(std::make_unique<ReachCheck>());
  return checks;
}

}  // namespace lk::setup
