#pragma once

#include <QString>
#include <vector>

#include "server/setup/windows_firewall.h"

namespace lk::setup {

// Why a port is as it is in a profile, gravest first.
enum class WindowsReason : std::uint8_t {
  AllInboundBlocked,
  PolicyBlock,    // a block rule of group policy
  LeftoverBlock,  // only the pair that a declined prompt leaves
  Block,
  FiltersWithheld,
  LocalRulesIgnored,
  OtherProfile,
  OtherPort,
  MovedPath,
  Disabled,
  NoRule,
  BypassOnly,
  SomeAddresses,
  Allowed,
  DefaultAllows,
  Off,
};

struct WindowsWhy {
  WindowsReason reason = WindowsReason::NoRule;
  std::vector<const WindowsRule*> rules;  // that decide it, or nearly do
};

// Why a program's port is as it is in one profile: bypass before block before allow before the default.
[[nodiscard]] WindowsWhy whyOnWindows(const WindowsFirewall& firewall, const GuardedProgram& program, unsigned profile,
                                      std::uint16_t port);

// Made by Windows when its question was closed without a yes: a pair for TCP and UDP, every port, named after it.
[[nodiscard]] bool isOfPrompt(const WindowsRule& rule);

// Paths as Windows compares them.
[[nodiscard]] QString comparablePath(const std::string& path);

}  // namespace lk::setup
