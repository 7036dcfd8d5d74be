#include <algorithm>
#include <deque>
#include <optional>
#include <utility>

#include "server/bus/redis_places.h"
#include "server/bus/redis_topology.h"

namespace lk::bus {

using namespace std::chrono_literals;

namespace {

constexpr auto kAskAgain = 300ms;           // while the master does not answer
constexpr auto kAskEvery = 10s;             // while all is well: a message may be missed
constexpr auto kNextSentinelAfter = 3s;     // of answers that led to no master: it may be cut off from the others
constexpr std::size_t kMostSentinels = 32;  // that are remembered
constexpr std::string_view kChannel = "+switch-master";

// One link to a Sentinel, any of them, and one to the master that it names. A link that listens takes no other request
// than to end that: so each question is asked between two subscriptions.
class SentinelTopology final : public RedisTopology {
 public:
  SentinelTopology(const RedisOptions& options, const Clock& clock, RedisRequests& requests)
      : RedisTopology(options, clock, requests),
        m_sentinels(options.url.addresses),
        m_sentinel(options, RedisLink::Use::Sentinel, clock, *this),
        m_master(options, RedisLink::Use::Requests, clock, *this) {}

  void start() override { m_sentinel.open(m_sentinels.front()); }
  void tick(Clock::Steady now) override;

  RedisLink* linkFor(const RedisRequest&) override { return m_master.ready() ? &m_master : nullptr; }
  Next onError(RedisLink& link, RedisRequest& request, std::string_view error) override;

  bool up() const override { return m_master.ready(); }
  RedisTrouble trouble() const override;
  RedisAddress anyNode() override { return m_address.value_or(RedisAddress{{}, 0}); }
  std::vector<RedisAddress> masters() const override {
    return m_address ? std::vector<RedisAddress>{*m_address} : std::vector<RedisAddress>{};
  }

  void linkReady(RedisLink& link) override;
  void linkLost(RedisLink& link, std::vector<RedisRequestPtr> unanswered) override;
  void heard(RedisLink& link, RedisValue value) override;

 private:
  enum class Asked : std::uint8_t { Master, Sentinels };

  void askIfDue(Clock::Steady now);
  void nextSentinel();
  void takeAnswer(Asked asked, RedisValue value);
  void takeMaster(RedisValue value);
  void takeSentinels(RedisValue value);
  void setMaster(const RedisAddress& address);
  [[nodiscard]] std::string listed() const;

  std::vector<RedisAddress> m_sentinels;  // those of the URL, then those that they know
  std::size_t m_current = 0;
  std::size_t m_failedInARow = 0;
  RedisLink m_sentinel;
  RedisLink m_master;
  std::optional<RedisAddress> m_address;  // the master's

  std::deque<Asked> m_asked;
  Clock::Steady m_askAt;
  std::optional<Clock::Steady> m_awaySince;  // no master that answers, with this Sentinel's help
  std::optional<RedisAddress> m_moved;       // news: acted upon by the next tick
  std::vector<RedisAddress> m_knowNothing;   // Sentinels that do not know the master's name
  RedisTrouble m_refusal;
  bool m_listens = false;
  bool m_wasReady = false;
  bool m_demoted = false;
};

void SentinelTopology::tick(Clock::Steady now) {
  m_sentinel.tick(now);
  m_master.tick(now);
  if (m_demoted) {
    m_demoted = false;
    m_master.drop({"Redis at " + m_master.address().text() + " became a replica"});
  }
  if (const auto moved = std::exchange(m_moved, std::nullopt)) setMaster(*moved);
  if (m_master.ready()) {
    m_awaySince.reset();
  } else if (m_sentinel.ready() && !m_awaySince) {
    m_awaySince = now;
  } else if (m_awaySince && now - *m_awaySince > kNextSentinelAfter) {
    m_awaySince.reset();
    if (m_sentinels.size() > 1)
      m_sentinel.drop({"the Sentinel at " + m_sentinel.address().text() + " names no master that answers"});
  }
  if (m_sentinel.mayOpen(now)) m_sentinel.open(m_sentinels[m_current]);
  if (m_address && m_master.mayOpen(now)) m_master.open(*m_address);
  askIfDue(now);
}

void SentinelTopology::askIfDue(Clock::Steady now) {
  if (!m_master.ready()) m_askAt = std::min(m_askAt, now + kAskAgain);
  if (!m_sentinel.ready() || now < m_askAt || !m_asked.empty()) return;
  m_askAt = now + (m_master.ready() ? kAskEvery : kAskAgain);
  if (m_listens) m_sentinel.sendOwn({"UNSUBSCRIBE"});
  m_asked = {Asked::Master, Asked::Sentinels};
  m_sentinel.sendOwn({"SENTINEL", "get-master-addr-by-name", m_options.url.master});
  m_sentinel.sendOwn({"SENTINEL", "sentinels", m_options.url.master});
  m_sentinel.sendOwn({"SUBSCRIBE", kChannel});
  m_listens = true;
}

RedisTopology::Next SentinelTopology::onError(RedisLink&, RedisRequest&, std::string_view error) {
  if (!isPassing(error)) return Next::Refuse;
  m_demoted = m_demoted || isReadOnly(error);
  return Next::AgainLater;
}

std::string SentinelTopology::listed() const {
  std::string text;
  for (const RedisAddress& address : m_options.url.addresses) text += (text.empty() ? "" : ", ") + address.text();
  return text;
}

RedisTrouble SentinelTopology::trouble() const {
  if (m_address && !m_master.trouble().text.empty()) {
    if (!m_master.trouble().hopeful) return m_master.trouble();
    return {"the master of '" + m_options.url.master + "' is away: " + m_master.trouble().text};
  }
  if (!m_knowNothing.empty()) {
    return {"the Sentinel at " + m_knowNothing.back().text() + " knows no master named '" + m_options.url.master +
                "': check the name at the end of redis.url",
            m_knowNothing.size() < m_sentinels.size()};
  }
  if (!m_refusal.text.empty()) return m_refusal;
  if (!m_sentinel.ready() && !m_sentinel.trouble().text.empty()) {
    if (m_sentinels.size() == 1 || !m_sentinel.trouble().hopeful) return m_sentinel.trouble();
    return {"none of the Sentinels " + listed() + " answers: " + m_sentinel.trouble().text};
  }
  return {"asking the Sentinels " + listed() + " for the master"};
}

void SentinelTopology::linkReady(RedisLink& link) {
  const Clock::Steady now = m_clock.steady();
  if (&link == &m_sentinel) {
    m_failedInARow = 0;
    m_listens = false;
    m_askAt = now;
    return askIfDue(now);
  }
  countReady();
  m_wasReady = true;
  m_requests.topologyChanged();
}

void SentinelTopology::linkLost(RedisLink& link, std::vector<RedisRequestPtr> unanswered) {
  if (&link == &m_sentinel) {
    m_asked.clear();
    m_listens = false;
    nextSentinel();
    return m_requests.topologyChanged();
  }
  countLost(std::exchange(m_wasReady, false));
  m_askAt = std::min(m_askAt, m_clock.steady());
  m_requests.takeBack(std::move(unanswered));
  m_requests.topologyChanged();
}

// At once while there is one that did not fail since the last that answered.
void SentinelTopology::nextSentinel() {
  m_current = (m_current + 1) % m_sentinels.size();
  if (++m_failedInARow % m_sentinels.size() != 0) m_sentinel.openSoon();
}

void SentinelTopology::heard(RedisLink& link, RedisValue value) {
  if (&link != &m_sentinel) return;
  const std::string_view kind = value.isArray() ? value.at(0).text() : value.text();
  if (kind == "message") {
    if (const auto moved = readSwitch(value.at(2).text(), m_options.url.master)) m_moved = moved;
    return;
  }
  if (kind == "subscribe" || kind == "unsubscribe" || kind == "pong" || kind == "PONG" || m_asked.empty()) return;
  const Asked asked = m_asked.front();
  m_asked.pop_front();
  takeAnswer(asked, value);
}

void SentinelTopology::takeAnswer(Asked asked, RedisValue value) {
  if (asked == Asked::Sentinels) return takeSentinels(value);
  takeMaster(value);
  m_requests.topologyChanged();  // what is said of it, at least
}

void SentinelTopology::takeMaster(RedisValue value) {
  const RedisAddress& from = m_sentinel.address();
  m_refusal = {};
  if (value.isError()) {
    m_refusal = refusalTrouble(value.text(), "SENTINEL", m_options, from);
    return;
  }
  const auto address = readMaster(value);
  if (!address) {
    if (std::ranges::find(m_knowNothing, from) == m_knowNothing.end()) m_knowNothing.push_back(from);
    return;
  }
  m_knowNothing.clear();
  if (m_address != address) m_moved = address;
}

void SentinelTopology::takeSentinels(RedisValue value) {
  for (const RedisAddress& address : readSentinels(value)) {
    if (m_sentinels.size() >= kMostSentinels) return;
    if (std::ranges::find(m_sentinels, address) == m_sentinels.end()) m_sentinels.push_back(address);
  }
}

void SentinelTopology::setMaster(const RedisAddress& address) {
  if (m_address == address) return;
  m_address = address;
  m_master.drop({"the Sentinels made " + address.text() + " the master"});
  m_master.openSoon();
}

}  // namespace

std::unique_ptr<RedisTopology> makeSentinelTopology(const RedisOptions& options, const Clock& clock,
                                                    RedisRequests& requests) {
  return std::make_unique<SentinelTopology>(options, clock, requests);
}

}  // namespace lk::bus
