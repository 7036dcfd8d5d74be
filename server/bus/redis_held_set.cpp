#include "server/bus/redis_held_set.h"

#include <algorithm>
#include <memory>
#include <span>
#include <utility>

namespace lk::bus {

using namespace std::chrono_literals;

namespace {

constexpr auto kDeadline = 60s;
constexpr std::size_t kAtATime = 500;

}  // namespace

RedisHeldSet::RedisHeldSet(RedisClient& client, std::string key, const HeldSessions& held, const ReleaseQueue& releases,
                           const Clock& clock)
    : m_client(client), m_key(std::move(key)), m_news(held, releases, clock), m_flush(this) {
  m_flush.setSingleShot(true);
  m_flush.setInterval(0);
  connect(&m_flush, &QTimer::timeout, this, qOverload<>(&RedisHeldSet::tell));
}

void RedisHeldSet::came(const std::string& device) {
  m_news.came(device);
  if (!m_flush.isActive()) m_flush.start();
}

void RedisHeldSet::went(const std::string& device) {
  m_news.went(device);
  if (!m_flush.isActive()) m_flush.start();
}

void RedisHeldSet::tell() {
  m_flush.stop();
  HeldNews::News news = m_news.take();
  tell("SADD", std::move(news.came));
  tell("SREM", std::move(news.went));
}

void RedisHeldSet::tell(const char* word, std::vector<std::string> devices) {
  const auto told = std::make_shared<const std::vector<std::string>>(std::move(devices));
  for (std::size_t from = 0; from < told->size(); from += kAtATime) {
    const std::span<const std::string> some =
        std::span(*told).subspan(from).first(std::min(kAtATime, told->size() - from));
    RedisClient::Words words{word, m_key};
    words.insert(words.end(), some.begin(), some.end());
    m_client.call({m_key, kDeadline, true, false}, words, [this, told, some](const RedisOutcome& outcome) {
      if (!outcome.ok()) m_news.failed(some);
    });
  }
}

void RedisHeldSet::tellAgain() {
  if (m_client.up() && m_news.takeUpAgain()) tell();
}

}  // namespace lk::bus
