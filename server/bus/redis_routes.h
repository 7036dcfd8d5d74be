#pragma once

#include <QObject>
#include <QTimer>
#include <string>
#include <vector>

#include "server/base/clock.h"
#include "server/bus/bus.h"
#include "server/bus/confirmations.h"
#include "server/bus/fresh_takeovers.h"
#include "server/bus/held_sessions.h"
#include "server/bus/reclaim_queue.h"
#include "server/bus/redis_held_set.h"
#include "server/bus/redis_keys.h"
#include "server/bus/redis_refusal.h"
#include "server/bus/redis_scripts.h"
#include "server/bus/release_queue.h"
#include "server/bus/waiting_claims.h"

namespace lk::bus {

// Which devices this instance holds, and that Redis says so too. Claims and releases take one round trip each. What a
// whole fleet may be the reason for, releases and claims again, has a queue.
class RedisRoutes final : public QObject {
  Q_OBJECT

 public:
  // A claim that was answered late, or made again.
  using OnSettled = std::function<void(const std::string& device, std::uint64_t session, Claimed claimed)>;
  // The durable commands that a claim brought; behind a place, if it is not 0, there are more.
  using OnPage =
      std::function<void(const std::string& device, const std::vector<Kept>& page, std::uint64_t moreBehind)>;

  RedisRoutes(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts, const Clock& clock,
              std::string instance, OnSettled onSettled, OnPage onPage);

  // Unknown comes at once while Redis is away, and after half a second where it is slow.
  void claim(const std::string& device, std::uint64_t session, Bus::OnClaimed claimed);
  void release(const std::string& device, std::uint64_t session);
  // What waits for its turn, too: this node is about to leave.
  void releaseAllNow();
  // Somebody newer holds the device: false if that is no news of the session that is here.
  bool replaced(const std::string& device, std::uint64_t session);

  // Messages may have been missed, such as that a device is held elsewhere.
  void doubt();
  // All over again: Redis was away, or messages may have been missed.
  void claimAllAgain();
  // What is heard from here on was published after the claim by which this session replaced another one elsewhere.
  void startsHere(const std::string& device, std::uint64_t session);
  // Bus::sure and Bus::confirm.
  [[nodiscard]] bool sure(const std::string& device) const;
  void confirm(const std::string& device, Bus::OnClaimed claimed);

  [[nodiscard]] bool holds(const std::string& device) const { return m_held.holds(device); }
  [[nodiscard]] std::size_t toBeAskedAgain() const { return m_reclaims.size(); }
  [[nodiscard]] std::size_t toBeReleased() const { return m_releases.size(); }  // what is under way left out

  // Why Redis does not take down who holds a device; empty: it does.
  [[nodiscard]] std::string refusal() const { return m_refusal.text(); }

 Q_SIGNALS:
  void refusalChanged();

 private:
  void ask(const std::string& device, const HeldSession& held, bool onlyIfUp, Bus::OnClaimed done);
  // What a claim was asked for.
  struct Asked {
    std::uint64_t session = 0;
    std::uint64_t doubts = 0;  // how many there had been
    bool first = false;        // no claim of the session had been answered before
  };
  Claimed read(const std::string& device, const Asked& asked, const RedisOutcome& outcome);
  Claimed superseded(const std::string& device, const Asked& asked, const RedisOutcome& outcome);
  void noteTakeover(const std::string& device, std::uint64_t by, const Claimed::Elsewhere& replaced);
  void settle(const std::string& device, std::uint64_t session, Claimed claimed);
  void tellGivenUp(const GivenUpClaim& claim, Claimed::Elsewhere replaced = {}) const;
  [[nodiscard]] bool upToDate(const std::string& device) const;
  void askToConfirm(const std::string& device);
  void claimSomeAgain();
  void releaseSome();
  void ask(const ReleaseQueue::Release& release);
  void tick();

  RedisClient& m_client;
  const RedisKeys& m_keys;
  const RedisScripts& m_scripts;
  const Clock& m_clock;
  const std::string m_instance;
  const OnSettled m_onSettled;
  const OnPage m_onPage;

  std::uint64_t m_doubts = 1;
  bool m_doubting = true;  // nothing has been claimed again since the last
  HeldSessions m_held;
  WaitingClaims m_waiting{m_clock};
  ReclaimQueue m_reclaims{m_held, m_clock};
  Confirmations m_confirmations{m_held, m_clock};
  FreshTakeovers m_takeovers{m_clock};
  ReleaseQueue m_releases{m_held, m_clock};
  RedisHeldSet m_heldSet;
  QTimer m_timer;
  RecentRefusal m_refusal{m_clock};
};

}  // namespace lk::bus
