#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "server/bus/bus.h"
#include "server/node/peer_address.h"
#include "server/node/registry.h"
#include "server/node/session_ref.h"

namespace lk::node {

// What claims say to their node.
class ClaimsPort {
 public:
  virtual ~ClaimsPort() = default;
  // The session holds the device, as far as the bus can say; with what it says of the device's commands. May come
  // again.
  virtual void deviceHeld(const std::string& device, SessionRef session, bus::Claimed claimed) = 0;
  // It does not: a newer session of the device is elsewhere. Commands for it are that one's from here on.
  virtual void deviceLost(SessionRef session) = 0;
  // Who comes from there has taken the device over from another node.
  virtual void deviceTaken(const std::string& device, const bus::Claimed::Elsewhere& from, const PeerAddress& by) = 0;
};

// Whose a device is, as far as commands go. Sessions claim their devices of the bus; where others share it, a device is
// nobody's until that is answered, and what comes for it meanwhile waits. The node's thread's; no event loop.
class Claims {
 public:
  // What a claim came to, for those who waited.
  struct End {
    bus::Claimed::Elsewhere replaced;
    bool confirmed = false;  // that the device is held here, as far as can be
  };
  using Waiter = std::function<void(const End&)>;
  using Waiters = std::vector<Waiter>;

  Claims(bus::Bus& bus, Registry& registry, ClaimsPort& port)
      : m_bus(bus), m_shared(bus.shared()), m_registry(registry), m_port(port) {}

  // A session has come, as its thread tells in its own time. One that is no longer the device's claims nothing. What
  // waits for an older one's claim waits for this one's.
  void claim(const std::string& device, SessionRef session, std::uint64_t number, const PeerAddress& peer);
  // It has ended. True: it held the device, which may be another node's next.
  [[nodiscard]] bool release(const std::string& device, std::uint64_t number);
  // What the bus says by itself of a session that it has answered for before.
  void settleAnew(const std::string& device, std::uint64_t number, bus::Claimed claimed);

  // Where what comes for a device goes.
  struct Place {
    Waiters* waiters = nullptr;  // it is being claimed, or about to be: what is put there waits for the claim's end
    SessionRef session;          // else to whom; none: the device is not here
  };
  // A session that the registry has and no claim() has told of yet is about to be claimed: what came for all while the
  // device was another node's may have been given to it there.
  [[nodiscard]] Place placeOf(const std::string& device);

  // Claims anew, if the bus is not sure, what a session holds that placeOf() named; then makeWaiter() waits for the
  // end. False: the bus is sure.
  template <typename MakeWaiter>
  [[nodiscard]] bool confirm(const std::string& device, SessionRef session, MakeWaiter makeWaiter) {
    if (m_bus.sure(device)) return false;
    const auto holder = m_holders.find(device);
    if (holder == m_holders.end() || holder->second.session != session) return false;
    confirmFor(holder->first, holder->second, makeWaiter());
    return true;
  }

  // To whom commands for a device go; none: it is not here, or is being claimed or about to be.
  [[nodiscard]] SessionRef sessionOf(std::string_view device) const;

  [[nodiscard]] std::size_t underWay() const { return m_underWay.size(); }

 private:
  struct Holder {
    std::uint64_t number = 0;  // 0, of a claim under way: its session has not been told of yet
    SessionRef session;
  };
  struct UnderWay {
    Holder holder;
    bool confirms = false;  // a claim that was made before
    Waiters waiters;
  };

  [[nodiscard]] bool isAnnounced(const std::string& device, SessionRef session) const {
    const auto holder = m_holders.find(device);
    return holder != m_holders.end() && holder->second.session == session;
  }
  void endUnclaimed(const std::string& device);
  void begin(const std::string& device, Holder holder, bool confirms);
  void confirmFor(std::string device, Holder holder, Waiter waiter);
  void end(const std::string& device, std::uint64_t number, bus::Claimed claimed);
  void settle(const std::string& device, SessionRef session, bus::Claimed claimed);

  bus::Bus& m_bus;
  const bool m_shared;
  Registry& m_registry;
  ClaimsPort& m_port;
  std::unordered_map<std::string, UnderWay> m_underWay;
  std::unordered_map<std::string, Holder> m_holders;  // with a shared bus: the sessions that hold devices
};

}  // namespace lk::node
