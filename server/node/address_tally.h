#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "server/base/ip_address.h"
#include "server/node/peer_address.h"

namespace lk::node {

// What a device is told that comes from an address with too many connections.
inline constexpr std::string_view kTooManyOfAddress = "too many connections from this address";

// How many connections each address has, or each /64 of IPv6: one host has all addresses of that. From any thread: an
// address that a proxy says is first known where the connection is read.
class AddressTally {
 public:
  explicit AddressTally(std::size_t limit = 0) : m_limit(limit) {}

  void setLimit(std::size_t limit) {  // 0: no limit
    const std::lock_guard lock(m_mutex);
    m_limit = limit;
  }

  // Counts one more; false if the address has as many as it may.
  [[nodiscard]] bool take(const PeerAddress& peer) {
    const std::lock_guard lock(m_mutex);
    std::size_t& count = m_counts[whoseOf(peer)];
    if (m_limit != 0 && count >= m_limit) return false;
    ++count;
    return true;
  }

  // Ends one that was taken.
  void giveBack(const PeerAddress& peer) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_counts.find(whoseOf(peer));
    if (found != m_counts.end() && --found->second == 0) m_counts.erase(found);
  }

 private:
  using Whose = std::array<std::uint8_t, 16>;
  [[nodiscard]] static Whose whoseOf(const PeerAddress& peer) {
    Whose bytes = peer.bytes;
    if (!isMappedIpv4(bytes)) std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
    return bytes;
  }

  struct HashAddress {
    std::size_t operator()(const Whose& bytes) const {
      return std::hash<std::string_view>{}({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    }
  };

  std::mutex m_mutex;
  std::size_t m_limit;
  std::unordered_map<Whose, std::size_t, HashAddress> m_counts;
};

}  // namespace lk::node
