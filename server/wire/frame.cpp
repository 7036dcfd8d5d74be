#include "server/wire/frame.h"

#include <array>

namespace lk::wire {

namespace {

template <typename Int>
char byteOf(Int value, unsigned shift) {
  return static_cast<char>(static_cast<std::uint8_t>(value >> shift));
}

std::uint32_t readU32(std::string_view bytes, std::size_t at) {
  const auto byte = [&](std::size_t i) { return std::uint32_t{static_cast<std::uint8_t>(bytes[at + i])}; };
  return byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3);
}

}  // namespace

std::string_view toText(FrameType type) {
  switch (type) {
    case FrameType::Hello: return "HELLO";
    case FrameType::Welcome: return "WELCOME";
    case FrameType::Ping: return "PING";
    case FrameType::Pong: return "PONG";
    case FrameType::Report: return "REPORT";
    case FrameType::ReportAck: return "REPORT_ACK";
    case FrameType::Command: return "COMMAND";
    case FrameType::CommandAck: return "COMMAND_ACK";
    case FrameType::Close: return "CLOSE";
  }
  return "?";
}

void appendFrame(std::string& out, FrameType type, std::uint32_t id, std::string_view payload) {
  const auto length = static_cast<std::uint32_t>(payload.size());
  const std::array<char, kHeaderSize> header = {
      'L',           'K',           char{kVersion},     static_cast<char>(type), byteOf(id, 24),    byteOf(id, 16),
      byteOf(id, 8), byteOf(id, 0), byteOf(length, 24), byteOf(length, 16),      byteOf(length, 8), byteOf(length, 0),
  };
  out.append(header.data(), header.size());
  out.append(payload);
}

void appendClose(std::string& out, CloseReason reason, std::uint16_t retryAfterS, std::string_view sentence) {
  std::string payload = {static_cast<char>(reason), byteOf(retryAfterS, 8), byteOf(retryAfterS, 0)};
  payload.append(sentence);
  appendFrame(out, FrameType::Close, 0, payload);
}

bool readClose(std::string_view payload, Close& close) {
  if (payload.empty() || payload.size() == 2) return false;
  const auto reason = static_cast<std::uint8_t>(payload[0]);
  if (reason > static_cast<std::uint8_t>(CloseReason::Kicked)) return false;
  close.reason = static_cast<CloseReason>(reason);
  if (payload.size() < 3) return true;
  close.retryAfterS =
      static_cast<std::uint16_t>(static_cast<std::uint8_t>(payload[1]) << 8 | static_cast<std::uint8_t>(payload[2]));
  close.sentence = payload.substr(3);
  return true;
}

std::size_t frameLength(std::string_view bytes) { return kHeaderSize + readU32(bytes, 8); }

}  // namespace lk::wire
