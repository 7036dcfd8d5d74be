#include <algorithm>
#include <cstdlib>

#include "server/setup/exposed_ports.h"
#include "server/setup/linux_firewall.h"
#include "server/setup/powershell.h"
#include "server/setup/windows_firewall.h"

using namespace lk::setup;

namespace {

void checkFate(const lk::Result<std::vector<FilterHook>>& hooks) {
  if (!hooks) {
    if (hooks.error().text.empty()) std::abort();
    return;
  }
  const bool anyRule = std::any_of(hooks->begin(), hooks->end(), [](const FilterHook& h) { return !h.chains.empty(); });
  if (mayUntrack(*hooks) && !anyRule) std::abort();
  const Fate fate = fateOf(*hooks);
  if (fate.end == Fate::End::Dropped && fate.because.empty()) std::abort();
  if (fate.end == Fate::End::Refused && fate.because.empty()) std::abort();
}

void checkFix(const Fix& fix) {
  if (!fix.action) return;
  for (const CommandLine& command : fix.action->undo) {
    if (powershellScript(command).empty()) std::abort();
  }
}

}  // namespace

// What firewalls' tools say, as any of them: read or refused with a reason, and judged to an end. The first byte says
// which tool it is.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  Knock knock;
  knock.interface = "lan0";
  knock.from = *parseAddressRange("10.77.0.1/24");
  knock.to = *parseAddressRange("10.77.0.1");
  knock.port = 7600;
  switch (data[0] % 4) {
    case 0: checkFate(readIptablesSave(text, knock)); break;
    case 1: {
      // What it says in JSON, and behind a NUL what it says in words; or both are one.
      const std::size_t cut = text.find('\0');
      const std::string_view listing = cut == std::string_view::npos ? text : text.substr(cut + 1);
      checkFate(readNftRuleset(text.substr(0, cut), listing, knock, {}));
      break;
    }
    case 2: {
      WindowsFirewall firewall;
      const auto rules = readWindowsRules(text);
      if (!rules) break;
      firewall.rules = *rules;
      const std::vector<Finding> findings = judgeWindowsProgram(firewall, {"nginx", "C:\\nginx\\nginx.exe", {7600}});
      if (findings.empty()) std::abort();
      for (const Finding& finding : findings) {
        if (finding.fix) checkFix(*finding.fix);
      }
      break;
    }
    default:
      (void)readWindowsNetworks(text);
      (void)readWindowsProfiles(text);
      (void)readFirewallProducts(text);
      (void)readWindowsListeners(text);
      (void)readNginxPorts(text);
      if (const auto range = parseAddressRange(text); range && range->last < range->first) std::abort();
      break;
  }
  return 0;
}
