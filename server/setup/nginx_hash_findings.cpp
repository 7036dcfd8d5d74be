#include <array>

#include "server/setup/nginx_look.h"

namespace lk::setup {

namespace {

constexpr std::array<std::string_view, 3> kOtherMethods = {"least_conn", "random", "least_time"};

const NginxListen* behindProxy(const NginxStreamServer& server) {
  const auto found = std::ranges::find_if(server.listens, &NginxListen::proxyProtocol);
  return found == server.listens.end() ? nullptr : &*found;
}

// ${name} and $name are one.
std::string variableOf(const std::string& key) {
  if (key.starts_with("${") && key.ends_with('}')) return '$' + key.substr(2, key.size() - 3);
  return key;
}

Fix rightHash(const NginxLook& look, const NginxDirective& hash, std::string_view key) {
  return look.written(text("In {0}, write: hash {1} consistent;", hash.place.text(), key));
}

void missing(const NginxLook& look, const NginxUpstream& upstream, std::string_view key,
             std::vector<Finding>& findings) {
  Finding finding{
      .id = "nginx.hash-missing",
      .grade = Grade::Warning,
      .title = text("nginx does not choose the node by the device's address"),
      .evidence = {text("{0}: upstream {1} has no hash", upstream.place.text(), upstream.name)},
      .why = text("A device that reconnects lands on another node each time: its old session must be taken over, "
                  "and its commands looked for."),
      .fix = look.written(text("In the upstream block at {0}, write as its first line: hash {1} consistent;",
                               upstream.place.text(), key))};
  for (const std::string_view method : kOtherMethods) {
    if (!upstream.directive || !upstream.directive->first(method)) continue;
    const NginxDirective& other = *upstream.directive->first(method);
    finding.evidence.push_back(seenAt(other));
    finding.fix = rightHash(look, other, key);
  }
  findings.push_back(std::move(finding));
}

void otherKey(const NginxLook& look, const NginxStreamServer& server, const NginxDirective& hash, std::string_view key,
              std::vector<Finding>& findings) {
  const std::string used = variableOf(hash.argument(0));
  const NginxListen* proxied = behindProxy(server);
  if (proxied && (used == "$remote_addr" || used == "$binary_remote_addr")) {
    if (server.setting("set_real_ip_from")) return;  // then $remote_addr is the device's
    findings.push_back(
        {.id = "nginx.hash-behind-proxy",
         .grade = Grade::Problem,
         .title = text("nginx chooses the node by the address of the proxy before it"),
         .evidence = {seenAt(hash), seenAt(*proxied->line)},
         .why = text("Behind another proxy {0} is that proxy's address, so that all devices land on one node. "
                     "What the proxy says of the device is in $proxy_protocol_addr.",
                     used),
         .fix = rightHash(look, hash, key)});
    return;
  }
  if (used == key || used == "$binary_remote_addr") return;
  if (used == "$proxy_protocol_addr") {
    findings.push_back(
        {.id = "nginx.hash-other-variable",
         .grade = Grade::Problem,
         .title = text("nginx chooses the node by {0}, which is always empty here", used),
         .evidence = {seenAt(hash)},
         .why = text("No listen line says proxy_protocol, so nobody tells nginx that address, and all devices "
                     "land on one node."),
         .fix = rightHash(look, hash, key)});
    return;
  }
  findings.push_back({.id = "nginx.hash-other-variable",
                      .grade = Grade::Warning,
                      .title = text("nginx chooses the node by {0}, not by the device's address", used),
                      .evidence = {seenAt(hash)},
                      .why = text("Only its address brings a device to the same node again. A port changes with each "
                                  "connection; what is the same for all devices brings all to one node."),
                      .fix = rightHash(look, hash, key)});
}

}  // namespace

void findHash(const NginxLook& look, const NginxStreamServer& server, std::vector<Finding>& findings) {
  const NginxUpstream& upstream = *server.upstream;
  if (upstream.peers.size() < 2) return;  // nothing to choose
  const bool proxied = behindProxy(server) && !server.setting("set_real_ip_from");
  const std::string_view key = proxied ? "$proxy_protocol_addr" : "$remote_addr";
  const NginxDirective* hash = upstream.directive ? upstream.directive->first("hash") : nullptr;
  if (!hash) {
    missing(look, upstream, key, findings);
    return;
  }
  otherKey(look, server, *hash, key, findings);
  if (hash->argument(1) == "consistent") return;
  findings.push_back(
      {.id = "nginx.hash-not-consistent",
       .grade = Grade::Warning,
       .title = text("nginx's hash is not consistent"),
       .evidence = {seenAt(*hash)},
       .why = text("When a node is added, taken out or fails, nearly every device's place changes, instead of "
                   "that node's share alone. All of them move as they reconnect."),
       .fix = rightHash(look, *hash, key)});
}

}  // namespace lk::setup
