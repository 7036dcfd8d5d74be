#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/setup/nginx_pick.h"
#include "server/setup/nginx_stream.h"
#include "server/setup/surroundings.h"

namespace lk::setup {

// Of an upstream that is made anew.
inline constexpr std::string_view kUpstreamName = "linekeeper_nodes";

// The part of a configuration that leads devices to nodes. Points into the configuration that it was found in.
struct NginxInUse {
  NginxStreamServer server;  // with an upstream
  NginxBalance balance;      // of that
  bool ours = false;         // leads to a node that is known, or bears our name, or listens as settings say

  [[nodiscard]] const NginxUpstream& upstream() const { return *server.upstream; }
};

// The way of devices: the one that leads to most of the nodes known. With none that does, the only one there is, not as
// ours. Nothing: no TCP server of `stream` passes anything on. own: addresses of this machine.
[[nodiscard]] std::optional<NginxInUse> findInUse(const NginxConfig& config, const Surroundings& around,
                                                  const std::vector<std::string>& own);

// As it spreads; names are taken to be one address each.
[[nodiscard]] NginxBalance balanceOf(const NginxUpstream& upstream);

}  // namespace lk::setup
