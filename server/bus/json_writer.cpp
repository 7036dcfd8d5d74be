#include "server/bus/json_writer.h"

#include "server/bus/json_fields.h"

namespace lk::bus {

namespace {

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
    const auto end = std::ranges::find_if_not(text, isPlainInJson);
    out.append(text.begin(), end);
    text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
    if (text.empty()) break;
    text.remove_prefix(appendOdd(out, text));
  }
  out.push_back('"');
}

}  // namespace

void JsonWriter::oddText(std::string_view name, std::string_view value) {
  reached(begin(name, 0));
  m_out.resize(m_size);
  appendText(m_out, value);
  m_size = m_out.size();
}

void JsonWriter::makeRoom(std::size_t bytes) {
  constexpr std::size_t kAtOnce = 384;
  m_out.resize(m_size + std::max(bytes, kAtOnce));
}

}  // namespace lk::bus
