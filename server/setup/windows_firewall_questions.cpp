#include "server/setup/powershell.h"
#include "server/setup/windows_firewall.h"

namespace lk::setup {

namespace {

constexpr std::string_view kNetworks =
    "$found = @(Get-NetConnectionProfile | Select-Object -Property Name,InterfaceAlias,NetworkCategory); "
    "ConvertTo-Json -InputObject $found -Compress -Depth 3";

// ActiveStore is what is in force; the machine's own store does not know what group policy changes.
constexpr std::string_view kProfiles =
    "$found = @(Get-NetFirewallProfile -PolicyStore ActiveStore | Select-Object -Property "
    "Name,Enabled,DefaultInboundAction,AllowInboundRules,AllowLocalFirewallRules); "
    "ConvertTo-Json -InputObject $found -Compress -Depth 3";

// Servers have no security center, and no such firewalls to register there.
constexpr std::string_view kProducts =
    "$found = @(Get-CimInstance -Namespace 'root/SecurityCenter2' -ClassName FirewallProduct "
    "-ErrorAction SilentlyContinue | Select-Object -Property displayName,pathToSignedProductExe,productState); "
    "ConvertTo-Json -InputObject $found -Compress -Depth 3";

// Every kind of filter at once and joined here: asking rule by rule takes minutes. Of the filters, users without an
// administrator's rights get the programs only; the registry, which everybody may read, has the rest ('Stored').
// PersistentStore holds the machine's own rules, RSOP those of group policy. Rules of packages are not for programs.
constexpr std::string_view kRules =
    "$found = @(foreach ($store in 'PersistentStore','RSOP') { "
    "$quiet = 'SilentlyContinue'; if ($store -eq 'PersistentStore') { $quiet = 'Stop' }; "
    "$key = 'HKLM:\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy\\FirewallRules'; "
    "if ($store -eq 'RSOP') { $key = 'HKLM:\\SOFTWARE\\Policies\\Microsoft\\WindowsFirewall\\FirewallRules' }; "
    "$stored = Get-Item -LiteralPath $key -ErrorAction SilentlyContinue; "
    "$programs = @{}; $ports = @{}; $addresses = @{}; $services = @{}; $types = @{}; $security = @{}; "
    "Get-NetFirewallApplicationFilter -PolicyStore $store -ErrorAction $quiet | "
    "Where-Object -FilterScript { ($_.Program -eq 'Any' -and -not $_.Package) -or "
    "(NAMES -contains ($_.Program -split '\\\\')[-1]) } | "
    "ForEach-Object -Process { $programs[$_.InstanceID] = $_ }; "
    "Get-NetFirewallPortFilter -PolicyStore $store -ErrorAction SilentlyContinue | "
    "ForEach-Object -Process { $ports[$_.InstanceID] = $_ }; "
    "Get-NetFirewallAddressFilter -PolicyStore $store -ErrorAction SilentlyContinue | "
    "ForEach-Object -Process { $addresses[$_.InstanceID] = $_ }; "
    "Get-NetFirewallServiceFilter -PolicyStore $store -ErrorAction SilentlyContinue | "
    "ForEach-Object -Process { $services[$_.InstanceID] = $_ }; "
    "Get-NetFirewallInterfaceTypeFilter -PolicyStore $store -ErrorAction SilentlyContinue | "
    "ForEach-Object -Process { $types[$_.InstanceID] = $_ }; "
    "Get-NetFirewallSecurityFilter -PolicyStore $store -ErrorAction SilentlyContinue | "
    "ForEach-Object -Process { $security[$_.InstanceID] = $_ }; "
    "Get-NetFirewallRule -PolicyStore $store -Direction Inbound -ErrorAction $quiet | "
    "Where-Object -FilterScript { $programs.ContainsKey($_.InstanceID) } | "
    "ForEach-Object -Process { $id = $_.InstanceID; $line = $null; if ($stored) { $line = $stored.GetValue($id) }; "
    "[pscustomobject]@{ Name = $_.Name; DisplayName = $_.DisplayName; Description = $_.Description; "
    "Group = $_.Group; Enabled = $_.Enabled; Profile = $_.Profile; Action = $_.Action; "
    "EdgeTraversalPolicy = $_.EdgeTraversalPolicy; Store = $store; Program = $programs[$id].Program; "
    "Path = [Environment]::ExpandEnvironmentVariables($programs[$id].Program); Service = $services[$id].Service; "
    "Protocol = $ports[$id].Protocol; LocalPort = $ports[$id].LocalPort; "
    "RemoteAddress = $addresses[$id].RemoteAddress; LocalAddress = $addresses[$id].LocalAddress; "
    "InterfaceType = $types[$id].InterfaceType; OverrideBlockRules = $security[$id].OverrideBlockRules; "
    "Stored = $line } } }); "
    "ConvertTo-Json -InputObject $found -Compress -Depth 4";

constexpr std::string_view kListeners =
    "$names = @{}; $paths = @{}; Get-Process | ForEach-Object -Process { $names[$_.Id] = $_.ProcessName; "
    "$paths[$_.Id] = $_.Path }; "
    "$found = @(Get-NetTCPConnection -State Listen -ErrorAction SilentlyContinue | "
    "Where-Object -FilterScript { (@(PORTS) -contains $_.LocalPort) -or "
    "(@(PROCESSES) -contains $names[[int]$_.OwningProcess]) } | "
    "ForEach-Object -Process { [pscustomobject]@{ LocalAddress = $_.LocalAddress; LocalPort = $_.LocalPort; "
    "Process = $names[[int]$_.OwningProcess]; Path = $paths[[int]$_.OwningProcess] } }); "
    "ConvertTo-Json -InputObject $found -Compress -Depth 3";

std::string replaced(std::string_view script, std::string_view place, const std::string& by) {
  std::string whole(script);
  whole.replace(whole.find(place), place.size(), by);
  return whole;
}

}  // namespace

CommandLine askWindowsNetworks() { return powershellCommand(kNetworks); }
CommandLine askWindowsProfiles() { return powershellCommand(kProfiles); }
CommandLine askFirewallProducts() { return powershellCommand(kProducts); }

CommandLine askWindowsRules(const std::vector<std::string>& fileNames) {
  return powershellCommand(replaced(kRules, "NAMES", "@(" + powershellQuotedList(fileNames) + ")"));
}

CommandLine askWindowsListeners(const std::vector<std::uint16_t>& ports, const std::vector<std::string>& processes) {
  std::string numbers;
  for (const std::uint16_t port : ports) numbers += (numbers.empty() ? "" : ",") + std::to_string(port);
  // Its names are put in last: what they hold is not looked through for the other place.
  return powershellCommand(
      replaced(replaced(kListeners, "PORTS", numbers), "PROCESSES", powershellQuotedList(processes)));
}

}  // namespace lk::setup
