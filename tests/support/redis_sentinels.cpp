#include "tests/support/redis_sentinels.h"

#include <QTest>
#include <algorithm>

namespace lk::test {

namespace {

constexpr int kReplicas = 2;
constexpr int kSentinels = 3;

}  // namespace

RedisSentinels::RedisSentinels(RedisServerPlan plan) : m_plan(std::move(plan)) {}

bool RedisSentinels::start() {
  RedisServerPlan plan = m_plan;
  plan.name = "redis watched by sentinels, number 0";
  plan.config += "repl-ping-replica-period 1\n";
  m_servers.push_back(std::make_unique<RedisServer>(plan));
  if (!m_servers.front()->start()) return false;
  const QByteArray masterPort = QByteArray::number(m_servers.front()->port());

  plan.config += "replicaof 127.0.0.1 " + masterPort + '\n';
  for (int i = 0; i < kReplicas; ++i) {
    plan.name = "redis watched by sentinels, number " + QByteArray::number(i + 1);
    m_servers.push_back(std::make_unique<RedisServer>(plan));
    if (!m_servers.back()->start()) return false;
  }

  RedisServerPlan watch;
  watch.sentinel = true;
  watch.config = "sentinel monitor " + masterName() + " 127.0.0.1 " + masterPort +
                 " 2\nsentinel down-after-milliseconds " + masterName() + " 2000\nsentinel failover-timeout " +
                 masterName() + " 4000\n";
  if (!m_plan.password.isEmpty()) watch.config += "sentinel auth-pass " + masterName() + ' ' + m_plan.password + '\n';
  for (int i = 0; i < kSentinels; ++i) {
    watch.name = "sentinel number " + QByteArray::number(i);
    m_sentinels.push_back(std::make_unique<RedisServer>(watch));
    if (!m_sentinels.back()->start()) return false;
  }
  if (QTest::qWaitFor([this] { return sentinelsKnowAll(); }, 30'000)) return true;
  for (const auto& sentinel : m_sentinels) sentinel->process().printLog();
  return false;
}

bool RedisSentinels::sentinelsKnowAll() {
  return std::all_of(m_sentinels.begin(), m_sentinels.end(), [](const auto& sentinel) {
    const QByteArrayList fields = sentinel->ask({"SENTINEL", "MASTER", masterName()}).texts();
    const auto valueOf = [&fields](const char* name) { return fields.value(fields.indexOf(name) + 1); };
    return valueOf("num-slaves").toInt() == kReplicas && valueOf("num-other-sentinels").toInt() == kSentinels - 1 &&
           valueOf("flags") == "master";
  });
}

QString RedisSentinels::url() const {
  QByteArrayList addresses;
  for (const auto& sentinel : m_sentinels) addresses.push_back(sentinel->address());
  return QStringLiteral("redis+sentinel://") + QString::fromUtf8(addresses.join(',') + '/' + masterName());
}

RedisServer* RedisSentinels::master() {
  for (const auto& sentinel : m_sentinels) {
    if (!sentinel->answers()) continue;
    const QByteArrayList address = sentinel->ask({"SENTINEL", "get-master-addr-by-name", masterName()}).texts();
    for (const auto& server : m_servers) {
      if (server->port() != address.value(1).toInt()) continue;
      return server->answers() && server->info("role") == "master" ? server.get() : nullptr;
    }
  }
  return nullptr;
}

bool RedisSentinels::waitForMasterOtherThan(const RedisServer* one, int withinMs) {
  return QTest::qWaitFor(
      [&] {
        const RedisServer* now = master();
        return now != nullptr && now != one;
      },
      withinMs);
}

}  // namespace lk::test
