#include "server/bus/redis_subscriber.h"

#include <QTimer>
#include <algorithm>
#include <utility>

#include "server/bus/redis_link.h"

namespace lk::bus {

using namespace std::chrono_literals;

namespace {

constexpr auto kTick = 50ms;
constexpr auto kIdleTick = 250ms;  // while all is well: nothing is to be made then

}  // namespace

class RedisSubscriber::Private final : public QObject, public RedisLinkOwner {
 public:
  Private(RedisClient& client, std::vector<std::string> channels, OnMessage onMessage, OnPause onPause,
          RedisSubscriber* q)
      : QObject(q),
        m_client(client),
        m_channels(std::move(channels)),
        m_onMessage(std::move(onMessage)),
        m_onPause(std::move(onPause)),
        m_q(*q),
        m_timer(this) {
    connect(&m_timer, &QTimer::timeout, this, &Private::tick);
  }

  void start() {
    if (m_timer.isActive()) return;
    m_link = std::make_unique<RedisLink>(m_client.options(), RedisLink::Use::Messages, m_clock, *this);
    m_timer.start(kTick);
    tick();
  }

  [[nodiscard]] bool subscribed() const { return m_subscribed; }
  [[nodiscard]] std::uint64_t reconnects() const { return m_reconnects; }

  void linkReady(RedisLink& link) override {
    RedisClient::Words words{"SUBSCRIBE"};
    words.insert(words.end(), m_channels.begin(), m_channels.end());
    m_confirmed = 0;
    link.sendOwn(words);
  }

  void linkLost(RedisLink& link, std::vector<RedisRequestPtr>) override {
    const std::string& why = link.trouble().text;
    m_timer.setInterval(kTick);
    const bool isNews = std::exchange(m_subscribed, false) || why != m_toldWhy;
    m_toldWhy = why;
    if (isNews) Q_EMIT m_q.lost(QString::fromStdString(why));
  }

  void heard(RedisLink& link, RedisValue value) override {
    if (value.isError()) {
      m_timer.setInterval(kTick);
      m_refusal = refusalTrouble(value.text(), "SUBSCRIBE", m_client.options(), link.address());
      return;
    }
    const std::string_view kind = value.at(0).text();
    if (kind == "message") return m_onMessage(value.at(1).text(), value.at(2).text());
    if (kind != "subscribe" || ++m_confirmed != m_channels.size()) return;
    if (m_everSubscribed) ++m_reconnects;
    m_everSubscribed = m_subscribed = true;
    m_timer.setInterval(kIdleTick);
    Q_EMIT m_q.subscribedNow();
  }

  void readEnded(RedisLink& /*link*/) override {
    if (m_onPause) m_onPause();
  }

  void answered(RedisLink&, RedisRequestPtr, RedisValue) override {}
  void expired(RedisRequestPtr) override {}

 private:
  void tick() {
    const Clock::Steady now = m_clock.steady();
    m_link->tick(now);
    if (!m_refusal.text.empty()) m_link->drop(std::exchange(m_refusal, {}));
    leaveIfOvertaken(now);
    if (!m_link->mayOpen(now)) return;
    const RedisAddress address = m_client.anyNode();
    if (!address.host.empty()) m_link->open(address);
  }

  // A server that is no master any more may be cut off from those who publish, and answer PING all the same.
  void leaveIfOvertaken(Clock::Steady now) {
    if (now < m_lookAt || !m_link->ready() || !m_client.up()) return;
    m_lookAt = now + 500ms;
    const std::vector<RedisAddress> masters = m_client.masters();
    if (std::ranges::find(masters, m_link->address()) != masters.end()) return;
    m_link->drop({"Redis at " + m_link->address().text() + " is no master any more"});
    m_link->openSoon();
  }

  RedisClient& m_client;
  const std::vector<std::string> m_channels;
  const OnMessage m_onMessage;
  const OnPause m_onPause;
  RedisSubscriber& m_q;
  SystemClock m_clock;
  std::unique_ptr<RedisLink> m_link;  // made at start, in the thread it is to live in
  QTimer m_timer;
  Clock::Steady m_lookAt;
  RedisTrouble m_refusal;
  std::string m_toldWhy;
  std::size_t m_confirmed = 0;
  std::uint64_t m_reconnects = 0;
  bool m_subscribed = false;
  bool m_everSubscribed = false;
};

RedisSubscriber::RedisSubscriber(RedisClient& client, std::vector<std::string> channels, OnMessage onMessage,
                                 OnPause onPause, QObject* parent)
    : QObject(parent),
      m_d(std::make_unique<Private>(client, std::move(channels), std::move(onMessage), std::move(onPause), this)) {}

RedisSubscriber::~RedisSubscriber() = default;

void RedisSubscriber::start() { m_d->start(); }
bool RedisSubscriber::subscribed() const { return m_d->subscribed(); }
std::uint64_t RedisSubscriber::reconnects() const { return m_d->reconnects(); }

}  // namespace lk::bus
