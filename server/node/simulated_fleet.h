#pragma once

#include <QObject>
#include <chrono>
#include <memory>

#include "server/base/result.h"

namespace lk::node {

struct FleetPlan {
  QString host = QStringLiteral("127.0.0.1");  // an address, or localhost
  quint16 port = 0;
  int devices = 0;                                // 1 to 1 000 000, as far as descriptors reach
  QString prefix = QStringLiteral("demo-");       // an id with the number behind it
  int first = 1;                                  // devices are PREFIX1, PREFIX2 …
  std::chrono::milliseconds reportEvery{10'000};  // 0: no reports
  int reportSize = 64;                            // bytes
  std::chrono::seconds keepalive{60};
};

struct FleetCounts {
  qint64 connected = 0;  // with WELCOME, now
  qint64 connects = 0;   // WELCOMEs in all
  qint64 failures = 0;   // connects that failed or were refused
  qint64 closes = 0;     // CLOSE frames and lost connections, in all
  qint64 reportsSent = 0;
  qint64 reportsAcked = 0;
  qint64 commands = 0;  // received
};

// The ids of a node's own demo devices: demo-1 … of a node by itself. Nodes that share a bus would take each other's
// devices over for ever, so there the node's id is in them: demo-n1-1 …
[[nodiscard]] QString demoPrefix(const QString& nodeId, bool sharesBus);

// Simulated devices, all in one thread of its own: they say HELLO, PING, REPORT, and acknowledge each COMMAND with
// status 0 and the answer "ok" (a payload that begins with "fail": status 1 and "asked to fail"). They come back with
// full jitter, or after the retry-after they were given.
class SimulatedFleet : public QObject {
  Q_OBJECT

 public:
  explicit SimulatedFleet(QObject* parent = nullptr);
  ~SimulatedFleet() override;  // stops

  // At most once until stopped. Connects are spread: 2 000 a second.
  Result<void> start(const FleetPlan& plan);
  void stop();  // says CLOSE 0 on every connection and waits for the thread
  [[nodiscard]] bool running() const;
  [[nodiscard]] FleetCounts counts() const;  // from any thread

 private:
  class Worker;
  std::unique_ptr<Worker> m_worker;
};

}  // namespace lk::node
