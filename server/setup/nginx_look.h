#pragma once

#include <algorithm>

#include "server/setup/finding.h"
#include "server/setup/nginx_facts.h"
#include "server/setup/nginx_nodes.h"

namespace lk::setup {

// What one check of nginx works with.
struct NginxLook {
  NginxLook(System& asked, const Surroundings& known, const Patience& ready);

  System& system;
  const Surroundings& around;
  const Patience& patience;
  NginxFacts facts;
  std::vector<std::string> ownAddresses;
  std::vector<NginxStreamServer> servers;
  std::vector<const NginxStreamServer*> ours;  // that stand before the nodes

  [[nodiscard]] std::int64_t expectedDevices() const;
  [[nodiscard]] const NginxDirective& whole() const { return facts.config.value().whole; }  // if it was read

  // Whether devices come through this nginx for all that is known: it sends them to nodes, there are several nodes, or
  // the settings name it. One node alone needs no nginx, and an nginx beside it may serve something else.
  [[nodiscard]] bool isNeeded() const;
  // Of what is missing for devices: a problem if it is needed.
  [[nodiscard]] Grade ifNeeded(Grade grade) const { return isNeeded() ? grade : Grade::Unknown; }
  // For checks of what devices would go through, and nothing is there.
  [[nodiscard]] Finding notLookedAt(std::string_view id) const;

  // Words to write, and the commands that try them, and load them or start with them.
  [[nodiscard]] Fix written(Text text) const;
};

// The value of a setting, and where it comes from: "FILE:LINE: proxy_timeout 60s;" or that nginx's default counts.
struct NginxValue {
  std::string value;
  Text seen;
  Text where;  // to write another in: FILE:LINE, or "the server block at FILE:LINE"
};
[[nodiscard]] NginxValue valueOf(const NginxStreamServer& server, std::string_view name, std::string_view otherwise);
[[nodiscard]] NginxValue valueIn(const NginxDirective& block, std::string_view name, std::string_view otherwise);
// A directive as it could be written, with its place ahead.
[[nodiscard]] Text seenAt(const NginxDirective& directive);
// Its arguments, without those that have these names before an = or are these words.
[[nodiscard]] std::string argumentsWithout(const NginxDirective& directive,
                                           std::initializer_list<std::string_view> names);

// The checks, by subject. Each at least one finding.
[[nodiscard]] std::vector<Finding> nginxProgramFindings(const NginxLook& look);
[[nodiscard]] std::vector<Finding> nginxConfigFindings(const NginxLook& look);
[[nodiscard]] std::vector<Finding> nginxUpstreamFindings(const NginxLook& look);
[[nodiscard]] std::vector<Finding> nginxServerFindings(const NginxLook& look);
[[nodiscard]] std::vector<Finding> nginxCapacityFindings(const NginxLook& look);
[[nodiscard]] std::vector<Finding> nginxReloadFindings(const NginxLook& look);
[[nodiscard]] std::vector<Finding> nginxPortFindings(const NginxLook& look);

// Parts of nginxUpstreamFindings.
void findNodesInUpstream(const NginxLook& look, const NginxUpstream& upstream, std::vector<Finding>& findings);
void findHash(const NginxLook& look, const NginxStreamServer& server, std::vector<Finding>& findings);
void findPeerLimits(const NginxLook& look, const NginxUpstream& upstream, std::vector<Finding>& findings);
// A part of nginxServerFindings.
void findProxyProtocol(const NginxLook& look, const NginxStreamServer& server, std::vector<Finding>& findings);

}  // namespace lk::setup
