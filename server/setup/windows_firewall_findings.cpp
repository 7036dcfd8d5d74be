#include <QString>
#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "server/setup/windows_firewall.h"
#include "server/setup/windows_firewall_why.h"

namespace lk::setup {

namespace {

struct Seen {
  unsigned profiles = 0;
  std::set<std::uint16_t> ports;
  std::vector<const WindowsRule*> rules;
};

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ",") + word;
  return all;
}

Text ruleText(const WindowsRule& rule) {
  const char* action = rule.action == WindowsRule::Action::Block    ? "blocks"
                       : rule.action == WindowsRule::Action::Bypass ? "bypass, allows"
                                                                    : "allows";
  const std::string scope =
      !rule.filtersKnown
          ? std::string("protocol and ports withheld without administrator's rights")
          : rule.protocol + " ports " + joined(rule.localPorts) + " from " + joined(rule.remoteAddresses);
  return text("rule “{0}” [{1}]{2}: {3} {4}, {5}, profiles {6}{7}", rule.displayName, rule.name,
              rule.groupPolicy ? " of group policy" : "", action, rule.program, scope, profilesText(rule.profiles),
              rule.enabled ? "" : ", disabled");
}

// A declined prompt leaves a pair; the half that is not about TCP goes with the other.
void addPairs(const WindowsFirewall& firewall, std::vector<const WindowsRule*>& rules) {
  for (const WindowsRule& rule : firewall.rules) {
    if (!isOfPrompt(rule) || rule.groupPolicy || rule.action != WindowsRule::Action::Block) continue;
    const bool known = std::find(rules.begin(), rules.end(), &rule) != rules.end();
    const bool paired = std::any_of(rules.begin(), rules.end(), [&rule](const WindowsRule* other) {
      return isOfPrompt(*other) && comparablePath(other->path) == comparablePath(rule.path);
    });
    if (!known && paired) rules.push_back(&rule);
  }
}

std::vector<Text> evidenceOf(const WindowsFirewall& firewall, const GuardedProgram& program, const Seen& seen) {
  std::vector<Text> evidence;
  evidence.push_back(text("program: {0}", program.path));
  for (const WindowsNetwork& network : firewall.networks) {
    evidence.push_back(
        text("network “{0}” on {1}: {2}", network.name, network.interface, profilesText(network.profile)));
  }
  if (firewall.networks.empty()) evidence.push_back(text("no network is connected: the public profile counts"));
  for (const WindowsRule* rule : seen.rules) evidence.push_back(ruleText(*rule));
  return evidence;
}

std::string portsText(const std::set<std::uint16_t>& ports) {
  std::string all;
  for (const std::uint16_t port : ports) all += (all.empty() ? "" : ", ") + std::to_string(port);
  return all;
}

constexpr std::string_view kDevicesStayOut =
    "Programs on this machine reach {0}, devices do not: their attempts to connect are dropped without an answer.";

std::string blockedId(unsigned profiles) {
  if (profiles == kPrivate) return "firewall.blocked-on-private";
  if (profiles == kPublic) return "firewall.blocked-on-public";
  if (profiles == kDomain) return "firewall.blocked-on-domain";
  return "firewall.blocked";
}

Finding findingOf(const WindowsFirewall& firewall, const GuardedProgram& program, WindowsReason reason, Seen seen) {
  const std::string profiles = profilesText(seen.profiles);
  const std::string ports = portsText(seen.ports);
  if (reason == WindowsReason::LeftoverBlock || reason == WindowsReason::Block) addPairs(firewall, seen.rules);
  Finding finding;
  finding.grade = Grade::Problem;
  finding.evidence = evidenceOf(firewall, program, seen);
  finding.why = text(kDevicesStayOut, program.what);
  const auto allow = [&] { return allowOnWindows(program, seen.profiles, {}); };
  switch (reason) {
    case WindowsReason::AllInboundBlocked:
      finding.id = "firewall.all-inbound-blocked";
      finding.title = text("On {0} networks Windows' firewall blocks everything inbound, whatever rules say", profiles);
      finding.fix =
          Fix{text("Let rules count again, in a PowerShell started as administrator. If group policy has set "
                   "it, whoever manages that must:"),
              {"Set-NetFirewallProfile -Profile " + profilesValue(seen.profiles) + " -AllowInboundRules True"},
              {}};
      break;
    case WindowsReason::PolicyBlock:
      finding.id = "firewall.blocked-by-group-policy";
      finding.title = text("Group policy blocks {0} on {1} networks", program.what, profiles);
      finding.fix =
          Fix{text("No rule of this machine is stronger. Whoever manages group policy has to remove the block "
                   "rule there; gpresult says which policy it is:"),
              {"gpresult /scope computer /v"},
              {}};
      break;
    case WindowsReason::LeftoverBlock:
      finding.id = "firewall.leftover-block";
      finding.title = text("A declined question of Windows left block rules: {0} is blocked on {1} networks",
                           program.what, profiles);
      finding.fix = allowOnWindows(program, seen.profiles, seen.rules);
      break;
    case WindowsReason::Block:
      finding.id = blockedId(seen.profiles);
      finding.title = text("Windows' firewall blocks {0} on {1} networks", program.what, profiles);
      finding.fix = allowOnWindows(program, seen.profiles, seen.rules);
      break;
    case WindowsReason::FiltersWithheld:
      finding.id = "firewall.filters-withheld";
      finding.grade = Grade::Unknown;
      finding.title =
          text("Whether rules for {0} concern port {1} is shown to administrators only", program.what, ports);
      finding.why = text("A block rule among them would keep devices out.");
      finding.fix = Fix{text("Run the check again as administrator."), {}, {}};
      break;
    case WindowsReason::LocalRulesIgnored:
      finding.id = "firewall.local-rules-ignored";
      finding.title =
          text("Group policy ignores this machine's own firewall rules on {0} networks, and has none for {1}", profiles,
               program.what);
      finding.fix =
          Fix{text("A rule made here would not count. Whoever manages group policy has to add an inbound rule "
                   "that allows {0} at TCP {1}, or to merge local rules (“Apply local firewall rules: Yes”). "
                   "To see it:",
                   program.path, ports),
              {"Get-NetFirewallProfile -PolicyStore ActiveStore | Select-Object -Property "
               "Name,AllowLocalFirewallRules"},
              {}};
      break;
    case WindowsReason::OtherProfile:
      finding.id = "firewall.allowed-on-other-profile";
      finding.title =
          text("{0} is allowed, but not on {1} networks, and this machine is on one", program.what, profiles);
      finding.fix = allow();
      break;
    case WindowsReason::OtherPort:
      finding.id = "firewall.allowed-at-other-port";
      finding.title = text("{0} is allowed, but not at TCP {1}, where it listens", program.what, ports);
      finding.fix = allow();
      break;
    case WindowsReason::MovedPath:
      finding.id = "firewall.moved-path";
      finding.title =
          text("The rule that allows {0} is for another folder: it is blocked where it is now", program.what);
      finding.fix = allow();
      break;
    case WindowsReason::Disabled:
      finding.id = "firewall.allow-rule-disabled";
      finding.title = text("The rule that allows {0} is disabled", program.what);
      finding.fix = allow();
      break;
    case WindowsReason::NoRule:
      finding.id = "firewall.no-rule";
      finding.title =
          text("No rule allows {0} at port {1}, and Windows' firewall blocks what no rule allows", program.what, ports);
      finding.fix = allow();
      break;
    case WindowsReason::BypassOnly:
      finding.id = "firewall.authenticated-only";
      finding.grade = Grade::Warning;
      finding.title =
          text("Only computers that prove by IPsec who they are get past the firewall to {0}", program.what);
      finding.why = text(
          "The rule that bypasses blocks is stronger than they are, for such computers only. Devices "
          "without IPsec are dropped.");
      finding.fix = Fix{
          text("Allow {0} plainly, and delete the block rules if there are any.", program.what), allow().commands, {}};
      break;
    case WindowsReason::SomeAddresses:
      finding.id = "firewall.some-addresses";
      finding.grade = Grade::Warning;
      finding.title = text("Windows' firewall lets only some addresses or interfaces reach {0}", program.what);
      finding.why = text("Devices at other addresses are dropped without an answer.");
      finding.fix =
          Fix{text("Compare the rule's addresses with those of your devices, and change the rule if one of them "
                   "is left out."),
              {},
              {}};
      break;
    case WindowsReason::Allowed:
    case WindowsReason::DefaultAllows:
    case WindowsReason::Off:
      finding.id = "firewall.allowed";
      finding.grade = Grade::Good;
      finding.title =
          text("Windows' firewall lets devices reach {0} at port {1} on {2} networks", program.what, ports, profiles);
      finding.why = {};
      if (reason == WindowsReason::DefaultAllows)
        finding.evidence.push_back(text("the profile allows what no rule blocks"));
      if (reason == WindowsReason::Off) finding.evidence.push_back(text("the firewall is off there"));
      break;
  }
  return finding;
}

// What will block as soon as the machine is on another network.
std::optional<Finding> blockedElsewhere(const WindowsFirewall& firewall, const GuardedProgram& program) {
  Seen seen;
  for (const unsigned bit : {kDomain, kPrivate, kPublic}) {
    if ((firewall.activeProfiles() & bit) != 0) continue;
    for (const std::uint16_t port : program.ports) {
      const WindowsWhy why = whyOnWindows(firewall, program, bit, port);
      if (why.reason != WindowsReason::Block && why.reason != WindowsReason::LeftoverBlock) continue;
      seen.profiles |= bit;
      seen.ports.insert(port);
      for (const WindowsRule* rule : why.rules) {
        if (std::find(seen.rules.begin(), seen.rules.end(), rule) == seen.rules.end()) seen.rules.push_back(rule);
      }
    }
  }
  if (seen.profiles == 0) return std::nullopt;
  addPairs(firewall, seen.rules);
  Finding finding;
  finding.id = "firewall.blocked-on-other-networks";
  finding.grade = Grade::Warning;
  finding.title = text("Windows' firewall blocks {0} on {1} networks; this machine is on none now", program.what,
                       profilesText(seen.profiles));
  finding.evidence = evidenceOf(firewall, program, seen);
  finding.why = text(
      "Windows may take a network for another kind after a change of router or cable; devices are then "
      "dropped without an answer.");
  finding.fix = allowOnWindows(program, seen.profiles, seen.rules);
  return finding;
}

}  // namespace

std::vector<Finding> judgeWindowsProgram(const WindowsFirewall& firewall, const GuardedProgram& program) {
  std::map<WindowsReason, Seen> all;
  for (const unsigned bit : {kDomain, kPrivate, kPublic}) {
    if ((firewall.activeProfiles() & bit) == 0) continue;
    for (const std::uint16_t port : program.ports) {
      const WindowsWhy why = whyOnWindows(firewall, program, bit, port);
      Seen& seen = all[why.reason];
      seen.profiles |= bit;
      seen.ports.insert(port);
      for (const WindowsRule* rule : why.rules) {
        if (std::find(seen.rules.begin(), seen.rules.end(), rule) == seen.rules.end()) seen.rules.push_back(rule);
      }
    }
  }
  std::vector<Finding> findings;
  for (auto& [reason, seen] : all) findings.push_back(findingOf(firewall, program, reason, std::move(seen)));
  if (auto elsewhere = blockedElsewhere(firewall, program)) findings.push_back(*std::move(elsewhere));
  return findings;
}

std::vector<Finding> judgeWindowsMachine(const WindowsFirewall& firewall) {
  std::vector<Finding> findings;
  Finding others;
  std::string names;
  for (const FirewallProduct& product : firewall.products) {
    if (!product.on) continue;
    names += (names.empty() ? "" : ", ") + product.name;
    others.evidence.push_back(
        text("registered in Windows' security center, and on: {0} ({1})", product.name, product.path));
  }
  if (!others.evidence.empty()) {
    others.id = "firewall.third-party";
    others.grade = Grade::Warning;
    others.title = text("{0} guards this machine too, by rules of its own", names);
    others.why = text("What it blocks is blocked whatever Windows' firewall allows, and cannot be seen from here.");
    others.fix = Fix{text("If devices do not get through, allow the ports in {0} as well.", names), {}, {}};
    findings.push_back(std::move(others));
  }
  unsigned off = 0;
  for (const WindowsProfile& profile : firewall.profiles) {
    if (!profile.enabled && (firewall.activeProfiles() & profile.profile) != 0) off |= profile.profile;
  }
  if (off != 0) {
    Finding finding;
    finding.id = "firewall.off";
    finding.grade = Grade::Warning;
    finding.title = text("Windows' firewall is off on {0} networks, where this machine is", profilesText(off));
    finding.evidence = {
        text("Get-NetFirewallProfile -PolicyStore ActiveStore: Enabled is False for {0}", profilesText(off))};
    finding.why = text(
        "Devices get through, and so does everybody else, to every program. Once somebody turns it on, "
        "what no rule allows is blocked.");
    finding.fix =
        Fix{text("Allow nginx and Linekeeper by rules first, then turn the firewall on, in a PowerShell started "
                 "as administrator:"),
            {"Set-NetFirewallProfile -Profile " + profilesValue(off) + " -Enabled True"},
            {}};
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace lk::setup
