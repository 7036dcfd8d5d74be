#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/result.h"
#include "server/setup/finding.h"
#include "server/setup/sure.h"

namespace lk::setup {

// IP addresses from the first to the last, of one family.
struct AddressRange {
  using Bytes = std::array<std::uint8_t, 16>;
  bool v6 = false;
  Bytes first{};
  Bytes last{};

  [[nodiscard]] Sure within(const AddressRange& other) const;  // whether all of this lies in the other
};

// 10.0.0.1, 10.0.0.0/8, 10.0.0.0/255.0.0.0, 10.0.0.1-10.0.0.9, fe80::/10.
[[nodiscard]] std::optional<AddressRange> parseAddressRange(std::string_view text);

// Where rules stand, in the order of a device's first packet; from Output on it is the answer to it that comes by.
enum class Stage : std::uint8_t { Ingress, Prerouting, Input, Output, Postrouting, Egress };

[[nodiscard]] constexpr bool isOfAnswer(Stage stage) { return stage >= Stage::Output; }

// The first packet of a device that connects: a SYN from an interface's own network to an address of this machine. Or
// what answers it on the same way back, a SYN-ACK.
struct Knock {
  std::string interface;
  AddressRange from;  // the device's
  AddressRange to;    // this machine's
  std::uint16_t port = 0;
  bool isAnswer = false;
  bool isTracked = true;  // whether the kernel knows already which connection it is of

  [[nodiscard]] const AddressRange& source() const { return isAnswer ? to : from; }
  [[nodiscard]] const AddressRange& destination() const { return isAnswer ? from : to; }
  [[nodiscard]] Knock at(Stage stage, int priority) const;  // as rules see it there
};

// A filter's rule as that packet meets it.
struct FilterRule {
  // Untrack: the kernel does not look the packet's connection up.
  enum class Does : std::uint8_t { Nothing, Untrack, Accept, Drop, Reject, Return, Jump, Goto, Redirect, Other };

  Sure matches = Sure::Yes;
  Does does = Does::Nothing;
  std::string target;  // Jump, Goto: the chain
  std::string text;    // as its tool prints it, with where it stands
};

using FilterChains = std::map<std::string, std::vector<FilterRule>>;

// A chain that the packet runs into by itself, with the chains that it may jump to.
struct FilterHook {
  std::string where;           // table inet filter, chain input
  Stage stage = Stage::Input;  // hooks come in order of this …
  int priority = 0;            // … then of this
  bool accepts = true;
  FilterChains chains;
  std::string base;      // the chain of chains where it begins
  CommandLine letIn;     // puts a rule before all of it that accepts the port
  CommandLine takeBack;  // removes that rule; without program: it takes looking
};

// Of `nft -j list ruleset`, and of `nft -a list ruleset` for the rules' words. Tables in `others` are left out
// ("ip filter"): their rules are known better from elsewhere. Errors: Protocol.
[[nodiscard]] Result<std::vector<FilterHook>> readNftRuleset(std::string_view json, std::string_view words,
                                                             const Knock& knock,
                                                             const std::vector<std::string>& others);

// Of `iptables-save` or `ip6tables-save`. Errors: Protocol.
[[nodiscard]] Result<std::vector<FilterHook>> readIptablesSave(std::string_view saved, const Knock& knock);
[[nodiscard]] std::vector<std::string> tablesOfIptablesSave(std::string_view saved);  // filter, nat …

// Whether a rule may keep the connection from being known: then all are to be read anew, of a knock that is not
// tracked.
[[nodiscard]] bool mayUntrack(const std::vector<FilterHook>& hooks);

// What becomes of the packet.
struct Fate {
  enum class End : std::uint8_t { Open, Dropped, Refused, Unknown };
  End end = End::Open;
  std::vector<std::string> because;  // the rules that decide, or that cannot be decided
  CommandLine letIn{};               // Dropped, Refused: of the hook where that happens
  CommandLine takeBack{};
};

[[nodiscard]] Fate fateOf(std::vector<FilterHook> hooks);

}  // namespace lk::setup
