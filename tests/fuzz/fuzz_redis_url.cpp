#include <cstdlib>

#include "server/bus/redis_url.h"

using namespace lk::bus;

namespace {

std::string schemeOf(const RedisUrl& url) {
  const std::string scheme = url.tls ? "rediss" : "redis";
  switch (url.kind) {
    case RedisUrl::Kind::Single: break;
    case RedisUrl::Kind::Sentinel: return scheme + "+sentinel://";
    case RedisUrl::Kind::Cluster: return scheme + "+cluster://";
  }
  return scheme + "://";
}

// Every byte as %XX: as far from what was written as a URL of the same meaning can be.
std::string escaped(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (const char c : text) {
    out += {'%', kHex[static_cast<unsigned char>(c) >> 4U], kHex[static_cast<unsigned char>(c) & 15U]};
  }
  return out;
}

std::string textOf(const RedisUrl& url) {
  std::string text = schemeOf(url);
  if (!url.user.empty()) text += escaped(url.user) + '@';
  for (const RedisAddress& address : url.addresses) {
    if (&address != &url.addresses.front()) text += ',';
    text += address.text();
  }
  if (url.kind == RedisUrl::Kind::Sentinel) text += '/' + url.master;
  if (url.kind != RedisUrl::Kind::Cluster) text += '/' + std::to_string(url.database);
  return text;
}

}  // namespace

// A URL names somebody to talk to, and means the same however it is written; or what is wrong with it is said, without
// the password that it may hold.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto url = parseRedisUrl(text);
  if (!url) {
    if (url.error().text.empty()) std::abort();
    if (url.error().text.find(":hunter2@") != std::string::npos) std::abort();
    return 0;
  }
  if (url->addresses.empty() || url->database < 0) std::abort();
  if ((url->kind == RedisUrl::Kind::Sentinel) == url->master.empty()) std::abort();
  for (const RedisAddress& address : url->addresses) {
    if (address.host.empty() || address.port == 0) std::abort();
  }
  const auto again = parseRedisUrl(textOf(*url));
  if (!again || !(*again == *url)) std::abort();
  return 0;
}
