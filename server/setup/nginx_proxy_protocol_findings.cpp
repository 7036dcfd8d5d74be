#include "server/base/ip_address.h"
#include "server/setup/nginx_look.h"

namespace lk::setup {

namespace {

bool trusts(const Settings& settings, std::string_view address) {
  const auto v4 = parseIpv4(address);
  const auto bytes = v4 ? v4 : parseIpv6(address);
  return bytes && std::ranges::any_of(settings.proxyTrusted, [&](const std::string& text) {
           const auto network = parseNetwork(text);
           return network && network->contains(*bytes);
         });
}

// As the node sees nginx: over loopback, or from one of this machine's addresses.
std::vector<std::string> nginxAddresses(const NginxLook& look, const NginxPeer& peer) {
  const std::string host = peer.address.substr(0, peer.address.rfind(':'));
  if (host == "[::1]") return {"::1"};
  if (host == "localhost" || host.starts_with("127.")) return {"127.0.0.1"};
  return look.ownAddresses;
}

void notTrusted(const NginxLook& look, const NginxStreamServer& server, const NginxValue& value,
                std::vector<Finding>& findings) {
  if (server.setting("proxy_bind")) return;  // then it comes from there
  for (const NginxPeer& peer : server.upstream->peers) {
    const auto addresses = nginxAddresses(look, peer);
    const auto trusted = [&](const std::string& address) { return trusts(look.around.settings, address); };
    if (addresses.empty() || std::ranges::any_of(addresses, trusted)) continue;
    std::string list;
    for (const std::string& address : look.around.settings.proxyTrusted) list += (list.empty() ? "" : ", ") + address;
    findings.push_back(
        {.id = "nginx.proxy-not-trusted",
         .grade = Grade::Problem,
         .title = text("The node does not let nginx speak for devices"),
         .evidence = {value.seen, text("{0}: server {1}", peer.place.text(), peer.address),
                      text("nginx comes from {0}; node.proxy-trusted = {1}", addresses.front(), list)},
         .why = text("A PROXY header from an address that is not trusted is refused, and the device with it."),
         .fix = Fix{text("Set on every node: node.proxy-trusted = {0}, {1}", list, addresses.front()), {}, {}}});
    return;
  }
}

}  // namespace

void findProxyProtocol(const NginxLook& look, const NginxStreamServer& server, std::vector<Finding>& findings) {
  const Settings& settings = look.around.settings;
  const NginxValue value = valueOf(server, "proxy_protocol", "off");
  const bool says = value.value == "on";
  const Text wanted = text("node.proxy-protocol = {0}", settings.proxyProtocol);
  if (says && settings.proxyProtocol == "off") {
    findings.push_back(
        {.id = "nginx.proxy-protocol-unexpected",
         .grade = Grade::Problem,
         .title = text("nginx says the device's address first, which the node does not expect"),
         .evidence = {value.seen, wanted},
         .why = text("The node takes the PROXY header for a broken frame and closes every device at once."),
         .fix = look.written(text("Set node.proxy-protocol = optional on every node, or, in {0}, write: "
                                  "proxy_protocol off;",
                                  value.where))});
    return;
  }
  if (!says && settings.proxyProtocol == "required") {
    findings.push_back(
        {.id = "nginx.proxy-protocol-missing",
         .grade = Grade::Problem,
         .title = text("The node waits for the device's address, which nginx does not say"),
         .evidence = {value.seen, wanted},
         .why = text("The node closes every device that comes through nginx, as its PROXY header is missing."),
         .fix = look.written(text("In {0}, write: proxy_protocol on;", value.where))});
    return;
  }
  if (says) notTrusted(look, server, value, findings);
  if (!says && settings.maxConnectionsPerAddress > 0) {
    findings.push_back(
        {.id = "nginx.address-limit-behind-proxy",
         .grade = Grade::Problem,
         .title = text("The node's limit for one address counts all of nginx's devices as one"),
         .evidence = {value.seen, text("node.max-connections-per-address = {0}", settings.maxConnectionsPerAddress)},
         .why = text("To the node all devices come from nginx's address, so that they are turned away from the "
                     "limit on."),
         .fix = look.written(text("Set node.proxy-protocol = required on every node, and in {0} write: "
                                  "proxy_protocol on;  Or set node.max-connections-per-address = 0.",
                                  value.where))});
  }
}

}  // namespace lk::setup
