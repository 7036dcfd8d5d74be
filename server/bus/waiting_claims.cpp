#include "server/bus/waiting_claims.h"

#include <utility>

namespace lk::bus {

std::uint64_t WaitingClaims::add(const std::string& device, std::uint64_t session, Bus::OnClaimed claimed) {
  const std::uint64_t ticket = ++m_lastTicket;
  m_claims.emplace(ticket, std::move(claimed));
  m_turns.push_back({ticket, m_clock.steady() + kWait, device, session});
  return ticket;
}

std::optional<Bus::OnClaimed> WaitingClaims::answered(std::uint64_t ticket) {
  auto claim = m_claims.extract(ticket);
  if (claim) return std::move(claim.mapped());
  --m_late;
  return {};
}

std::optional<GivenUpClaim> WaitingClaims::giveUpNext() {
  while (!m_turns.empty() && m_turns.front().until <= m_clock.steady()) {
    Turn turn = std::move(m_turns.front());
    m_turns.pop_front();
    auto claim = m_claims.extract(turn.ticket);
    if (!claim) continue;
    ++m_late;
    return GivenUpClaim{std::move(turn.device), turn.session, std::move(claim.mapped())};
  }
  return {};
}

}  // namespace lk::bus
