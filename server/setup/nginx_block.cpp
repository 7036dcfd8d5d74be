#include "server/setup/nginx_block.h"

#include <algorithm>

#include "server/base/address.h"

namespace lk::setup {

namespace {

using namespace std::chrono_literals;

constexpr auto kConnectTimeout = 2s;
constexpr auto kLongestConnectTimeout = 3s;  // devices wait behind a dead node for so long
constexpr std::string_view kListen = "0.0.0.0:7700";
constexpr std::string_view kMaxFails = "max_fails=2";
constexpr std::string_view kFailTimeout = "fail_timeout=10s";

std::vector<std::string> newListen(const std::string& address) { return {address, "so_keepalive=on", "backlog=4096"}; }

bool has(const std::vector<std::string>& words, std::string_view beginning) {
  return std::ranges::any_of(words, [&](const std::string& word) { return word.starts_with(beginning); });
}

bool isLoopback(const std::string& host) { return host.starts_with("127.") || host == "::1"; }

// Where nginx on this machine reaches a node; nothing: it listens on its own machine only.
std::optional<std::string> reachedAt(const NodeFact& node) {
  const bool here = node.own || node.host.empty();
  for (const std::string& text : node.listen) {
    auto listen = parseAddress(text);
    if (!listen || listen->port == 0) continue;
    if (listen->host == "0.0.0.0") {
      return here ? Address{"127.0.0.1", listen->port}.text() : node.host + ':' + std::to_string(listen->port);
    }
    if (listen->host == "::") {
      return here ? Address{"::1", listen->port}.text() : node.host + ':' + std::to_string(listen->port);
    }
    if (here || !isLoopback(listen->host)) return listen->text();
  }
  return {};
}

class Wanted {
 public:
  Wanted(const NginxInUse* inUse, const Surroundings& around, const std::vector<std::string>& own,
         const AskWhoIsThere& ask)
      : m_inUse(inUse), m_around(around), m_own(own), m_ask(ask) {}

  Result<NginxBlock> make() {
    m_block.replacesInUse = m_inUse != nullptr;
    if (m_inUse) {
      if (m_inUse->upstream) m_block.upstream = m_inUse->upstream->argument(0);
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

  // A key that the address decides spreads as well as ours, and another one would move every device.
  void takeHash() {
    NginxBalance balance = m_inUse->balance;
    balance.servers = {{.name = "a"}, {.name = "b"}};
    const bool byAddress = balance.consistent && (balance.key.find("_addr") != std::string::npos);
    if (byAddress) m_block.hashKey = balance.key;
  }

  void takeServers() {
    std::vector<const NginxDirective*> directives;
    if (m_inUse->upstream) directives = m_inUse->upstream->all("server");
    for (std::size_t i = 0; i < m_inUse->balance.servers.size(); ++i) {
      NginxBlockServer server{.name = m_inUse->balance.servers[i].name};
      if (i < directives.size()) {
        server.parameters.assign(directives[i]->arguments.begin() + 1, directives[i]->arguments.end());
      }
      if (!stays(server)) {
        m_block.removed.push_back(server.name);
        continue;
      }
      withSaneParameters(server.parameters);
      if (!server.node.empty()) m_placed.push_back(server.node);
      m_block.servers.push_back(std::move(server));
    }
  }

  bool stays(NginxBlockServer& server) {
    const NodeFact* node = nodeOf(server.name, m_around.nodes, m_own);
    if (!node) {
      const auto id = m_ask ? m_ask(server.name) : std::nullopt;
      if (id) {
        const auto known = std::ranges::find(m_around.nodes, *id, &NodeFact::id);
        if (known == m_around.nodes.end()) {
          server.node = *id;
          note(
              text("{0} stays: node {1} answers there, though it is not among the nodes known here", server.name, *id));
          return true;
        }
        node = &*known;
      }
    }
    if (!node) {
      if (m_around.wholeCluster) {
        note(text("{0} goes: no live node listens there, and none answers", server.name));
        return false;
      }
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
        note(text("node {0} is left out: it listens for its own machine only ({1})", node.id,
                  node.listen.empty() ? std::string("nowhere") : node.listen.front()));
        continue;
      }
      NginxBlockServer server{.name = *at, .parameters = {}, .node = node.id, .added = true};
      withSaneParameters(server.parameters);
      m_block.servers.push_back(std::move(server));
    }
  }

  void takeListens() {
    const auto& wanted = m_around.settings.nginxListen;
    std::vector<const NginxDirective*> inUse;
    if (m_inUse) inUse = m_inUse->server->all("listen");
    const auto keep = [&](const NginxDirective& listen) {
      std::vector<std::string> words = listen.arguments;
      const bool socket = !has(words, "unix:") && !has(words, "udp");
      if (socket && (!has(words, "so_keepalive") || has(words, "so_keepalive=off"))) {
        std::erase(words, "so_keepalive=off");
        words.emplace_back("so_keepalive=on");
      }
      m_block.listens.push_back(std::move(words));
    };
    if (wanted.empty()) {
      for (const NginxDirective* listen : inUse) keep(*listen);
      if (inUse.empty()) m_block.listens.push_back(newListen(std::string(kListen)));
      return;
    }
    for (const std::string& address : wanted) {
      const auto same = std::ranges::find_if(inUse, [&](const NginxDirective* listen) {
        const auto bound = listenAddress(*listen);
        return bound && bound->text() == address;
      });
      if (same != inUse.end()) {
        keep(**same);
      } else {
        m_block.listens.push_back(newListen(address));
      }
    }
  }

  void takeTimes() {
    const auto valueOf = [&](std::string_view name) -> std::optional<std::chrono::milliseconds> {
      const NginxDirective* directive = m_inUse ? effective(*m_inUse, name) : nullptr;
      return directive ? nginxTime(directive->argument(0)) : std::nullopt;
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
    const NginxDirective* directive = m_inUse ? effective(*m_inUse, "proxy_protocol") : nullptr;
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
  for (const NginxBlockServer& server : block.servers) {
    NginxDirective directive{.name = "server", .arguments = {server.name}};
    directive.arguments.insert(directive.arguments.end(), server.parameters.begin(), server.parameters.end());
    NginxDirective upstream;
    upstream.block.push_back(std::move(directive));
    balance.servers.push_back(balanceOf(upstream).servers.front());
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

std::string nginxTimeText(std::chrono::milliseconds time) {
  return time.count() % 1000 == 0 ? std::to_string(time.count() / 1000) + 's' : std::to_string(time.count()) + "ms";
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
    lines += "    " + serverLine(server) + (server.node.empty() ? "" : "  # " + server.node) + '\n';
  }
  return indented(lines + "}\n", indent);
}

std::string renderServer(const NginxBlock& block, std::size_t indent) {
  std::string lines = "server {\n";
  for (const auto& listen : block.listens) lines += "    " + listenLine(listen) + '\n';
  lines += "    proxy_pass " + nginxWord(block.upstream) + ";\n";
  lines += "    proxy_connect_timeout " + nginxTimeText(block.connectTimeout) + ";\n";
  lines += "    proxy_timeout " + nginxTimeText(block.proxyTimeout) + ";\n";
  if (block.proxyProtocol) lines += "    proxy_protocol on;\n";
  return indented(lines + "}\n", indent);
}

std::string renderStream(const NginxBlock& block) {
  return "stream {\n" + renderUpstream(block, 4) + '\n' + renderServer(block, 4) + "}\n";
}

}  // namespace lk::setup
