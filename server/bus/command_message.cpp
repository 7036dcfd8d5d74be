#include "server/bus/command_message.h"

#include <QByteArray>
#include <algorithm>

#include "server/base/base64.h"
#include "server/bus/json_fields.h"
#include "server/bus/json_writer.h"

namespace lk::bus {

namespace {

constexpr std::size_t kLongestId = 64;             // characters
constexpr std::size_t kLongestAnsweredId = 1024;  // bytes
constexpr std::size_t kLongestChannel = 256;
constexpr int kMostHops = 8;

using Value = JsonFields::Value;

Error wrong(std::string text) { return {Error::Code::Protocol, std::move(text)}; }

bool hasControls(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

QByteArray viewOf(std::string_view text) {
  return QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size()));
}

// The fields as they come; what they mean together is looked at when all are there.
class CommandFields {
 public:
  Result<void> take(std::string_view key, const Value& value) {
    if (key == "id") return takeId(value);
    if (key == "device") return takeText(value, "device", m_command.device);
    if (key == "payload") {
      m_hasPayload = true;
      return takeText(value, "payload", m_command.payload);
    }
    if (key == "encoding") return takeText(value, "encoding", m_encoding);
    if (key == "reply") return takeChannel(value, "reply", m_command.reply);
    if (key == "via") return takeChannel(value, "via", m_command.via);
    if (key == "ttl") return takeSeconds(value, "ttl", 0, kMaxTtl, m_command.ttl);
    if (key == "timeout") return takeSeconds(value, "timeout", 1, kMaxTimeout, m_command.timeout);
    if (key == "hops") return takeHops(value);
    return {};
  }

  [[nodiscard]] Command answerable() const {
    Command some;
    some.id = m_command.id.empty() ? m_oddId : m_command.id;
    if (isDeviceId(m_command.device)) some.device = m_command.device;
    some.reply = m_command.reply;
    some.via = m_command.via;
    return some;
  }

  Result<Command> finish() {
    if (m_command.id.empty()) return wrong("'id' is missing: a text of 1 to 64 characters");
    if (!isDeviceId(m_command.device)) return wrong("'device' must be 1 to 64 of A-Z a-z 0-9 . _ : -");
    if (!m_hasPayload) return wrong("'payload' is missing: a text, be it empty");
    if (auto decoded = decode(); !decoded) return decoded.error();
    return std::move(m_command);
  }

 private:
  Result<void> takeId(const Value& value) {
    const bool good = value.kind == Value::Kind::Text && !value.text.empty() && !hasControls(value.text) &&
                      characters(value.text) <= kLongestId;
    const bool odd = !good && value.kind == Value::Kind::Text && value.text.size() <= kLongestAnsweredId;
    m_command.id = good ? value.text : std::string_view();
    m_oddId = odd ? value.text : std::string_view();
    return good ? Result<void>() : wrong("'id' must be a text of 1 to 64 characters, with no control characters");
  }

  static Result<void> takeText(const Value& value, const char* name, std::string& to) {
    if (value.kind != Value::Kind::Text) return wrong('\'' + std::string(name) + "' must be a text");
    to = value.text;
    return {};
  }

  static Result<void> takeChannel(const Value& value, const char* name, std::string& to) {
    const bool good = value.kind == Value::Kind::Text && !value.text.empty() && value.text.size() <= kLongestChannel &&
                      !hasControls(value.text);
    if (!good) return wrong('\'' + std::string(name) + "' must be a channel's name of 1 to 256 bytes");
    to = value.text;
    return {};
  }

  static Result<void> takeSeconds(const Value& value, const char* name, std::int64_t min, std::chrono::seconds max,
                                  std::chrono::seconds& to) {
    const auto number = value.integer();
    if (!number || *number < min || *number > max.count()) {
      return wrong('\'' + std::string(name) + "' must be a whole number of seconds, " + std::to_string(min) + " to " +
                   std::to_string(max.count()));
    }
    to = std::chrono::seconds(*number);
    return {};
  }

  Result<void> takeHops(const Value& value) {
    const auto number = value.integer();
    if (!number || *number < 0 || *number > kMostHops) return wrong("'hops' must be 0 to 8");
    m_command.hops = static_cast<int>(*number);
    return {};
  }

  Result<void> decode() {
    if (m_encoding == "text") return {};
    const QByteArray written = viewOf(m_command.payload);
    if (m_encoding == "hex") {
      const bool good = written.size() % 2 == 0 && std::ranges::all_of(m_command.payload, [](char c) {
                          return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
                        });
      if (!good) return wrong("'payload' is not hexadecimal: pairs of the digits 0-9 a-f");
      m_command.payload = QByteArray::fromHex(written).toStdString();
      return {};
    }
    if (m_encoding == "base64") {
      const auto decoded = bytesOfBase64(written);
      if (!decoded) return wrong("'payload' is not base64");
      m_command.payload = decoded->toStdString();
      return {};
    }
    return wrong("'encoding' must be text, hex or base64");
  }

  Command m_command;
  std::string m_oddId;  // no good, and yet what the publisher knows the message by
  std::string m_encoding = "text";
  bool m_hasPayload = false;
};

// To the message's end even when a field is no good: the id may come behind it.
Result<void> readAll(std::string_view message, CommandFields& fields) {
  JsonFields json(message);
  Result<void> first;
  std::string_view key;
  Value value;
  while (json.next(key, value)) {
    if (auto taken = fields.take(key, value); !taken && first) first = taken;
  }
  if (!json.error().empty()) return wrong(std::string(json.error()));
  return first;
}

// What stands behind a text that begins before this place. Nothing is taken unless all of it reads well.
void readBehindText(std::string_view message, std::size_t from, std::size_t most, CommandFields& fields) {
  const std::string_view before = message.substr(from - std::min(from, most), std::min(from, most));
  const std::size_t last = before.find_last_not_of('\\');
  const std::size_t backslashes = before.size() - (last == std::string_view::npos ? 0 : last + 1);
  if (backslashes % 2 == 1) ++from;
  while (from < message.size() && (static_cast<unsigned char>(message[from]) & 0xC0U) == 0x80U) ++from;
  const std::string behind = R"({"":")" + std::string(message.substr(from));
  CommandFields all = fields;
  JsonFields json(behind);
  std::string_view key;
  Value value;
  while (json.next(key, value)) (void)all.take(key, value);
  if (json.error().empty()) fields = std::move(all);
}

bool isPlainText(std::string_view bytes) {
  const auto odd = [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r') || c == 0x7F;
  };
  return std::ranges::none_of(bytes, odd) && isUtf8(bytes);
}

}  // namespace

Result<Command> parseCommandMessage(std::string_view message) {
  CommandFields fields;
  if (const auto read = readAll(message, fields); !read) return read.error();
  return fields.finish();
}

Command answerableOf(std::string_view message) {
  CommandFields fields;
  (void)readAll(message, fields);
  return fields.answerable();
}

Command answerableOfEnds(std::string_view message, std::size_t most) {
  if (message.size() <= 2 * most) return answerableOf(message);
  CommandFields fields;
  (void)readAll(message.substr(0, most), fields);
  readBehindText(message, message.size() - most, most, fields);
  return fields.answerable();
}

std::string toBase64(std::string_view bytes) {
  if (bytes.empty()) return {};
  return viewOf(bytes).toBase64().toStdString();
}

std::string commandMessage(const Command& command) {
  std::string out;
  out.reserve(96 + command.id.size() + command.payload.size() + command.reply.size() + command.via.size());
  JsonWriter json(out);
  json.text("id", command.id);
  json.text("device", command.device);
  if (isPlainText(command.payload)) {
    json.text("payload", command.payload);
  } else {
    json.text("payload", toBase64(command.payload));
    json.text("encoding", "base64");
  }
  if (command.durable()) json.number("ttl", command.ttl.count());
  if (command.timeout != Command{}.timeout) json.number("timeout", command.timeout.count());
  if (!command.reply.empty()) json.text("reply", command.reply);
  if (!command.via.empty()) json.text("via", command.via);
  if (command.hops > 0) json.number("hops", command.hops);
  json.end();
  return out;
}

std::string forLog(std::string_view message) {
  constexpr std::size_t kShown = 200;
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (const char c : message.substr(0, kShown)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F && c != '\\') {
      out.push_back(c);
    } else {
      out.append("\\x");
      out.push_back(kHex[byte >> 4U]);
      out.push_back(kHex[byte & 15U]);
    }
  }
  if (message.size() > kShown) out += "… (" + std::to_string(message.size()) + " bytes)";
  return out;
}

}  // namespace lk::bus
