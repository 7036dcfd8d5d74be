#include <algorithm>
#include <array>

#include "server/bus/redis_topology.h"

namespace lk::bus {

namespace {

class SingleTopology final : public RedisTopology {
 public:
  SingleTopology(const RedisOptions& options, const Clock& clock, RedisRequests& requests)
      : RedisTopology(options, clock, requests), m_link(options, RedisLink::Use::Requests, clock, *this) {}

  void start() override { m_link.open(address()); }

  void tick(Clock::Steady now) override {
    m_link.tick(now);
    if (m_demoted) {
      m_demoted = false;
      m_link.drop({"Redis at " + address().text() + " became a replica, and takes no writes: name its master"});
    }
    if (m_link.mayOpen(now)) m_link.open(address());
  }

  RedisLink* linkFor(const RedisRequest&) override { return m_link.ready() ? &m_link : nullptr; }

  Next onError(RedisLink&, RedisRequest&, std::string_view error) override {
    if (!isPassing(error)) return Next::Refuse;
    m_demoted = m_demoted || isReadOnly(error);
    return Next::AgainLater;
  }

  bool up() const override { return m_link.ready(); }
  RedisTrouble trouble() const override {
    return m_link.trouble().text.empty() ? RedisTrouble{"connecting to Redis at " + address().text()}
                                         : m_link.trouble();
  }
  RedisAddress anyNode() override { return address(); }
  std::vector<RedisAddress> masters() const override { return {address()}; }

  void linkReady(RedisLink&) override {
    countReady();
    m_wasReady = true;
    m_requests.topologyChanged();
  }

  void linkLost(RedisLink&, std::vector<RedisRequestPtr> unanswered) override {
    countLost(m_wasReady);
    m_wasReady = false;
    m_requests.takeBack(std::move(unanswered));
    m_requests.topologyChanged();
  }

  void heard(RedisLink&, RedisValue) override {}

 private:
  [[nodiscard]] const RedisAddress& address() const { return m_options.url.addresses.front(); }

  RedisLink m_link;
  bool m_wasReady = false;
  bool m_demoted = false;
};

}  // namespace

bool isReadOnly(std::string_view error) {
  // Before Redis 7 a script's error wraps the one it met.
  return error.starts_with("READONLY") || (error.starts_with("ERR ") && error.find(": -READONLY ") != error.npos);
}

bool isPassing(std::string_view error) {
  constexpr std::array<std::string_view, 5> kPassing = {"LOADING ", "BUSY ", "MASTERDOWN ", "TRYAGAIN ",
                                                        "CLUSTERDOWN "};
  return isReadOnly(error) || std::ranges::any_of(kPassing, [error](auto code) { return error.starts_with(code); });
}

std::unique_ptr<RedisTopology> makeSingleTopology(const RedisOptions& options, const Clock& clock,
                                                  RedisRequests& requests) {
  return std::make_unique<SingleTopology>(options, clock, requests);
}

}  // namespace lk::bus
