#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QHash>
#include <functional>
#include <vector>

#include "tests/cluster/stand.h"

namespace lk::test {

// Every command that was sent to devices by PUBLISH, and what became of it.
class CommandAccounts {
 public:
  // received: how often devices were given this payload.
  CommandAccounts(Stand& stand, ResultLedger& results, std::function<int(const QByteArray& payload)> received)
      : m_stand(stand), m_results(results), m_received(std::move(received)) {}

  // Each with an id and a payload of its own. What no node hears now goes with the next.
  void send(const QByteArrayList& devices, int ttl);

  struct Sum {
    int live = 0;
    int durable = 0;
    int toNobody = 0;  // live, and no node held the device
    int again = 0;     // durable, and executed more than once
    QByteArrayList wrong;
    QHash<QByteArray, int> statuses;
  };
  // Once nothing is under way. A status that nobody heard, as Redis was away, is asked for in Redis.
  [[nodiscard]] Sum sum();
  [[nodiscard]] std::size_t unsent() const { return m_unsent.size(); }
  // How many durable commands still wait for their devices.
  [[nodiscard]] int waiting();

 private:
  struct Sent {
    QByteArray id;
    QByteArray device;
    QByteArray payload;
    int ttl = 0;
    [[nodiscard]] bool durable() const { return ttl > 0; }
  };

  [[nodiscard]] QByteArrayList endsOf(const Sent& sent);

  Stand& m_stand;
  ResultLedger& m_results;
  std::function<int(const QByteArray&)> m_received;
  std::vector<Sent> m_sent;
  std::vector<std::size_t> m_unsent;
};

}  // namespace lk::test
