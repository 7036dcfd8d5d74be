#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/base/result.h"

namespace lk::bus {

// The fields of one JSON object, one after the other, as RFC 8259 has them. What is nested deeper is checked and passed
// over, sixteen deep at most. In one pass, without recursion; allocates for texts with escapes only.
class JsonFields {
 public:
  struct Value {
    enum class Kind : std::uint8_t { Text, Number, Word, Other };
    Kind kind = Kind::Other;
    // Decoded, or the number or word (true, false, null) as written; good until the next field is read.
    std::string_view text;

    // A whole number that fits, however it is written; nothing for all else.
    [[nodiscard]] std::optional<std::int64_t> integer() const;
  };

  explicit JsonFields(std::string_view json) : m_rest(json) {}

  // False at the end, and at an error; error() tells which.
  [[nodiscard]] bool next(std::string_view& key, Value& value);
  // Empty: there was none so far.
  [[nodiscard]] std::string_view error() const { return m_error; }

 private:
  bool fail(std::string_view why);
  bool finish();
  void skipBlanks();
  [[nodiscard]] bool take(char c);
  bool readText(std::string& room, std::string_view& text);
  bool readEscape(std::string& room);
  bool readUnicode(std::string& room);
  bool readHex(std::uint32_t& code);
  bool readNumber(std::string_view& text);
  bool readWord(std::string_view& text);
  bool readValue(Value& value);
  bool skipNested();

  std::string_view m_rest;
  std::string_view m_error;
  std::string m_keyRoom;
  std::string m_valueRoom;
  bool m_begun = false;
};

// How many bytes the UTF-8 character at the beginning of text takes, 1 to 4; 0: it is none.
[[nodiscard]] std::size_t utf8Length(std::string_view text);
[[nodiscard]] bool isUtf8(std::string_view text);

}  // namespace lk::bus
