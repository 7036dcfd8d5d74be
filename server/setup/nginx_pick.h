#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/setup/surroundings.h"

namespace lk::setup {

// A `server` of an upstream, as far as nginx's choice depends on it.
struct NginxServer {
  std::string name;             // as the configuration writes it: the ring is made of these very bytes
  std::uint32_t weight = 1;     // 1 and more
  std::uint32_t addresses = 1;  // that the name stands for; among them nginx takes turns
  bool down = false;
  bool backup = false;
  bool operator==(const NginxServer&) const = default;
};

// How an upstream of nginx's stream module spreads connections.
struct NginxBalance {
  std::string key;                   // the expression behind `hash`; empty: there is no hash
  bool consistent = false;           // `hash … consistent`
  std::vector<NginxServer> servers;  // in the configuration's order
  bool operator==(const NginxBalance&) const = default;
};

struct NginxPick {
  enum class How : std::uint8_t {
    Hash,  // by the address: always this server while the upstream stays as it is and the server answers
    Only,  // there is but one
    Turn,  // not by the address: nginx takes turns
    None,  // every server is down
  };
  How how = How::None;
  std::size_t server = 0;  // place in the balance's servers, with Hash and Only
};

// nginx's choice for addresses, by the algorithm of its ngx_stream_upstream_hash_module (1.9 and later): as long as
// servers answer. Pure; made once, asked often.
class NginxPicker {
 public:
  explicit NginxPicker(NginxBalance balance);

  // address: the client's, in nginx's form (see nginxAddress). Without $remote_addr in the key, or with other variables
  // there, it is not known: nothing. With weights of more than 10 000 in all it is not reckoned: Turn.
  [[nodiscard]] std::optional<NginxPick> pick(std::string_view address) const;

  [[nodiscard]] const NginxBalance& balance() const { return m_balance; }
  // The part of all possible keys that is this server's, 0 to 1: what very many addresses tend to.
  [[nodiscard]] double ringShare(std::size_t server) const;

 private:
  struct Point {
    std::uint32_t hash;
    std::size_t server;
  };

  [[nodiscard]] std::optional<NginxPick> withoutHash() const;
  [[nodiscard]] NginxPick fromRing(std::string_view key) const;
  [[nodiscard]] NginxPick fromList(std::string_view key) const;
  [[nodiscard]] NginxPick fromPoint(std::size_t point) const;

  NginxBalance m_balance;
  std::vector<Point> m_ring;    // sorted, each hash once
  std::uint64_t m_weights = 0;  // of all but backups, those that are down too
};

// As nginx writes a client's address in $remote_addr. Nothing: it is no IPv4 or IPv6 address.
[[nodiscard]] std::optional<std::string> nginxAddress(std::string_view address);

// The server's parts as nginx's hash takes them: host, and port without ':' (empty: none).
struct NginxServerParts {
  std::string_view host;
  std::string_view port;
};
[[nodiscard]] NginxServerParts serverParts(std::string_view name);

struct NginxShare {
  std::size_t server = 0;
  std::uint64_t sessions = 0;
  std::uint64_t addresses = 0;
  double part = 0;      // of all predicted sessions, 0 to 1
  double ringPart = 0;  // what very many addresses would give it
  PeerFact largest;     // the address with most sessions here: no sessions, none
};

// Where sessions from these addresses go when each connects anew.
struct NginxShares {
  std::vector<NginxShare> servers;  // every one that may be picked
  std::uint64_t sessions = 0;       // predicted
  std::uint64_t unpredicted = 0;    // sessions whose server the address does not decide
  PeerFact largest;                 // the address with most sessions: with many, a NAT
  double largestPart = 0;           // of all sessions; they all go to one server
};

[[nodiscard]] NginxShares predictShares(const NginxPicker& picker, const std::vector<PeerFact>& peers);

}  // namespace lk::setup
