#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "server/base/vocabulary.h"
#include "server/node/peer_address.h"

namespace lk::node {

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
    std::string sentence;      // for the device's CLOSE 6
  };

  explicit AcceptGate(Limits limits) : m_limits(limits) {}
  void setLimits(Limits limits) { m_limits = limits; }

  // Counts a connection that has come. A refused one counts as a connection until it is gone, as it still holds its
  // descriptor, but not toward the limits.
  std::optional<Refusal> admit(const PeerAddress& peer, std::size_t descriptorsInUse);
  void gone(const PeerAddress& peer, bool admitted);

  // A reserve is kept for those who are told why they can't stay, and for the node's own files.
  [[nodiscard]] bool fewDescriptors(std::size_t inUse) const;  // refuse
  [[nodiscard]] bool noDescriptors(std::size_t inUse) const;   // do not even accept

  [[nodiscard]] std::size_t connections() const { return m_connections; }
  [[nodiscard]] const std::map<std::string_view, std::uint64_t>& outcomes() const { return m_outcomes; }

 private:
  struct HashAddress {
    std::size_t operator()(const std::array<std::uint8_t, 16>& bytes) const;
  };

  [[nodiscard]] std::size_t reserve() const;
  Refusal refuse(std::string_view outcome, std::string sentence);

  Limits m_limits;
  std::size_t m_connections = 0;
  std::size_t m_admitted = 0;
  std::unordered_map<std::array<std::uint8_t, 16>, std::size_t, HashAddress> m_byAddress;
  std::map<std::string_view, std::uint64_t> m_outcomes{
      {"accepted", 0}, {"over-limit", 0}, {"per-address", 0}, {"no-descriptors", 0}};
};

}  // namespace lk::node
