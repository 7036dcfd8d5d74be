#include <cstdlib>

#include "server/wire/proxy_header.h"

using namespace lk::wire;

namespace {

using Status = ProxyDecoded::Status;

struct Seen {
  Status status = Status::NeedMore;
  ProxyHeader::Kind kind = ProxyHeader::Kind::Unknown;
  lk::IpBytes source{};
  std::uint16_t port = 0;
  std::string_view why;
  std::size_t after = 0;  // bytes that come after the header
  bool operator==(const Seen&) const = default;
};

Seen feed(std::string_view bytes, std::size_t piece) {
  ProxyReader reader;
  ProxyDecoded decoded;
  while (!bytes.empty() && decoded.status == Status::NeedMore) {
    // A piece of its own memory, so that reading past it would be seen.
    const std::string some(bytes.substr(0, piece));
    std::string_view rest = some;
    decoded = reader.feed(rest);
    if (reader.pendingBytes() > kMaxProxyHeader) std::abort();
    if (decoded.status == Status::NeedMore && !rest.empty()) std::abort();
    bytes.remove_prefix(some.size() - rest.size());
  }
  const bool goesOn = decoded.status == Status::Header || decoded.status == Status::NoHeader;
  return {decoded.status, decoded.header.kind,      decoded.header.source, decoded.header.sourcePort,
          decoded.why,    goesOn ? bytes.size() : 0};
}

}  // namespace

// However the bytes are split, the header is the same. The first byte says how.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Seen whole = feed(bytes, bytes.size());
  if (feed(bytes, 1 + data[0] % 64) != whole || feed(bytes, 1) != whole) std::abort();
  if (whole.status == Status::NeedMore && bytes.size() >= kMaxProxyHeader) std::abort();
  return 0;
}
