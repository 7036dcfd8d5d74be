#include "server/wire/frame_decoder.h"

#include <algorithm>

namespace lk::wire {

std::string_view toText(DecodeStatus status) {
  switch (status) {
    case DecodeStatus::NeedMore: return "incomplete";
    case DecodeStatus::Frame: return "frame";
    case DecodeStatus::BadMagic: return "bad-magic";
    case DecodeStatus::BadVersion: return "bad-version";
    case DecodeStatus::UnknownType: return "unknown-type";
    case DecodeStatus::TooLong: return "too-long";
  }
  return "?";
}

Decoded decodeFrame(std::string_view bytes, std::uint32_t maxPayload) {
  constexpr std::string_view kMagic = "LK";
  const auto bad = [](DecodeStatus status) { return Decoded{status, {}, 0, 0}; };

  if (!bytes.starts_with(kMagic.substr(0, bytes.size()))) return bad(DecodeStatus::BadMagic);
  if (bytes.size() > 2 && static_cast<std::uint8_t>(bytes[2]) != kVersion) return bad(DecodeStatus::BadVersion);
  if (bytes.size() > 3 && !isFrameType(static_cast<std::uint8_t>(bytes[3]))) return bad(DecodeStatus::UnknownType);
  if (bytes.size() < kHeaderSize) return {DecodeStatus::NeedMore, {}, 0, kHeaderSize};

  const std::size_t whole = frameLength(bytes);
  if (whole - kHeaderSize > maxPayload) return bad(DecodeStatus::TooLong);
  if (bytes.size() < whole) return {DecodeStatus::NeedMore, {}, 0, whole};

  const auto byte = [&](std::size_t i) { return std::uint32_t{static_cast<std::uint8_t>(bytes[i])}; };
  const Frame frame{static_cast<FrameType>(bytes[3]), byte(4) << 24 | byte(5) << 16 | byte(6) << 8 | byte(7),
                    bytes.substr(kHeaderSize, whole - kHeaderSize)};
  return {DecodeStatus::Frame, frame, whole, 0};
}

Decoded FrameDecoder::complete(std::string_view& bytes, std::uint32_t maxPayload) {
  for (;;) {
    const Decoded decoded = decodeFrame(*m_rest, maxPayload);
    if (decoded.status != DecodeStatus::NeedMore || bytes.empty()) return decoded;
    const std::size_t taken = std::min(bytes.size(), decoded.wanted - m_rest->size());
    m_rest->append(bytes.substr(0, taken));
    bytes.remove_prefix(taken);
  }
}

}  // namespace lk::wire
