#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "server/base/vocabulary.h"

namespace lk::wire {

// Bytes are kept in std::string: it grows cheaply, and a short one needs no heap.
inline constexpr std::size_t kHeaderSize = 12;
inline constexpr std::uint8_t kVersion = 1;

enum class FrameType : std::uint8_t {
  Hello = 1,
  Welcome = 2,
  Ping = 3,
  Pong = 4,
  Report = 5,
  ReportAck = 6,
  Command = 7,
  CommandAck = 8,
  Close = 9,
};

[[nodiscard]] constexpr bool isFrameType(std::uint8_t number) { return number >= 1 && number <= 9; }
[[nodiscard]] std::string_view toText(FrameType type);

// A view of one frame: good as long as the bytes that it was read from.
struct Frame {
  FrameType type = FrameType::Hello;
  std::uint32_t id = 0;
  std::string_view payload;
};

// payload: at most 2^32 - 1 bytes.
void appendFrame(std::string& out, FrameType type, std::uint32_t id, std::string_view payload);

// A CLOSE of the node: reason, retry-after in seconds (0: the device's own choice), a sentence for people.
void appendClose(std::string& out, CloseReason reason, std::uint16_t retryAfterS, std::string_view sentence);

struct Close {
  CloseReason reason = CloseReason::Normal;
  std::uint16_t retryAfterS = 0;
  std::string_view sentence;
};

// False if the payload breaks its form: no reason, an unknown one, or half a retry-after.
[[nodiscard]] bool readClose(std::string_view payload, Close& close);

// Length of the whole frame at the start of bytes, which hold at least its header.
[[nodiscard]] std::size_t frameLength(std::string_view bytes);

}  // namespace lk::wire
