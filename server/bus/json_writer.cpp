#include "server/bus/json_writer.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "server/bus/json_fields.h"
#include "server/bus/json_plain.h"

namespace lk::bus {

namespace {

constexpr auto kPlain = plainInJson(0x7F);

bool isPlain(char c) { return kPlain[static_cast<unsigned char>(c)]; }

// The character that text begins with, as it stands within quotes; comes back with how many bytes it takes.
std::size_t appendOdd(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  const auto c = static_cast<unsigned char>(text.front());
  const std::size_t length = utf8Length(text);
  if (length == 0) {
    out.append("\\ufffd");
    return 1;
  }
  if (c == '"' || c == '\\') {
    out.push_back('\\');
    out.push_back(text.front());
  } else if (c < 0x20 || c == 0x7F) {
    out.append("\\u00");
    out.push_back(kHex[c >> 4U]);
    out.push_back(kHex[c & 15U]);
  } else {
    out.append(text.substr(0, length));
  }
  return length;
}

// With its quotes.
void appendText(std::string& out, std::string_view text) {
  out.push_back('"');
  for (;;) {
    // In one go, as nearly all of it is.
    const auto end = std::ranges::find_if_not(text, isPlain);
    out.append(text.begin(), end);
    text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
    if (text.empty()) break;
    text.remove_prefix(appendOdd(out, text));
  }
  out.push_back('"');
}

}  // namespace

// Room for a field whose value, as written, takes so many bytes; comes back with the value's place. All at once, since
// a node writes several of these for each command.
char* JsonWriter::begin(std::string_view name, std::size_t valueSize) {
  const std::size_t before = m_out.size();
  m_out.resize(before + 4 + name.size() + valueSize);
  char* to = m_out.data() + before;
  *to++ = m_begun ? ',' : '{';
  *to++ = '"';
  to = std::ranges::copy(name, to).out;
  *to++ = '"';
  *to++ = ':';
  m_begun = true;
  return to;
}

void JsonWriter::text(std::string_view name, std::string_view value) {
  if (!std::ranges::all_of(value, isPlain)) {
    begin(name, 0);
    return appendText(m_out, value);
  }
  char* to = begin(name, value.size() + 2);
  *to++ = '"';
  to = std::ranges::copy(value, to).out;
  *to = '"';
}

void JsonWriter::number(std::string_view name, std::int64_t value) {
  std::array<char, 24> digits{};
  const char* end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  const std::string_view written(digits.data(), end);
  std::ranges::copy(written, begin(name, written.size()));
}

void JsonWriter::yes(std::string_view name) {
  constexpr std::string_view kTrue = "true";
  std::ranges::copy(kTrue, begin(name, kTrue.size()));
}

}  // namespace lk::bus
