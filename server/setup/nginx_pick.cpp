#include "server/setup/nginx_pick.h"

#include <QHostAddress>
#include <algorithm>

#include "server/base/crc32.h"

namespace lk::setup {

namespace {

constexpr std::uint32_t kPointsPerWeight = 160;
// Beyond it a ring would take tens of megabytes: nothing is foretold then.
constexpr std::uint64_t kMostWeights = 10'000;
constexpr int kTries = 20;  // nginx gives up on the hash after that many, and takes turns
constexpr double kCircle = 4294967296.0;

std::string littleEndian(std::uint32_t value) {
  std::string bytes;
  for (unsigned shift = 0; shift < 32; shift += 8) bytes += static_cast<char>((value >> shift) & 0xFFU);
  return bytes;
}

bool startsUnix(std::string_view name) {
  constexpr std::string_view kUnix = "unix:";
  return name.size() >= kUnix.size() && std::equal(kUnix.begin(), kUnix.end(), name.begin(), [](char a, char b) {
           return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
         });
}

// The bytes of $binary_remote_addr.
std::string binaryOf(std::string_view address) {
  const QHostAddress host(QString::fromUtf8(address.data(), static_cast<qsizetype>(address.size())));
  std::string bytes;
  if (host.protocol() == QAbstractSocket::IPv4Protocol) {
    const quint32 value = host.toIPv4Address();
    for (unsigned shift = 32; shift > 0; shift -= 8) bytes += static_cast<char>((value >> (shift - 8)) & 0xFFU);
  } else {
    const Q_IPV6ADDR value = host.toIPv6Address();
    for (int i = 0; i < 16; ++i) bytes += static_cast<char>(value[i]);
  }
  return bytes;
}

bool isNameChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// The key of this address; nothing if it depends on more than the address, or not on it at all.
std::optional<std::string> keyOf(std::string_view expression, std::string_view address) {
  std::string key;
  bool byAddress = false;
  for (std::size_t at = 0; at < expression.size();) {
    if (expression[at] != '$') {
      key += expression[at++];
      continue;
    }
    std::string_view rest = expression.substr(at + 1);
    const bool braces = rest.starts_with('{');
    if (braces) rest.remove_prefix(1);
    const auto past = std::find_if_not(rest.begin(), rest.end(), isNameChar);
    const std::string_view name = rest.substr(0, static_cast<std::size_t>(past - rest.begin()));
    if (name == "remote_addr") {
      key += address;
    } else if (name == "binary_remote_addr") {
      key += binaryOf(address);
    } else {
      return {};
    }
    byAddress = true;
    at += 1 + name.size() + (braces ? 2 : 0);
  }
  return byAddress ? std::optional(key) : std::nullopt;
}

}  // namespace

NginxServerParts serverParts(std::string_view name) {
  if (startsUnix(name)) return {name.substr(5), {}};
  const std::size_t last = name.find_last_not_of("0123456789");
  if (last == std::string_view::npos || name[last] != ':') return {name, {}};
  return {name.substr(0, last), name.substr(last + 1)};
}

std::optional<std::string> nginxAddress(std::string_view address) {
  const QHostAddress host(QString::fromUtf8(address.data(), static_cast<qsizetype>(address.size())));
  if (host.isNull()) return {};
  // nginx knows no scopes.
  QHostAddress bare = host;
  bare.setScopeId({});
  return bare.toString().toStdString();
}

NginxPicker::NginxPicker(NginxBalance balance) : m_balance(std::move(balance)) {
  for (std::size_t i = 0; i < m_balance.servers.size(); ++i) {
    const NginxServer& server = m_balance.servers[i];
    if (server.backup) continue;
    m_weights += std::uint64_t{server.weight} * server.addresses;
  }
  if (!m_balance.consistent || m_weights > kMostWeights) return;
  for (std::size_t i = 0; i < m_balance.servers.size(); ++i) {
    const NginxServer& server = m_balance.servers[i];
    if (server.backup) continue;
    const auto [host, port] = serverParts(server.name);
    Crc32 base;
    base.add(host).add(std::string_view("", 1)).add(port);
    std::uint32_t previous = 0;
    for (std::uint64_t n = 0; n < std::uint64_t{server.weight} * kPointsPerWeight; ++n) {
      previous = Crc32(base).add(littleEndian(previous)).value();
      m_ring.push_back({previous, i});
    }
  }
  // Of equal hashes the first of the configuration counts.
  std::ranges::stable_sort(m_ring, {}, &Point::hash);
  const auto gone =
      std::unique(m_ring.begin(), m_ring.end(), [](const Point& a, const Point& b) { return a.hash == b.hash; });
  m_ring.erase(gone, m_ring.end());
}

// Nothing: the hash decides.
std::optional<NginxPick> NginxPicker::withoutHash() const {
  const auto& servers = m_balance.servers;
  const bool someLive = std::ranges::any_of(servers, [](const NginxServer& server) { return !server.down; });
  if (!someLive) return NginxPick{};
  const bool single = servers.size() == 1 && servers.front().addresses == 1;
  if (single) return NginxPick{NginxPick::How::Only, 0};
  const bool mainLive =
      std::ranges::any_of(servers, [](const NginxServer& server) { return !server.down && !server.backup; });
  const bool tooMany = m_balance.consistent && m_weights > kMostWeights;
  if (m_balance.key.empty() || !mainLive || m_weights == 0 || tooMany) return NginxPick{NginxPick::How::Turn, 0};
  return {};
}

std::optional<NginxPick> NginxPicker::pick(std::string_view address) const {
  if (const auto decided = withoutHash()) return decided;
  const auto key = keyOf(m_balance.key, address);
  if (!key) return {};
  return m_balance.consistent ? fromRing(*key) : fromList(*key);
}

NginxPick NginxPicker::fromRing(std::string_view key) const {
  const std::uint32_t hash = Crc32().add(key).value();
  const auto point = std::ranges::lower_bound(m_ring, hash, {}, &Point::hash);
  return fromPoint(static_cast<std::size_t>(point - m_ring.begin()));
}

// A server that is down is passed over point by point, not at once.
NginxPick NginxPicker::fromPoint(std::size_t point) const {
  for (int tries = 0; tries <= kTries; ++tries) {
    const std::size_t place = m_ring[(point + static_cast<std::size_t>(tries)) % m_ring.size()].server;
    const std::string& name = m_balance.servers[place].name;
    // The point stands for all servers of that name.
    const auto live = std::ranges::find_if(m_balance.servers, [&](const NginxServer& server) {
      return server.name == name && !server.down && !server.backup;
    });
    if (live == m_balance.servers.end()) continue;
    return {NginxPick::How::Hash, static_cast<std::size_t>(live - m_balance.servers.begin())};
  }
  return {NginxPick::How::Turn, 0};
}

NginxPick NginxPicker::fromList(std::string_view key) const {
  std::uint32_t sum = 0;
  for (int tries = 0; tries <= kTries; ++tries) {
    const std::string again = tries == 0 ? std::string() : std::to_string(tries);
    sum += (Crc32().add(again).add(key).value() >> 16) & 0x7FFFU;
    std::uint64_t left = sum % m_weights;
    for (std::size_t i = 0; i < m_balance.servers.size(); ++i) {
      const NginxServer& server = m_balance.servers[i];
      if (server.backup) continue;
      const std::uint64_t width = std::uint64_t{server.weight} * server.addresses;
      if (left >= width) {
        left -= width;
        continue;
      }
      if (!server.down) return {NginxPick::How::Hash, i};
      break;
    }
  }
  return {NginxPick::How::Turn, 0};
}

double NginxPicker::ringShare(std::size_t server) const {
  if (const auto decided = withoutHash()) {
    return decided->how == NginxPick::How::Only && decided->server == server ? 1 : 0;
  }
  if (!m_balance.consistent) {
    std::uint64_t live = 0;
    for (const NginxServer& one : m_balance.servers) {
      if (!one.down && !one.backup) live += std::uint64_t{one.weight} * one.addresses;
    }
    const NginxServer& own = m_balance.servers[server];
    if (own.down || own.backup) return 0;
    return static_cast<double>(std::uint64_t{own.weight} * own.addresses) / static_cast<double>(live);
  }
  double part = 0;
  for (std::size_t i = 0; i < m_ring.size(); ++i) {
    const NginxPick pick = fromPoint(i);
    if (pick.how != NginxPick::How::Hash || pick.server != server) continue;
    // A key belongs to the first point that is not before it: so a point has all from the one before. Modulo 2^32.
    const std::uint32_t before = m_ring[i == 0 ? m_ring.size() - 1 : i - 1].hash;
    part += m_ring.size() == 1 ? kCircle : static_cast<double>(m_ring[i].hash - before);
  }
  return part / kCircle;
}

NginxShares predictShares(const NginxPicker& picker, const std::vector<PeerFact>& peers) {
  NginxShares shares;
  for (std::size_t i = 0; i < picker.balance().servers.size(); ++i) {
    shares.servers.push_back({.server = i, .ringPart = picker.ringShare(i)});
  }
  std::uint64_t all = 0;
  for (const PeerFact& peer : peers) {
    all += peer.sessions;
    if (peer.sessions > shares.largest.sessions) shares.largest = peer;
    const auto address = nginxAddress(peer.address);
    const auto pick = address ? picker.pick(*address) : std::nullopt;
    if (!pick || (pick->how != NginxPick::How::Hash && pick->how != NginxPick::How::Only)) {
      shares.unpredicted += peer.sessions;
      continue;
    }
    NginxShare& share = shares.servers[pick->server];
    shares.sessions += peer.sessions;
    share.sessions += peer.sessions;
    ++share.addresses;
    if (peer.sessions > share.largest.sessions) share.largest = peer;
  }
  const auto partOf = [](std::uint64_t some, std::uint64_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(some) / static_cast<double>(whole);
  };
  for (NginxShare& share : shares.servers) share.part = partOf(share.sessions, shares.sessions);
  shares.largestPart = partOf(shares.largest.sessions, all);
  return shares;
}

}  // namespace lk::setup
