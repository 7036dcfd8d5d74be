#pragma once

#include <chrono>
#include <optional>

#include "server/base/address.h"
#include "server/setup/nginx_config.h"
#include "server/setup/text.h"

namespace lk::setup {

// A `server` line of an upstream, with nginx's defaults where it says nothing.
struct NginxPeer {
  std::string address;  // as written
  NginxPlace place;
  const NginxDirective* line = nullptr;  // what says it: server, or proxy_pass
  std::int64_t weight = 1;
  std::int64_t maxFails = 1;
  std::chrono::milliseconds failTimeout{10'000};
  bool down = false;
  bool backup = false;
};

struct NginxUpstream {
  std::string name;  // of a proxy_pass with an address: that
  NginxPlace place;
  const NginxDirective* directive = nullptr;  // null: proxy_pass names the address itself
  std::vector<NginxPeer> peers;
};

struct NginxListen {
  std::string text;
  const NginxDirective* line = nullptr;
  std::optional<Address> address;  // none: a socket in the file system, a name, or wrong
  bool udp = false;
  bool proxyProtocol = false;
  std::string soKeepalive;  // what stands behind so_keepalive=; empty: not there
};

// A `server` of the stream block. Points into the configuration.
struct NginxStreamServer {
  const NginxDirective* directive = nullptr;
  const NginxDirective* stream = nullptr;  // the block around it
  const NginxDirective* proxyPass = nullptr;
  std::vector<NginxListen> listens;
  std::optional<NginxUpstream> upstream;  // none: no proxy_pass, or one that is chosen by a variable

  // From the server, or else from the stream block. Null: nginx's default counts.
  [[nodiscard]] const NginxDirective* setting(std::string_view name) const;
  [[nodiscard]] bool passesByVariable() const { return proxyPass && proxyPass->argument(0).starts_with('$'); }
};

[[nodiscard]] std::vector<NginxStreamServer> streamServers(const NginxConfig& config);

// 500ms, 10s, 1h30m, a bare number of seconds. None: nginx refuses it.
[[nodiscard]] std::optional<std::chrono::milliseconds> parseNginxTime(std::string_view text);
// In a sentence, exact: 170 s, 10 min, 500 ms.
[[nodiscard]] Text nginxTimeText(std::chrono::milliseconds time);
// As parseNginxTime reads it: 90s, 10m, 500ms.
[[nodiscard]] std::string nginxTime(std::chrono::milliseconds time);
// Above 2^31 as that, so that two can be multiplied. None: it is no whole number.
[[nodiscard]] std::optional<std::int64_t> parseNginxNumber(std::string_view text);
// PORT, *:PORT, ADDR:PORT or [ADDR]:PORT; without an address all of IPv4. None: none of these.
[[nodiscard]] std::optional<Address> parseNginxListen(std::string_view text);

}  // namespace lk::setup
