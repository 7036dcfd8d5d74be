#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/bus/bus.h"

namespace lk::bus {

// Which durable commands of devices a node has of those that Redis keeps: of one device a page at most, so that a
// device that does not read takes no more memory for them than another.
class CommandsHere {
 public:
  // Of one device.
  static constexpr std::size_t kMost = 64;
  static constexpr std::size_t kMostBytes = 256 * 1024;

  // Some may be here already.
  void came(const std::string& device, const std::vector<Kept>& page);
  void went(const std::string& device, const std::string& id);
  void forget(const std::string& device) { m_devices.erase(device); }

  // What may come, so that what is here and that are no two pages: one at least.
  struct Room {
    std::size_t commands = kMost;
    std::size_t bytes = kMostBytes;
  };
  [[nodiscard]] Room roomOf(const std::string& device) const;
  // Whether less than this part of the most is here.
  [[nodiscard]] bool hasRoom(const std::string& device, std::size_t share) const;

 private:
  struct Here {
    std::unordered_map<std::string, std::size_t> sizes;  // by id
    std::size_t bytes = 0;
  };

  std::unordered_map<std::string, Here> m_devices;
};

}  // namespace lk::bus
