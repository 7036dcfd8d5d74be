#include "server/node/accept_gate.h"

#include <algorithm>
#include <utility>

namespace lk::node {

std::size_t AcceptGate::reserve() const { return std::min<std::size_t>(128, m_limits.descriptors / 8); }

bool AcceptGate::fewDescriptors(std::size_t inUse) const {
  return m_limits.descriptors != 0 && inUse + reserve() > m_limits.descriptors;
}

bool AcceptGate::noDescriptors(std::size_t inUse) const {
  return m_limits.descriptors != 0 && inUse + reserve() / 2 > m_limits.descriptors;
}

// At once. A fleet that comes back while its old sessions still hold its places is let in by and by.
std::size_t AcceptGate::mostGuests() const { return 16 + m_limits.connections / 16; }

std::optional<AcceptGate::Refusal> AcceptGate::admit(const PeerAddress& peer, std::optional<Ahead> ahead,
                                                     std::size_t descriptorsInUse) {
  ++m_connections;
  if (!ahead) {
    return refuse("untrusted", CloseReason::NotAuthorised,
                  "connections come through a proxy here, and node.proxy-trusted has no such address");
  }
  if (fewDescriptors(descriptorsInUse)) {
    return refuse("no-descriptors", CloseReason::OverLimit, "this node is out of file descriptors");
  }
  if (m_limits.connections != 0 && m_admitted >= m_limits.connections + mostGuests()) {
    return refuse("over-limit", CloseReason::OverLimit, std::string(kNoPlace));
  }
  if (!addressToCome(*ahead)) {
    if (!m_addresses.take(peer)) return refuse("per-address", CloseReason::OverLimit, std::string(kTooManyOfAddress));
    if (m_limits.connections == 0 || m_admitted < m_limits.connections) ++m_outcomes["accepted"];
  }
  ++m_admitted;
  return std::nullopt;
}

AcceptGate::Refusal AcceptGate::refuse(std::string_view outcome, CloseReason reason, std::string sentence) {
  ++m_outcomes[outcome];
  return {outcome, reason, std::move(sentence)};
}

void AcceptGate::addressKnown(bool admitted, bool isGuest) {
  if (!admitted || !isGuest) ++m_outcomes[admitted ? "accepted" : "per-address"];
  if (!admitted) --m_admitted;
}

void AcceptGate::guestSettled(const PeerAddress& peer, bool stays) {
  ++m_outcomes[stays ? "accepted" : "over-limit"];
  if (stays) return;
  --m_admitted;
  m_addresses.giveBack(peer);
}

void AcceptGate::gone(const PeerAddress& peer, Standing standing) {
  --m_connections;
  if (standing == Standing::Refused) return;
  --m_admitted;
  if (standing != Standing::AddressToCome) m_addresses.giveBack(peer);
  if (standing != Standing::Counted) ++m_outcomes["accepted"];  // and it ended before it said whose it was
}

}  // namespace lk::node
