#include "server/setup/nginx_in_use.h"

#include <algorithm>

#include "server/setup/nginx_nodes.h"

namespace lk::setup {

namespace {

constexpr int kBearsOurName = 10'000;
constexpr int kListensAsSet = 1'000;

int scoreOf(const NginxInUse& found, const Surroundings& around, const std::vector<std::string>& own) {
  const auto& wanted = around.settings.nginxListen;
  int score = found.upstream().name == kUpstreamName ? kBearsOurName : 0;
  for (const NginxNodes::Line& line : matchNodes(found.upstream(), around.nodes, own).lines) {
    score += line.node != nullptr && !line.taken;
  }
  for (const NginxListen& listen : found.server.listens) {
    if (listen.address && std::ranges::find(wanted, listen.address->text()) != wanted.end()) score += kListensAsSet;
  }
  return score;
}

}  // namespace

NginxBalance balanceOf(const NginxUpstream& upstream) {
  NginxBalance balance;
  if (const NginxDirective* hash = upstream.directive ? upstream.directive->first("hash") : nullptr) {
    balance.key = hash->argument(0);
    balance.consistent = hash->argument(1) == "consistent";
  }
  for (const NginxPeer& peer : upstream.peers) {
    balance.servers.push_back({.name = peer.address,
                               .weight = static_cast<std::uint32_t>(std::max<std::int64_t>(peer.weight, 1)),
                               .down = peer.down,
                               .backup = peer.backup});
  }
  return balance;
}

std::optional<NginxInUse> findInUse(const NginxConfig& config, const Surroundings& around,
                                    const std::vector<std::string>& own) {
  std::optional<NginxInUse> best;
  int bestScore = -1;
  int count = 0;
  for (NginxStreamServer& server : streamServers(config)) {
    const bool udp = !server.listens.empty() && std::ranges::all_of(server.listens, &NginxListen::udp);
    if (!server.upstream || udp) continue;
    NginxInUse found{.server = std::move(server), .balance = {}};
    found.balance = balanceOf(found.upstream());
    const int score = scoreOf(found, around, own);
    found.ours = score > 0;
    ++count;
    if (score > bestScore) {
      bestScore = score;
      best = std::move(found);
    }
  }
  if (bestScore <= 0 && count > 1) return {};  // anybody's guess
  return best;
}

}  // namespace lk::setup
