#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "server/base/clock.h"
#include "server/bus/bus.h"

namespace lk::bus {

// Sessions elsewhere that claims of this instance have replaced, by device, as long as what is heard may be from before
// that, and thus theirs: also where another session of this instance holds the device by then.
class FreshTakeovers {
 public:
  struct Takeover {
    Claimed::Elsewhere replaced;
    std::uint64_t by = 0;  // session, of this instance
    Clock::Steady until;
  };

  explicit FreshTakeovers(const Clock& clock) : m_clock(clock) {}

  // By the first claim of that session that is answered: one that is made again replaces nobody anew.
  void add(const std::string& device, std::uint64_t by, const Claimed::Elsewhere& replaced);
  // What is heard from here on was published after the claim of this session, which may be known before it is answered.
  void startsHere(const std::string& device, std::uint64_t session);
  void forgetOver();

  // Null: none.
  [[nodiscard]] const Takeover* find(const std::string& device) const {
    if (m_takeovers.empty()) return nullptr;
    const auto found = m_takeovers.find(device);
    return found == m_takeovers.end() ? nullptr : &found->second;
  }

 private:
  const Clock& m_clock;
  struct Started {
    std::uint64_t session = 0;
    Clock::Steady until;
  };
  std::unordered_map<std::string, Takeover> m_takeovers;
  std::unordered_map<std::string, Started> m_started;  // whose claims may not be answered yet
};

}  // namespace lk::bus
