#include <cstdlib>
#include <vector>

#include "server/wire/frame_decoder.h"

using namespace lk::wire;

namespace {

struct Seen {
  std::vector<std::string> frames;
  DecodeStatus status = DecodeStatus::NeedMore;
  bool operator==(const Seen&) const = default;
};

Seen feed(std::string_view bytes, std::size_t piece) {
  FrameDecoder decoder;
  Seen seen;
  while (!bytes.empty()) {
    const std::string some(bytes.substr(0, piece));
    seen.status = decoder.feed(some, 600, [&](const Frame& frame) {
      seen.frames.emplace_back(frame.payload);
      Close close;
      (void)readClose(frame.payload, close);
      return true;
    });
    if (seen.status != DecodeStatus::NeedMore) break;
    if (decoder.pendingBytes() > 612) std::abort();  // more than a frame may be
    bytes.remove_prefix(some.size());
  }
  return seen;
}

}  // namespace

// However the bytes are split, the frames are the same (rule 6). The first byte says how.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Seen whole = feed(bytes, bytes.size());
  if (feed(bytes, 1 + data[0] % 64) != whole || feed(bytes, 1) != whole) std::abort();
  return 0;
}
