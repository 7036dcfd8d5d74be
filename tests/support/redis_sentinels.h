#pragma once

#include <memory>
#include <vector>

#include "tests/support/redis_server.h"

namespace lk::test {

// A master, two replicas, and three Sentinels that watch it. A dead master is replaced in about 2 to 4 s.
class RedisSentinels {
 public:
  static QByteArray masterName() { return "fleet"; }

  explicit RedisSentinels(RedisServerPlan plan = {});

  // Starts all and waits until every Sentinel knows all the others.
  [[nodiscard]] bool start();

  [[nodiscard]] std::vector<std::unique_ptr<RedisServer>>& servers() {
    return m_servers;
  }  // the first: master at start
  [[nodiscard]] std::vector<std::unique_ptr<RedisServer>>& sentinels() { return m_sentinels; }
  [[nodiscard]] QString url() const;  // redis+sentinel://127.0.0.1:PORT,…/fleet

  // As a Sentinel says, and the server itself confirms. Null: nobody is master now.
  [[nodiscard]] RedisServer* master();
  [[nodiscard]] bool waitForMasterOtherThan(const RedisServer* one, int withinMs = 20'000);

 private:
  [[nodiscard]] bool sentinelsKnowAll();

  RedisServerPlan m_plan;
  std::vector<std::unique_ptr<RedisServer>> m_servers;
  std::vector<std::unique_ptr<RedisServer>> m_sentinels;
};

}  // namespace lk::test
