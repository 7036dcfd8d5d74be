#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "server/base/ip_address.h"

// The PROXY protocol, versions 1 and 2, as its text by HAProxy says: a proxy that passes a connection on says ahead of
// all else for whom it does so.
namespace lk::wire {

// The longest header that is taken. Version 1 ends at 107 bytes; in version 2 the addresses of a TCP connection take
// 52, and the rest is for what a proxy adds (TLVs), of which a node needs nothing.
inline constexpr std::size_t kMaxProxyHeader = 1024;

struct ProxyHeader {
  enum class Kind : std::uint8_t {
    Proxied,  // for the source below
    Unknown,  // for somebody whose address the proxy can't say
    Local,    // for the proxy itself: a health check
  };
  Kind kind = Kind::Unknown;
  IpBytes source{};  // with Proxied
  std::uint16_t sourcePort = 0;
};

struct ProxyDecoded {
  enum class Status : std::uint8_t {
    NeedMore,
    Header,
    NoHeader,  // the first byte begins no header
    Bad,       // it began one and broke its form
  };
  Status status = Status::NeedMore;
  ProxyHeader header;        // with Header
  std::size_t consumed = 0;  // with Header
  std::string_view why;      // with Bad: a sentence, of static text
};

// The header at the start of bytes. It is judged as far as it has arrived, so a bad one is bad however it was split.
// Addresses are read once it is whole. No bytes: NeedMore.
[[nodiscard]] ProxyDecoded decodeProxyHeader(std::string_view bytes);

// Bytes in as they arrive. Keeps the bytes of an incomplete header and no more: memory grows with what has arrived,
// to kMaxProxyHeader at most, never with what a length claims.
class ProxyReader {
 public:
  // Takes the header from the front of bytes; with Header or NoHeader, what is left of them comes after it. To be
  // called until the status is not NeedMore.
  ProxyDecoded feed(std::string_view& bytes);

  [[nodiscard]] std::size_t pendingBytes() const { return m_rest.size(); }

 private:
  std::string m_rest;
};

}  // namespace lk::wire
