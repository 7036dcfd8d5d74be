#pragma once

#include <memory>
#include <vector>

#include "tests/support/redis_server.h"

namespace lk::test {

// A Redis Cluster: `masters` nodes that share all slots, and as many replicas. A dead master is replaced in about
// 2 to 4 s (cluster-node-timeout 2000).
class RedisCluster {
 public:
  static constexpr int kSlots = 16'384;

  explicit RedisCluster(int masters = 3, RedisServerPlan plan = {});

  // Starts all and waits until the cluster is well, its replicas linked.
  [[nodiscard]] bool start();
  // Whether every node that answers calls the cluster well, and every slot has a master that answers.
  [[nodiscard]] bool well();
  [[nodiscard]] bool waitUntilWell(int withinMs = 20'000);

  [[nodiscard]] std::vector<std::unique_ptr<RedisServer>>& servers() { return m_servers; }
  [[nodiscard]] QString url() const;  // redis+cluster://127.0.0.1:PORT,…: all of them

  [[nodiscard]] int slotOf(const QByteArray& key);
  // As the living say. Null: nobody that lives is master of it.
  [[nodiscard]] RedisServer* masterOfSlot(int slot);
  [[nodiscard]] RedisServer* masterOf(const QByteArray& key) { return masterOfSlot(slotOf(key)); }
  [[nodiscard]] RedisServer* masterOtherThan(const RedisServer* one);
  [[nodiscard]] std::vector<RedisServer*> replicasOf(RedisServer& master);

  // Asks the key's master, whoever that is now.
  RespValue askMasterOf(const QByteArray& key, const QByteArrayList& words);

  // Moves a slot while it is in use: all of it, or step by step.
  [[nodiscard]] bool moveSlot(int slot, RedisServer& to);
  [[nodiscard]] bool beginMove(int slot, RedisServer& from, RedisServer& to);
  [[nodiscard]] bool moveKeys(int slot, RedisServer& from, RedisServer& to, int atMost = 1'000'000);
  [[nodiscard]] bool endMove(int slot, RedisServer& from, RedisServer& to);

 private:
  [[nodiscard]] RedisServer* anyAnswering();
  [[nodiscard]] RedisServer* byPort(qint64 port);
  [[nodiscard]] bool join();
  [[nodiscard]] bool allKnowAll();
  [[nodiscard]] bool replicasLinked();

  int m_masters;
  std::vector<std::unique_ptr<RedisServer>> m_servers;
};

}  // namespace lk::test
