#pragma once

#include <QObject>
#include <QTimer>
#include <array>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/bus/redis_topology.h"

namespace lk::bus {

// A client's requests from being asked until they are answered: those that wait for a link, in the order of asking,
// their deadlines, and what became of them.
class RedisQueue final : public QObject, public RedisRequests {
  Q_OBJECT

 public:
  RedisQueue(RedisOptions options, const Clock& clock, QObject* parent);
  ~RedisQueue() override;

  void start();
  void call(const RedisClient::Ask& ask, RedisWords words, RedisClient::Done done);
  void callScript(const RedisClient::Ask& ask, const RedisScript& script, RedisWords keys, RedisWords arguments,
                  RedisClient::Done done);

  [[nodiscard]] const RedisOptions& options() const { return m_options; }
  [[nodiscard]] RedisTopology* topology() { return m_topology.get(); }  // null before start
  [[nodiscard]] bool up() const { return m_up; }
  [[nodiscard]] const RedisTrouble& trouble() const { return m_trouble; }
  [[nodiscard]] std::uint64_t requests() const { return m_requests; }
  [[nodiscard]] std::size_t underWay() const { return m_underWay; }

  void answered(RedisLink& link, RedisRequestPtr request, RedisValue value) override;
  void expired(RedisRequestPtr request) override;
  void takeBack(std::vector<RedisRequestPtr> unanswered) override;
  void topologyChanged() override;

 Q_SIGNALS:
  void upChanged(bool up);
  void whyChanged();

 private:
  // The requests of one slot. They fly on one link at a time: so they keep their order when the slot moves.
  struct Lane {
    std::uint32_t waiting = 0;
    std::uint32_t flying = 0;
    const RedisLink* link = nullptr;  // of those that fly
  };

  struct Finished {
    RedisClient::Done done;
    RedisOutcome outcome;
  };

  [[nodiscard]] RedisRequestPtr makeRequest(const RedisClient::Ask& ask, RedisClient::Done done);
  void submit(RedisRequestPtr request, bool onlyIfUp);
  [[nodiscard]] bool slotted() const { return m_options.url.kind == RedisUrl::Kind::Cluster; }
  void sendOrWait(RedisRequestPtr request);
  void send(RedisLink& link, RedisRequestPtr request);
  void wait(RedisRequestPtr request);
  [[nodiscard]] Lane& laneOf(const RedisRequest& request) { return m_lanes[static_cast<std::size_t>(request.slot)]; }
  [[nodiscard]] RedisLink* linkFor(const RedisRequest& request);
  void land(const RedisRequest& request);
  void again(RedisRequestPtr request, RedisTopology::Next next);
  void dispatch();
  void dispatchSoon();
  void refuse(RedisRequestPtr request, std::string_view error, RedisValue value);
  void finishLater(RedisRequestPtr request, RedisOutcome::Kind kind, std::string text);
  void deliver();
  void tick();
  void expire(RedisRequestPtr request);
  void expireWaiting(Clock::Steady now);
  void reconsider();
  void announce();
  void hurry();

  const RedisOptions m_options;
  const Clock& m_clock;
  std::unique_ptr<RedisTopology> m_topology;  // made at start, in the thread it is to live in
  QTimer m_timer;

  std::map<std::uint64_t, RedisRequestPtr> m_waiting;  // by the order of asking
  std::vector<Lane> m_lanes;                           // by slot
  bool m_dispatchPosted = false;
  std::vector<Finished> m_finished;
  bool m_deliverPosted = false;

  std::unordered_map<std::string, std::unique_ptr<RedisScript>> m_scripts;  // by digest
  std::uint64_t m_asked = 0;
  std::uint64_t m_requests = 0;
  std::size_t m_underWay = 0;
  bool m_up = false;
  bool m_announced = false;  // what upChanged said last
  bool m_announcePosted = false;
  std::string m_announcedWhy;
  RedisTrouble m_trouble;
};

}  // namespace lk::bus
