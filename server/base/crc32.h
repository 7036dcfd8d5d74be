#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace lk {

namespace detail {
using Crc32Table = std::array<std::uint32_t, 256>;

// By how many bytes come behind it: what a byte adds to the value.
consteval std::array<Crc32Table, 4> makeCrc32Tables() {
  std::array<Crc32Table, 4> tables{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t rest = i;
    for (int bit = 0; bit < 8; ++bit) rest = (rest & 1U) != 0 ? 0xEDB88320U ^ (rest >> 1U) : rest >> 1U;
    tables[0][i] = rest;
  }
  for (std::size_t behind = 1; behind < tables.size(); ++behind) {
    for (std::size_t i = 0; i < 256; ++i) {
      const std::uint32_t before = tables[behind - 1][i];
      tables[behind][i] = tables[0][before & 0xFFU] ^ (before >> 8U);
    }
  }
  return tables;
}
}  // namespace detail

// CRC-32 as zlib has it, of bytes that come in parts.
class Crc32 {
 public:
  Crc32& add(std::string_view bytes) {
    static constexpr auto kTables = detail::makeCrc32Tables();
    const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<std::uint8_t>(bytes[i])); };
    for (; bytes.size() >= 4; bytes.remove_prefix(4)) {
      m_state ^= byte(0) | byte(1) << 8U | byte(2) << 16U | byte(3) << 24U;
      m_state = kTables[3][m_state & 0xFFU] ^ kTables[2][m_state >> 8U & 0xFFU] ^ kTables[1][m_state >> 16U & 0xFFU] ^
                kTables[0][m_state >> 24U];
    }
    for (std::size_t i = 0; i < bytes.size(); ++i) m_state = kTables[0][(m_state ^ byte(i)) & 0xFFU] ^ (m_state >> 8U);
    return *this;
  }
  [[nodiscard]] std::uint32_t value() const { return ~m_state; }

 private:
  std::uint32_t m_state = 0xFFFFFFFFU;
};

}  // namespace lk
