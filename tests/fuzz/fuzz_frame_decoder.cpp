#include <cstdlib>

#include "server/wire/frame_decoder.h"

using namespace lk::wire;

namespace {

struct Seen {
  std::string written;  // the frames, once more
  DecodeStatus status = DecodeStatus::NeedMore;
  bool operator==(const Seen&) const = default;
};

// What is read as a CLOSE is the same once it is written again; without a retry-after it has one of none.
void checkClose(std::string_view payload) {
  Close close;
  if (!readClose(payload, close)) return;
  std::string frame;
  appendClose(frame, close.reason, close.retryAfterS, close.sentence);
  const std::string_view again = std::string_view(frame).substr(kHeaderSize);
  if (again != payload && (payload.size() != 1 || close.retryAfterS != 0)) std::abort();
}

// Every way to end has its own words, which stand in logs.
void checkWords(DecodeStatus status) {
  if (toText(status).empty() || toText(status) == "?") std::abort();
}

Seen feed(std::string_view bytes, std::size_t piece) {
  FrameDecoder decoder;
  Seen seen;
  while (!bytes.empty()) {
    const std::string some(bytes.substr(0, piece));
    seen.status = decoder.feed(some, 600, [&](const Frame& frame) {
      appendFrame(seen.written, frame.type, frame.id, frame.payload);
      checkClose(frame.payload);
      return !toText(frame.type).empty();
    });
    if (seen.status != DecodeStatus::NeedMore) break;
    if (decoder.pendingBytes() > 612) std::abort();  // more than a frame may be
    bytes.remove_prefix(some.size());
  }
  return seen;
}

}  // namespace

// However the bytes are split, the frames are the same (rule 6), and once they are written again they are those bytes.
// The first byte says how.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Seen whole = feed(bytes, bytes.size());
  checkWords(whole.status);
  checkWords(decodeFrame(bytes, 600).status);
  if (feed(bytes, 1 + data[0] % 64) != whole || feed(bytes, 1) != whole) std::abort();
  if (!bytes.starts_with(whole.written)) std::abort();
  return 0;
}
