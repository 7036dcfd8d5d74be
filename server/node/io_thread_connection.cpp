#include <algorithm>

#include "server/node/io_thread.h"
#include "server/node/socket_io.h"

// How an I/O thread serves one connection: read, answer, write, close.
namespace lk::node {

namespace {

// A device that is told CLOSE may still be sending. Its bytes are read and thrown away for a while, or the system
// would reset the connection and the CLOSE with it.
constexpr std::int64_t kLingerMs = 2'000;
constexpr std::int64_t kStalledLingerMs = 10'000;  // a device that does not read may come round
constexpr std::uint32_t kLingerBytes = 1024 * 1024;
constexpr std::uint16_t kMaxRetryAfterS = 30;
constexpr std::int64_t kGuestPatienceMs = 500;  // for its HELLO
constexpr std::int64_t kLargeStallMs = 5'000;   // with a command under way that is larger than out-buffer

AcceptGate::Standing standingOf(const Connection& connection) {
  using Standing = AcceptGate::Standing;
  if (connection.refused) return Standing::Refused;
  return addressToCome(connection.ahead) ? Standing::AddressToCome : Standing::Counted;
}

}  // namespace

void IoThread::readFrom(Connection& connection) {
  if (connection.session.closed()) {
    throwAway(connection);
    return;
  }
  const auto got = socket_io::receive(connection.socket, m_readBuffer);
  if (got.ended) {
    connection.session.lost();
    retire(connection);
    drop(connection);
    return;
  }
  if (got.bytes == 0) return;

  std::string_view bytes(m_readBuffer.data(), got.bytes);
  if (connection.ahead != Ahead::Nothing) {
    bytes = readAhead(connection, bytes);
    if (bytes.empty()) return;
  }
  m_scratch.clear();
  m_current = &connection;
  connection.session.receive(bytes, contextFor(m_scratch));
  m_current = nullptr;
  markChanged(connection);
  sendScratch(connection);
  if (connection.session.closed()) {
    afterSession(connection);
  } else if (connection.interest == Interest::Read) {
    watch(connection, restingInterest(connection));
  }
}

// Backpressure: a device that reports is not read from while the uplink's buffer is at its bound. One whose interest
// is None is here for its connection's end, which must be read.
bool IoThread::mustWait(const Connection& connection) const {
  return connection.interest != Interest::None && !connection.session.closed() && connection.session.reports() > 0 &&
         m_uplink->full();
}

void IoThread::pause(Connection& connection) {
  if (!connection.paused) m_paused.push_back(connection.ref);
  connection.paused = true;
  if (connection.interest == Interest::Read) watch(connection, Interest::None);
}

void IoThread::resume(Connection& connection) {
  connection.paused = false;
  connection.session.forgiveSilence(m_nowMs);
  if (connection.interest == Interest::None) watch(connection, restingInterest(connection));
}

// What a connection with no output waits for.
Interest IoThread::restingInterest(const Connection& connection) {
  const bool waits = connection.paused || connection.session.phase() == Session::Phase::Claiming;
  return waits ? Interest::None : Interest::Read;
}

void IoThread::throwAway(Connection& connection) {
  const auto got = socket_io::receive(connection.socket, m_readBuffer);
  if (got.ended || got.bytes >= connection.lingerLeft) {
    drop(connection);
    return;
  }
  connection.lingerLeft -= static_cast<std::uint32_t>(got.bytes);
}

// All answers to one read leave in one send, as long as the device takes them.
void IoThread::sendScratch(Connection& connection) {
  if (m_scratch.empty()) return;
  std::size_t taken = 0;
  if (connection.out.empty()) {
    const auto did = socket_io::send(connection.socket, m_scratch);
    taken = did.bytes;
    if (taken == m_scratch.size()) {
      sent(connection, taken);
      return;
    }
  }
  connection.out.append(m_scratch);
  connection.out.taken(taken);
  sent(connection, taken);
  watch(connection, Interest::Write);
  account(connection);
}

void IoThread::markDirty(Connection& connection) {
  if (connection.dirty) return;
  connection.dirty = true;
  m_dirty.push_back(connection.ref);
}

void IoThread::flush(Connection& connection) {
  const bool hadTooMuch = connection.accounted > m_limits->outBuffer;
  for (bool tookAll = true; tookAll && !connection.out.empty();) {
    const std::string_view piece = connection.out.waiting();
    const auto did = socket_io::send(connection.socket, piece);
    if (did.ended) {
      connection.session.lost();
      retire(connection);
      drop(connection);
      return;
    }
    tookAll = did.bytes == piece.size();
    connection.out.taken(did.bytes);
    if (did.bytes > 0) connection.tookMs = m_nowMs;
    sent(connection, did.bytes);
  }
  account(connection);
  if (connection.out.empty()) {
    if (connection.session.closed()) {
      finish(connection);
    } else {
      watch(connection, restingInterest(connection));
    }
    return;
  }
  if (tooMuchWaits(connection) && connection.out.size() > m_limits->outBuffer + largeCommand(connection)) {
    closeForStalling(connection);
    return;
  }
  if (!hadTooMuch && tooMuchWaits(connection)) schedule(connection, m_nowMs + kLargeStallMs);
  // A device that does not take its answers is not read from.
  connection.out.trim();
  watch(connection, Interest::Write);
}

bool IoThread::tooMuchWaits(const Connection& connection) const {
  return !connection.session.closed() && connection.out.size() > m_limits->outBuffer;
}

// What is left of one command that is larger than out-buffer by itself: it leaves by and by, too, as long as the device
// takes some of it.
std::size_t IoThread::largeCommand(Connection& connection) const {
  if (connection.session.inFlightCount() == 0) return 0;
  const auto& commands = connection.session.inFlight();
  const auto large = std::ranges::find_if(commands, [&](const Session::InFlight& command) {
    return !command.written && command.end - command.begin > m_limits->outBuffer;
  });
  return large == commands.end() ? 0 : large->end - std::max(large->begin, connection.sent);
}

void IoThread::sent(Connection& connection, std::size_t bytes) {
  connection.sent += bytes;
  if (connection.session.inFlightCount() == 0) return;
  for (Session::InFlight& command : connection.session.inFlight()) {
    if (command.written || command.end > connection.sent) continue;
    command.written = true;
    m_outgoing.push_back(to_node::CommandWritten{command.key, connection.session.number(), m_shared.clock.steady()});
  }
}

void IoThread::watch(Connection& connection, Interest interest) {
  if (connection.interest == interest) return;
  if (interest == Interest::Write) connection.blockedMs = m_nowMs;
  connection.interest = interest;
  m_poller->change(connection.socket, connection.ref.value, interest);
}

void IoThread::account(Connection& connection) {
  const auto size = static_cast<std::uint32_t>(connection.out.size());
  if (size == connection.accounted) return;
  m_counters.outBufferBytes.add(std::uint64_t{size} - connection.accounted);
  connection.accounted = size;
  markChanged(connection);
}

void IoThread::closeSession(Connection& connection, CloseReason reason, std::string_view sentence) {
  if (connection.session.closed()) return;
  if (!connection.out.empty() && connection.interest != Interest::Write) {
    const auto ref = connection.ref;
    flush(connection);
    if (m_connections.find(ref) == nullptr || connection.session.closed()) return;
  }
  sayGoodbye(connection, reason, sentence);
}

void IoThread::closeForStalling(Connection& connection) {
  sayGoodbye(connection, CloseReason::OverLimit, "this device does not take what is sent to it");
}

// What a device did not take so far it will not get: its CLOSE goes before that.
void IoThread::sayGoodbye(Connection& connection, CloseReason reason, std::string_view sentence) {
  std::string goodbye;
  connection.session.close(reason, retryAfter(reason), sentence, contextFor(goodbye));
  retire(connection);
  connection.out.dropWhole();
  connection.out.append(goodbye);
  afterSession(connection);
}

// The session has ended; its CLOSE, if there is one, may still be on its way.
void IoThread::afterSession(Connection& connection) {
  retire(connection, Waiting::IsSent);
  const bool stalled = connection.interest == Interest::Write;
  connection.lingerUntilMs = m_nowMs + (stalled ? kStalledLingerMs : kLingerMs);
  connection.lingerLeft = kLingerBytes;
  schedule(connection, connection.lingerUntilMs);
  account(connection);
  if (connection.out.empty()) {
    finish(connection);
  } else {
    markDirty(connection);
  }
}

// Tells the node that the session is over, once.
void IoThread::retire(Connection& connection, Waiting waiting) {
  if (connection.retired) return;
  connection.retired = true;
  Session& session = connection.session;
  if (connection.guest) settleGuest(connection, false);
  if (!session.opened()) {
    m_outgoing.push_back(to_node::ConnectionFailed{connection.peer, session.device(), session.closeReason(),
                                                   session.errorKind(), session.closeSentence()});
    return;
  }
  m_shared.registry.release(session.device(), connection.ref);
  m_counters.sessions.subtract();
  if (session.inFlightCount() > 0) {
    for (const Session::InFlight& command : session.inFlight()) {
      m_outgoing.push_back(to_node::CommandDropped{command.key, dropOf(connection, command, waiting)});
    }
    session.inFlight().clear();
  }
  // Nobody who has not asked for rows yet asks for what changed since.
  if (m_version > kFirstVersion) m_closedNumbers.push_back({m_version, session.number()});
  if (m_closedNumbers.size() > 65'536) {
    m_closedForgotten = m_closedNumbers.front().version;
    m_closedNumbers.pop_front();
  }
  m_outgoing.push_back(to_node::SessionClosed{connection.ref, session.number(), session.device(), connection.peer,
                                              session.closeReason(), session.errorKind(), session.closeSentence(),
                                              connection.openedAtMs, m_nowMs - session.heardMs()});
}

// What becomes of a command of a session that has ended; what waits for the device is still there.
CommandLedger::Drop IoThread::dropOf(const Connection& connection, const Session::InFlight& command, Waiting waiting) {
  const Session& session = connection.session;
  const bool lost = session.closeReason() == CloseReason::Lost;
  CommandLedger::Drop drop;
  drop.replaced = session.closeReason() == CloseReason::Replaced;
  drop.why = session.closeSentence();
  // A frame that the device has the beginning of is still sent whole, ahead of its CLOSE.
  drop.written = command.written || waiting == Waiting::IsSent || (!lost && command.begin < connection.sent);
  if (!drop.written && command.begin >= connection.sent && (lost || drop.replaced)) {
    // There may be a newer session, which is to have it.
    const std::string_view frames = connection.out.from(command.begin - connection.sent);
    drop.payload = frames.substr(wire::kHeaderSize, command.end - command.begin - wire::kHeaderSize);
  }
  return drop;
}

// All output is with the kernel: end our side, and wait a little for the device to end its own.
void IoThread::finish(Connection& connection) {
  if (connection.shut) return;
  connection.shut = true;
  socket_io::shutdownSending(connection.socket);
  watch(connection, Interest::Read);
}

void IoThread::drop(Connection& connection) {
  connection.out.clear();
  account(connection);
  m_poller->remove(connection.socket);
  socket_io::close(connection.socket);
  m_counters.connections.subtract();
  if (addressToCome(connection.ahead)) m_headers.erase(connection.ref.value);
  m_outgoing.push_back(to_node::ConnectionGone{connection.peer, standingOf(connection)});
  m_connections.erase(connection.ref);
}

// By when something must have been heard.
std::int64_t IoThread::deadlineOf(const Connection& connection) const {
  const std::int64_t deadline = connection.session.deadlineMs(*m_limits);
  return connection.guest ? std::min(deadline, connection.session.heardMs() + kGuestPatienceMs) : deadline;
}

void IoThread::schedule(Connection& connection, std::int64_t deadlineMs) {
  connection.lookAt = static_cast<std::uint32_t>(m_wheel.put(connection.ref, deadlineMs));
}

void IoThread::deadlineDue(SessionRef ref, std::int64_t turn) {
  Connection* connection = m_connections.find(ref);
  if (connection == nullptr || connection->lookAt != turn) return;
  const bool closed = connection->session.closed();
  const std::int64_t deadline = closed ? connection->lingerUntilMs : deadlineOf(*connection);
  if (connection->interest == Interest::Write && tooMuchWaits(*connection)) {
    const std::int64_t takesUntil = std::max(connection->tookMs, connection->blockedMs) + kLargeStallMs;
    takesUntil > m_nowMs ? schedule(*connection, takesUntil) : closeForStalling(*connection);
  } else if (deadline > m_nowMs) {
    schedule(*connection, deadline);
  } else if (closed) {
    drop(*connection);
  } else if (connection->paused || connection->session.phase() == Session::Phase::Claiming) {
    // It was not heard because it was not read from.
    constexpr std::int64_t kLookAgainMs = 5'000;
    schedule(*connection, m_nowMs + kLookAgainMs);
  } else if (connection->interest == Interest::Write) {
    // It was not heard because it was not read from; that it takes its answers is a sign of life, too.
    const std::int64_t takesUntil = connection->tookMs + deadline - connection->session.heardMs();
    takesUntil > m_nowMs ? schedule(*connection, takesUntil) : closeForStalling(*connection);
  } else if (connection->guest) {
    closeSession(*connection, CloseReason::OverLimit, kNoPlace);
  } else if (connection->ahead == Ahead::Header) {
    refuseStart(*connection, "proxy-timeout", "no whole PROXY header within hello-timeout");
  } else {
    connection->session.deadlinePassed(contextFor(connection->out.tail()));
    afterSession(*connection);
  }
}

// Rule 8: spread at random, so that a drained or refused fleet does not come back in one second.
std::uint16_t IoThread::retryAfter(CloseReason reason) {
  if (reason != CloseReason::Draining && reason != CloseReason::OverLimit) return 0;
  return std::uniform_int_distribution<std::uint16_t>(1, kMaxRetryAfterS)(m_random);
}

SessionPort::Opened IoThread::openSession(Session& session, const wire::Hello& hello) {
  Connection& connection = *m_current;
  if (connection.guest) {
    const auto claim = m_shared.registry.claimFromOlder(hello.device, connection.ref);
    if (!claim) return {.refusal = kNoPlace, .retryAfterS = retryAfter(CloseReason::OverLimit)};
    settleGuest(connection, true);
    return openedAs(connection, *claim, session, hello);
  }
  return openedAs(connection, m_shared.registry.claim(hello.device, connection.ref), session, hello);
}

void IoThread::settleGuest(Connection& connection, bool stays) {
  connection.guest = false;
  connection.refused = !stays;
  const bool told = connection.session.closeReason() == CloseReason::OverLimit;
  m_outgoing.push_back(
      to_node::GuestSettled{connection.peer, {stays, !addressToCome(connection.ahead)}, !stays && told});
}

SessionPort::Opened IoThread::openedAs(Connection& connection, const Registry::Claim& claim, Session& session,
                                       const wire::Hello& hello) {
  const auto [older, number] = claim;
  connection.openedAtMs = wallMs();
  m_counters.sessions.add();
  session.setTraced(m_shared.traces.contains(hello.device));
  // A short keepalive may run out before the hello-timeout at which this connection is looked at next.
  schedule(connection, session.deadlineMs(*m_limits));
  m_outgoing.push_back(to_node::SessionOpened{connection.ref, number, hello.device, connection.peer, bool(older)});
  if (older) m_replaced.push_back(older);
  return {number, !m_shared.claims};
}

std::optional<std::uint16_t> IoThread::reportsRefused() {
  return m_uplink->overfull() ? std::optional(retryAfter(CloseReason::OverLimit)) : std::nullopt;
}

bool IoThread::putReport(Session& session, std::uint32_t frameId, std::string_view data) {
  m_counters.reports.add();
  m_counters.reportBytes.add(data.size());
  const bus::ReportTicket ticket{m_current->ref.value, frameId};
  return m_uplink->put({session.device(), session.number(), data}, ticket) == bus::Uplink::Put::Stored;
}

void IoThread::commandAcknowledged(std::uint64_t key, std::uint8_t status, std::string_view answer) {
  m_outgoing.push_back(to_node::CommandAcked{key, status, std::string(answer), m_shared.clock.steady()});
}

void IoThread::acknowledgedNothing(Session& /*session*/) { m_counters.strayAcks.add(); }

}  // namespace lk::node
