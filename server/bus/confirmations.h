#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/bus/bus.h"
#include "server/bus/held_sessions.h"
#include "server/bus/waiting_claims.h"

namespace lk::bus {

// Who waits to hear, by device, that what this instance holds is still its own: a claim has to be asked for it that is
// no HELLO of just now, again and again, until it is answered or eight seconds are over.
class Confirmations {
 public:
  Confirmations(const HeldSessions& held, const Clock& clock) : m_held(held), m_clock(clock) {}

  // Of the session that is held now, or of none. Takes the place of one for the same device.
  void add(const std::string& device, Bus::OnClaimed confirmed);

  // Whether the claim is to be asked now. If so, it counts as under way until answered().
  [[nodiscard]] bool beginAsking(const std::string& device);
  [[nodiscard]] std::vector<std::string> beginAskingAll();  // each of which is to be asked now
  void answered(const std::string& device, std::uint64_t session);

  // Who is to hear that this session's claim is settled. Nothing: nobody waits for that.
  [[nodiscard]] std::optional<Bus::OnClaimed> take(const std::string& device, std::uint64_t session);

  // Those that are in vain: too late, or their session is gone.
  [[nodiscard]] std::vector<GivenUpClaim> giveUpSome();

 private:
  struct Confirming {
    std::uint64_t session = 0;  // 0: the device was not held
    Bus::OnClaimed confirmed;
    Clock::Steady until;
    bool asking = false;
  };

  [[nodiscard]] bool over(const std::string& device, const Confirming& confirming) const;
  [[nodiscard]] bool beginAsking(const std::string& device, Confirming& confirming) const;

  const HeldSessions& m_held;
  const Clock& m_clock;
  std::unordered_map<std::string, Confirming> m_confirming;
};

}  // namespace lk::bus
