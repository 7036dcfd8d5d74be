#pragma once

#include <QObject>
#include <QTimer>
#include <string>
#include <vector>

#include "server/bus/cluster_link.h"
#include "server/bus/redis_keys.h"
#include "server/bus/redis_scripts.h"

namespace lk::bus {

// The nodes of the cluster as Redis has them, looked at again and again.
class NodeBoard final : public QObject {
  Q_OBJECT

 public:
  NodeBoard(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts,
            std::chrono::milliseconds lookEvery);

  void start();

  // By instance. Those whose lease is over stay until somebody has cleaned up after them.
  [[nodiscard]] const std::vector<NodeRecord>& nodes() const { return m_nodes; }
  [[nodiscard]] std::vector<std::string> liveInstances() const;
  [[nodiscard]] bool lives(std::string_view instance) const;
  [[nodiscard]] bool looked() const { return m_looked; }

 Q_SIGNALS:
  void changed();  // after each look

 private:
  void look();
  void read(RedisValue answer);

  RedisClient& m_client;
  const RedisKeys& m_keys;
  const RedisScripts& m_scripts;
  std::vector<NodeRecord> m_nodes;
  bool m_looked = false;
  bool m_looking = false;
  QTimer m_timer;
};

}  // namespace lk::bus
