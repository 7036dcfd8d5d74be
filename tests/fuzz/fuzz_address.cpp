#include <arpa/inet.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "server/base/address.h"
#include "server/base/ip_address.h"

using namespace lk;

namespace {

// As the system's own reader has it.
template <int family, std::size_t size>
std::optional<std::array<std::uint8_t, size>> systemReads(const std::string& text) {
  std::array<std::uint8_t, size> bytes{};
  const bool whole = text.size() == std::strlen(text.c_str());
  return whole && inet_pton(family, text.c_str(), bytes.data()) == 1 ? std::optional(bytes) : std::nullopt;
}

void checkNetwork(const IpNetwork& network) {
  if (network.bits < 0 || network.bits > 128 || !network.contains(network.bytes)) std::abort();
  for (int bit = 0; bit < 128; ++bit) {
    IpBytes other = network.bytes;
    other[static_cast<std::size_t>(bit / 8)] ^= static_cast<std::uint8_t>(0x80U >> (bit % 8));
    // An IPv4 address lies in networks of IPv4 only.
    const bool otherKind = network.bits < 96 && isMappedIpv4(other);
    if (network.contains(other) != (bit >= network.bits && !otherKind)) std::abort();
  }
}

}  // namespace

// Addresses as people write them: read as the system reads them, and the same once they are written again.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto v4 = systemReads<AF_INET, 4>(text);
  if (parseIpv4(text) != (v4 ? std::optional(mappedIpv4(*v4)) : std::nullopt)) std::abort();
  if (parseIpv6(text) != systemReads<AF_INET6, 16>(text)) std::abort();
  if (const auto network = parseNetwork(text)) checkNetwork(*network);
  const auto address = parseAddress(text);
  if (!address) {
    if (address.error().text.empty()) std::abort();
    return 0;
  }
  const auto again = parseAddress(address->text());
  if (!again || !(*again == *address)) std::abort();
  const bool isV6 = address->host.find(':') != std::string::npos;
  if (!isV6 && !parseIpv4(address->host)) std::abort();
  return 0;
}
