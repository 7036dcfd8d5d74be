#pragma once

#include <QObject>
#include <QTimer>
#include <functional>
#include <string>
#include <vector>

#include "server/bus/cluster_link.h"
#include "server/bus/redis_keys.h"
#include "server/bus/redis_refusal.h"
#include "server/bus/redis_scripts.h"

namespace lk::bus {

// The answer of the script that looks at the nodes, by instance. What a record does not say has its default.
[[nodiscard]] std::vector<NodeRecord> readNodeRecords(RedisValue answer);

// The nodes of the cluster as Redis has them, looked at again and again.
class NodeBoard final : public QObject {
  Q_OBJECT

 public:
  NodeBoard(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts,
            std::chrono::milliseconds lookEvery);

  void start();
  // Once more, by a look that begins no earlier than now; then comes after it, though it failed.
  void lookAnew(std::function<void()> then);

  // By instance. Those whose lease is over stay until somebody has cleaned up after them; those that left do not.
  [[nodiscard]] const std::vector<NodeRecord>& nodes() const { return m_nodes; }
  // Instances whose lease is over, be it that they died or that they left.
  [[nodiscard]] const std::vector<std::string>& toBeCleanedUp() const { return m_toBeCleanedUp; }
  [[nodiscard]] std::vector<std::string> liveInstances() const;
  [[nodiscard]] bool lives(std::string_view instance) const;
  [[nodiscard]] bool looked() const { return m_looked; }

  [[nodiscard]] const std::string& refusal() const { return m_refusal.text(); }  // of the looks

 Q_SIGNALS:
  void changed();  // after each look
  void refusalChanged();

 private:
  void look();
  void read(RedisValue answer);

  RedisClient& m_client;
  const RedisKeys& m_keys;
  const RedisScripts& m_scripts;
  std::vector<NodeRecord> m_nodes;
  std::vector<std::string> m_toBeCleanedUp;
  RedisRefusal m_refusal;
  bool m_looked = false;
  bool m_looking = false;
  std::vector<std::function<void()>> m_wantLook;  // that has not begun
  QTimer m_timer;
};

}  // namespace lk::bus
