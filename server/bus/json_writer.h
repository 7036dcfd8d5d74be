#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "server/bus/json_plain.h"

namespace lk::bus {

// One JSON object behind what a text holds already, field by field; the text is good again after end(). Names are the
// program's own, and written as they are; of values, what is no UTF-8 becomes U+FFFD.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : m_out(out), m_size(out.size()) {}

  void text(std::string_view name, std::string_view value) {
    if (!std::ranges::all_of(value, isPlainInJson)) return oddText(name, value);
    char* to = begin(name, value.size() + 2);
    *to++ = '"';
    to = std::ranges::copy(value, to).out;
    *to++ = '"';
    reached(to);
  }

  void number(std::string_view name, std::int64_t value) {
    constexpr std::size_t kDigits = 20;
    char* const to = begin(name, kDigits);
    reached(std::to_chars(to, to + kDigits, value).ptr);
  }

  void yes(std::string_view name) {  // true
    constexpr std::string_view kTrue = "true";
    reached(std::ranges::copy(kTrue, begin(name, kTrue.size())).out);
  }

  void end() {
    constexpr std::string_view kEmpty = "{}";
    m_out.resize(m_size);
    m_out += m_begun ? kEmpty.substr(1) : kEmpty;
  }

 private:
  void oddText(std::string_view name, std::string_view value);
  void makeRoom(std::size_t bytes);

  // The place of a value that takes so many bytes at the most, behind its name. Room is made for several fields at
  // once, since a node writes some thirty of these for each command.
  char* begin(std::string_view name, std::size_t valueSize) {
    const std::size_t most = name.size() + 4 + valueSize;
    if (m_out.size() - m_size < most) makeRoom(most);
    char* to = m_out.data() + m_size;
    *to++ = m_begun ? ',' : '{';
    *to++ = '"';
    to = std::ranges::copy(name, to).out;
    *to++ = '"';
    *to++ = ':';
    m_begun = true;
    return to;
  }

  void reached(const char* end) { m_size = static_cast<std::size_t>(end - m_out.data()); }

  std::string& m_out;
  std::size_t m_size;  // of what is written: m_out may be longer meanwhile
  bool m_begun = false;
};

}  // namespace lk::bus
