#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "server/base/vocabulary.h"
#include "server/node/address_tally.h"
#include "server/node/peer_address.h"
#include "server/node/proxy_policy.h"

namespace lk::node {

inline constexpr std::string_view kNoPlace = "this node holds as many connections as it may";

// Says who may come in. Pure: the descriptors in use are passed in.
class AcceptGate {
 public:
  struct Limits {
    std::size_t connections = 0;  // 0: no limit but the descriptors
    std::size_t perAddress = 0;   // 0: no limit
    std::size_t descriptors = 0;  // that the process may have open; 0: no limit
  };
  struct Refusal {
    std::string_view outcome;  // for the metrics
    CloseReason reason;        // for the device
    std::string sentence;
  };
  // Whether a connection counts toward its address' limit: not before its address is known.
  enum class Standing : std::uint8_t { Refused, AddressToCome, Counted };
  // What becomes of a guest, who came with all places taken: it stays if its HELLO takes a device over from one that
  // has a place (rule 4).
  struct GuestEnd {
    bool stays = false;
    bool addressKnown = true;
  };

  explicit AcceptGate(Limits limits) : m_limits(limits), m_addresses(limits.perAddress) {}
  void setLimits(Limits limits) {
    m_limits = limits;
    m_addresses.setLimit(limits.perAddress);
  }

  // Counts a connection that has come. A refused one counts as a connection until it is gone, as it still holds its
  // descriptor, but not toward the limits. ahead: what the proxies' policy says of it. One that was admitted where
  // isFull() is a guest.
  std::optional<Refusal> admit(const PeerAddress& peer, std::optional<Ahead> ahead, std::size_t descriptorsInUse);
  [[nodiscard]] bool isFull() const { return m_limits.connections != 0 && m_admitted >= m_limits.connections; }
  // The address of one whose address was to come is known, and was tried with addresses().
  void addressKnown(bool admitted, bool isGuest = false);
  // Once for each guest. One that does not stay counts as refused from here on.
  void guestSettled(const PeerAddress& peer, GuestEnd end);
  void gone(const PeerAddress& peer, Standing standing);

  // A reserve is kept for those who are told why they can't stay, and for the node's own files.
  [[nodiscard]] bool fewDescriptors(std::size_t inUse) const;  // refuse
  [[nodiscard]] bool noDescriptors(std::size_t inUse) const;   // do not even accept

  [[nodiscard]] AddressTally& addresses() { return m_addresses; }
  [[nodiscard]] std::size_t connections() const { return m_connections; }
  // Each connection is in one of them, once it is known what became of it.
  [[nodiscard]] const std::map<std::string_view, std::uint64_t>& outcomes() const { return m_outcomes; }

 private:
  [[nodiscard]] std::size_t reserve() const;
  [[nodiscard]] std::size_t mostGuests() const;
  Refusal refuse(std::string_view outcome, CloseReason reason, std::string sentence);

  Limits m_limits;
  std::size_t m_connections = 0;
  std::size_t m_admitted = 0;  // that have a place
  std::size_t m_guests = 0;
  AddressTally m_addresses;
  std::map<std::string_view, std::uint64_t> m_outcomes{
      {"accepted", 0}, {"over-limit", 0}, {"per-address", 0}, {"no-descriptors", 0}, {"untrusted", 0}};
};

}  // namespace lk::node
