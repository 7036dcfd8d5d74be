#pragma once

#include <QObject>
#include <QTimer>
#include <deque>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "server/base/clock.h"
#include "server/bus/bus.h"
#include "server/bus/redis_keys.h"
#include "server/bus/redis_refusal.h"
#include "server/bus/redis_scripts.h"

namespace lk::bus {

// Which devices this instance holds, and that Redis says so too. Claims and releases take one round trip each. Of
// releases only some are under way at a time, so that those of a whole fleet hold up neither claims nor reports; after
// an outage all is claimed again in the same way.
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

  [[nodiscard]] bool holds(const std::string& device) const { return m_held.contains(device); }
  [[nodiscard]] std::size_t toBeAskedAgain() const { return m_inAgain.size(); }
  [[nodiscard]] std::size_t toBeReleased() const { return m_toRelease.size(); }  // what is under way left out

  // Why Redis does not take down who holds a device; empty: it does.
  [[nodiscard]] std::string refusal() const { return m_refusal.text(); }

 Q_SIGNALS:
  void refusalChanged();

 private:
  struct Held {
    std::uint64_t session = 0;
    std::uint64_t epoch = 0;  // that Redis gave; 0: none yet
    Clock::Steady since;
    bool started = false;         // startsHere
    bool slow = false;            // Redis was asked, and did not answer in time
    std::uint64_t sureSince = 0;  // m_doubts, as the last claim that was answered was asked
  };
  struct Waiting {
    std::uint64_t ticket = 0;
    Clock::Steady until;
    std::string device;
    std::uint64_t session = 0;
  };

  struct Confirming {
    std::uint64_t session = 0;  // 0: the device is not held any more
    Bus::OnClaimed done;
    Clock::Steady until;
    bool asking = false;
  };

  // A session elsewhere that was replaced, as long as what is heard may be from before that.
  struct Replaced {
    Claimed::Elsewhere what;
    std::uint64_t by = 0;  // session
    Clock::Steady until;
  };

  void ask(const std::string& device, const Held& held, bool onlyIfUp, Bus::OnClaimed done);
  void answered(std::uint64_t ticket, const std::string& device, std::uint64_t session, Claimed claimed);
  void settle(const std::string& device, std::uint64_t session, Claimed claimed);
  Claimed read(const std::string& device, std::uint64_t session, std::uint64_t doubts, const RedisOutcome& outcome);
  [[nodiscard]] bool holds(const std::string& device, std::uint64_t session) const;
  void giveUpWaiting();
  void askToConfirm(const std::string& device, Confirming& confirming);
  void confirmSome();
  void forgetReplaced();
  void askAgain(const std::string& device);
  [[nodiscard]] bool mayAskAgain(const Held& held) const;
  void claimSomeAgain();
  void releaseLater(const std::string& device, std::uint64_t session);
  void releaseSome();
  void releaseUpTo(std::size_t underWay);
  void askRelease(const std::string& device, std::uint64_t session);
  void tick();
  void tellHeld();
  void tellHeld(const char* word, std::vector<std::string>& devices);
  void tellHeldAgain();
  void went(const std::string& device);

  RedisClient& m_client;
  const RedisKeys& m_keys;
  const RedisScripts& m_scripts;
  const Clock& m_clock;
  const std::string m_instance;
  const OnSettled m_onSettled;
  const OnPage m_onPage;

  std::unordered_map<std::string, Held> m_held;
  std::unordered_map<std::uint64_t, Bus::OnClaimed> m_claims;  // by ticket; those that still wait
  std::deque<Waiting> m_waiting;                               // in order of time
  std::uint64_t m_lastTicket = 0;
  std::size_t m_givenUp = 0;  // claims under way for which nobody waits any more
  std::uint64_t m_doubts = 1;
  bool m_doubting = true;                                    // nothing has been claimed again since
  std::unordered_map<std::string, Confirming> m_confirming;  // by device
  std::unordered_map<std::string, Replaced> m_replaced;      // by device
  std::deque<std::string> m_again;                           // to be claimed again
  std::vector<std::string> m_tooYoung;                       // likewise, from the next tick on
  std::unordered_set<std::string> m_inAgain;                 // these and those
  std::size_t m_askingAgain = 0;                             // of those, under way
  Clock::Steady m_againFrom;                                 // not before, as one was in vain
  // Releases that Redis has not heard, by device: of the newest session, which takes those before it along.
  std::unordered_map<std::string, std::uint64_t> m_unsaid;
  std::deque<std::string> m_toRelease;  // of these, in turn
  std::size_t m_releasing = 0;          // under way
  Clock::Steady m_releaseFrom;          // not before, as one was in vain
  std::vector<std::string> m_came;      // since held was told last
  std::vector<std::string> m_went;
  std::unordered_set<std::string> m_heldUntold;  // that came or went, and could not be told
  Clock::Steady m_tellAgainFrom;
  QTimer m_timer;
  QTimer m_flush;
  RecentRefusal m_refusal{m_clock};
};

}  // namespace lk::bus
