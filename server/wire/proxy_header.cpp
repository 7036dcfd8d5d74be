#include "server/wire/proxy_header.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace lk::wire {

namespace {

using Status = ProxyDecoded::Status;
using Kind = ProxyHeader::Kind;

constexpr std::string_view kWord = "PROXY ";
constexpr std::size_t kMaxLine = 107;  // with its CRLF

constexpr std::string_view kSignature("\r\n\r\n\0\r\nQUIT\n", 12);
constexpr std::size_t kFixed = 16;  // signature, version and command, family and protocol, length
constexpr std::size_t kTlvHead = 3;
constexpr std::uint8_t kCrc32c = 0x03;
constexpr std::size_t kCrcSize = 4;

ProxyDecoded needMore() { return {}; }
ProxyDecoded bad(std::string_view why) { return {Status::Bad, {}, 0, why}; }
ProxyDecoded taken(const ProxyHeader& header, std::size_t consumed) { return {Status::Header, header, consumed, {}}; }

// Whether bytes, as far as they go, are those of whole.
bool maybe(std::string_view bytes, std::string_view whole) {
  const std::size_t size = std::min(bytes.size(), whole.size());
  return bytes.substr(0, size) == whole.substr(0, size);
}

std::uint8_t byteAt(std::string_view bytes, std::size_t at) { return static_cast<std::uint8_t>(bytes[at]); }
std::uint16_t shortAt(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint16_t>(byteAt(bytes, at) << 8U | byteAt(bytes, at + 1));
}

// Version 1.

std::optional<std::uint16_t> readPort(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!whole || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  return port;
}

// SOURCE DESTINATION PORT PORT, each after exactly one blank.
std::optional<ProxyHeader> readEnds(std::string_view text, bool v6) {
  std::array<std::string_view, 4> words;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::size_t blank = std::min(text.find(' '), text.size());
    if ((blank == text.size()) != (i + 1 == words.size())) return std::nullopt;
    words[i] = text.substr(0, blank);
    text.remove_prefix(std::min(blank + 1, text.size()));
  }
  const auto address = [&](std::string_view word) { return v6 ? parseIpv6(word) : parseIpv4(word); };
  const auto source = address(words[0]);
  const auto port = readPort(words[2]);
  if (!source || !port || !address(words[1]) || !readPort(words[3])) return std::nullopt;
  return ProxyHeader{Kind::Proxied, *source, *port};
}

// A lone CR or LF ends no line, and is bad as soon as it is seen.
ProxyDecoded decodeLine(std::string_view bytes) {
  constexpr std::string_view kTcp4 = "TCP4 ";
  constexpr std::string_view kTcp6 = "TCP6 ";
  constexpr std::string_view kUnknown = "UNKNOWN";
  if (!maybe(bytes, kWord)) return bad("the connection begins with neither a PROXY header nor HELLO");
  if (bytes.size() <= kWord.size()) return needMore();

  std::string_view rest = bytes.substr(kWord.size());
  const bool unknown = maybe(rest, kUnknown);
  const bool v6 = maybe(rest, kTcp6);
  if (!unknown && !v6 && !maybe(rest, kTcp4)) return bad("the PROXY header is of neither TCP4, TCP6 nor UNKNOWN");
  if (unknown && rest.size() > kUnknown.size() && rest[kUnknown.size()] != ' ' && rest[kUnknown.size()] != '\r') {
    return bad("the PROXY header is of neither TCP4, TCP6 nor UNKNOWN");
  }

  const std::size_t end = std::min(bytes.substr(0, kMaxLine).find_first_of("\r\n"), bytes.size());
  if (end + 2 > kMaxLine) return bad("the PROXY header's line is longer than 107 bytes");
  if (end < bytes.size() && (bytes[end] == '\n' || (end + 1 < bytes.size() && bytes[end + 1] != '\n'))) {
    return bad("the PROXY header's line must end with CR LF");
  }
  if (end + 2 > bytes.size()) return needMore();
  if (unknown) return taken({Kind::Unknown, {}, 0}, end + 2);
  rest = bytes.substr(kWord.size() + kTcp4.size(), end - kWord.size() - kTcp4.size());
  const auto header = readEnds(rest, v6);
  if (!header) return bad("the PROXY header's addresses or ports are none");
  return taken(*header, end + 2);
}

// Version 2.

std::uint32_t crc32c(std::uint32_t crc, std::string_view bytes) {
  for (const char c : bytes) {
    crc ^= static_cast<std::uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1U ^ ((crc & 1U) != 0 ? 0x82F63B78U : 0U);
  }
  return crc;
}

// header: all of it; at: of the checksum, which counts as zero.
bool checksumFits(std::string_view header, std::size_t at) {
  constexpr std::string_view kZero("\0\0\0\0", kCrcSize);
  std::uint32_t crc = crc32c(0xFFFFFFFFU, header.substr(0, at));
  crc = crc32c(crc32c(crc, kZero), header.substr(at + kCrcSize));
  const std::uint32_t said = std::uint32_t{shortAt(header, at)} << 16U | shortAt(header, at + 2);
  return (crc ^ 0xFFFFFFFFU) == said;
}

// What a proxy adds is passed over, but must keep its form; a checksum must fit.
std::string_view wrongWithTlvs(std::string_view header, std::size_t at) {
  std::optional<std::size_t> checksum;
  while (at < header.size()) {
    if (header.size() - at < kTlvHead) return "the PROXY header ends within a TLV";
    const std::uint8_t type = byteAt(header, at);
    const std::size_t length = shortAt(header, at + 1);
    at += kTlvHead;
    if (header.size() - at < length) return "the PROXY header ends within a TLV";
    if (type == kCrc32c) {
      if (length != kCrcSize || checksum) return "the PROXY header's checksum has no good form";
      checksum = at;
    }
    at += length;
  }
  if (checksum && !checksumFits(header, *checksum)) return "the PROXY header's checksum does not fit";
  return {};
}

struct Family {
  std::size_t addressesSize = 0;  // 0: says no addresses
  std::size_t ipSize = 0;         // 0: none that a TCP connection may have
};

Family familyOf(std::uint8_t both) {
  const int family = both >> 4U;
  const int protocol = both & 0xFU;
  constexpr int kStream = 1;
  if (protocol == 0) return {};
  switch (family) {
    case 1: return {12, protocol == kStream ? 4U : 0U};
    case 2: return {36, protocol == kStream ? 16U : 0U};
    case 3: return {216, 0};
    default: return {};
  }
}

ProxyHeader readBlock(std::string_view header, const Family& family) {
  if (family.ipSize == 0) return {Kind::Unknown, {}, 0};
  ProxyHeader read{Kind::Proxied, {}, shortAt(header, kFixed + 2 * family.ipSize)};
  if (family.ipSize == 4) {
    read.source = mappedIpv4(
        {byteAt(header, kFixed), byteAt(header, kFixed + 1), byteAt(header, kFixed + 2), byteAt(header, kFixed + 3)});
  } else {
    for (std::size_t i = 0; i < family.ipSize; ++i) read.source[i] = byteAt(header, kFixed + i);
  }
  return read;
}

ProxyDecoded decodeBinary(std::string_view bytes) {
  if (!maybe(bytes, kSignature)) return bad("the connection begins with neither a PROXY header nor HELLO");
  if (bytes.size() > 12 && byteAt(bytes, 12) >> 4U != 2) return bad("the PROXY header is of neither version 1 nor 2");
  if (bytes.size() > 12 && (byteAt(bytes, 12) & 0xFU) > 1) return bad("the PROXY header's command is unknown");
  const bool local = bytes.size() > 12 && (byteAt(bytes, 12) & 0xFU) == 0;
  // Of a LOCAL header all that follows but its length is to be passed over.
  const bool strange = bytes.size() > 13 && (byteAt(bytes, 13) >> 4U > 3 || (byteAt(bytes, 13) & 0xFU) > 2);
  if (strange && !local) return bad("the PROXY header's address family or protocol is unknown");
  if (bytes.size() < kFixed) return needMore();

  const std::size_t whole = kFixed + shortAt(bytes, 14);
  const Family family = local ? Family{} : familyOf(byteAt(bytes, 13));
  if (whole > kMaxProxyHeader) return bad("the PROXY header is longer than 1024 bytes");
  if (whole < kFixed + family.addressesSize) return bad("the PROXY header is shorter than its addresses");
  if (bytes.size() < whole) return needMore();
  if (local) return taken({Kind::Local, {}, 0}, whole);

  const std::string_view header = bytes.substr(0, whole);
  // With no known addresses it can't be told where they end and TLVs begin.
  if (family.addressesSize != 0) {
    const std::string_view wrong = wrongWithTlvs(header, kFixed + family.addressesSize);
    if (!wrong.empty()) return bad(wrong);
  }
  return taken(readBlock(header, family), whole);
}

}  // namespace

ProxyDecoded decodeProxyHeader(std::string_view bytes) {
  if (bytes.empty()) return needMore();
  if (bytes.front() == kWord.front()) return decodeLine(bytes);
  if (bytes.front() == kSignature.front()) return decodeBinary(bytes);
  return {Status::NoHeader, {}, 0, {}};
}

ProxyDecoded ProxyReader::feed(std::string_view& bytes) {
  if (m_rest.empty()) {
    const ProxyDecoded decoded = decodeProxyHeader(bytes);
    if (decoded.status == Status::NeedMore) m_rest = std::exchange(bytes, {});
    bytes.remove_prefix(decoded.consumed);
    return decoded;
  }
  const std::size_t had = m_rest.size();
  m_rest.append(bytes.substr(0, kMaxProxyHeader - had));
  const ProxyDecoded decoded = decodeProxyHeader(m_rest);
  if (decoded.status == Status::Header) {
    bytes.remove_prefix(decoded.consumed - had);
  } else {
    bytes = {};
  }
  if (decoded.status != Status::NeedMore) std::string().swap(m_rest);
  return decoded;
}

}  // namespace lk::wire
