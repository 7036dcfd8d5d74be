#include <algorithm>
#include <cstdio>

#include "server/setup/powershell.h"
#include "server/setup/windows_firewall.h"

namespace lk::setup {

namespace {

std::string portsText(const std::vector<std::uint16_t>& ports) {
  std::string all;
  for (const std::uint16_t port : ports) all += (all.empty() ? "" : ",") + std::to_string(port);
  return all;
}

// The same for the same rule, so that allowing twice leaves one.
std::string ownRuleName(const GuardedProgram& program, unsigned profiles) {
  std::uint32_t hash = 2166136261U;
  for (const char c : program.path + '|' + portsText(program.ports) + '|' + profilesValue(profiles)) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  }
  char digits[9];
  std::snprintf(digits, sizeof digits, "%08x", static_cast<unsigned>(hash));
  return "Linekeeper-Allow-" + std::string(digits);
}

// By comparison, not by -Name: that takes wildcards, and rules that Windows makes are named after paths, which may hold
// [ and ].
std::string removal(const std::vector<std::string>& names) {
  return "Get-NetFirewallRule -PolicyStore PersistentStore | Where-Object -FilterScript { @(" +
         powershellQuotedList(names) + ") -ccontains $_.Name } | Remove-NetFirewallRule";
}

bool isAny(const std::vector<std::string>& words) { return words.size() == 1 && words.front() == "Any"; }

std::string restoration(const WindowsRule& rule) {
  std::string line = "New-NetFirewallRule -Name " + powershellQuoted(rule.name) + " -DisplayName " +
                     powershellQuoted(rule.displayName.empty() ? rule.name : rule.displayName);
  if (!rule.description.empty()) line += " -Description " + powershellQuoted(rule.description);
  if (!rule.group.empty()) line += " -Group " + powershellQuoted(rule.group);
  line += std::string(" -Enabled ") + (rule.enabled ? "True" : "False") + " -Direction Inbound -Profile " +
          profilesValue(rule.profiles) + " -Action " + (rule.action == WindowsRule::Action::Block ? "Block" : "Allow");
  if (rule.program != "Any" && !rule.program.empty()) line += " -Program " + powershellQuoted(rule.program);
  if (rule.protocol != "Any") line += " -Protocol " + powershellQuoted(rule.protocol);
  if (!isAny(rule.localPorts)) line += " -LocalPort " + powershellQuotedList(rule.localPorts);
  if (!isAny(rule.remoteAddresses)) line += " -RemoteAddress " + powershellQuotedList(rule.remoteAddresses);
  if (!isAny(rule.localAddresses)) line += " -LocalAddress " + powershellQuotedList(rule.localAddresses);
  if (rule.interfaceType != "Any" && rule.interfaceType != "Other") {
    line += " -InterfaceType " + powershellQuoted(rule.interfaceType);
  }
  if (rule.edgeTraversal != "Block" && rule.edgeTraversal != "Other") {
    line += " -EdgeTraversalPolicy " + powershellQuoted(rule.edgeTraversal);
  }
  return line + " | Out-Null";
}

}  // namespace

Fix allowOnWindows(const GuardedProgram& program, unsigned profiles, const std::vector<const WindowsRule*>& toDelete) {
  const std::string own = ownRuleName(program, profiles);
  const std::string ports = portsText(program.ports);
  std::vector<std::string> names;
  for (const WindowsRule* rule : toDelete) names.push_back(rule->name);

  Fix fix;
  std::string deleted;
  for (const WindowsRule* rule : toDelete) deleted += (deleted.empty() ? "" : ", ") + rule->name;
  fix.text =
      toDelete.empty()
          ? text("Allow {0} at TCP {1} for {2} networks, in a PowerShell started as administrator:", program.what,
                 ports, profilesText(profiles))
          : text(
                "No allow rule is stronger than a block rule. Delete the block rules first, then allow {0} at TCP "
                "{1} for {2} networks, in a PowerShell started as administrator:",
                program.what, ports, profilesText(profiles));
  const std::string allow = "New-NetFirewallRule -Name " + powershellQuoted(own) + " -DisplayName " +
                            powershellQuoted("Linekeeper: " + program.what + ", TCP " + ports) + " -Description " +
                            powershellQuoted("Lets devices reach " + program.what + ". Made by Linekeeper.") +
                            " -Direction Inbound -Program " + powershellQuoted(program.path) +
                            " -Protocol TCP -LocalPort " + ports + " -Profile " + profilesValue(profiles) +
                            " -Action Allow | Out-Null";
  if (!names.empty()) fix.commands.push_back(removal(names));
  fix.commands.push_back(allow);

  const bool canBePutBack = std::all_of(toDelete.begin(), toDelete.end(), [](const WindowsRule* rule) {
    return rule->filtersKnown && rule->interfaceType != "Other" && rule->edgeTraversal != "Other" &&
           rule->service == "Any" && rule->action != WindowsRule::Action::Bypass;
  });
  if (!canBePutBack || program.ports.empty()) return fix;

  names.push_back(own);
  Action action;
  action.id = "firewall.allow";
  action.label = text("Allow {0}", program.what);
  action.does = toDelete.empty()
                    ? text(
                          "Makes the inbound rule {0}: {1} may be reached at TCP {2} on {3} networks. Windows asks for "
                          "an administrator. Can be undone.",
                          own, program.path, ports, profilesText(profiles))
                    : text(
                          "Deletes the block rules {0}, then makes the inbound rule {1}: {2} may be reached at TCP {3} "
                          "on {4} networks. Windows asks for an administrator. The undo puts the deleted rules back.",
                          deleted, own, program.path, ports, profilesText(profiles));
  action.commands = {powershellCommand(removal(names) + "; " + allow)};
  std::string back = removal({own});
  for (const WindowsRule* rule : toDelete) back += "; " + restoration(*rule);
  action.undo = {powershellCommand(back)};
  action.elevated = true;
  fix.action = std::move(action);
  return fix;
}

}  // namespace lk::setup
