#include "server/setup/nginx_look.h"

namespace lk::setup {

namespace {

constexpr std::int64_t kMostFails = 10;
constexpr std::int64_t kMostWeight = 1'000;
constexpr std::int64_t kMostUneven = 10;
constexpr std::chrono::seconds kShortestFailTimeout{1};
constexpr std::chrono::seconds kLongestFailTimeout{60};

Text lineOf(const NginxPeer& peer) { return seenAt(*peer.line); }

std::string withDown(const NginxPeer& peer) { return "server " + argumentsWithout(*peer.line, {"down"}) + " down;"; }

std::string nodeName(const NodeFact& node) { return node.host.empty() ? node.id : node.id + " on " + node.host; }

std::string listens(const NodeFact& node) {
  std::string all;
  for (const std::string& address : node.listen) all += (all.empty() ? "" : ", ") + address;
  return all;
}

void missingNode(const NginxLook& look, const NginxUpstream& upstream, const NodeFact& node,
                 std::vector<Finding>& findings) {
  const std::string address = addressForNginx(node);
  findings.push_back(
      {.id = "nginx.node-missing",
       .grade = Grade::Problem,
       .title = text("nginx does not know the node {0}", nodeName(node)),
       .evidence = {text("{0}: upstream {1} has no server line for it", upstream.place.text(), upstream.name),
                    text("the node listens at {0}", listens(node))},
       .why = text("It gets no device, and the others carry its share."),
       .fix = look.written(
           upstream.directive
               ? text("In the upstream block at {0}, write: server {1} max_fails=1 fail_timeout=10s;",
                      upstream.place.text(), address)
               : text("Write an upstream block with server {1}; and server {2}; in it, and its name behind "
                      "proxy_pass in {0}.",
                      upstream.place.text(), upstream.name, address))});
}

void deadNode(const NginxLook& look, const NginxNodes::Line& line, std::vector<Finding>& findings) {
  const NginxPeer& peer = *line.peer;
  findings.push_back(
      {.id = "nginx.dead-node",
       .grade = Grade::Problem,
       .title = line.node
                    ? text("nginx sends devices to {0}, whose node {1} is dead", peer.address, nodeName(*line.node))
                    : text("nginx sends devices to {0}, where no live node is", peer.address),
       .evidence = {lineOf(peer)},
       .why = text("Its share of the devices is tried there first. Each waits up to proxy_connect_timeout "
                   "before another node is tried."),
       .fix = look.written(text("Take the line at {0} out, or write down behind its address until the node "
                                "is back: {1}",
                                peer.place.text(), withDown(peer)))});
}

void drainingNode(const NginxLook& look, const NginxNodes::Line& line, std::vector<Finding>& findings) {
  findings.push_back(
      {.id = "nginx.draining-node",
       .grade = Grade::Warning,
       .title =
           text("nginx still sends devices to {0}, whose node {1} drains", line.peer->address, nodeName(*line.node)),
       .evidence = {lineOf(*line.peer)},
       .why = text("The node closes each device, nginx sends it to the same node again by its address, and "
                   "so on until the node is gone."),
       .fix = look.written(text("In {0}, write: {1}", line.peer->place.text(), withDown(*line.peer)))});
}

void downNode(const NginxLook& look, const NginxNodes::Line& line, std::vector<Finding>& findings) {
  findings.push_back({.id = "nginx.node-marked-down",
                      .grade = Grade::Problem,
                      .title = text("The node {0} lives, but is marked down in nginx", nodeName(*line.node)),
                      .evidence = {lineOf(*line.peer)},
                      .why = text("It gets no device, and the others carry its share."),
                      .fix = look.written(text("Take the word down out of {0}.", line.peer->place.text()))});
}

void oddLimits(const NginxLook& look, const NginxPeer& peer, std::vector<Finding>& findings) {
  const auto add = [&](const char* id, Text title, Text why, const char* better) {
    findings.push_back(
        {.id = id,
         .grade = Grade::Warning,
         .title = std::move(title),
         .evidence = {lineOf(peer)},
         .why = std::move(why),
         .fix = look.written(text("In {0}, write: server {1} {2};", peer.place.text(),
                                  argumentsWithout(*peer.line, {"max_fails", "fail_timeout"}), better))});
  };
  constexpr const char* kSane = "max_fails=1 fail_timeout=10s";
  if (peer.maxFails == 0) {
    add("nginx.max-fails-off", text("nginx never skips {0} when it is dead: max_fails=0", peer.address),
        text("Every device whose place it is waits for proxy_connect_timeout, again and again."), kSane);
  } else if (peer.maxFails > kMostFails) {
    add("nginx.max-fails-high", text("nginx skips {0} only after {1} failures", peer.address, peer.maxFails),
        text("Until then every device whose place it is waits for proxy_connect_timeout."), kSane);
  }
  if (peer.failTimeout < kShortestFailTimeout) {
    add("nginx.fail-timeout-short",
        text("nginx forgets at once that {0} is dead: fail_timeout={1}", peer.address, nginxTime(peer.failTimeout)),
        text("A dead node is then tried for nearly every device whose place it is."), kSane);
  } else if (peer.failTimeout > kLongestFailTimeout) {
    add("nginx.fail-timeout-long",
        text("nginx keeps away from {0} for {1} after a failure", peer.address, nginxTimeText(peer.failTimeout)),
        text("A node that was restarted gets no device for so long, and the others carry its share."), kSane);
  }
}

void oddWeights(const NginxLook& look, const NginxUpstream& upstream, std::vector<Finding>& findings) {
  const auto [least, most] = std::ranges::minmax(upstream.peers, {}, &NginxPeer::weight);
  std::int64_t sum = 0;
  for (const NginxPeer& peer : upstream.peers) sum += peer.weight;
  if (least.weight > 0 && most.weight / least.weight > kMostUneven) {
    findings.push_back(
        {.id = "nginx.weight-uneven",
         .grade = Grade::Warning,
         .title =
             text("{0} gets {1} times the devices of {2}", most.address, most.weight / least.weight, least.address),
         .evidence = {lineOf(most), lineOf(least)},
         .why = text("When the heavy node fails, the light ones get far more than they were measured for."),
         .fix = look.written(text("Give weights by the nodes' cores, for example 1 to 4, in {0} and {1}.",
                                  most.place.text(), least.place.text()))});
  }
  if (sum > kMostWeight) {
    findings.push_back(
        {.id = "nginx.weight-large",
         .grade = Grade::Warning,
         .title = text("The weights of upstream {0} make {1} points on its hash ring", upstream.name, 160 * sum),
         .evidence = {text("{0}: {1} in all", upstream.place.text(), sum)},
         .why = text("nginx makes 160 points for each unit of weight, in every worker and at every reload. "
                     "Only the ratio of weights counts."),
         .fix = look.written(
             text("Divide the weights in the upstream block at {0} by a common number.", upstream.place.text()))});
  }
}

}  // namespace

void findNodesInUpstream(const NginxLook& look, const NginxUpstream& upstream, std::vector<Finding>& findings) {
  if (look.around.nodes.empty()) {
    findings.push_back({.id = "nginx.nodes-unknown",
                        .grade = Grade::Unknown,
                        .title = text("No node is known here, so nginx's list of nodes cannot be compared"),
                        .evidence = {text("{0}: upstream {1}, {2} servers", upstream.place.text(), upstream.name,
                                          upstream.peers.size())},
                        .why = {},
                        .fix = {}});
    return;
  }
  const NginxNodes matched = matchNodes(upstream, look.around.nodes, look.ownAddresses);
  for (const NodeFact* node : matched.missing) missingNode(look, upstream, *node, findings);
  for (const NginxNodes::Line& line : matched.lines) {
    const bool live = line.node && line.node->live;
    if (line.peer->down) {
      if (live && !line.node->draining) downNode(look, line, findings);
    } else if (!line.node && line.byName) {
      findings.push_back(
          {.id = "nginx.node-by-name",
           .grade = Grade::Unknown,
           .title = text("Which node {0} is cannot be told, as it is a name", line.peer->address),
           .evidence = {lineOf(*line.peer)},
           .why = text("nginx looks names up once, when it starts or reloads."),
           .fix = look.written(text("Write the node's address instead, in {0}.", line.peer->place.text()))});
    } else if (!live) {
      deadNode(look, line, findings);
    } else if (line.node->draining) {
      drainingNode(look, line, findings);
    }
  }
}

void findPeerLimits(const NginxLook& look, const NginxUpstream& upstream, std::vector<Finding>& findings) {
  if (upstream.peers.size() == 1) {
    findings.push_back({.id = "nginx.single-server",
                        .grade = Grade::Good,
                        .title = text("Upstream {0} has a single server, for which nginx ignores weight, max_fails and "
                                      "fail_timeout",
                                      upstream.name),
                        .evidence = {lineOf(upstream.peers.front())},
                        .why = {},
                        .fix = {}});
    return;
  }
  for (const NginxPeer& peer : upstream.peers) oddLimits(look, peer, findings);
  if (!upstream.peers.empty()) oddWeights(look, upstream, findings);
}

std::vector<Finding> nginxUpstreamFindings(const NginxLook& look) {
  std::vector<Finding> findings;
  if (look.ours.empty()) return {look.notLookedAt("nginx.upstream")};
  std::vector<Text> seen;
  for (const NginxStreamServer* server : look.ours) {
    findNodesInUpstream(look, *server->upstream, findings);
    findHash(look, *server, findings);
    findPeerLimits(look, *server->upstream, findings);
    for (const NginxPeer& peer : server->upstream->peers) seen.push_back(lineOf(peer));
  }
  if (worst(findings) == Grade::Good) {
    findings.push_back({.id = "nginx.upstream",
                        .grade = Grade::Good,
                        .title = text("nginx knows every live node, and sends a device to the same one each time"),
                        .evidence = std::move(seen),
                        .why = {},
                        .fix = {}});
  }
  return findings;
}

}  // namespace lk::setup
