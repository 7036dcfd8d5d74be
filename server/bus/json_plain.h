#pragma once

#include <array>
#include <cstddef>

namespace lk::bus {

// Which of the characters below end stand for themselves in a JSON text: all but controls, the quote and the backslash.
consteval std::array<bool, 256> plainInJson(std::size_t end) {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < end; ++c) plain[c] = c != '"' && c != '\\';
  return plain;
}

// Of ASCII, but for DEL.
[[nodiscard]] inline bool isPlainInJson(char c) {
  static constexpr auto kPlain = plainInJson(0x7F);
  return kPlain[static_cast<unsigned char>(c)];
}

}  // namespace lk::bus
