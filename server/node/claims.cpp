#include "server/node/claims.h"

#include <utility>

namespace lk::node {

Claims::Place Claims::placeOf(const std::string& device) {
  if (!m_underWay.empty()) {
    const auto found = m_underWay.find(device);
    if (found != m_underWay.end()) return {&found->second.waiters, {}};
  }
  const SessionRef session = m_registry.find(device);
  if (!m_shared || !session || isAnnounced(device, session)) return {nullptr, session};
  return {&m_underWay[device].waiters, {}};
}

SessionRef Claims::sessionOf(std::string_view device) const {
  const SessionRef session = m_registry.find(device);
  if (!m_shared || !session) return session;
  const std::string name(device);
  return !m_underWay.contains(name) && isAnnounced(name, session) ? session : SessionRef{};
}

void Claims::claim(const std::string& device, SessionRef session, std::uint64_t number, const PeerAddress& peer) {
  if (m_registry.find(device) != session) return endUnclaimed(device);
  if (!m_shared) {
    m_bus.claim(device, number,
                [this, device, session](bus::Claimed answer) { settle(device, session, std::move(answer)); });
    return;
  }
  const Holder holder{number, session};
  begin(device, holder, false);
  m_holders[device] = holder;
  m_bus.claim(device, number, [this, device, number, peer](bus::Claimed answer) {
    if (!answer.replaced.instance.empty()) m_port.deviceTaken(device, answer.replaced, peer);
    end(device, number, std::move(answer));
  });
}

// A session that was waited for is gone before it was told of.
void Claims::endUnclaimed(const std::string& device) {
  const auto found = m_underWay.find(device);
  if (found == m_underWay.end() || found->second.holder.number != 0 || m_registry.find(device)) return;
  const UnderWay ended = std::move(found->second);
  m_underWay.erase(found);
  for (const Waiter& waiter : ended.waiters) waiter({});
}

void Claims::begin(const std::string& device, Holder holder, bool confirms) {
  UnderWay& underWay = m_underWay[device];
  underWay.holder = holder;
  underWay.confirms = confirms;
}

// By value: the answer may come within the call, and end what the caller's names stand for.
void Claims::confirmFor(std::string device, Holder holder, Waiter waiter) {
  begin(device, holder, true);
  m_underWay[device].waiters.push_back(std::move(waiter));
  m_bus.confirm(
      device, [this, device, number = holder.number](bus::Claimed answer) { end(device, number, std::move(answer)); });
}

void Claims::end(const std::string& device, std::uint64_t number, bus::Claimed claimed) {
  const auto found = m_underWay.find(device);
  if (found == m_underWay.end() || found->second.holder.number != number) return;  // a newer session came meanwhile
  const UnderWay ended = std::move(found->second);
  m_underWay.erase(found);
  const End end{claimed.replaced, ended.confirms};
  settle(device, ended.holder.session, std::move(claimed));
  for (const Waiter& waiter : ended.waiters) waiter(end);
}

void Claims::settle(const std::string& device, SessionRef session, bus::Claimed claimed) {
  if (!session || m_registry.find(device) != session) return;
  if (claimed.verdict != bus::Claimed::Verdict::Older) return m_port.deviceHeld(device, session, std::move(claimed));
  // From here on a command is the other node's, which hears it, too, or is asked for it.
  m_registry.release(device, session);
  m_port.deviceLost(session);
}

bool Claims::release(const std::string& device, std::uint64_t number) {
  m_bus.release(device, number);
  const auto holder = m_holders.find(device);
  if (holder == m_holders.end() || holder->second.number != number) return false;
  m_holders.erase(holder);
  return true;
}

// While the device is being claimed that claim says whose it is; what this one brought comes after it.
void Claims::settleAnew(const std::string& device, std::uint64_t number, bus::Claimed claimed) {
  const auto holder = m_holders.find(device);
  if (holder == m_holders.end() || holder->second.number != number) return;
  const auto underWay = m_underWay.find(device);
  if (underWay == m_underWay.end()) return settle(device, holder->second.session, std::move(claimed));
  if (claimed.verdict == bus::Claimed::Verdict::Older) return;
  underWay->second.waiters.emplace_back([this, device, number, claimed = std::move(claimed)](const End&) mutable {
    settleAnew(device, number, std::move(claimed));
  });
}

}  // namespace lk::node
