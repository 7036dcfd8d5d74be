#include "server/bus/redis_slots.h"

#include <array>
#include <charconv>

#include "server/bus/redis_client.h"

namespace lk::bus {

namespace {

// CRC16 as Redis Cluster uses it: polynomial 0x1021, start 0, nothing reflected (XMODEM).
consteval std::array<std::uint16_t, 256> makeCrcTable() {
  std::array<std::uint16_t, 256> table{};
  for (unsigned byte = 0; byte < 256; ++byte) {
    unsigned crc = byte << 8;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 0x8000U) != 0 ? (crc << 1) ^ 0x1021U : crc << 1;
    table[byte] = static_cast<std::uint16_t>(crc);
  }
  return table;
}

constexpr std::array<std::uint16_t, 256> kCrcTable = makeCrcTable();

bool isSlot(std::int64_t slot) { return slot >= 0 && slot < kSlots; }

// A node that does not know its own address says nothing, or "?": then it is where it was asked.
std::string hostOr(std::string_view host, const std::string& askedHost) {
  return host.empty() || host == "?" ? askedHost : std::string(host);
}

std::optional<RedisAddress> readNode(RedisValue node, const std::string& askedHost) {
  const std::int64_t port = node.at(1).integer();
  if (port < 1 || port > 65'535) return std::nullopt;
  return RedisAddress{hostOr(node.at(0).text(), askedHost), static_cast<std::uint16_t>(port)};
}

}  // namespace

int keySlot(std::string_view key) {
  const std::size_t open = key.find('{');
  if (open != std::string_view::npos) {
    const std::size_t close = key.find('}', open + 1);
    if (close != std::string_view::npos && close > open + 1) key = key.substr(open + 1, close - open - 1);
  }
  unsigned crc = 0;
  for (const char c : key) {
    crc = ((crc << 8) ^ kCrcTable[((crc >> 8) ^ static_cast<unsigned char>(c)) & 0xFFU]) & 0xFFFFU;
  }
  return static_cast<int>(crc % kSlots);
}

std::optional<std::vector<SlotRange>> readSlotRanges(RedisValue reply, const std::string& askedHost) {
  if (!reply.isArray()) return std::nullopt;
  std::vector<SlotRange> ranges;
  for (std::size_t i = 0; i < reply.size(); ++i) {
    const RedisValue range = reply.at(i);
    const std::int64_t first = range.at(0).integer();
    const std::int64_t last = range.at(1).integer();
    auto master = readNode(range.at(2), askedHost);
    if (range.size() < 3 || !isSlot(first) || !isSlot(last) || first > last || !master) return std::nullopt;
    SlotRange read{static_cast<int>(first), static_cast<int>(last), std::move(*master), {}};
    for (std::size_t k = 3; k < range.size(); ++k) {
      if (auto replica = readNode(range.at(k), askedHost)) read.replicas.push_back(std::move(*replica));
    }
    ranges.push_back(std::move(read));
  }
  return ranges;
}

std::optional<Redirection> readRedirection(std::string_view error, const std::string& askedHost) {
  Redirection found;
  found.ask = error.starts_with("ASK ");
  if (!found.ask && !error.starts_with("MOVED ")) return std::nullopt;
  error.remove_prefix(found.ask ? 4 : 6);
  const std::size_t space = error.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const std::string_view digits = error.substr(0, space);
  const auto [end, bad] = std::from_chars(digits.data(), digits.data() + digits.size(), found.slot);
  if (bad != std::errc() || end != digits.data() + digits.size() || !isSlot(found.slot)) return std::nullopt;

  const std::string_view address = error.substr(space + 1);
  const std::size_t colon = address.rfind(':');  // an IPv6 address stands there without brackets
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view port = address.substr(colon + 1);
  const auto [portEnd, badPort] = std::from_chars(port.data(), port.data() + port.size(), found.to.port);
  if (badPort != std::errc() || portEnd != port.data() + port.size() || found.to.port == 0) return std::nullopt;
  found.to.host = hostOr(address.substr(0, colon), askedHost);
  return found;
}

}  // namespace lk::bus
