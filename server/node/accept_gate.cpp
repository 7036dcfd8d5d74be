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

// That wait for their HELLO at the same time. Of a fleet that comes back while its old sessions have all the places,
// the rest is refused, and comes again.
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
  const bool isGuest = isFull();
  if (isGuest && m_guests >= mostGuests()) {
    return refuse("over-limit", CloseReason::OverLimit, std::string(kNoPlace));
  }
  if (!addressToCome(*ahead)) {
    if (!m_addresses.take(peer)) return refuse("per-address", CloseReason::OverLimit, std::string(kTooManyOfAddress));
    if (!isGuest) ++m_outcomes["accepted"];
  }
  ++(isGuest ? m_guests : m_admitted);
  return std::nullopt;
}

AcceptGate::Refusal AcceptGate::refuse(std::string_view outcome, CloseReason reason, std::string sentence) {
  ++m_outcomes[outcome];
  return {outcome, reason, std::move(sentence)};
}

void AcceptGate::addressKnown(bool admitted, bool isGuest) {
  if (!admitted) {
    ++m_outcomes["per-address"];
    --(isGuest ? m_guests : m_admitted);
  } else if (!isGuest) {
    ++m_outcomes["accepted"];
  }
}

void AcceptGate::guestSettled(const PeerAddress& peer, GuestEnd end) {
  --m_guests;
  ++m_outcomes[end.stays ? "accepted" : "over-limit"];
  if (end.stays) {
    ++m_admitted;
  } else if (end.addressKnown) {
    m_addresses.giveBack(peer);
  }
}

void AcceptGate::gone(const PeerAddress& peer, Standing standing) {
  --m_connections;
  if (standing == Standing::Refused) return;
  --m_admitted;
  if (standing == Standing::Counted) m_addresses.giveBack(peer);
  if (standing == Standing::AddressToCome) ++m_outcomes["accepted"];  // and it ended before it said whose it was
}

}  // namespace lk::node
