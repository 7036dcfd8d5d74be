#pragma once

#include <QObject>
#include <QTimer>
#include <functional>
#include <string>
#include <unordered_set>

#include "server/base/clock.h"
#include "server/bus/bus.h"
#include "server/bus/node_board.h"
#include "server/bus/redis_refusal.h"

namespace lk::bus {

// That this instance lives, said well within the time that others wait for it; and what is left of those that live no
// more, cleaned up some at a time by whoever is first, as long as they have not come back.
class NodeLease final : public QObject {
  Q_OBJECT

 public:
  struct Options {
    std::string instance;
    std::string version;
    std::string host;
    std::chrono::milliseconds lease{10'000};
  };

  NodeLease(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts, NodeBoard& board,
            const Clock& clock, Options options);

  void start();
  void setLoad(NodeLoad load);
  void leave(std::function<void()> left);

  // Since Redis last heard of this instance; since the start, if it never has.
  [[nodiscard]] std::chrono::milliseconds age() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.steady() - m_beatAt);
  }

  // Why others do not see that this node lives; empty: they do, or Redis is away.
  [[nodiscard]] const std::string& refusal() const { return m_refusal.text(); }

 Q_SIGNALS:
  // Its lease is over, it has not left, and it is this instance that cleans up after it.
  void died(const lk::bus::NodeRecord& node);
  // Another instance had begun to clean up after this one.
  void wasTakenForDead();
  // The lease had ended before it was renewed, others have begun to clean up, or Redis has forgotten this instance, as
  // after a FLUSHALL: what is held has to be said again.
  void lapsed();
  void refusalChanged();

 private:
  [[nodiscard]] std::string record(bool left) const;
  void beat();
  void beaten(Clock::Steady askedAt, const RedisOutcome& outcome);
  void cleanUp();
  void clean(const std::string& instance);
  void mourn(const std::string& instance);
  void decide(const std::string& instance, std::string_view step, std::function<void()> goOn);
  void giveUp(const std::string& instance);
  void cleanSome(const std::string& instance, const std::string& cursor);
  void cleanRoutes(const std::string& instance, const std::vector<std::string>& devices, const std::string& next);
  void cleaned(const std::string& instance, const std::string& next);
  void forgetInstance(const std::string& instance);

  RedisClient& m_client;
  const RedisKeys& m_keys;
  const RedisScripts& m_scripts;
  NodeBoard& m_board;
  const Clock& m_clock;
  const Options m_options;
  const std::int64_t m_startedAtMs;
  NodeLoad m_load;
  Clock::Steady m_beatAt;
  Clock::Steady m_upSince;
  bool m_beating = false;
  bool m_everBeat = false;
  bool m_leaving = false;
  std::unordered_set<std::string> m_cleaning;
  std::unordered_set<std::string> m_mourned;  // died() was said; it is still to be cleaned up after
  QTimer m_timer;
  RedisRefusal m_refusal;
};

}  // namespace lk::bus
