#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lk {

// 16 bytes as in IPv6; an IPv4 address is mapped (::ffff:a.b.c.d).
using IpBytes = std::array<std::uint8_t, 16>;

[[nodiscard]] IpBytes mappedIpv4(const std::array<std::uint8_t, 4>& v4);
[[nodiscard]] bool isMappedIpv4(const IpBytes& bytes);

// The text of an address and nothing else: four numbers of 0 to 255 without leading zeros, or IPv6 with at most one
// '::' and perhaps an IPv4 tail. No scope, no brackets.
[[nodiscard]] std::optional<IpBytes> parseIpv4(std::string_view text);
[[nodiscard]] std::optional<IpBytes> parseIpv6(std::string_view text);

// All addresses that begin as this one does.
struct IpNetwork {
  IpBytes bytes{};
  int bits = 128;  // of the 16 bytes

  // IPv4 addresses are in no IPv6 network but those that are written as mapped ones.
  [[nodiscard]] bool contains(const IpBytes& address) const;
  bool operator==(const IpNetwork&) const = default;
};

// ADDR or ADDR/BITS. None if it is neither, or has bits set behind its prefix, as 10.0.0.7/8 has: either the address
// or the prefix is a slip then.
[[nodiscard]] std::optional<IpNetwork> parseNetwork(std::string_view text);

}  // namespace lk
