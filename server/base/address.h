#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/base/result.h"

namespace lk {

// Where to listen or to connect: host is an IPv4 or IPv6 address, without brackets.
struct Address {
  std::string host;
  std::uint16_t port = 0;

  [[nodiscard]] std::string text() const;  // 127.0.0.1:7600, [::1]:7600
  bool operator==(const Address&) const = default;
};

// ADDR:PORT, [ADDR]:PORT or localhost:PORT. Port 0 to 65535.
[[nodiscard]] Result<Address> parseAddress(std::string_view text);

// A URL as it may be shown: what stands before its last @ may hold a password, and is left out.
[[nodiscard]] std::string withoutUser(std::string_view url);

}  // namespace lk
