#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/bus/commands_here.h"
#include "server/bus/redis_client.h"
#include "server/bus/redis_keys.h"
#include "server/bus/redis_scripts.h"

namespace lk::bus {

// The durable commands of devices that are here come by and by, oldest first, as there is room for them. More are
// pulled as those that came end, or are passed.
class DurablePages {
 public:
  using OnPulled = std::function<void(const std::string& device, std::vector<Kept> waiting)>;

  DurablePages(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts, OnPulled onPulled);

  // A claim brought these; behind a place, if it is not 0, there are more.
  void claimed(const std::string& device, const std::vector<Kept>& page, std::uint64_t moreBehind);
  // There is one at this place now.
  void kept(const std::string& device, std::uint64_t place);
  void passed(const std::string& device, const std::string& id);
  void forget(const std::string& device);

 private:
  void expectMore(const std::string& device, std::uint64_t behind);
  void pull(const std::string& device, std::uint64_t behind);
  void pulled(const std::string& device, std::uint64_t behind, const RedisOutcome& outcome);
  void pullMore(const std::string& device);

  RedisClient& m_client;
  const RedisKeys& m_keys;
  const RedisScripts& m_scripts;
  const std::string m_results;
  const OnPulled m_onPulled;
  CommandsHere m_here;
  std::unordered_map<std::string, std::uint64_t> m_more;       // by device: there may be some behind this place
  std::unordered_map<std::string, std::uint64_t> m_pulling;    // the pull that was begun last, as counted
  std::unordered_map<std::string, std::uint64_t> m_pullAgain;  // behind this place, after the one under way
  std::uint64_t m_lastPull = 0;
  RedisKeys::OfCommands m_commandKeys;
};

}  // namespace lk::bus
