#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "server/setup/nginx_config.h"
#include "server/setup/nginx_pick.h"
#include "server/setup/surroundings.h"

namespace lk::setup {

// The part of a configuration that leads devices to nodes: a `server` of `stream` and the upstream that it passes to.
// Points into the configuration that it was found in.
struct NginxInUse {
  const NginxDirective* stream = nullptr;
  const NginxDirective* server = nullptr;
  const NginxDirective* upstream = nullptr;  // null: proxy_pass names a node itself
  NginxBalance balance;                      // of the upstream, or of the one node
  bool ours = false;  // leads to a node that is known, or bears our name, or listens as settings say
};

// Of an upstream that is made anew.
inline constexpr std::string_view kUpstreamName = "linekeeper_nodes";

// The node that an upstream's server stands for, as far as names and addresses tell. own: addresses of this machine.
[[nodiscard]] const NodeFact* nodeOf(std::string_view server, const std::vector<NodeFact>& nodes,
                                     const std::vector<std::string>& own);

// The way of devices: the one that leads to most of the nodes known. With none that does, the only one there is, not as
// ours. Nothing: no TCP server of `stream` passes anything on.
[[nodiscard]] std::optional<NginxInUse> findInUse(const NginxConfig& config, const Surroundings& around,
                                                  const std::vector<std::string>& own);

// As an upstream's directive spreads; names are taken to be one address each.
[[nodiscard]] NginxBalance balanceOf(const NginxDirective& upstream);

// A directive's value as it counts in a server of stream: there, or inherited from stream. Null: nginx' default.
[[nodiscard]] const NginxDirective* effective(const NginxInUse& inUse, std::string_view directive);

// nginx' times: 10m, 1h 30m, 500ms, 30 (seconds). Nothing: it is none.
[[nodiscard]] std::optional<std::chrono::milliseconds> nginxTime(std::string_view text);

// ADDR:PORT that a `listen` binds; of a port alone or a * all addresses. Nothing for unix sockets.
[[nodiscard]] std::optional<Address> listenAddress(const NginxDirective& listen);

}  // namespace lk::setup
