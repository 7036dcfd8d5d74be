#include "server/bus/json_fields.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "server/bus/json_plain.h"

namespace lk::bus {

namespace {

constexpr std::size_t kDeepest = 16;

bool isDigit(char c) { return c >= '0' && c <= '9'; }

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

constexpr auto kPlain = plainInJson(0x80);  // nearly all of a text is

void appendUtf8(std::string& out, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0U | code >> 6U);
    put(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    put(0xE0U | code >> 12U);
    put(0x80U | (code >> 6U & 0x3FU));
    put(0x80U | (code & 0x3FU));
  } else {
    put(0xF0U | code >> 18U);
    put(0x80U | (code >> 12U & 0x3FU));
    put(0x80U | (code >> 6U & 0x3FU));
    put(0x80U | (code & 0x3FU));
  }
}

}  // namespace

std::optional<std::int64_t> JsonFields::Value::integer() const {
  if (kind != Kind::Number) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size()) return number;
  // As some writers have them: 60.0, 1e3. Up to what a double holds exactly.
  constexpr double kExact = 9'007'199'254'740'992;
  double written = 0;
  const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), written);
  const bool whole = failure == std::errc() && stop == text.data() + text.size() && std::abs(written) <= kExact &&
                     written == std::floor(written);
  return whole ? std::optional(static_cast<std::int64_t>(written)) : std::nullopt;
}

bool JsonFields::fail(std::string_view why) {
  if (m_error.empty()) m_error = why;
  return false;
}

void JsonFields::skipBlanks() {
  std::size_t blanks = 0;
  while (blanks < m_rest.size() && isBlank(m_rest[blanks])) ++blanks;
  m_rest.remove_prefix(blanks);
}

bool JsonFields::take(char c) {
  skipBlanks();
  if (!m_rest.starts_with(c)) return false;
  m_rest.remove_prefix(1);
  return true;
}

bool JsonFields::next(std::string_view& key, Value& value) {
  if (!m_error.empty()) return false;
  if (!m_begun) {
    m_begun = true;
    if (!take('{')) return fail("it is not a JSON object");
    if (take('}')) return finish();
  } else if (take('}')) {
    return finish();
  } else if (!take(',')) {
    return fail("it is not JSON: a comma or the object's end is missing");
  }
  skipBlanks();
  return readText(m_keyRoom, key) && (take(':') || fail("it is not JSON: a colon is missing")) && readValue(value);
}

bool JsonFields::finish() {
  skipBlanks();
  return m_rest.empty() ? false : fail("something stands behind the JSON object");
}

bool JsonFields::readValue(Value& value) {
  skipBlanks();
  if (m_rest.empty()) return fail("it is not JSON: a value is missing");
  const char first = m_rest.front();
  if (first == '"') {
    value.kind = Value::Kind::Text;
    return readText(m_valueRoom, value.text);
  }
  if (first == '-' || isDigit(first)) {
    value.kind = Value::Kind::Number;
    return readNumber(value.text);
  }
  const bool nested = first == '{' || first == '[';
  value.kind = nested ? Value::Kind::Other : Value::Kind::Word;
  value.text = {};
  return nested ? skipNested() : readWord(value.text);
}

bool JsonFields::readText(std::string& room, std::string_view& text) {
  if (!m_rest.starts_with('"')) return fail("it is not JSON: a text is missing");
  m_rest.remove_prefix(1);
  std::size_t plain = 0;  // of m_rest, good as it stands
  bool copied = false;
  room.clear();
  for (;;) {
    while (plain < m_rest.size() && kPlain[static_cast<unsigned char>(m_rest[plain])]) ++plain;
    if (plain >= m_rest.size()) return fail("it is not JSON: a text has no end");
    const auto c = static_cast<unsigned char>(m_rest[plain]);
    if (c == '"') break;
    if (c < 0x20) return fail("it is not JSON: a text has a control character that is not escaped");
    if (c == '\\') {
      copied = true;
      room.append(m_rest.substr(0, plain));
      m_rest.remove_prefix(plain + 1);
      plain = 0;
      if (!readEscape(room)) return false;
      continue;
    }
    const std::size_t length = utf8Length(m_rest.substr(plain));
    if (length == 0) return fail("a text is not UTF-8");
    plain += length;
  }
  if (copied) room.append(m_rest.substr(0, plain));
  text = copied ? std::string_view(room) : m_rest.substr(0, plain);
  m_rest.remove_prefix(plain + 1);
  return true;
}

bool JsonFields::readEscape(std::string& room) {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  if (m_rest.empty()) return fail("it is not JSON: a text has no end");
  const char letter = m_rest.front();
  m_rest.remove_prefix(1);
  if (letter == 'u') return readUnicode(room);
  const std::size_t place = kLetters.find(letter);
  if (place == std::string_view::npos) return fail("it is not JSON: a text has an unknown escape");
  room.push_back(kMeanings[place]);
  return true;
}

bool JsonFields::readHex(std::uint32_t& code) {
  if (m_rest.size() < 4) return fail("it is not JSON: \\u must have four hexadecimal digits");
  const auto [end, error] = std::from_chars(m_rest.data(), m_rest.data() + 4, code, 16);
  if (error != std::errc() || end != m_rest.data() + 4) {
    return fail("it is not JSON: \\u must have four hexadecimal digits");
  }
  m_rest.remove_prefix(4);
  return true;
}

bool JsonFields::readUnicode(std::string& room) {
  std::uint32_t code = 0;
  if (!readHex(code)) return false;
  if (code >= 0xD800 && code < 0xDC00 && m_rest.starts_with("\\u")) {
    m_rest.remove_prefix(2);
    std::uint32_t low = 0;
    if (!readHex(low)) return false;
    if (low < 0xDC00 || low > 0xDFFF) return fail("a text has half of a surrogate pair");
    code = 0x10000U + ((code - 0xD800U) << 10U) + (low - 0xDC00U);
  }
  if (code >= 0xD800 && code <= 0xDFFF) return fail("a text has half of a surrogate pair");
  appendUtf8(room, code);
  return true;
}

bool JsonFields::readNumber(std::string_view& text) {
  std::size_t at = m_rest.starts_with('-') ? 1 : 0;
  const auto digits = [&] {
    const std::size_t from = at;
    while (at < m_rest.size() && isDigit(m_rest[at])) ++at;
    return at - from;
  };
  const bool zero = at < m_rest.size() && m_rest[at] == '0';
  const std::size_t whole = digits();
  bool good = whole > 0 && (!zero || whole == 1);
  if (good && at < m_rest.size() && m_rest[at] == '.') {
    ++at;
    good = digits() > 0;
  }
  if (good && at < m_rest.size() && (m_rest[at] == 'e' || m_rest[at] == 'E')) {
    ++at;
    if (at < m_rest.size() && (m_rest[at] == '+' || m_rest[at] == '-')) ++at;
    good = digits() > 0;
  }
  if (!good) return fail("it is not JSON: a number is malformed");
  text = m_rest.substr(0, at);
  m_rest.remove_prefix(at);
  return true;
}

bool JsonFields::readWord(std::string_view& text) {
  constexpr std::array<std::string_view, 3> kWords = {"true", "false", "null"};
  for (const std::string_view word : kWords) {
    if (!m_rest.starts_with(word)) continue;
    text = word;
    m_rest.remove_prefix(word.size());
    return true;
  }
  return fail("it is not JSON: a value is malformed");
}

// An object or array with all that is in it. What is open is remembered, not called.
bool JsonFields::skipNested() {
  std::array<char, kDeepest> open{};
  std::size_t depth = 0;
  std::string_view ignored;
  bool valueDue = true;  // else: a comma or an end
  for (;;) {
    skipBlanks();
    const bool inObject = depth > 0 && open[depth - 1] == '{';
    if (valueDue && inObject && !m_rest.starts_with('}')) {
      if (!readText(m_valueRoom, ignored)) return false;
      if (!take(':')) return fail("it is not JSON: a colon is missing");
      skipBlanks();
      if (m_rest.starts_with('}') || m_rest.starts_with(']')) return fail("it is not JSON: a value is missing");
    }
    if (m_rest.empty()) return fail("it is not JSON: a value is missing");
    const char c = m_rest.front();
    if (c == '}' || c == ']') {
      if (depth == 0 || open[depth - 1] != (c == '}' ? '{' : '[')) return fail("it is not JSON: brackets do not match");
      m_rest.remove_prefix(1);
      if (--depth == 0) return true;
      valueDue = false;
    } else if (!valueDue) {
      if (!take(',')) return fail("it is not JSON: a comma is missing");
      skipBlanks();
      if (m_rest.starts_with('}') || m_rest.starts_with(']')) return fail("it is not JSON: a value is missing");
      valueDue = true;
    } else if (c == '{' || c == '[') {
      if (depth == kDeepest) return fail("it is nested more than 16 deep");
      open[depth++] = c;
      m_rest.remove_prefix(1);
    } else {
      const bool read = c == '"'                 ? readText(m_valueRoom, ignored)
                        : c == '-' || isDigit(c) ? readNumber(ignored)
                                                 : readWord(ignored);
      if (!read) return false;
      valueDue = false;
    }
  }
}

std::size_t utf8Length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (text.empty()) return 0;
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xC2 && first < 0xE0 ? 2 : first >= 0xE0 && first < 0xF0 ? 3 : 4;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  }
  // Longer than need be, a surrogate, or beyond the last character.
  if ((first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F) || (first == 0xF0 && byte(1) < 0x90) ||
      (first == 0xF4 && byte(1) > 0x8F)) {
    return 0;
  }
  return length;
}

bool isUtf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8Length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace lk::bus
