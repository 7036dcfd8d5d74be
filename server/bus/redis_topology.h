#pragma once

#include <memory>
#include <vector>

#include "server/bus/redis_link.h"

namespace lk::bus {

// Who keeps the requests, as a topology sees him.
class RedisRequests {
 public:
  virtual ~RedisRequests() = default;
  virtual void answered(RedisLink& link, RedisRequestPtr request, RedisValue value) = 0;
  virtual void expired(RedisRequestPtr request) = 0;
  virtual void takeBack(std::vector<RedisRequestPtr> unanswered) = 0;
  // A link is there, or gone, or a slot has moved: what waits may go now, and up() may be another.
  virtual void topologyChanged() = 0;
};

// Where requests go: one server, a Sentinel's master, or a cluster. Made for one client, lives in its thread.
class RedisTopology : public RedisLinkOwner {
 public:
  // What to do with a request that Redis answered with an error.
  enum class Next : std::uint8_t { Refuse, Again, AgainLater };

  RedisTopology(const RedisOptions& options, const Clock& clock, RedisRequests& requests)
      : m_options(options), m_clock(clock), m_requests(requests) {}

  virtual void start() = 0;
  virtual void tick(Clock::Steady now) = 0;

  // A link that is ready, and where the request may be answered; null: none now.
  [[nodiscard]] virtual RedisLink* linkFor(const RedisRequest& request) = 0;
  [[nodiscard]] virtual Next onError(RedisLink& link, RedisRequest& request, std::string_view error) = 0;

  [[nodiscard]] virtual bool up() const = 0;
  [[nodiscard]] virtual RedisTrouble trouble() const = 0;  // while it is not up
  [[nodiscard]] virtual RedisAddress anyNode() = 0;
  [[nodiscard]] virtual std::vector<RedisAddress> masters() const = 0;

  [[nodiscard]] std::uint64_t reconnects() const { return m_reconnects; }

  void answered(RedisLink& link, RedisRequestPtr request, RedisValue value) override {
    m_requests.answered(link, std::move(request), value);
  }
  void expired(RedisRequestPtr request) override { m_requests.expired(std::move(request)); }

 protected:
  // Links made again, be it to the same server or to the one that took its place.
  void countReady() {
    if (m_lost == 0) return;
    --m_lost;
    ++m_reconnects;
  }
  void countLost(bool wasReady) {
    if (wasReady) ++m_lost;
  }

  const RedisOptions& m_options;
  const Clock& m_clock;
  RedisRequests& m_requests;

 private:
  std::uint64_t m_reconnects = 0;
  std::uint64_t m_lost = 0;
};

// Errors that another try may mend, wherever they come from: LOADING, BUSY, MASTERDOWN, READONLY, TRYAGAIN,
// CLUSTERDOWN; of a script, too.
[[nodiscard]] bool isPassing(std::string_view error);
[[nodiscard]] bool isReadOnly(std::string_view error);

[[nodiscard]] std::unique_ptr<RedisTopology> makeSingleTopology(const RedisOptions& options, const Clock& clock,
                                                                RedisRequests& requests);
[[nodiscard]] std::unique_ptr<RedisTopology> makeSentinelTopology(const RedisOptions& options, const Clock& clock,
                                                                  RedisRequests& requests);
[[nodiscard]] std::unique_ptr<RedisTopology> makeClusterTopology(const RedisOptions& options, const Clock& clock,
                                                                 RedisRequests& requests);

}  // namespace lk::bus
