#include "server/setup/nginx_nodes.h"

#include <algorithm>

#include "server/base/ip_address.h"

namespace lk::setup {

namespace {

std::optional<IpBytes> ip(std::string_view host) {
  const auto v4 = parseIpv4(host);
  return v4 ? v4 : parseIpv6(host);
}

std::string lower(std::string_view text) {
  std::string whole(text);
  for (char& c : whole) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return whole;
}

bool sameHost(std::string_view a, std::string_view b) {
  const auto left = ip(a);
  return left ? left == ip(b) : lower(a) == lower(b);
}

bool isLoopback(std::string_view host) {
  static const auto v4 = parseNetwork("127.0.0.0/8");
  static const auto v6 = parseIpv6("::1");
  const auto address = ip(host);
  return lower(host) == "localhost" || (address && (v4->contains(*address) || address == v6));
}

bool isWildcard(std::string_view host) { return host == "0.0.0.0" || host == "::" || host == "*"; }

bool isHere(const NodeFact& node) { return node.own || node.host.empty(); }

// HOST:PORT, where HOST may be a name. Empty host: neither.
Address split(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return {};
  const auto port = parseNginxNumber(text.substr(colon + 1));
  if (!port || *port > 65'535) return {};
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return {std::string(host), static_cast<std::uint16_t>(*port)};
}

// An address, or a name as machines may have one; what else a node may say is not for nginx's configuration.
bool isHost(std::string_view host) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  };
  return ip(host) || (!host.empty() && std::ranges::all_of(lower(host), fits));
}

bool listensAt(const NodeFact& node, const Address& address, const std::vector<std::string>& own) {
  return std::ranges::any_of(node.listen, [&](const std::string& text) {
    const Address listen = split(text);
    if (listen.port != address.port) return false;
    if (!isHere(node)) {
      if (sameHost(node.host, address.host)) return true;
      return !isWildcard(listen.host) && !isLoopback(listen.host) && sameHost(listen.host, address.host);
    }
    if (isWildcard(listen.host)) return isOwnHost(address.host, own) || sameHost(node.host, address.host);
    return sameHost(listen.host, address.host) || (lower(address.host) == "localhost" && isLoopback(listen.host));
  });
}

// Whether the line could mean the node, as far as is known.
bool mayBe(const NodeFact& node, const Address& address, const std::vector<std::string>& own) {
  if (isOwnHost(address.host, own)) return false;
  const bool byName = !ip(address.host);
  return std::ranges::any_of(node.listen, [&](const std::string& text) {
    const Address listen = split(text);
    return listen.port == address.port && (byName || (!isHere(node) && isWildcard(listen.host)));
  });
}

}  // namespace

bool isOwnHost(std::string_view host, const std::vector<std::string>& ownAddresses) {
  return isLoopback(host) || std::ranges::any_of(ownAddresses, [&](const auto& own) { return sameHost(own, host); });
}

bool NginxNodes::holdsAny() const {
  return std::ranges::any_of(lines, [](const Line& line) { return line.node != nullptr; });
}

NginxNodes matchNodes(const NginxUpstream& upstream, const std::vector<NodeFact>& nodes,
                      const std::vector<std::string>& ownAddresses) {
  NginxNodes matched;
  std::vector<const NodeFact*> left;
  for (const NodeFact& node : nodes) left.push_back(&node);
  for (const NginxPeer& peer : upstream.peers) {
    const Address address = split(peer.address);
    const auto found =
        std::ranges::find_if(nodes, [&](const auto& node) { return listensAt(node, address, ownAddresses); });
    const NodeFact* node = found == nodes.end() ? nullptr : &*found;
    std::erase(left, node);
    matched.lines.push_back({&peer, node, false, !address.host.empty() && !ip(address.host)});
  }
  // Live ones first: a dead node has no claim to a line that a live one may be meant by.
  std::stable_partition(left.begin(), left.end(), [](const NodeFact* node) { return node->live; });
  for (NginxNodes::Line& line : matched.lines) {
    if (line.node) continue;
    const Address address = split(line.peer->address);
    const auto found =
        std::ranges::find_if(left, [&](const auto* node) { return mayBe(*node, address, ownAddresses); });
    if (found == left.end()) continue;
    line.node = *found;
    line.taken = true;
    left.erase(found);
  }
  std::ranges::copy_if(left, std::back_inserter(matched.missing),
                       [](const NodeFact* node) { return node->live && !node->draining && !node->listen.empty(); });
  return matched;
}

std::string addressForNginx(const NodeFact& node) {
  if (node.listen.empty()) return {};
  Address listen = split(node.listen.front());
  if (isWildcard(listen.host)) listen.host = isHere(node) ? (listen.host == "::" ? "::1" : "127.0.0.1") : node.host;
  return isHost(listen.host) ? listen.text() : std::string();
}

std::vector<const NginxStreamServer*> oursOf(const std::vector<NginxStreamServer>& servers,
                                             const std::vector<NodeFact>& nodes,
                                             const std::vector<std::string>& ownAddresses) {
  std::vector<const NginxStreamServer*> ours;
  std::vector<const NginxStreamServer*> withUpstream;
  for (const NginxStreamServer& server : servers) {
    if (!server.upstream) continue;
    withUpstream.push_back(&server);
    if (matchNodes(*server.upstream, nodes, ownAddresses).holdsAny()) ours.push_back(&server);
  }
  if (ours.empty() && withUpstream.size() == 1) return withUpstream;
  return ours;
}

}  // namespace lk::setup
