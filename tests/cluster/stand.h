#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QJsonObject>
#include <QList>
#include <QStringList>
#include <memory>
#include <vector>

#include "tests/cli/place.h"
#include "tests/cli/program.h"
#include "tests/cli/running_node.h"
#include "tests/support/ledger_fleet.h"
#include "tests/support/nginx_stream.h"
#include "tests/support/redis_cluster.h"
#include "tests/support/redis_sentinels.h"
#include "tests/support/redis_server.h"
#include "tests/support/result_ledger.h"

namespace lk::test {

// Sizes for everyday, and those of a release: LINEKEEPER_LONG_TESTS=1.
[[nodiscard]] int sized(int everyday, int full);

// The number in a line of /metrics, which may bear a label; -1: there is none.
[[nodiscard]] double metricIn(const QByteArray& text, const QByteArray& name);

// A whole installation: Redis in one of its forms, headless nodes of the real program, and nginx before them. Nodes
// are n1, n2 …; what they logged is printed when the test function has failed.
class Stand {
 public:
  enum class Redis { One, Cluster, Sentinels };

  explicit Stand(Redis kind = Redis::One) : m_kind(kind) {}
  ~Stand();
  Stand(const Stand&) = delete;
  Stand& operator=(const Stand&) = delete;

  [[nodiscard]] bool startRedis(const RedisServerPlan& plan = {});
  // All of them at once, until each has its ready line and Redis.
  [[nodiscard]] bool startNodes(int count, const QStringList& more = {});
  [[nodiscard]] bool addNode(const QString& redisUrl, const QStringList& more = {});
  [[nodiscard]] bool startNginx() { return m_nginx.start(nodePorts()); }

  [[nodiscard]] const Place& place() const { return m_place; }
  [[nodiscard]] RunningNode& node(int i) { return *m_nodes.at(static_cast<std::size_t>(i)); }
  [[nodiscard]] QByteArrayList nodeIds() const;
  [[nodiscard]] QList<quint16> nodePorts() const;
  [[nodiscard]] NginxStream& nginx() { return m_nginx; }
  [[nodiscard]] double metric(int node, const QByteArray& name);
  [[nodiscard]] bool waitForRedisAt(int node, bool up = true, int withinMs = 20'000);

  [[nodiscard]] QString url() const;
  [[nodiscard]] RedisServer& one() { return *m_one; }
  [[nodiscard]] RedisCluster& cluster() { return *m_cluster; }
  [[nodiscard]] RedisSentinels& sentinels() { return *m_sentinels; }
  [[nodiscard]] std::vector<RedisServer*> redises();  // all that hold data
  [[nodiscard]] QList<quint16> redisPorts();
  [[nodiscard]] RedisServer& masterOf(const QByteArray& key);  // that answers; there has to be one

  // PUBLISH lk:cmd, one after the other on one connection. False: no Redis answers, or not all were taken.
  [[nodiscard]] bool publish(const QByteArrayList& messages);
  [[nodiscard]] static QByteArray commandFor(const QByteArray& id, const QByteArray& device, const QByteArray& payload,
                                             int ttl = 0);

  // `linekeeper send --json --redis URL …`: begun, and what came of each device, once it has ended.
  [[nodiscard]] std::unique_ptr<QProcess> beginSend(const QByteArrayList& devices, const QStringList& more);
  [[nodiscard]] static QList<QJsonObject> results(const Outcome& outcome);
  [[nodiscard]] Outcome verb(const QStringList& words);  // with --redis URL

 private:
  [[nodiscard]] RedisServer* somewhereToPublish();

  Redis m_kind;
  Place m_place;
  std::unique_ptr<RedisServer> m_one;
  std::unique_ptr<RedisCluster> m_cluster;
  std::unique_ptr<RedisSentinels> m_sentinels;
  std::vector<std::unique_ptr<RunningNode>> m_nodes;
  NginxStream m_nginx;
};

// How often each status came.
[[nodiscard]] QByteArray countStatuses(const QList<QJsonObject>& results);

}  // namespace lk::test

Q_DECLARE_METATYPE(lk::test::Stand::Redis)
