#include "server/node/history_record.h"

#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "server/base/crc32.h"
#include "server/bus/json_fields.h"

namespace lk::node {

namespace {

constexpr std::size_t kCheckDigits = 8;
constexpr std::array<std::string_view, 5> kKindWords = {"connected", "took-over", "closed", "refused", "command"};

std::uint32_t checkOf(std::string_view bytes) { return Crc32().add(bytes).value(); }

std::array<char, kCheckDigits> hex(std::uint32_t value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<char, kCheckDigits> digits{};
  for (std::size_t i = kCheckDigits; i-- > 0; value >>= 4U) digits[i] = kDigits[value & 0xFU];
  return digits;
}

void appendNumber(std::string& out, std::string_view key, std::int64_t number) {
  if (number == 0) return;
  out.append(",\"").append(key).append("\":").append(std::to_string(number));
}

void appendText(std::string& out, std::string_view key, std::string_view text) {
  if (text.empty()) return;
  out.append(",\"").append(key).append("\":");
  bus::appendJsonText(out, text.substr(0, kMaxHistoryText));
}

template <typename Number>
bool readNumber(const bus::JsonFields::Value& value, Number& number) {
  const auto whole = value.integer();
  if (!whole || !std::in_range<Number>(*whole)) return false;
  number = static_cast<Number>(*whole);
  return true;
}

bool readText(const bus::JsonFields::Value& value, std::string& text) {
  if (value.kind != bus::JsonFields::Value::Kind::Text) return false;
  text = value.text;
  return true;
}

template <typename Word>
bool readWord(const std::optional<Word>& found, Word& word) {
  if (found) word = *found;
  return found.has_value();
}

std::optional<HistoryKind> kindFromText(std::string_view text) {
  for (std::size_t i = 0; i < kKindWords.size(); ++i) {
    if (text == kKindWords[i]) return static_cast<HistoryKind>(i);
  }
  return std::nullopt;
}

// A field that is not known is a newer version's, and passed over.
bool readField(std::string_view key, const bus::JsonFields::Value& value, HistoryLine& line) {
  HistoryRecord& record = line.record;
  if (key == "device") return readText(value, line.device);
  if (key == "seq") return readNumber(value, record.seq);
  if (key == "at") return readNumber(value, record.atMs);
  if (key == "kind") return readWord(kindFromText(value.text), record.kind);
  if (key == "session") return readNumber(value, record.session);
  if (key == "lasted") return readNumber(value, record.lastedMs);
  if (key == "silent") return readNumber(value, record.silentMs);
  if (key == "reason") return readWord(closeReasonFromText(value.text), record.reason);
  if (key == "status") return readWord(commandStatusFromText(value.text), record.status);
  if (key == "durable") {
    record.durable = value.integer() == 1;
    return true;
  }
  if (key == "code") return readNumber(value, record.code);
  if (key == "address") return readText(value, record.address);
  if (key == "id") return readText(value, record.id);
  if (key == "detail") return readText(value, record.detail);
  return true;
}

}  // namespace

void appendHistoryLine(std::string& out, std::string_view device, const HistoryRecord& record) {
  const std::size_t start = out.size();
  out.append(kCheckDigits, ' ').append(" {\"device\":");
  bus::appendJsonText(out, device);
  appendNumber(out, "seq", static_cast<std::int64_t>(record.seq));
  appendNumber(out, "at", record.atMs);
  appendText(out, "kind", kKindWords.at(static_cast<std::size_t>(record.kind)));
  appendNumber(out, "session", static_cast<std::int64_t>(record.session));
  appendNumber(out, "lasted", record.lastedMs);
  appendNumber(out, "silent", record.silentMs);
  if (record.kind == HistoryKind::Closed || record.kind == HistoryKind::Refused) {
    appendText(out, "reason", toText(record.reason));
  }
  if (record.kind == HistoryKind::Command) appendText(out, "status", toText(record.status));
  appendNumber(out, "durable", record.durable ? 1 : 0);
  appendNumber(out, "code", record.code);
  appendText(out, "address", record.address);
  appendText(out, "id", record.id);
  appendText(out, "detail", record.detail);
  out.push_back('}');
  const auto digits = hex(checkOf(std::string_view(out).substr(start + kCheckDigits)));
  out.replace(start, kCheckDigits, digits.data(), digits.size());
  out.push_back('\n');
}

std::optional<HistoryLine> parseHistoryLine(std::string_view line) {
  if (line.size() <= kCheckDigits || line.size() > kMaxHistoryLine) return std::nullopt;
  const std::string_view rest = line.substr(kCheckDigits);
  const auto digits = hex(checkOf(rest));
  if (line.substr(0, kCheckDigits) != std::string_view(digits.data(), digits.size())) return std::nullopt;
  HistoryLine parsed;
  bus::JsonFields fields(rest.substr(1));
  std::string_view key;
  bus::JsonFields::Value value;
  while (fields.next(key, value)) {
    if (!readField(key, value, parsed)) return std::nullopt;
  }
  const bool good = fields.error().empty() && isDeviceId(parsed.device) && parsed.record.seq > 0;
  return good ? std::optional(std::move(parsed)) : std::nullopt;
}

}  // namespace lk::node
