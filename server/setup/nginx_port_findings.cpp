#include <algorithm>

#include "server/setup/listening_ports.h"
#include "server/setup/nginx_look.h"

namespace lk::setup {

namespace {

constexpr std::chrono::milliseconds kPatience{3'000};

Address toTry(const Address& listen) {
  if (listen.host == "0.0.0.0") return {"127.0.0.1", listen.port};
  if (listen.host == "::") return {"::1", listen.port};
  return listen;
}

// A node of this machine that listens where nginx wants to.
const NodeFact* nodeAt(const NginxLook& look, const NginxListen& listen) {
  const bool withV4 = std::ranges::count(listen.line->arguments, "ipv6only=off") > 0;
  for (const NodeFact& node : look.around.nodes) {
    if (!node.own && !node.host.empty()) continue;
    for (const std::string& text : node.listen) {
      const auto address = parseAddress(text);
      // A node at [::] has IPv4, too; nginx, unless it is told to.
      const bool apart = address && listen.address->host == "::" && address->host.find(':') == std::string::npos;
      if (!address || (apart && !withV4)) continue;
      if (sameDoor(*address, *listen.address)) return &node;
    }
  }
  return nullptr;
}

void tryPort(const NginxLook& look, const NginxListen& listen, std::vector<Finding>& findings) {
  const Address address = toTry(*listen.address);
  const Talk talk = look.system.talk(
      address, {}, [](std::string_view) { return true; }, look.patience.atMost(kPatience));
  Finding finding{.id = "nginx.port-refused",
                  .grade = Grade::Problem,
                  .title = text("Nobody takes connections at {0}, where nginx should listen", address.text()),
                  .evidence = {seenAt(*listen.line), text("connecting to {0}: {1}", address.text(), talk.detail)},
                  .why = text("No device gets in there."),
                  .fix = {}};
  switch (talk.end) {
    case Talk::End::Refused:
      finding.fix =
          look.written(text("Test and reload nginx, so that it listens there. If it does not run, start it."));
      break;
    case Talk::End::NoAnswer:
      finding.id = "nginx.port-no-answer";
      finding.title = text("Connections to {0}, where nginx should listen, get no answer", address.text());
      finding.fix =
          Fix{text("A firewall of this machine drops them, or nginx accepts no more: look at its error log and at the "
                   "firewall's rules."),
              {"linekeeper check firewall"},
              {}};
      break;
    case Talk::End::Unreachable:
      finding.id = "nginx.port-unreachable";
      finding.title = text("{0}, where nginx should listen, is no address of this machine", address.text());
      finding.fix = look.written(text("In {0}, write an address of this machine, or the port alone: listen {1};",
                                      listen.line->place.text(), address.port));
      break;
    case Talk::End::Answered:
    case Talk::End::Silent:
    case Talk::End::Closed:
    case Talk::End::Reset:
      finding.id = "nginx.port";
      finding.grade = Grade::Good;
      finding.title = text("{0} takes connections", address.text());
      finding.evidence = {seenAt(*listen.line), text("connected in {0} µs", talk.connectTook.count())};
      finding.why = {};
      break;
  }
  findings.push_back(std::move(finding));
}

}  // namespace

std::vector<Finding> nginxPortFindings(const NginxLook& look) {
  std::vector<Finding> findings;
  for (const NginxStreamServer* server : look.ours) {
    for (const NginxListen& listen : server->listens) {
      if (listen.udp || !listen.address) continue;
      if (const NodeFact* node = nodeAt(look, listen)) {
        findings.push_back(
            {.id = "nginx.port-of-node",
             .grade = Grade::Problem,
             .title = text("nginx and the node {0} want the same port {1}", node->id, listen.address->port),
             .evidence = {seenAt(*listen.line), text("the node listens at {0}", node->listen.front())},
             .why = text("Only one of them gets it: devices go past nginx, or the node does not start."),
             .fix = Fix{text("Let nginx have the port that devices know, and the node another, for loopback "
                             "only: node.listen = 127.0.0.1:{0}, and the same in nginx's upstream.",
                             listen.address->port == 65'535 ? 7'600 : listen.address->port + 1),
                        {},
                        {}}});
        continue;
      }
      tryPort(look, listen, findings);
    }
  }
  if (findings.empty()) {
    findings.push_back({.id = "nginx.port",
                        .grade = Grade::Unknown,
                        .title = text("Not looked at, as no server of a stream block listens for devices at a port"),
                        .evidence = {text("{0}", look.facts.configFile)},
                        .why = {},
                        .fix = {}});
  }
  return findings;
}

}  // namespace lk::setup
