#include "server/setup/nginx_block.h"

#include <algorithm>

#include "server/base/address.h"
#include "server/setup/nginx_nodes.h"

namespace lk::setup {

namespace {

using namespace std::chrono_literals;

constexpr auto kConnectTimeout = 2s;
constexpr auto kLongestConnectTimeout = 3s;  // devices wait behind a dead node for so long
constexpr std::string_view kListen = "0.0.0.0:7700";
constexpr std::string_view kMaxFails = "max_fails=1";
constexpr std::string_view kFailTimeout = "fail_timeout=10s";

std::vector<std::string> newListen(const std::string& address) { return {address, "so_keepalive=on", "backlog=4096"}; }

bool has(const std::vector<std::string>& words, std::string_view beginning) {
  return std::ranges::any_of(words, [&](const std::string& word) { return word.starts_with(beginning); });
}

// Where nginx on this machine reaches a node; nothing: it listens on its own machine only.
std::optional<std::string> reachedAt(const NodeFact& node) {
  const bool here = node.own || node.host.empty();
  const std::string at = addressForNginx(node);
  if (at.empty() || (!here && isOwnHost(serverParts(at).host, {}))) return {};
  return at;
}

class Wanted {
 public:
  Wanted(const NginxInUse* inUse, const Surroundings& around, const std::vector<std::string>& own,
         const AskWhoIsThere& ask)
      : m_inUse(inUse), m_around(around), m_own(own), m_ask(ask) {}

  Result<NginxBlock> make() {
    m_block.replacesInUse = m_inUse != nullptr;
    if (m_inUse) {
      if (m_inUse->upstream().directive) m_block.upstream = m_inUse->upstream().name;
      takeHash();
      takeServers();
    }
    addMissingNodes();
    const bool someUp = std::ranges::any_of(m_block.servers, [](const NginxBlockServer& server) {
      return std::ranges::find(server.parameters, "down") == server.parameters.end();
    });
    if (!someUp) {
      return Error{Error::Code::NotFound,
                   "there is no live node to lead devices to: start one, or name the cluster with --redis URL"};
    }
    takeListens();
    takeTimes();
    takeProxyProtocol();
    return std::move(m_block);
  }

 private:
  void note(Text text) { m_block.notes.push_back(std::move(text)); }

  // A consistent key of addresses spreads as well as ours, and another one would move every device.
  void takeHash() {
    const NginxBalance& balance = m_inUse->balance;
    if (balance.consistent && balance.key.find("_addr") != std::string::npos) m_block.hashKey = balance.key;
  }

  void takeServers() {
    std::vector<const NginxDirective*> directives;  // none where proxy_pass names the node itself
    if (const NginxDirective* upstream = m_inUse->upstream().directive) directives = upstream->all("server");
    const auto lines = matchNodes(m_inUse->upstream(), m_around.nodes, m_own).lines;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const NginxNodes::Line& line = lines[i];
      NginxBlockServer server{.name = line.peer->address, .parameters = {}, .node = {}};
      if (i < directives.size()) server.parameters = directives[i]->parameters();
      // What the port alone tells is better asked for.
      if (!stays(server, line.taken ? nullptr : line.node)) {
        m_block.removed.push_back(server.name);
        continue;
      }
      withSaneParameters(server.parameters);
      if (!server.node.empty()) m_placed.push_back(server.node);
      m_block.servers.push_back(std::move(server));
    }
  }

  bool stays(NginxBlockServer& server, const NodeFact* node) {
    const auto id = !node && m_ask ? m_ask(server.name) : std::nullopt;
    if (id) {
      const auto known = std::ranges::find(m_around.nodes, *id, &NodeFact::id);
      if (known == m_around.nodes.end()) {
        server.node = *id;
        note(text("{0} stays: node {1} answers there, though it is not among the nodes known here", server.name, *id));
        return true;
      }
      node = &*known;
    }
    if (!node && m_around.wholeCluster) {
      note(text("{0} goes: no live node listens there, and none answers", server.name));
      return false;
    }
    if (!node) {
      note(text("{0} stays, though no node answers there: without --redis only the nodes of this machine are known",
                server.name));
      return true;
    }
    if (!node->live) {
      note(text("{0} goes: node {1} is dead, its lease is over", server.name, node->id));
      return false;
    }
    if (node->draining) {
      note(text("{0} goes: node {1} drains", server.name, node->id));
      return false;
    }
    server.node = node->id;
    return true;
  }

  static void withSaneParameters(std::vector<std::string>& parameters) {
    // With a hash nginx knows no backups.
    std::erase_if(parameters, [](const std::string& word) {
      return word == "backup" || word == "max_fails=0" || word == "fail_timeout=0" || word == "fail_timeout=0s";
    });
    if (!has(parameters, "max_fails=")) parameters.emplace_back(kMaxFails);
    if (!has(parameters, "fail_timeout=")) parameters.emplace_back(kFailTimeout);
  }

  void addMissingNodes() {
    for (const NodeFact& node : m_around.nodes) {
      if (!node.live || node.draining || std::ranges::find(m_placed, node.id) != m_placed.end()) continue;
      const auto at = reachedAt(node);
      if (!at) {
        const bool unclear = !node.listen.empty() && addressForNginx(node).empty();
        note(unclear ? text("node {0} is left out: where it says that it listens is no address", node.id)
                     : text("node {0} is left out: it listens for its own machine only ({1})", node.id,
                            node.listen.empty() ? std::string("nowhere") : node.listen.front()));
        continue;
      }
      NginxBlockServer server{.name = *at, .parameters = {}, .node = node.id, .added = true};
      withSaneParameters(server.parameters);
      m_block.servers.push_back(std::move(server));
    }
  }

  void keepListen(const NginxListen& listen, const NginxDirective& directive) {
    std::vector<std::string> words = directive.arguments;
    if (listen.address && !listen.udp && (listen.soKeepalive.empty() || listen.soKeepalive == "off")) {
      std::erase(words, "so_keepalive=off");
      words.emplace_back("so_keepalive=on");
    }
    m_block.listens.push_back(std::move(words));
  }

  void takeListens() {
    const auto& wanted = m_around.settings.nginxListen;
    const std::vector<NginxListen> inUse = m_inUse ? m_inUse->server.listens : std::vector<NginxListen>();
    std::vector<const NginxDirective*> directives;  // of the same
    if (m_inUse) directives = m_inUse->server.directive->all("listen");
    if (wanted.empty()) {
      for (std::size_t i = 0; i < inUse.size(); ++i) keepListen(inUse[i], *directives[i]);
      if (inUse.empty()) m_block.listens.push_back(newListen(std::string(kListen)));
      return;
    }
    for (const std::string& address : wanted) {
      const auto same = std::ranges::find_if(
          inUse, [&](const NginxListen& listen) { return listen.address && listen.address->text() == address; });
      if (same != inUse.end()) {
        keepListen(*same, *directives[static_cast<std::size_t>(same - inUse.begin())]);
      } else {
        m_block.listens.push_back(newListen(address));
      }
    }
  }

  void takeTimes() {
    const auto valueOf = [&](std::string_view name) -> std::optional<std::chrono::milliseconds> {
      const NginxDirective* directive = m_inUse ? m_inUse->server.setting(name) : nullptr;
      return directive ? parseNginxTime(directive->argument(0)) : std::nullopt;
    };
    const Settings& settings = m_around.settings;
    // Twice the longest keepalive: once the half more that a device may take, and once as room for it.
    m_block.proxyTimeout = 2 * settings.keepaliveMax;
    if (const auto time = valueOf("proxy_timeout"); time && !cutsSilentDevices(*time, settings)) {
      m_block.proxyTimeout = *time;
    }
    m_block.connectTimeout = kConnectTimeout;
    if (const auto time = valueOf("proxy_connect_timeout"); time && *time > 0ms && *time <= kLongestConnectTimeout) {
      m_block.connectTimeout = *time;
    }
  }

  void takeProxyProtocol() {
    const NginxDirective* directive = m_inUse ? m_inUse->server.setting("proxy_protocol") : nullptr;
    const bool inUse = directive && directive->argument(0) == "on";
    const std::string& wanted = m_around.settings.proxyProtocol;
    m_block.proxyProtocol = wanted == "required" || (wanted == "optional" && inUse);
  }

  const NginxInUse* m_inUse;
  const Surroundings& m_around;
  const std::vector<std::string>& m_own;
  const AskWhoIsThere& m_ask;
  NginxBlock m_block;
  std::vector<std::string> m_placed;  // ids of nodes
};

std::string joined(std::string_view name, const std::vector<std::string>& arguments) {
  std::string line(name);
  for (const std::string& argument : arguments) line += ' ' + nginxWord(argument);
  return line + ';';
}

std::string indented(std::string_view lines, std::size_t indent) {
  std::string all;
  while (!lines.empty()) {
    const std::size_t length = std::min(lines.find('\n'), lines.size() - 1) + 1;
    const std::string_view line = lines.substr(0, length);
    if (line != "\n") all += std::string(indent, ' ');
    all += line;
    lines.remove_prefix(length);
  }
  return all;
}

}  // namespace

bool cutsSilentDevices(std::chrono::milliseconds proxyTimeout, const Settings& settings) {
  return 2 * proxyTimeout <= 3 * settings.keepaliveMax;
}

Result<NginxBlock> wantedBlock(const NginxInUse* inUse, const Surroundings& around, const std::vector<std::string>& own,
                               const AskWhoIsThere& ask) {
  return Wanted(inUse, around, own, ask).make();
}

NginxBalance balanceOf(const NginxBlock& block) {
  NginxBalance balance{.key = block.hashKey, .consistent = true, .servers = {}};
  for (const NginxBlockServer& one : block.servers) {
    NginxServer server{.name = one.name};
    for (const std::string& word : one.parameters) {
      if (word == "down") server.down = true;
      if (word.starts_with("weight=")) {
        server.weight = static_cast<std::uint32_t>(parseNginxNumber(word.substr(7)).value_or(1));
      }
    }
    balance.servers.push_back(std::move(server));
  }
  return balance;
}

std::string nginxWord(std::string_view word) {
  // A # begins a comment only where a word begins, and a quote counts only there.
  const bool plain = !word.empty() && word.find_first_of(" \t\r\n;{}\\\"'") == std::string_view::npos && word[0] != '#';
  const bool variable = word.find("${") != std::string_view::npos;
  if (plain && !variable) return std::string(word);
  std::string quoted = "\"";
  for (const char c : word) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

std::string nginxComment(std::string_view words) {
  std::string comment = words.empty() ? "" : "  # ";
  std::ranges::copy_if(words, std::back_inserter(comment), [](char c) { return c >= ' ' && c <= '~'; });
  return comment;
}

std::string serverLine(const NginxBlockServer& server) {
  std::vector<std::string> words = {server.name};
  words.insert(words.end(), server.parameters.begin(), server.parameters.end());
  return joined("server", words);
}

std::string listenLine(const std::vector<std::string>& arguments) { return joined("listen", arguments); }

std::string renderUpstream(const NginxBlock& block, std::size_t indent) {
  std::string lines =
      "upstream " + nginxWord(block.upstream) + " {\n" + "    hash " + nginxWord(block.hashKey) + " consistent;\n";
  for (const NginxBlockServer& server : block.servers) {
    lines += "    " + serverLine(server) + nginxComment(server.node) + '\n';
  }
  return indented(lines + "}\n", indent);
}

std::string renderServer(const NginxBlock& block, std::size_t indent) {
  std::string lines = "server {\n";
  for (const auto& listen : block.listens) lines += "    " + listenLine(listen) + '\n';
  lines += "    proxy_pass " + nginxWord(block.upstream) + ";\n";
  lines += "    proxy_connect_timeout " + nginxTime(block.connectTimeout) + ";\n";
  lines += "    proxy_timeout " + nginxTime(block.proxyTimeout) + ";\n";
  if (block.proxyProtocol) lines += "    proxy_protocol on;\n";
  return indented(lines + "}\n", indent);
}

std::string renderStream(const NginxBlock& block) {
  return "stream {\n" + renderUpstream(block, 4) + '\n' + renderServer(block, 4) + "}\n";
}

}  // namespace lk::setup
