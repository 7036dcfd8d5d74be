#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace lk::node {

// Where a device is: 16 bytes as in IPv6 (IPv4 mapped) and a port. Small, as every connection has one.
struct PeerAddress {
  std::array<std::uint8_t, 16> bytes{};
  std::uint16_t port = 0;

  [[nodiscard]] std::string address() const;  // 10.0.0.7 or fe80::1
  bool operator==(const PeerAddress&) const = default;
};

}  // namespace lk::node
