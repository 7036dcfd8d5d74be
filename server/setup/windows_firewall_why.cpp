#include "server/setup/windows_firewall_why.h"

#include <algorithm>

#include "server/setup/sure.h"

namespace lk::setup {

namespace {

QString fileName(const std::string& path) { return comparablePath(path).section(QLatin1Char('\\'), -1); }

bool isForAnyProgram(const WindowsRule& rule) { return rule.program == "Any" || rule.program.empty(); }
bool isForServices(const WindowsRule& rule) { return rule.service != "Any" && !rule.service.empty(); }

bool isForProgram(const WindowsRule& rule, const GuardedProgram& program) {
  return !isForServices(rule) && (isForAnyProgram(rule) || comparablePath(rule.path) == comparablePath(program.path));
}

bool isElsewhere(const WindowsRule& rule, const GuardedProgram& program) {
  return !isForAnyProgram(rule) && comparablePath(rule.path) != comparablePath(program.path) &&
         fileName(rule.path) == fileName(program.path);
}

bool holdsPort(const std::vector<std::string>& ports, std::uint16_t port) {
  return std::any_of(ports.begin(), ports.end(), [port](const std::string& words) {
    if (words == "Any") return true;
    const QString range = QString::fromStdString(words);
    bool first = false;
    bool last = false;
    const int from = range.section(QLatin1Char('-'), 0, 0).toInt(&first);
    const int to = range.section(QLatin1Char('-'), -1, -1).toInt(&last);
    return first && last && from <= port && port <= to;
  });
}

Sure covers(const WindowsRule& rule, std::uint16_t port) {
  if (!rule.filtersKnown) return Sure::Unknown;
  if (rule.protocol != "Any" && rule.protocol != "TCP") return Sure::No;
  return holdsPort(rule.localPorts, port) ? Sure::Yes : Sure::No;
}

// For some of the devices only.
bool isNarrow(const WindowsRule& rule) {
  const auto any = [](const std::vector<std::string>& words) {
    return std::find(words.begin(), words.end(), "Any") != words.end();
  };
  return rule.filtersKnown && (!any(rule.remoteAddresses) || !any(rule.localAddresses) || rule.interfaceType != "Any");
}

const WindowsProfile* profileOf(const WindowsFirewall& firewall, unsigned bit) {
  const auto found = std::find_if(firewall.profiles.begin(), firewall.profiles.end(),
                                  [bit](const WindowsProfile& profile) { return profile.profile == bit; });
  return found == firewall.profiles.end() ? nullptr : &*found;
}

// Why nothing allows it, by what nearly does.
WindowsWhy nearest(const WindowsFirewall& firewall, const GuardedProgram& program, unsigned bit, std::uint16_t port,
                   bool localRules) {
  const auto gather = [&](const auto& isIt) {
    std::vector<const WindowsRule*> found;
    for (const WindowsRule& rule : firewall.rules) {
      if (rule.action == WindowsRule::Action::Allow && isIt(rule)) found.push_back(&rule);
    }
    return found;
  };
  const auto here = [&](const WindowsRule& rule) { return (rule.profiles & bit) != 0; };
  const auto mine = [&](const WindowsRule& rule) { return isForProgram(rule, program) && !isForAnyProgram(rule); };
  std::vector<const WindowsRule*> rules;
  if (!localRules) {
    rules = gather([&](const WindowsRule& rule) {
      return rule.enabled && here(rule) && isForProgram(rule, program) && covers(rule, port) != Sure::No;
    });
    return {WindowsReason::LocalRulesIgnored, rules};
  }
  rules = gather([&](const WindowsRule& rule) {
    return rule.enabled && !here(rule) && isForProgram(rule, program) && covers(rule, port) == Sure::Yes;
  });
  if (!rules.empty()) return {WindowsReason::OtherProfile, rules};
  rules = gather([&](const WindowsRule& rule) { return rule.enabled && here(rule) && mine(rule); });
  if (!rules.empty()) return {WindowsReason::OtherPort, rules};
  rules = gather([&](const WindowsRule& rule) { return rule.enabled && isElsewhere(rule, program); });
  if (!rules.empty()) return {WindowsReason::MovedPath, rules};
  rules = gather([&](const WindowsRule& rule) { return !rule.enabled && here(rule) && mine(rule); });
  if (!rules.empty()) return {WindowsReason::Disabled, rules};
  return {};
}

}  // namespace

QString comparablePath(const std::string& path) {
  return QString::fromStdString(path).replace(QLatin1Char('/'), QLatin1Char('\\')).toCaseFolded();
}

bool isOfPrompt(const WindowsRule& rule) {
  return rule.name.starts_with("TCP Query User{") || rule.name.starts_with("UDP Query User{");
}

WindowsWhy whyOnWindows(const WindowsFirewall& firewall, const GuardedProgram& program, unsigned bit,
                        std::uint16_t port) {
  const WindowsProfile* profile = profileOf(firewall, bit);
  if (profile != nullptr && !profile->enabled) return {WindowsReason::Off, {}};
  if (profile != nullptr && !profile->inboundRules) return {WindowsReason::AllInboundBlocked, {}};
  const bool localRules = profile == nullptr || profile->localRules;

  std::vector<const WindowsRule*> blocks;
  std::vector<const WindowsRule*> someBlocks;
  std::vector<const WindowsRule*> allows;
  std::vector<const WindowsRule*> someAllows;
  std::vector<const WindowsRule*> bypasses;
  std::vector<const WindowsRule*> withheld;
  for (const WindowsRule& rule : firewall.rules) {
    if (!rule.enabled || (rule.profiles & bit) == 0 || !isForProgram(rule, program)) continue;
    if (!localRules && !rule.groupPolicy) continue;
    const Sure sure = covers(rule, port);
    if (sure == Sure::No) continue;
    if (sure == Sure::Unknown) {
      withheld.push_back(&rule);
    } else if (rule.action == WindowsRule::Action::Bypass) {
      bypasses.push_back(&rule);
    } else if (rule.action == WindowsRule::Action::Block) {
      (isNarrow(rule) ? someBlocks : blocks).push_back(&rule);
    } else {
      (isNarrow(rule) ? someAllows : allows).push_back(&rule);
    }
  }
  const bool onlyPrompt =
      std::all_of(blocks.begin(), blocks.end(), [](const WindowsRule* r) { return isOfPrompt(*r); });
  const bool ofPolicy = std::any_of(blocks.begin(), blocks.end(), [](const WindowsRule* r) { return r->groupPolicy; });
  if (!bypasses.empty() && (!blocks.empty() || allows.empty())) {
    bypasses.insert(bypasses.end(), blocks.begin(), blocks.end());
    return {WindowsReason::BypassOnly, bypasses};
  }
  if (!blocks.empty()) {
    return {ofPolicy     ? WindowsReason::PolicyBlock
            : onlyPrompt ? WindowsReason::LeftoverBlock
                         : WindowsReason::Block,
            blocks};
  }
  if (!withheld.empty()) return {WindowsReason::FiltersWithheld, withheld};
  const bool byDefault = profile != nullptr && profile->allowsByDefault;
  if (!someBlocks.empty() && (byDefault || !allows.empty())) return {WindowsReason::SomeAddresses, someBlocks};
  if (!allows.empty()) return {WindowsReason::Allowed, allows};
  if (byDefault) return {WindowsReason::DefaultAllows, {}};
  if (!someAllows.empty()) return {WindowsReason::SomeAddresses, someAllows};
  return nearest(firewall, program, bit, port, localRules);
}

}  // namespace lk::setup
