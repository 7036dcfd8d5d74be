#include "server/bus/result_message.h"

#include <QByteArray>
#include <array>
#include <charconv>

#include "server/bus/command_message.h"
#include "server/bus/json_fields.h"
#include "server/bus/json_writer.h"

namespace lk::bus {

namespace {

using Value = JsonFields::Value;

Error wrong(std::string text) { return {Error::Code::Protocol, std::move(text)}; }

std::int64_t numberOf(const Value& value) { return value.integer().value_or(0); }

std::string decoded(std::string_view base64) {
  return QByteArray::fromBase64(QByteArray::fromRawData(base64.data(), static_cast<qsizetype>(base64.size())))
      .toStdString();
}

std::uint64_t sessionOf(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

void take(CommandResult& result, bool& hasStatus, std::string_view key, const Value& value) {
  const std::string_view text = value.kind == Value::Kind::Text ? value.text : std::string_view();
  if (key == "id") result.id = text;
  if (key == "device") result.device = text;
  if (key == "answer") result.answer = decoded(text);
  if (key == "node") result.node = text;
  if (key == "reason") result.reason = text;
  if (key == "session") result.session = sessionOf(text);
  if (key == "code") result.code = static_cast<int>(numberOf(value));
  if (key == "queued_us") result.queuedUs = numberOf(value);
  if (key == "write_us") result.writeUs = numberOf(value);
  if (key == "ack_us") result.ackUs = numberOf(value);
  if (key == "durable") result.durable = value.kind == Value::Kind::Word && value.text == "true";
  if (key != "status") return;
  const auto status = commandStatusFromText(text);
  hasStatus = status.has_value();
  if (status) result.status = *status;
}

// What is known of a command only at its end.
struct End {
  int code = 0;
  std::string_view answer;
  std::int64_t ackUs = 0;
  std::string_view reason;
};

void append(std::string& out, const CommandResult& result, CommandStatus status, const End& known,
            std::string_view node) {
  out.reserve(out.size() + 192 + known.answer.size() * 4 / 3 + known.reason.size());
  JsonWriter json(out);
  json.text("id", result.id);
  json.text("device", result.device);
  json.text("status", toText(status));
  json.number("code", known.code);
  json.text("answer", toBase64(known.answer));
  json.text("node", node);
  std::array<char, 24> session{};
  const char* end = std::to_chars(session.data(), session.data() + session.size(), result.session).ptr;
  json.text("session", {session.data(), end});
  json.number("queued_us", result.queuedUs);
  json.number("write_us", result.writeUs);
  json.number("ack_us", known.ackUs);
  if (result.durable) json.yes("durable");
  if (!known.reason.empty()) json.text("reason", known.reason);
  json.end();
}

}  // namespace

std::string resultMessage(const CommandResult& result, std::string_view node) {
  std::string out;
  appendResultMessage(out, result, node);
  return out;
}

void appendResultMessage(std::string& out, const CommandResult& result, std::string_view node) {
  append(out, result, result.status, {result.code, result.answer, result.ackUs, result.reason}, node);
}

void appendWrittenMessage(std::string& out, const CommandResult& end, std::string_view node) {
  append(out, end, CommandStatus::Written, {}, node);
}

Result<CommandResult> parseResultMessage(std::string_view message) {
  JsonFields json(message);
  CommandResult result;
  bool hasStatus = false;
  std::string_view key;
  Value value;
  while (json.next(key, value)) take(result, hasStatus, key, value);
  if (!json.error().empty()) return wrong(std::string(json.error()));
  if (!hasStatus || result.id.empty()) return wrong("it is no result of a command: 'id' or 'status' is missing");
  return result;
}

}  // namespace lk::bus
