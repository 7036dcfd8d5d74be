#include "server/base/address.h"

#include <algorithm>
#include <charconv>

#include "server/base/ip_address.h"

namespace lk {

namespace {

Error notAddress(std::string_view text) {
  return {Error::Code::Settings, "'" + std::string(text) +
                                     "' is no ADDR:PORT: write an address and a port of 0 to 65535, as in "
                                     "0.0.0.0:7600 or [::1]:7600"};
}

// Its form only; whether the machine has it is the system's to say.
bool looksLikeIpv6(std::string_view text) {
  const std::string_view digits = text.substr(0, text.find('%'));  // behind it, the name of an interface
  const bool characters = std::ranges::all_of(digits, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
  });
  const bool named = std::ranges::all_of(text.substr(digits.size()), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '%' || c == '.' ||
           c == '-' || c == '_';
  });
  return characters && named && std::ranges::count(digits, ':') >= 2;
}

}  // namespace

std::string Address::text() const {
  const bool v6 = host.find(':') != std::string::npos;
  return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::string withoutUser(std::string_view url) {
  const std::size_t at = url.rfind('@');
  if (at == std::string_view::npos) return std::string(url);
  // Before :// there may be more than a scheme, too.
  const std::size_t scheme = url.find(':');
  const std::size_t from = url.substr(std::min(scheme, url.size())).starts_with("://") && scheme < at ? scheme + 3 : 0;
  return std::string(url.substr(0, from)) + "…" + std::string(url.substr(at));
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
  if (bracketed ? !looksLikeIpv6(host) : !parseIpv4(host)) return notAddress(text);
  return Address{std::string(host), static_cast<std::uint16_t>(port)};
}

}  // namespace lk
