#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

#include "server/base/clock.h"
#include "server/bus/bus.h"

namespace lk::bus {

// Nobody has answered it in time, or its session is gone.
struct GivenUpClaim {
  std::string device;
  std::uint64_t session = 0;
  Bus::OnClaimed claimed;  // who is to hear it
};

// First claims of sessions, each of which a WELCOME waits for: half a second, and no longer.
class WaitingClaims {
 public:
  static constexpr std::chrono::milliseconds kWait{500};

  explicit WaitingClaims(const Clock& clock) : m_clock(clock) {}

  // Answers with its ticket.
  [[nodiscard]] std::uint64_t add(const std::string& device, std::uint64_t session, Bus::OnClaimed claimed);
  // Redis has answered: who is to hear it. Nothing: the claim was given up before.
  [[nodiscard]] std::optional<Bus::OnClaimed> answered(std::uint64_t ticket);
  // One that has waited too long. Nothing: there is none.
  [[nodiscard]] std::optional<GivenUpClaim> giveUpNext();

  // Whether Redis may still answer what was given up.
  [[nodiscard]] bool anyLate() const { return m_late > 0; }

 private:
  struct Turn {
    std::uint64_t ticket = 0;
    Clock::Steady until;
    std::string device;
    std::uint64_t session = 0;
  };

  const Clock& m_clock;
  std::unordered_map<std::uint64_t, Bus::OnClaimed> m_claims;  // by ticket; those that still wait
  std::deque<Turn> m_turns;                                    // in order of time; some are answered
  std::uint64_t m_lastTicket = 0;
  std::size_t m_late = 0;
};

}  // namespace lk::bus
