#include "server/node/accept_gate.h"

#include <algorithm>

namespace lk::node {

std::size_t AcceptGate::HashAddress::operator()(const std::array<std::uint8_t, 16>& bytes) const {
  return std::hash<std::string_view>{}({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::size_t AcceptGate::reserve() const { return std::min<std::size_t>(128, m_limits.descriptors / 8); }

bool AcceptGate::fewDescriptors(std::size_t inUse) const {
  return m_limits.descriptors != 0 && inUse + reserve() > m_limits.descriptors;
}

bool AcceptGate::noDescriptors(std::size_t inUse) const {
  return m_limits.descriptors != 0 && inUse + reserve() / 2 > m_limits.descriptors;
}

std::optional<AcceptGate::Refusal> AcceptGate::admit(const PeerAddress& peer, std::size_t descriptorsInUse) {
  ++m_connections;
  if (fewDescriptors(descriptorsInUse)) {
    return refuse("no-descriptors", "this node is out of file descriptors");
  }
  if (m_limits.connections != 0 && m_admitted >= m_limits.connections) {
    return refuse("over-limit", "this node holds as many connections as it may");
  }
  std::size_t& ofAddress = m_byAddress[peer.bytes];
  if (m_limits.perAddress != 0 && ofAddress >= m_limits.perAddress) {
    return refuse("per-address", "too many connections from this address");
  }
  ++ofAddress;
  ++m_admitted;
  ++m_outcomes["accepted"];
  return std::nullopt;
}

AcceptGate::Refusal AcceptGate::refuse(std::string_view outcome, std::string sentence) {
  ++m_outcomes[outcome];
  return {outcome, std::move(sentence)};
}

void AcceptGate::gone(const PeerAddress& peer, bool admitted) {
  --m_connections;
  if (!admitted) return;
  --m_admitted;
  const auto found = m_byAddress.find(peer.bytes);
  if (found != m_byAddress.end() && --found->second == 0) m_byAddress.erase(found);
}

}  // namespace lk::node
