#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace lk::bus {

// One JSON object behind what a text holds already, field by field. Names are the program's own, and written as they
// are; of values, what is no UTF-8 becomes U+FFFD.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : m_out(out) {}

  void text(std::string_view name, std::string_view value);
  void number(std::string_view name, std::int64_t value);
  void yes(std::string_view name);  // true
  void end() { m_out += m_begun ? "}" : "{}"; }

 private:
  char* begin(std::string_view name, std::size_t valueSize);

  std::string& m_out;
  bool m_begun = false;
};

}  // namespace lk::bus
