#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "server/base/ip_address.h"
#include "server/base/settings.h"
#include "server/node/peer_address.h"

namespace lk::node {

// What may stand at the start of a connection, ahead of its HELLO.
enum class Ahead : std::uint8_t {
  Nothing,   // not looked at: HELLO it must be
  Header,    // a PROXY header it must be
  Either,    // a PROXY header, or HELLO of a device that came by itself
  NoHeader,  // a PROXY header would be a lie: this address may not speak for others
};

// Whether the connection's address is its device's only once what stands ahead of HELLO was read.
[[nodiscard]] constexpr bool addressToCome(Ahead ahead) { return ahead == Ahead::Header || ahead == Ahead::Either; }

// Who may say for whom it speaks, as node.proxy-protocol and node.proxy-trusted have it.
class ProxyPolicy {
 public:
  // The settings are checked ones.
  explicit ProxyPolicy(const Settings& settings);

  // None: whoever comes from there is not let in at all.
  [[nodiscard]] std::optional<Ahead> aheadOf(const PeerAddress& peer) const;

 private:
  enum class Use : std::uint8_t { Off, Optional, Required };

  Use m_use = Use::Off;
  std::vector<IpNetwork> m_trusted;
};

}  // namespace lk::node
