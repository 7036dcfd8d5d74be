#include "server/node/io_threads.h"

#include <algorithm>
#include <utility>

#include "server/node/drain_pace.h"

namespace lk::node {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

namespace {

constexpr std::uint64_t kAdoptedTogether = 32;
constexpr int kDeliveredOneByOne = 4;

std::int64_t msOf(Clock::Steady time) { return duration_cast<milliseconds>(time.time_since_epoch()).count(); }

}  // namespace

void IoThreads::add(std::unique_ptr<IoThread> thread) {
  m_threads.push_back(std::move(thread));
  m_handed.push_back(false);
}

void IoThreads::start() {
  for (const auto& thread : m_threads) thread->start();
  m_loans = std::make_unique<IoLoans>(m_threads);
}

void IoThreads::stop() {
  m_loans.reset();
  // All stop before one is gone: they post to each other.
  for (const auto& thread : m_threads) thread->post(to_io::Stop{});
  for (const auto& thread : m_threads) thread->wait();
  m_threads.clear();
}

void IoThreads::postToAll(const IoMessage& message) {
  for (const auto& thread : m_threads) thread->post(message);
}

void IoThreads::hand(std::size_t thread, IoMessage message) {
  m_threads[thread]->postQuietly(std::move(message));
  m_handed[thread] = true;
  if (m_commandsComing == 0 && !m_pushPosted) pushOnSoon();
}

void IoThreads::pushOnSoon() {
  m_pushPosted = true;
  QMetaObject::invokeMethod(
      this,
      [this] {
        m_pushPosted = false;
        pushOn();
        Q_EMIT pushedOn();
      },
      Qt::QueuedConnection);
}

void IoThreads::pushOn() {
  for (std::size_t i = 0; i < m_threads.size(); ++i) {
    if (m_handed[i]) m_threads[i]->pushOn();
    m_handed[i] = false;
  }
}

void IoThreads::adopt(to_io::Adopt connection) {
  m_nextThread = (m_nextThread + 1) % m_threads.size();
  hand(m_nextThread, std::move(connection));
  // Of many that come, the first need not wait for the last.
  if (++m_adopted % kAdoptedTogether == 0) pushOn();
}

void IoThreads::deliver(SessionRef session, std::uint64_t key, std::string payload) {
  m_loans->commandHanded(session.thread());
  hand(session.thread(), to_io::Deliver{session, key, std::move(payload)});
  // A few that come are at their devices before the next one is looked at; of many, they go together.
  if (m_commandsComing > 0 && m_commandsComing <= kDeliveredOneByOne) pushOn();
}

bool IoThreads::commandsCame() {
  if (std::exchange(m_commandsComing, 0) == 0) return false;
  pushOn();
  return true;
}

void IoThreads::drain(std::size_t count) {
  std::vector<std::size_t> has;
  for (const auto& thread : m_threads) has.push_back(thread->counters().connections.get());
  const auto shares = drainShares(count, has);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (shares[i] > 0) m_threads[i]->post(to_io::DrainSome{shares[i]});
  }
}

void IoThreads::lent(const to_node::Lent& loan) {
  if (m_loans) m_loans->begun(loan.thread, loan.loan);
}

std::uint64_t IoThreads::total(Counter IoCounters::*counter) const {
  std::uint64_t sum = 0;
  for (const auto& thread : m_threads) sum += (thread->counters().*counter).get();
  return sum;
}

Histogram IoThreads::lag() const {
  Histogram lag;
  for (const auto& thread : m_threads) {
    const LagCounts& counts = thread->counters().lag;
    for (std::size_t i = 0; i < LagCounts::kCells; ++i) {
      if (const std::uint64_t times = counts.cells[i].get(); times > 0) lag.add((std::uint64_t{1} << i) - 1, times);
    }
  }
  return lag;
}

milliseconds IoThreads::behind(Clock::Steady now) const {
  milliseconds worst{0};
  for (const auto& thread : m_threads) {
    const auto since = static_cast<std::int64_t>(thread->counters().busySinceMs.get());
    if (since != 0) worst = std::max(worst, milliseconds{msOf(now) - since});
  }
  return worst;
}

bool IoThreads::allTurnedSince(Clock::Steady then) const {
  return std::ranges::all_of(m_threads, [then](const auto& thread) {
    return static_cast<std::int64_t>(thread->counters().turnAtMs.get()) > msOf(then);
  });
}

}  // namespace lk::node
