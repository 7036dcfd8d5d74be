#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/result.h"
#include "server/setup/finding.h"

namespace lk::setup {

// Windows' profiles, as bits with Windows' own values. A network is in one of them, a rule is for some.
inline constexpr unsigned kDomain = 1;
inline constexpr unsigned kPrivate = 2;
inline constexpr unsigned kPublic = 4;
inline constexpr unsigned kAnyProfile = 7;

[[nodiscard]] std::string profilesText(unsigned profiles);   // private and public
[[nodiscard]] std::string profilesValue(unsigned profiles);  // Private,Public: as cmdlets take it

// A connected network and the profile that counts for it.
struct WindowsNetwork {
  std::string name;  // in the user's language
  std::string interface;
  unsigned profile = kPublic;
};

// What is in force for a profile, group policy included.
struct WindowsProfile {
  unsigned profile = kPublic;
  bool enabled = true;
  bool allowsByDefault = false;  // what no rule speaks of
  bool inboundRules = true;      // false: everything inbound is blocked, whatever rules say
  bool localRules = true;        // false: group policy has it that rules of this machine do not count
};

// An inbound rule.
struct WindowsRule {
  enum class Action : std::uint8_t { Allow, Bypass, Block };

  std::string name;  // unique, never translated
  std::string displayName;
  std::string description;
  std::string group;
  bool enabled = true;
  unsigned profiles = kAnyProfile;
  Action action = Action::Allow;
  bool groupPolicy = false;
  std::string program;  // as the rule has it; Any
  std::string path;     // the same with the variables filled in
  std::string service = "Any";
  bool filtersKnown = true;  // false: the next ones were withheld from this user
  std::string protocol = "Any";
  std::vector<std::string> localPorts{"Any"};  // 7600, 7000-7010, Any …
  std::vector<std::string> remoteAddresses{"Any"};
  std::vector<std::string> localAddresses{"Any"};
  std::string interfaceType = "Any";
  std::string edgeTraversal = "Block";
};

// A firewall of another maker that says it is there.
struct FirewallProduct {
  std::string name;
  std::string path;
  bool on = false;
};

// Who listens on this machine.
struct WindowsListener {
  std::string address;
  std::uint16_t port = 0;
  std::string process;  // nginx
  std::string path;     // empty: withheld from this user
};

struct WindowsFirewall {
  std::vector<WindowsNetwork> networks;
  std::vector<WindowsProfile> profiles;
  std::vector<WindowsRule> rules;
  std::vector<FirewallProduct> products;

  [[nodiscard]] unsigned activeProfiles() const;  // with no network at all: public, as Windows has it
};

// What to ask. Each prints objects as JSON, whose values are in no language but for names.
[[nodiscard]] CommandLine askWindowsNetworks();
[[nodiscard]] CommandLine askWindowsProfiles();
[[nodiscard]] CommandLine askFirewallProducts();
// Rules for programs of these file names, wherever they are, and those for any program.
[[nodiscard]] CommandLine askWindowsRules(const std::vector<std::string>& fileNames);
// Who listens at these ports, and where processes of these names (without .exe) do.
[[nodiscard]] CommandLine askWindowsListeners(const std::vector<std::uint16_t>& ports,
                                              const std::vector<std::string>& processes);

// What they answered. Enums may come as numbers or words, one object without its array, nothing at all for none.
// Errors: Protocol.
[[nodiscard]] Result<std::vector<WindowsNetwork>> readWindowsNetworks(std::string_view json);
[[nodiscard]] Result<std::vector<WindowsProfile>> readWindowsProfiles(std::string_view json);
[[nodiscard]] Result<std::vector<WindowsRule>> readWindowsRules(std::string_view json);
[[nodiscard]] Result<std::vector<FirewallProduct>> readFirewallProducts(std::string_view json);
[[nodiscard]] Result<std::vector<WindowsListener>> readWindowsListeners(std::string_view json);

// A program that devices must reach, and at which ports.
struct GuardedProgram {
  std::string what;  // nginx, Linekeeper
  std::string path;  // whole
  std::vector<std::uint16_t> ports;
};

// What the firewall does to it: bypass before block before allow before the default. At least one finding.
[[nodiscard]] std::vector<Finding> judgeWindowsProgram(const WindowsFirewall& firewall, const GuardedProgram& program);
// What concerns the machine and no program: firewalls of other makers, one that is off.
[[nodiscard]] std::vector<Finding> judgeWindowsMachine(const WindowsFirewall& firewall);

// Deletes these rules, then allows the program at its ports in these profiles; the undo puts all back. Rules whose
// filters are not known can't be put back: with one of them there is no action, only commands.
[[nodiscard]] Fix allowOnWindows(const GuardedProgram& program, unsigned profiles,
                                 const std::vector<const WindowsRule*>& toDelete);

}  // namespace lk::setup
