#include "server/setup/nginx_stream.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "server/base/duration.h"

namespace lk::setup {

namespace {

using std::chrono::milliseconds;

constexpr std::int64_t kLargest = std::int64_t{1} << 40;

struct Unit {
  std::string_view name;
  std::int64_t ms;
};
constexpr std::int64_t kDay = 86'400'000;
constexpr std::array kUnits = {Unit{"ms", 1},   Unit{"s", 1'000},    Unit{"m", 60'000},    Unit{"h", 3'600'000},
                               Unit{"d", kDay}, Unit{"w", 7 * kDay}, Unit{"M", 30 * kDay}, Unit{"y", 365 * kDay}};

// The longest name that it begins with: ms before m.
const Unit* unitOf(std::string_view text) {
  for (const Unit& unit : kUnits) {
    if (text.starts_with(unit.name)) return &unit;
  }
  return nullptr;
}

std::optional<std::string_view> valueOf(std::string_view argument, std::string_view name) {
  if (!argument.starts_with(name) || argument.size() == name.size() || argument[name.size()] != '=') return {};
  return argument.substr(name.size() + 1);
}

NginxPeer peerOf(const NginxDirective& line) {
  NginxPeer peer{line.argument(0), line.place, &line};
  for (std::size_t i = 1; i < line.arguments.size(); ++i) {
    const std::string& argument = line.arguments[i];
    if (const auto weight = valueOf(argument, "weight")) peer.weight = parseNginxNumber(*weight).value_or(1);
    if (const auto fails = valueOf(argument, "max_fails")) peer.maxFails = parseNginxNumber(*fails).value_or(1);
    if (const auto time = valueOf(argument, "fail_timeout")) {
      peer.failTimeout = parseNginxTime(*time).value_or(peer.failTimeout);
    }
    if (argument == "down") peer.down = true;
    if (argument == "backup") peer.backup = true;
  }
  return peer;
}

NginxListen listenOf(const NginxDirective& line) {
  NginxListen listen{line.argument(0), &line, parseNginxListen(line.argument(0))};
  for (std::size_t i = 1; i < line.arguments.size(); ++i) {
    const std::string& argument = line.arguments[i];
    if (argument == "udp") listen.udp = true;
    if (argument == "proxy_protocol") listen.proxyProtocol = true;
    if (const auto value = valueOf(argument, "so_keepalive")) listen.soKeepalive = *value;
  }
  return listen;
}

NginxUpstream upstreamOf(const NginxDirective& stream, const NginxDirective& proxyPass) {
  const std::string name = proxyPass.argument(0);
  for (const NginxDirective* upstream : stream.all("upstream")) {
    if (!upstream->hasBlock || upstream->argument(0) != name) continue;
    NginxUpstream found{name, upstream->place, upstream, {}};
    for (const NginxDirective* line : upstream->all("server")) found.peers.push_back(peerOf(*line));
    return found;
  }
  return {name, proxyPass.place, nullptr, {{name, proxyPass.place, &proxyPass}}};
}

}  // namespace

const NginxDirective* NginxStreamServer::setting(std::string_view name) const {
  const NginxDirective* own = directive->first(name);
  return own ? own : stream->first(name);
}

std::vector<NginxStreamServer> streamServers(const NginxConfig& config) {
  std::vector<NginxStreamServer> servers;
  for (const NginxDirective* stream : config.whole.all("stream")) {
    for (const NginxDirective* directive : stream->all("server")) {
      if (!directive->hasBlock) continue;
      NginxStreamServer server{directive, stream, directive->first("proxy_pass"), {}, {}};
      for (const NginxDirective* listen : directive->all("listen")) server.listens.push_back(listenOf(*listen));
      if (server.proxyPass && !server.passesByVariable()) server.upstream = upstreamOf(*stream, *server.proxyPass);
      servers.push_back(std::move(server));
    }
  }
  return servers;
}

std::optional<milliseconds> parseNginxTime(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::int64_t total = 0;
  while (!text.empty()) {
    std::int64_t number = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (wrong != std::errc() || number < 0 || number > kLargest) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const Unit* unit = unitOf(text);
    if (!unit && !text.empty() && text.front() != ' ') return std::nullopt;
    if (unit) text.remove_prefix(unit->name.size());
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    if (number > kLargest / (unit ? unit->ms : 1'000)) return std::nullopt;
    total += number * (unit ? unit->ms : 1'000);
  }
  return milliseconds(total);
}

Text nginxTimeText(milliseconds time) {
  const bool isWhole = time % std::chrono::minutes(1) == milliseconds(0) && time < std::chrono::hours(2);
  return isWhole || time < std::chrono::minutes(2) ? spanText(time.count())
                                                   : text("{0} s", time / std::chrono::seconds(1));
}

std::string nginxTime(milliseconds time) { return formatDuration(time); }

std::optional<std::int64_t> parseNginxNumber(std::string_view text) {
  constexpr std::int64_t kMost = std::int64_t{1} << 31;
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::int64_t number = kMost;  // stays where it fits nowhere
  std::from_chars(text.data(), text.data() + text.size(), number);
  return std::min(number, kMost);
}

std::optional<Address> parseNginxListen(std::string_view text) {
  if (text.starts_with("*:")) text.remove_prefix(2);
  const auto port = parseNginxNumber(text);
  if (port)
    return *port <= 65'535 ? std::optional(Address{"0.0.0.0", static_cast<std::uint16_t>(*port)}) : std::nullopt;
  const auto whole = parseAddress(text);
  return whole ? std::optional(*whole) : std::nullopt;
}

}  // namespace lk::setup
