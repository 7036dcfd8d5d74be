#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "server/setup/nginx_in_use.h"

namespace lk::setup {

struct NginxBlockServer {
  std::string name;                     // as it is written
  std::vector<std::string> parameters;  // weight=2 …
  std::string node;                     // whose it is; empty: of none that is known
  bool added = false;                   // not in use yet
};

// What leads devices to nodes, as it should be. What an operator chose and what does no harm stays as it is in use: the
// names of servers above all, as the ring is made of them, and with it the devices' places.
struct NginxBlock {
  std::string upstream{kUpstreamName};
  std::string hashKey = "$remote_addr";
  std::vector<NginxBlockServer> servers;
  std::vector<std::vector<std::string>> listens;  // the arguments of each
  std::chrono::milliseconds proxyTimeout{0};
  std::chrono::milliseconds connectTimeout{0};
  bool proxyProtocol = false;
  bool replacesInUse = false;  // else it stands beside what is there

  std::vector<std::string> removed;  // servers in use that have no place in it
  std::vector<Text> notes;           // what was decided, and why
};

// The id of the node that answers where this server of an upstream points; nothing: none does.
using AskWhoIsThere = std::function<std::optional<std::string>(const std::string& server)>;

// The block for the nodes that live and do not drain. inUse: null where there is none. ask: for servers that no node's
// address tells. Errors: NotFound, there is no node to lead devices to.
[[nodiscard]] Result<NginxBlock> wantedBlock(const NginxInUse* inUse, const Surroundings& around,
                                             const std::vector<std::string>& own, const AskWhoIsThere& ask);

[[nodiscard]] NginxBalance balanceOf(const NginxBlock& block);

// A word of a configuration, in quotes if it needs them.
[[nodiscard]] std::string nginxWord(std::string_view word);

// For the end of a line: two blanks, # and the words, of which only what can be printed as ASCII stays. Empty: nothing.
[[nodiscard]] std::string nginxComment(std::string_view words);

[[nodiscard]] std::string serverLine(const NginxBlockServer& server);
[[nodiscard]] std::string listenLine(const std::vector<std::string>& arguments);
// Text of the configuration, each line behind so many blanks.
[[nodiscard]] std::string renderUpstream(const NginxBlock& block, std::size_t indent);
[[nodiscard]] std::string renderServer(const NginxBlock& block, std::size_t indent);
[[nodiscard]] std::string renderStream(const NginxBlock& block);  // both, within stream { }

// A proxy_timeout that cuts no silent device: they may be silent for 1.5 × keepalive-max (rule 3).
[[nodiscard]] bool cutsSilentDevices(std::chrono::milliseconds proxyTimeout, const Settings& settings);

}  // namespace lk::setup
