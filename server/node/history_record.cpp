#include "server/node/history_record.h"

#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "server/base/crc32.h"
#include "server/bus/json_fields.h"
#include "server/bus/json_writer.h"

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

void writeNumber(bus::JsonWriter& json, std::string_view key, std::int64_t number) {
  if (number != 0) json.number(key, number);
}

void writeText(bus::JsonWriter& json, std::string_view key, std::string_view text) {
  if (!text.empty()) json.text(key, text.substr(0, kMaxHistoryText));
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
  out.append(kCheckDigits + 1, ' ');
  bus::JsonWriter json(out);
  json.text("device", device);
  writeNumber(json, "seq", static_cast<std::int64_t>(record.seq));
  writeNumber(json, "at", record.atMs);
  writeText(json, "kind", kKindWords.at(static_cast<std::size_t>(record.kind)));
  writeNumber(json, "session", static_cast<std::int64_t>(record.session));
  writeNumber(json, "lasted", record.lastedMs);
  writeNumber(json, "silent", record.silentMs);
  if (record.kind == HistoryKind::Closed || record.kind == HistoryKind::Refused) {
    writeText(json, "reason", toText(record.reason));
  }
  if (record.kind == HistoryKind::Command) writeText(json, "status", toText(record.status));
  writeNumber(json, "durable", record.durable ? 1 : 0);
  writeNumber(json, "code", record.code);
  writeText(json, "address", record.address);
  writeText(json, "id", record.id);
  writeText(json, "detail", record.detail);
  json.end();
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
