#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QList>
#include <chrono>
#include <memory>
#include <vector>

namespace lk::test {

struct LedgerPlan {
  int devices = 1;
  QByteArray prefix = "dev-";  // PREFIX0, PREFIX1 …
  QList<quint16> ports;        // device i starts at ports[i % size], and turns to the next when it is not let in
  std::chrono::milliseconds backWithin{1'000};  // full jitter after a lost connection
  int connectsPerSecond = 2'000;
  // Never reads after its WELCOME, and holds little of what is sent to it, as over a network.
  bool readsNothing = false;
};

// Devices as the wire protocol describes them, that write down all they were told: so that "lost" and "executed
// twice" can be decided. Each comes from an address of its own in 127.0.0.0/8, acknowledges each command with status 0
// ("fail…": 1), and comes back when its connection ends. All in one thread of its own; its methods are for the test's.
class LedgerFleet {
 public:
  explicit LedgerFleet(LedgerPlan plan);
  ~LedgerFleet();
  LedgerFleet(const LedgerFleet&) = delete;
  LedgerFleet& operator=(const LedgerFleet&) = delete;

  void start();
  void stop();  // leaves without a word
  // The next so many devices, in turn, have their connections reset, all in one go; they come back as they do.
  void cut(int count);
  [[nodiscard]] QByteArray name(int device) const;

  // Reports of all connected devices together, each asking for a REPORT_ACK. Their data: "NAME NUMBER", with numbers
  // that rise by one per device. 0 ends them.
  void report(int perSecond);

  [[nodiscard]] int connected() const;  // with WELCOME, now
  [[nodiscard]] bool waitUntilConnected(int withinMs) const;
  [[nodiscard]] qint64 welcomes() const;
  [[nodiscard]] qint64 lost() const;  // connections that ended, by whomever
  [[nodiscard]] int closes(int reason) const;
  [[nodiscard]] std::vector<int> perNode(const QByteArrayList& nodes) const;  // connected, by WELCOME's node
  [[nodiscard]] std::vector<int> devicesAt(const QByteArray& node) const;

  [[nodiscard]] int times(const QByteArray& payload) const;  // how often any device was told it
  [[nodiscard]] int commands() const;
  [[nodiscard]] QByteArrayList received(int device) const;  // payloads, in order
  [[nodiscard]] qint64 reportsSent() const;
  [[nodiscard]] qint64 reportsAcked() const;
  // The microseconds from each report to its acknowledgement, of those acknowledged since the last call.
  [[nodiscard]] std::vector<qint64> takeRoundTrips();
  [[nodiscard]] std::vector<quint32> acked(int device) const;  // numbers, in the order of their acknowledgements

 private:
  class Worker;
  std::unique_ptr<Worker> m_worker;
};

}  // namespace lk::test
