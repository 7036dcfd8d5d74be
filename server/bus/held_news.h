#pragma once

#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "server/bus/held_sessions.h"
#include "server/bus/release_queue.h"

namespace lk::bus {

// What is to be told of the devices that an instance holds, so that Redis has a list of them: a route that is in Redis
// and not in that list would stay for ever, should the instance end badly.
class HeldNews {
 public:
  struct News {
    std::vector<std::string> came;
    std::vector<std::string> went;
  };

  HeldNews(const HeldSessions& held, const ReleaseQueue& releases, const Clock& clock)
      : m_held(held), m_releases(releases), m_clock(clock) {}

  void came(const std::string& device) { m_came.push_back(device); }
  // No route names the instance any more.
  void went(const std::string& device) { m_went.push_back(device); }

  // To be told now. Whoever went and is back has not gone.
  [[nodiscard]] News take();
  // It could not be told: again, and not before a while is over.
  void failed(std::span<const std::string> devices);
  // What was told of it may not be so any more.
  void doubt(const std::string& device) { m_doubted.insert(device); }
  // Puts what is to be told again among the news, as it is now. False: nothing is, or it is too early.
  bool takeUpAgain();

 private:
  const HeldSessions& m_held;
  const ReleaseQueue& m_releases;
  const Clock& m_clock;
  std::vector<std::string> m_came;
  std::vector<std::string> m_went;
  std::unordered_set<std::string> m_doubted;  // that came or went
  Clock::Steady m_againFrom;
};

}  // namespace lk::bus
