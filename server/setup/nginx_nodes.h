#pragma once

#include <string>
#include <vector>

#include "server/setup/nginx_stream.h"
#include "server/setup/surroundings.h"

namespace lk::setup {

// Which node each server line of an upstream means. A node that listens on all addresses of this machine is meant by
// 127.0.0.1 and by each own address; of another machine only the port is known then, so that lines and nodes that
// are left with the same port are taken for each other.
struct NginxNodes {
  struct Line {
    const NginxPeer* peer = nullptr;
    const NodeFact* node = nullptr;  // null: no node that is known
    bool taken = false;              // by the port alone
    bool byName = false;             // its address is a name, which is not looked up
  };
  std::vector<Line> lines;
  std::vector<const NodeFact*> missing;  // live, not draining, and in no line
  [[nodiscard]] bool holdsAny() const;
};

[[nodiscard]] NginxNodes matchNodes(const NginxUpstream& upstream, const std::vector<NodeFact>& nodes,
                                    const std::vector<std::string>& ownAddresses);

// Whether an address or name is this machine's by itself: loopback, one of its addresses, or localhost.
[[nodiscard]] bool isOwnHost(std::string_view host, const std::vector<std::string>& ownAddresses);
// Where nginx on this machine reaches the node; HOST:PORT. Empty: it listens nowhere, or says no address.
[[nodiscard]] std::string addressForNginx(const NodeFact& node);

// The servers whose upstream holds one of the nodes; else the only one that has an upstream; else none.
[[nodiscard]] std::vector<const NginxStreamServer*> oursOf(const std::vector<NginxStreamServer>& servers,
                                                           const std::vector<NodeFact>& nodes,
                                                           const std::vector<std::string>& ownAddresses);

}  // namespace lk::setup
