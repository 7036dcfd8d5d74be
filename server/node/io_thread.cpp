#include "server/node/io_thread.h"

#include <algorithm>

#include "server/node/socket_io.h"

namespace lk::node {

using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::milliseconds;

namespace {

constexpr std::size_t kReadBuffer = 64 * 1024;
constexpr milliseconds kLooksEvery{250};  // while its sockets are lent
constexpr milliseconds kLooksSoon{1};

std::int64_t steadyMs(const Clock& clock) {
  return duration_cast<milliseconds>(clock.steady().time_since_epoch()).count();
}

}  // namespace

IoThread::IoThread(std::size_t index, IoShared shared, std::unique_ptr<Poller> poller,
                   std::unique_ptr<bus::Uplink> uplink, std::shared_ptr<const SessionLimits> limits)
    : m_index(index),
      m_shared(shared),
      m_poller(std::move(poller)),
      m_uplink(std::move(uplink)),
      m_limits(std::move(limits)),
      m_connections(index),
      m_wheel(steadyMs(shared.clock)),
      m_readBuffer(kReadBuffer),
      m_nowMs(steadyMs(shared.clock)),
      m_random(std::random_device{}()) {
  setObjectName(QStringLiteral("io-%1").arg(index));
  m_counters.turnAtMs.set(static_cast<std::uint64_t>(m_nowMs));
}

IoThread::~IoThread() {
  post(to_io::Stop{});
  wait();
}

void IoThread::post(IoMessage message) {
  if (m_mailbox.post(std::move(message))) m_poller->wake();
}

void IoThread::postQuietly(IoMessage message) {
  // The wake-up is pushOn's.
  [[maybe_unused]] const bool wasEmpty = m_mailbox.post(std::move(message));
}

void IoThread::pushOn() {
  const std::unique_lock turnLock(m_turn, std::try_to_lock);
  if (turnLock) {
    updateTime();
    turn({});
    if (!m_stopping && m_collecting.empty()) return;
  }
  m_poller->wake();
}

std::uint32_t IoThread::lend() {
  if (++m_lastLoan == 0) ++m_lastLoan;
  m_loan = m_lastLoan;
  m_poller->wake();
  return m_lastLoan;
}

void IoThread::takeBack() {
  m_loan = 0;
  m_restEnds.release();
}

void IoThread::serve() {
  const std::lock_guard turnLock(m_turn);
  if (m_stopping) return;
  ++m_serves;
  turnInTime({m_ready.data(), m_poller->wait(m_ready, milliseconds{0})});
  if (!m_collecting.empty()) m_restEnds.release();  // rows are made in this thread
}

void IoThread::run() {
  milliseconds patience{0};
  std::uint64_t servesSeen = 0;
  for (;;) {
    const std::uint32_t loan = m_loan;
    std::size_t count = 0;
    if (loan == 0) {
      count = m_poller->wait(m_ready, patience);
    } else {
      restLent(loan, patience);
    }
    const std::lock_guard turnLock(m_turn);
    if (m_stopping) return;
    if (loan != 0) count = m_poller->wait(m_ready, milliseconds{0});
    turnInTime({m_ready.data(), count});
    if (m_stopping) return;
    patience = untilNextTick();
    if (loan == 0) continue;
    const bool heldUp = count > 0 && std::exchange(servesSeen, m_serves) == m_serves;
    patience = std::min(patience, heldUp ? kLooksSoon : kLooksEvery);
  }
}

// Until it is to look whether the loan is made use of, or the loan has ended.
void IoThread::restLent(std::uint32_t loan, milliseconds patience) {
  if (std::exchange(m_toldLoan, loan) != loan) {
    std::vector<NodeMessage> told;  // what the loop has for the node is whoever's turn it is
    told.emplace_back(to_node::Lent{m_index, loan});
    m_shared.post.toNode(told);
  }
  [[maybe_unused]] const bool ended = m_restEnds.try_acquire_for(patience);
}

void IoThread::turnInTime(std::span<const Poller::Ready> ready) {
  const auto began = m_shared.clock.steady();
  updateTime();
  if (m_counters.busySinceMs.get() == 0) m_counters.busySinceMs.set(static_cast<std::uint64_t>(m_nowMs));
  m_counters.served.add(ready.size());
  turn(ready);
  const auto took = duration_cast<microseconds>(m_shared.clock.steady() - began).count();
  m_counters.lag.add(static_cast<std::uint64_t>(std::max<std::int64_t>(took, 0)));
  const bool all = ready.size() + 1 < kMostReady;
  if (all) m_counters.busySinceMs.set(0);
}

milliseconds IoThread::untilNextTick() const {
  if (!m_collecting.empty()) return milliseconds{0};
  return milliseconds{std::clamp<std::int64_t>(m_wheel.nextMs() - steadyMs(m_shared.clock), 0, 1000)};
}

void IoThread::updateTime() {
  m_nowMs = steadyMs(m_shared.clock);
  m_counters.turnAtMs.set(static_cast<std::uint64_t>(m_nowMs));
}

void IoThread::turn(std::span<const Poller::Ready> allReady) {
  for (const Poller::Ready& ready : allReady) {
    // A connection may have ended earlier in this batch, and its descriptor may be another's by now.
    Connection* connection = m_connections.find(SessionRef{ready.token});
    if (connection == nullptr) continue;
    if (ready.writable) flush(*connection);
    if (!ready.readable || m_connections.find(SessionRef{ready.token}) != connection) continue;
    mustWait(*connection) ? pause(*connection) : readFrom(*connection);
  }
  takeMail();
  for (const SessionRef older : m_replaced) {
    to_io::CloseSession close{older, CloseReason::Replaced, "a newer session of this device took over"};
    if (older.thread() == m_index) {
      take(close);
    } else {
      m_shared.post.toIo(older.thread(), std::move(close));
    }
  }
  m_replaced.clear();
  flushDirty();
  m_wheel.advance(m_nowMs, [this](SessionRef ref, std::int64_t at) { deadlineDue(ref, at); });
  flushDirty();
  if (!m_collecting.empty()) collectSome();
  m_uplink->flush();
  sendMail();
}

void IoThread::takeMail() {
  m_mailbox.take(m_mail);
  for (IoMessage& message : m_mail) std::visit([this](auto& content) { take(content); }, message);
  m_mail.clear();
}

// Once a turn, so that the commands of one turn leave in one send.
void IoThread::flushDirty() {
  for (std::size_t i = 0; i < m_dirty.size(); ++i) {
    if (Connection* connection = m_connections.find(m_dirty[i])) {
      connection->dirty = false;
      flush(*connection);
    }
  }
  m_dirty.clear();
}

void IoThread::sendMail() {
  if (m_outgoing.empty()) return;
  m_shared.post.toNode(m_outgoing);
}

void IoThread::frameTraced(Session& session, bool fromDevice, const wire::Frame& frame) {
  constexpr std::size_t kShown = 1024;
  TracedFrame traced;
  traced.atUs = m_shared.clock.wallMicros();
  traced.device = QString::fromStdString(session.device());
  traced.session = session.number();
  traced.fromDevice = fromDevice;
  traced.type = static_cast<quint8>(frame.type);
  traced.id = frame.id;
  traced.length = static_cast<quint32>(frame.payload.size());
  traced.payload = QByteArray(frame.payload.data(), static_cast<qsizetype>(std::min(frame.payload.size(), kShown)));
  m_outgoing.push_back(to_node::Traced{std::move(traced)});
}

}  // namespace lk::node
