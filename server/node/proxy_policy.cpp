#include "server/node/proxy_policy.h"

#include <algorithm>

namespace lk::node {

ProxyPolicy::ProxyPolicy(const Settings& settings) {
  if (settings.proxyProtocol == "optional") m_use = Use::Optional;
  if (settings.proxyProtocol == "required") m_use = Use::Required;
  for (const std::string& text : settings.proxyTrusted) {
    if (const auto network = parseNetwork(text)) m_trusted.push_back(*network);
  }
}

std::optional<Ahead> ProxyPolicy::aheadOf(const PeerAddress& peer) const {
  if (m_use == Use::Off) return Ahead::Nothing;
  const bool trusted =
      std::ranges::any_of(m_trusted, [&](const IpNetwork& network) { return network.contains(peer.bytes); });
  if (m_use == Use::Required) return trusted ? std::optional(Ahead::Header) : std::nullopt;
  return trusted ? Ahead::Either : Ahead::NoHeader;
}

}  // namespace lk::node
