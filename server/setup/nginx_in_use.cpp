#include "server/setup/nginx_in_use.h"

#include <QHostAddress>
#include <QSysInfo>
#include <algorithm>
#include <charconv>

namespace lk::setup {

namespace {

constexpr int kBearsOurName = 10'000;
constexpr int kListensAsSet = 1'000;

std::string lower(std::string_view text) {
  std::string all(text);
  for (char& c : all) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return all;
}

QHostAddress addressOf(std::string_view host) {
  return QHostAddress(QString::fromUtf8(host.data(), static_cast<qsizetype>(host.size())));
}

std::optional<std::uint32_t> number(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
  return bad == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

// A machine's name, with or without its domain.
bool isNameOf(std::string_view host, std::string_view machine) {
  const std::string one = lower(host);
  const std::string other = lower(machine);
  if (one.empty() || other.empty()) return false;
  return one == other || one == other.substr(0, other.find('.')) || one.substr(0, one.find('.')) == other;
}

bool isThisMachine(std::string_view host, const std::vector<std::string>& own) {
  if (lower(host) == "localhost") return true;
  const QHostAddress address = addressOf(host);
  if (address.isNull()) return isNameOf(host, QSysInfo::machineHostName().toStdString());
  return address.isLoopback() ||
         std::ranges::any_of(own, [&](const std::string& mine) { return addressOf(mine) == address; });
}

bool listensAt(const NodeFact& node, std::string_view host, std::uint16_t port, const std::vector<std::string>& own) {
  const bool here = node.own || node.host.empty();
  return std::ranges::any_of(node.listen, [&](const std::string& text) {
    const auto listen = parseAddress(text);
    if (!listen || listen->port != port) return false;
    const QHostAddress bound = addressOf(listen->host);
    if (bound == QHostAddress(QHostAddress::AnyIPv4) || bound == QHostAddress(QHostAddress::AnyIPv6)) {
      return here ? isThisMachine(host, own) : isNameOf(host, node.host);
    }
    if (bound.isLoopback() && here && lower(host) == "localhost") return true;
    if (const QHostAddress named = addressOf(host); !named.isNull()) return named == bound;
    return here ? isThisMachine(host, own) && !bound.isLoopback() : isNameOf(host, node.host);
  });
}

std::string passedTo(const NginxDirective& server) {
  const NginxDirective* pass = server.first("proxy_pass");
  return pass ? pass->argument(0) : std::string();
}

bool isUdp(const NginxDirective& server) {
  const auto listens = server.all("listen");
  return !listens.empty() && std::ranges::all_of(listens, [](const NginxDirective* listen) {
    return std::ranges::find(listen->arguments, "udp") != listen->arguments.end();
  });
}

int scoreOf(const NginxInUse& found, const Surroundings& around, const std::vector<std::string>& own) {
  int score = 0;
  if (found.upstream && found.upstream->argument(0) == kUpstreamName) score += kBearsOurName;
  for (const NginxServer& server : found.balance.servers) score += nodeOf(server.name, around.nodes, own) != nullptr;
  for (const NginxDirective* listen : found.server->all("listen")) {
    const auto bound = listenAddress(*listen);
    if (bound && std::ranges::find(around.settings.nginxListen, bound->text()) != around.settings.nginxListen.end()) {
      score += kListensAsSet;
    }
  }
  return score;
}

}  // namespace

const NodeFact* nodeOf(std::string_view server, const std::vector<NodeFact>& nodes,
                       const std::vector<std::string>& own) {
  auto [host, portText] = serverParts(server);
  const auto port = number(portText);
  if (!port || *port == 0 || *port > 65'535) return nullptr;
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  // Of several, one that lives: a port is given on.
  const NodeFact* found = nullptr;
  for (const NodeFact& node : nodes) {
    if (!listensAt(node, host, static_cast<std::uint16_t>(*port), own)) continue;
    if (node.live) return &node;
    found = &node;
  }
  return found;
}

NginxBalance balanceOf(const NginxDirective& upstream) {
  NginxBalance balance;
  if (const NginxDirective* hash = upstream.first("hash")) {
    balance.key = hash->argument(0);
    balance.consistent = hash->argument(1) == "consistent";
  }
  for (const NginxDirective* directive : upstream.all("server")) {
    NginxServer server{.name = directive->argument(0)};
    for (std::size_t i = 1; i < directive->arguments.size(); ++i) {
      const std::string& parameter = directive->arguments[i];
      if (parameter == "down") server.down = true;
      if (parameter == "backup") server.backup = true;
      if (parameter.starts_with("weight=")) {
        server.weight = std::max(number(std::string_view(parameter).substr(7)).value_or(1), 1U);
      }
    }
    balance.servers.push_back(std::move(server));
  }
  return balance;
}

std::optional<NginxInUse> findInUse(const NginxConfig& config, const Surroundings& around,
                                    const std::vector<std::string>& own) {
  std::optional<NginxInUse> best;
  int bestScore = -1;
  int count = 0;
  for (const NginxDirective* stream : config.whole.all("stream")) {
    for (const NginxDirective* server : stream->all("server")) {
      const std::string target = passedTo(*server);
      if (target.empty() || isUdp(*server)) continue;
      NginxInUse found{.stream = stream, .server = server};
      for (const NginxDirective* upstream : stream->all("upstream")) {
        if (upstream->argument(0) == target) found.upstream = upstream;
      }
      found.balance = found.upstream ? balanceOf(*found.upstream) : NginxBalance{.servers = {{.name = target}}};
      const int score = scoreOf(found, around, own);
      found.ours = score > 0;
      ++count;
      if (score > bestScore) {
        bestScore = score;
        best = std::move(found);
      }
    }
  }
  if (bestScore <= 0 && count > 1) return {};  // anybody's guess
  return best;
}

const NginxDirective* effective(const NginxInUse& inUse, std::string_view directive) {
  const NginxDirective* own = inUse.server->first(directive);
  return own ? own : inUse.stream->first(directive);
}

std::optional<std::chrono::milliseconds> nginxTime(std::string_view text) {
  constexpr std::int64_t kMost = std::int64_t{1} << 40;
  std::int64_t total = 0;
  if (text.empty()) return {};
  while (!text.empty()) {
    std::int64_t value = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (bad != std::errc() || value < 0 || value > kMost) return {};
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const auto unit = [&](std::string_view name) {
      if (!text.starts_with(name)) return false;
      text.remove_prefix(name.size());
      return true;
    };
    std::int64_t each = 1'000;
    if (unit("ms")) {
      each = 1;
    } else if (unit("m")) {
      each = 60'000;
    } else if (unit("h")) {
      each = 3'600'000;
    } else if (unit("d")) {
      each = 86'400'000;
    } else if (unit("w")) {
      each = 604'800'000;
    } else if (!unit("s") && !text.empty() && text.front() != ' ') {
      return {};
    }
    total = std::min(total + value * each, kMost * 1'000);
    while (text.starts_with(' ')) text.remove_prefix(1);
  }
  return std::chrono::milliseconds(total);
}

std::optional<Address> listenAddress(const NginxDirective& listen) {
  const std::string text = listen.argument(0);
  if (text.starts_with("unix:")) return {};
  if (const auto port = number(text); port && *port <= 65'535)
    return Address{"0.0.0.0", static_cast<std::uint16_t>(*port)};
  const auto [host, portText] = serverParts(text);
  const auto port = number(portText);
  if (!port || *port > 65'535) return {};
  if (host == "*") return Address{"0.0.0.0", static_cast<std::uint16_t>(*port)};
  if (host.starts_with('[') && host.ends_with(']')) {
    return Address{std::string(host.substr(1, host.size() - 2)), static_cast<std::uint16_t>(*port)};
  }
  return Address{std::string(host), static_cast<std::uint16_t>(*port)};
}

}  // namespace lk::setup
