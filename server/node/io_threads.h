#pragma once

#include <QObject>
#include <memory>
#include <string>
#include <vector>

#include "server/base/clock.h"
#include "server/base/histogram.h"
#include "server/node/io_loans.h"
#include "server/node/io_thread.h"

namespace lk::node {

// A node's I/O threads: what the node has for them, and what they count together. All but post() is the node's
// thread's.
class IoThreads final : public QObject {
  Q_OBJECT

 public:
  explicit IoThreads(QObject* parent = nullptr) : QObject(parent) {}
  ~IoThreads() override { stop(); }

  // In the order of their indices, before start().
  void add(std::unique_ptr<IoThread> thread);
  void start();
  void stop();  // and every connection with them
  [[nodiscard]] std::size_t size() const { return m_threads.size(); }

  // At once. Any thread, from start() on.
  void post(std::size_t thread, IoMessage message) { m_threads[thread]->post(std::move(message)); }
  void postToAll(const IoMessage& message);

  // All that one turn of the event loop brings is handed over together: by pushOn(), or at the turn's end.
  void hand(std::size_t thread, IoMessage message);
  void adopt(to_io::Adopt connection);  // by whichever thread's turn it is
  void deliver(SessionRef session, std::uint64_t key, std::string payload);
  // What comes of it is in the node's mail.
  void pushOn();

  // Commands that others brought are about to be delivered, until commandsCame(), which pushes them on. False: there
  // were none.
  void commandComes() { ++m_commandsComing; }
  [[nodiscard]] bool commandsCame();

  // Of that many connections each thread ends its share.
  void drain(std::size_t count);

  // What to_node::Lent says.
  void lent(const to_node::Lent& loan);
  [[nodiscard]] const IoLoans& loans() const { return *m_loans; }  // from start() on

  [[nodiscard]] std::uint64_t total(Counter IoCounters::*counter) const;
  [[nodiscard]] Histogram lag() const;  // since the start
  // Since when the thread that is worst off has not served all that was ready.
  [[nodiscard]] std::chrono::milliseconds behind(Clock::Steady now) const;
  [[nodiscard]] bool allTurnedSince(Clock::Steady then) const;

 Q_SIGNALS:
  // Of itself, at the end of the event loop's turn: what comes of it is in the node's mail.
  void pushedOn();

 private:
  void pushOnSoon();

  std::vector<std::unique_ptr<IoThread>> m_threads;
  std::unique_ptr<IoLoans> m_loans;
  std::vector<bool> m_handed;  // by thread: something since the last pushOn
  bool m_pushPosted = false;
  int m_commandsComing = 0;  // that have come so far; pushOn follows
  std::size_t m_nextThread = 0;
  std::uint64_t m_adopted = 0;
};

}  // namespace lk::node
