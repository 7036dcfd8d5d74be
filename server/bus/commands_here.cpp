#include "server/bus/commands_here.h"

#include <algorithm>

namespace lk::bus {

void CommandsHere::came(const std::string& device, const std::vector<Kept>& page) {
  if (page.empty()) return;
  Here& here = m_devices[device];
  for (const Kept& kept : page) {
    const std::size_t size = kept.command.payload.size();
    if (here.sizes.emplace(kept.command.id, size).second) here.bytes += size;
  }
}

void CommandsHere::went(const std::string& device, const std::string& id) {
  const auto here = m_devices.find(device);
  if (here == m_devices.end()) return;
  const auto found = here->second.sizes.find(id);
  if (found == here->second.sizes.end()) return;
  here->second.bytes -= found->second;
  here->second.sizes.erase(found);
  if (here->second.sizes.empty()) m_devices.erase(here);
}

CommandsHere::Room CommandsHere::roomOf(const std::string& device) const {
  const auto here = m_devices.find(device);
  if (here == m_devices.end()) return {};
  return {kMost - std::min(here->second.sizes.size(), kMost - 1),
          kMostBytes - std::min(here->second.bytes, kMostBytes - 1)};
}

bool CommandsHere::hasRoom(const std::string& device, std::size_t share) const {
  const auto here = m_devices.find(device);
  return here == m_devices.end() ||
         (here->second.sizes.size() < kMost / share && here->second.bytes < kMostBytes / share);
}

}  // namespace lk::bus
