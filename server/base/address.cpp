#include "server/base/address.h"

#include <algorithm>
#include <charconv>

namespace lk {

namespace {

Error notAddress(std::string_view text) {
  return {Error::Code::Settings, "'" + std::string(text) +
                                     "' is no ADDR:PORT: write an address and a port of 0 to 65535, as in "
                                     "0.0.0.0:7600 or [::1]:7600"};
}

bool isIpv4(std::string_view text) {
  int parts = 0;
  while (true) {
    int part = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), part);
    if (error != std::errc() || part < 0 || part > 255 || end - text.data() > 3) return false;
    ++parts;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.empty()) return parts == 4;
    if (text.front() != '.' || parts == 4) return false;
    text.remove_prefix(1);
  }
}

// Its form only; whether the machine has it is the system's to say.
bool looksLikeIpv6(std::string_view text) {
  const bool characters = std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.' ||
           c == '%';
  });
  return characters && std::ranges::count(text, ':') >= 2;
}

}  // namespace

std::string Address::text() const {
  const bool v6 = host.find(':') != std::string::npos;
  return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Result<Address> parseAddress(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return notAddress(text);
  std::string_view host = text.substr(0, colon);
  const std::string_view portText = text.substr(colon + 1);
  unsigned port = 0;
  const auto [end, error] = std::from_chars(portText.data(), portText.data() + portText.size(), port);
  if (error != std::errc() || end != portText.data() + portText.size() || port > 65'535) return notAddress(text);

  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (host == "localhost") host = "127.0.0.1";
  if (bracketed ? !looksLikeIpv6(host) : !isIpv4(host)) return notAddress(text);
  return Address{std::string(host), static_cast<std::uint16_t>(port)};
}

}  // namespace lk
