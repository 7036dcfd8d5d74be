// What Redis answers when a link begins, and whether it is a Redis to work with.
#include <charconv>

#include "server/bus/redis_link.h"

namespace lk::bus {

namespace {

constexpr int kOldestVersion = 5;

int majorVersion(std::string_view info) {
  const std::string_view version = infoField(info, "redis_version");
  int major = 0;
  std::from_chars(version.data(), version.data() + version.size(), major);
  return major;
}

std::string clusterUrl(const RedisUrl& url, const RedisAddress& address) {
  return (url.tls ? "rediss+cluster://" : "redis+cluster://") + address.text();
}

RedisTrouble judgeMode(std::string_view info, const RedisUrl& url, const RedisAddress& address, bool sentinel) {
  const std::string where = address.text();
  const std::string_view mode = infoField(info, "redis_mode");
  if (sentinel) {
    if (mode == "sentinel") return {};
    return {where + " is no Sentinel but Redis itself: name the Sentinels in redis.url, or write redis://" + where,
            false};
  }
  if (mode == "sentinel") {
    return {where + " is a Sentinel: write redis+sentinel://" + where + "/NAME-OF-THE-MASTER in redis.url", false};
  }
  const bool cluster = mode == "cluster";
  if (cluster && url.kind != RedisUrl::Kind::Cluster) {
    return {"Redis at " + where + " is a cluster: write " + clusterUrl(url, address) + " in redis.url", false};
  }
  if (!cluster && url.kind == RedisUrl::Kind::Cluster) {
    return {"Redis at " + where + " is no cluster (cluster-enabled no): write redis://" + where + " in redis.url",
            false};
  }
  return {};
}

}  // namespace

RedisTrouble greetingTrouble(std::string_view info, const RedisUrl& url, const RedisAddress& address, bool sentinel,
                             bool forRequests) {
  const std::string where = address.text();
  const int major = majorVersion(info);
  if (major == 0) return {"what listens at " + where + " does not say that it is Redis: check redis.url", false};
  if (major < kOldestVersion) {
    return {"Redis at " + where + " is version " + std::string(infoField(info, "redis_version").substr(0, 32)) +
                ": version " + std::to_string(kOldestVersion) + " or newer is needed",
            false};
  }
  if (RedisTrouble trouble = judgeMode(info, url, address, sentinel); !trouble.text.empty()) return trouble;
  if (infoField(info, "loading") == "1") return {"Redis at " + where + " loads its data: it will be there soon"};
  if (forRequests && url.kind != RedisUrl::Kind::Cluster && infoField(info, "role") == "slave") {
    return {"Redis at " + where + " is a replica, and takes no writes: its master is " +
            std::string(infoField(info, "master_host").substr(0, 255)) + ":" +
            std::string(infoField(info, "master_port").substr(0, 5))};
  }
  return {};
}

void RedisLink::takeGreeting(Step step, RedisValue value) {
  switch (step) {
    case Step::Auth:
      // A Sentinel may have no password where its Redis has one; if it has one, the rest of the greeting fails.
      if (!value.isError() || m_use == Use::Sentinel) return;
      return fail(refusalTrouble(value.text(), "AUTH", m_options, m_address));
    case Step::Select:
      if (!value.isError()) return;
      return fail(refusalTrouble(value.text(), "SELECT", m_options, m_address));
    case Step::Info:
      if (!value.isError()) return takeInfo(value.text());
      return fail(refusalTrouble(value.text(), "INFO", m_options, m_address));
    default: return;  // the name is a kindness to those who read CLIENT LIST
  }
}

void RedisLink::takeInfo(std::string_view info) {
  RedisTrouble trouble =
      greetingTrouble(info, m_options.url, m_address, m_use == Use::Sentinel, m_use == Use::Requests);
  if (!trouble.text.empty()) return fail(std::move(trouble));
  m_state = State::Ready;
  if (!m_options.url.tls && !messagesOnly()) m_pause.setSocket(m_socket);
  m_failures = 0;
  m_pingedAt = m_clock.steady();
  m_owner.linkReady(*this);
}

}  // namespace lk::bus
