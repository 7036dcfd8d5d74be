#include "server/base/ip_address.h"

#include <algorithm>
#include <charconv>

namespace lk {

namespace {

constexpr int kMappedBits = 96;

// All of text as a number of a base, with at most so many digits.
std::optional<unsigned> wholeNumber(std::string_view text, int base, std::size_t digits) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc() || end != text.data() + text.size() || text.size() > digits) return std::nullopt;
  return number;
}

std::optional<unsigned> decimal(std::string_view text, unsigned max) {
  if (text.size() > 1 && text.front() == '0') return std::nullopt;  // octal to some
  const auto number = wholeNumber(text, 10, 3);
  return number && *number <= max ? number : std::nullopt;
}

// Up to eight groups of 16 bits, on one side of '::' or on no side.
struct Groups {
  std::array<std::uint16_t, 8> values{};
  std::size_t count = 0;

  bool add(unsigned value) {
    if (count == values.size()) return false;
    values[count++] = static_cast<std::uint16_t>(value);
    return true;
  }
};

// last: whether an IPv4 tail may stand at the end.
bool readGroups(std::string_view text, bool last, Groups& groups) {
  if (text.empty()) return true;
  for (;;) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::string_view part = text.substr(0, colon);
    if (part.find('.') != std::string_view::npos) {
      const auto v4 = parseIpv4(part);
      if (!last || colon != text.size() || !v4) return false;
      return groups.add((*v4)[12] * 256U + (*v4)[13]) && groups.add((*v4)[14] * 256U + (*v4)[15]);
    }
    const auto value = wholeNumber(part, 16, 4);
    if (!value || !groups.add(*value)) return false;
    if (colon == text.size()) return true;
    text.remove_prefix(colon + 1);
  }
}

void putGroups(const Groups& groups, std::size_t first, IpBytes& bytes) {
  for (std::size_t i = 0; i < groups.count; ++i) {
    bytes[2 * (first + i)] = static_cast<std::uint8_t>(groups.values[i] >> 8U);
    bytes[2 * (first + i) + 1] = static_cast<std::uint8_t>(groups.values[i] & 0xFFU);
  }
}

bool sameBits(const IpBytes& a, const IpBytes& b, int bits) {
  const auto whole = static_cast<std::size_t>(bits / 8);
  if (!std::equal(a.begin(), a.begin() + whole, b.begin())) return false;
  const int rest = bits % 8;
  return rest == 0 || ((a[whole] ^ b[whole]) >> (8 - rest)) == 0;
}

}  // namespace

IpBytes mappedIpv4(const std::array<std::uint8_t, 4>& v4) {
  IpBytes bytes{};
  bytes[10] = bytes[11] = 0xFF;
  std::ranges::copy(v4, bytes.begin() + 12);
  return bytes;
}

bool isMappedIpv4(const IpBytes& bytes) { return sameBits(bytes, mappedIpv4({}), kMappedBits); }

std::optional<IpBytes> parseIpv4(std::string_view text) {
  std::array<std::uint8_t, 4> v4{};
  for (std::size_t i = 0; i < v4.size(); ++i) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    const bool last = i + 1 == v4.size();
    const auto part = decimal(text.substr(0, dot), 255);
    if (!part || (dot == text.size()) != last) return std::nullopt;
    v4[i] = static_cast<std::uint8_t>(*part);
    if (!last) text.remove_prefix(dot + 1);
  }
  return mappedIpv4(v4);
}

std::optional<IpBytes> parseIpv6(std::string_view text) {
  Groups head;
  Groups tail;
  const std::size_t gap = text.find("::");
  IpBytes bytes{};
  if (gap == std::string_view::npos) {
    if (!readGroups(text, true, head) || head.count != 8) return std::nullopt;
  } else {
    const bool read = readGroups(text.substr(0, gap), false, head) && readGroups(text.substr(gap + 2), true, tail);
    if (!read || head.count + tail.count > 7) return std::nullopt;
    putGroups(tail, 8 - tail.count, bytes);
  }
  putGroups(head, 0, bytes);
  return bytes;
}

bool IpNetwork::contains(const IpBytes& address) const {
  if (bits < kMappedBits && isMappedIpv4(address)) return false;
  return sameBits(bytes, address, bits);
}

std::optional<IpNetwork> parseNetwork(std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  const std::string_view host = text.substr(0, slash);
  const auto v4 = parseIpv4(host);
  const auto bytes = v4 ? v4 : parseIpv6(host);
  if (!bytes) return std::nullopt;
  if (slash == text.size()) return IpNetwork{*bytes, 128};
  const auto prefix = decimal(text.substr(slash + 1), v4 ? 32 : 128);
  if (!prefix) return std::nullopt;
  const IpNetwork network{*bytes, static_cast<int>(*prefix) + (v4 ? kMappedBits : 0)};
  for (int bit = network.bits; bit < 128; ++bit) {
    if ((network.bytes[static_cast<std::size_t>(bit / 8)] >> (7 - bit % 8) & 1) != 0) return std::nullopt;
  }
  return network;
}

}  // namespace lk
