#include "server/setup/windows_firewall.h"

namespace lk::setup {

namespace {

struct ProfileWord {
  unsigned bit;
  const char* text;
  const char* value;
};

constexpr ProfileWord kProfiles[] = {
    {kDomain, "domain", "Domain"}, {kPrivate, "private", "Private"}, {kPublic, "public", "Public"}};

}  // namespace

std::string profilesText(unsigned profiles) {
  std::string all;
  unsigned left = profiles & kAnyProfile;
  for (const ProfileWord& profile : kProfiles) {
    if ((left & profile.bit) == 0) continue;
    left &= ~profile.bit;
    if (!all.empty()) all += left == 0 ? " and " : ", ";
    all += profile.text;
  }
  return all;
}

std::string profilesValue(unsigned profiles) {
  if ((profiles & kAnyProfile) == kAnyProfile) return "Any";
  std::string all;
  for (const ProfileWord& profile : kProfiles) {
    if ((profiles & profile.bit) != 0) all += (all.empty() ? "" : ",") + std::string(profile.value);
  }
  return all;
}

unsigned WindowsFirewall::activeProfiles() const {
  unsigned active = 0;
  for (const WindowsNetwork& network : networks) active |= network.profile;
  return active == 0 ? kPublic : active;
}

}  // namespace lk::setup
