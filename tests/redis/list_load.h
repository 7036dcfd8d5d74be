#pragma once

#include <QTimer>
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "server/bus/redis_client.h"

namespace lk::test {

// Appends 0, 1, 2 … to some lists for as long as it lives, each list's in the order of asking.
class ListLoad : public QObject {
 public:
  ListLoad(bus::RedisClient& client, std::vector<std::string> lists) : m_client(client), m_lists(std::move(lists)) {
    connect(&m_timer, &QTimer::timeout, this, [this] { push(); });
    m_timer.start(std::chrono::milliseconds(1));
  }

  void stop() { m_timer.stop(); }
  [[nodiscard]] int asked() const { return m_next; }
  [[nodiscard]] const std::map<bus::RedisOutcome::Kind, int>& outcomes() const { return m_outcomes; }

 private:
  void push() {
    const std::string number = std::to_string(m_next++);
    for (const std::string& list : m_lists) {
      m_client.call({.key = list, .deadline = std::chrono::seconds(30)}, {"RPUSH", list, number},
                    [this](const bus::RedisOutcome& outcome) { ++m_outcomes[outcome.kind]; });
    }
  }

  bus::RedisClient& m_client;
  const std::vector<std::string> m_lists;
  QTimer m_timer;
  int m_next = 0;
  std::map<bus::RedisOutcome::Kind, int> m_outcomes;
};

}  // namespace lk::test
