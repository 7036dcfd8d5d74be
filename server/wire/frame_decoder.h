#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "server/wire/frame.h"

namespace lk::wire {

enum class DecodeStatus : std::uint8_t { NeedMore, Frame, BadMagic, BadVersion, UnknownType, TooLong };

[[nodiscard]] std::string_view toText(DecodeStatus status);

struct Decoded {
  DecodeStatus status = DecodeStatus::NeedMore;
  Frame frame;               // with Frame
  std::size_t consumed = 0;  // with Frame
  std::size_t wanted = 0;    // with NeedMore: bytes, from the start, without which nothing more can be said
};

// The frame at the start of bytes. A header is judged as far as it has arrived, so a bad one is bad however it
// was split (rules 5 and 6).
[[nodiscard]] Decoded decodeFrame(std::string_view bytes, std::uint32_t maxPayload);

// Bytes in as they arrive, whole frames out. Keeps only the bytes of one incomplete frame: memory grows with what
// has arrived, never with what a header claims (rule 5).
class FrameDecoder {
 public:
  // Calls onFrame(const Frame&) -> bool for each whole frame, in order, until it says false or a frame is bad.
  // What follows is dropped then: the decoder is done with. NeedMore means all is well.
  template <typename OnFrame>
  DecodeStatus feed(std::string_view bytes, std::uint32_t maxPayload, OnFrame&& onFrame);

  [[nodiscard]] std::size_t pendingBytes() const { return m_rest ? m_rest->size() : 0; }
  [[nodiscard]] std::size_t heapBytes() const { return m_rest ? sizeof *m_rest + m_rest->capacity() : 0; }

 private:
  // Completes the frame in m_rest from bytes, which it shortens by what it took.
  Decoded complete(std::string_view& bytes, std::uint32_t maxPayload);

  std::unique_ptr<std::string> m_rest;  // null: the device is between two frames
};

template <typename OnFrame>
DecodeStatus FrameDecoder::feed(std::string_view bytes, std::uint32_t maxPayload, OnFrame&& onFrame) {
  if (m_rest) {
    const Decoded first = complete(bytes, maxPayload);
    if (first.status != DecodeStatus::Frame) return first.status;
    const bool goOn = onFrame(first.frame);
    m_rest.reset();
    if (!goOn) return DecodeStatus::NeedMore;
  }
  while (!bytes.empty()) {
    const Decoded next = decodeFrame(bytes, maxPayload);
    if (next.status == DecodeStatus::NeedMore) {
      m_rest = std::make_unique<std::string>(bytes);
      return DecodeStatus::NeedMore;
    }
    if (next.status != DecodeStatus::Frame) return next.status;
    bytes.remove_prefix(next.consumed);
    if (!onFrame(next.frame)) return DecodeStatus::NeedMore;
  }
  return DecodeStatus::NeedMore;
}

}  // namespace lk::wire
