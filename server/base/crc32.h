#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace lk {

namespace detail {
consteval std::array<std::uint32_t, 256> makeCrc32Table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t rest = i;
    for (int bit = 0; bit < 8; ++bit) rest = (rest & 1U) != 0 ? 0xEDB88320U ^ (rest >> 1U) : rest >> 1U;
    table[i] = rest;
  }
  return table;
}
}  // namespace detail

// CRC-32 as zlib has it, of bytes that come in parts.
class Crc32 {
 public:
  Crc32& add(std::string_view bytes) {
    static constexpr auto kTable = detail::makeCrc32Table();
    for (const char c : bytes) m_state = kTable[(m_state ^ static_cast<std::uint8_t>(c)) & 0xFFU] ^ (m_state >> 8U);
    return *this;
  }
  [[nodiscard]] std::uint32_t value() const { return ~m_state; }

 private:
  std::uint32_t m_state = 0xFFFFFFFFU;
};

}  // namespace lk
